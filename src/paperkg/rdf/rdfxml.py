"""RDF/XML, streamed: https://www.w3.org/TR/rdf-syntax-grammar/."""

from pathlib import Path

from paperkg.files import whole_file
from paperkg.graph.folder import BASE_IRI
from paperkg.graph.tables import Tables
from paperkg.rdf.mapping import Detail, detail_of, triples
from paperkg.rdf.rdfxml_syntax import to_rdfxml


def write_rdfxml(graph: Tables, path: str | Path, *, base_iri: str = BASE_IRI, rdf: str = Detail.FULL) -> None:
    """Writes a build as RDF/XML."""
    with whole_file(path) as file:
        file.writelines(to_rdfxml(triples(graph, base_iri, detail_of(rdf))))
