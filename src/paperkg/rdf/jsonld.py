"""JSON-LD 1.1, streamed: https://www.w3.org/TR/json-ld11/."""

from pathlib import Path

from paperkg.files import whole_file
from paperkg.graph.folder import BASE_IRI
from paperkg.graph.tables import Tables
from paperkg.rdf.jsonld_syntax import to_jsonld
from paperkg.rdf.mapping import Detail, detail_of, triples
from paperkg.rdf.vocabulary import prefixes


def write_jsonld(graph: Tables, path: str | Path, *, base_iri: str = BASE_IRI, rdf: str = Detail.FULL) -> None:
    """Writes a build as compact JSON-LD, one node a line."""
    with whole_file(path) as file:
        file.writelines(to_jsonld(triples(graph, base_iri, detail_of(rdf)), prefixes(base_iri)))
