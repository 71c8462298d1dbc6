"""N-Triples, sorted: https://www.w3.org/TR/n-triples/."""

from pathlib import Path

from paperkg.files import whole_file
from paperkg.graph.folder import BASE_IRI
from paperkg.graph.tables import Tables
from paperkg.rdf.mapping import Detail, detail_of, triples
from paperkg.rdf.sorting import sorted_blocks
from paperkg.rdf.terms import to_lines


def write_ntriples(graph: Tables, path: str | Path, *, base_iri: str = BASE_IRI, rdf: str = Detail.FULL) -> None:
    """Writes a build's triples, each once, in code point order."""
    with whole_file(path) as file:
        file.writelines(sorted_blocks(to_lines(triples(graph, base_iri, detail_of(rdf)))))
