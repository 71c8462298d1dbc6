"""N-Triples, sorted: https://www.w3.org/TR/n-triples/."""

from pathlib import Path

from paperkg.graph.folder import BASE_IRI
from paperkg.graph.tables import Tables
from paperkg.rdf.mapping import Detail, detail_of, triples
from paperkg.rdf.sorting import sorted_blocks, write_blocks
from paperkg.rdf.terms import to_lines


def write_ntriples(
    graph: Tables,
    path: str | Path,
    *,
    base_iri: str = BASE_IRI,
    rdf: str = Detail.FULL,
    rows_per_part: int | None = None,
) -> None:
    """Writes a build's triples, each once, in code point order; in compressed files of `rows_per_part`, if given."""
    write_blocks(path, ".nt", sorted_blocks(to_lines(triples(graph, base_iri, detail_of(rdf)))), rows_per_part)
