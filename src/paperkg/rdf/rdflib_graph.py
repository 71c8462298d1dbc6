"""A build as a graph of rdflib, in memory."""

from io import BufferedReader
from typing import TYPE_CHECKING

from paperkg.graph.tables import Tables
from paperkg.rdf.line_reader import LineReader
from paperkg.rdf.mapping import triples
from paperkg.rdf.terms import to_lines
from paperkg.rdf.vocabulary import prefixes

if TYPE_CHECKING:
    import rdflib


def to_rdflib(graph: Tables) -> "rdflib.Graph":
    """The triples of a build, with the prefixes of its Turtle.

    rdflib holds about 2 kB of memory for each triple; for large builds, export a file and load it into a store.
    """
    import rdflib  # slow to load

    made = rdflib.Graph()
    for prefix, namespace in prefixes(graph.base_iri).items():
        made.bind(prefix, namespace)
    with BufferedReader(LineReader(to_lines(triples(graph, graph.base_iri)))) as stream:
        made.parse(stream, format="nt")
    return made
