"""RDF: one mapping from the tables to triples, and a writer for each serialisation."""

from paperkg.export.rdf.description import write_description
from paperkg.export.rdf.jsonld import write_jsonld
from paperkg.export.rdf.mapping import triples
from paperkg.export.rdf.nanopub import write_nanopubs
from paperkg.export.rdf.nquads import write_nquads, write_trig
from paperkg.export.rdf.ntriples import to_lines, write_ntriples
from paperkg.export.rdf.rdfxml import write_rdfxml
from paperkg.export.rdf.turtle import write_turtle

__all__ = [
    "to_lines",
    "triples",
    "write_description",
    "write_jsonld",
    "write_nanopubs",
    "write_nquads",
    "write_ntriples",
    "write_rdfxml",
    "write_trig",
    "write_turtle",
]
