"""Turtle, streamed, with prefixes and without blank nodes: https://www.w3.org/TR/turtle/."""

from pathlib import Path

from paperkg.files import whole_file
from paperkg.graph.folder import BASE_IRI
from paperkg.graph.tables import Tables
from paperkg.rdf.mapping import Detail, detail_of, triples
from paperkg.rdf.turtle_syntax import to_trig
from paperkg.rdf.vocabulary import prefixes


def write_turtle(graph: Tables, path: str | Path, *, base_iri: str = BASE_IRI, rdf: str = Detail.FULL) -> None:
    """Writes a build as Turtle: entities, pairs of entities, then paper by paper."""
    with whole_file(path) as file:
        file.writelines(to_trig([(None, triples(graph, base_iri, detail_of(rdf)))], prefixes(base_iri)))
