"""A graph as one text: what a query constructs, a document about a thing, a description of the service.

pyoxigraph's writers are not used: they make Turtle prefixes in an order of their own, JSON-LD without a context,
and RDF/XML in which a carriage return is read back as a newline.
"""

import re
from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from paperkg.rdf.jsonld_syntax import to_jsonld
from paperkg.rdf.rdfxml_syntax import to_rdfxml
from paperkg.rdf.terms import Triple, to_lines
from paperkg.rdf.turtle_syntax import Shortener, prefix_lines, to_blocks


def terms_of(found: Iterable[ox.Triple]) -> Iterator[Triple]:
    """The triples of a query's answer, as N-Triples terms."""
    return ((str(t.subject), str(t.predicate), _object(t.object)) for t in found)


def _object(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> str:
    if not isinstance(term, ox.Triple):
        return str(term)
    return f"<<( {term.subject} {term.predicate} {_object(term.object)} )>>"


def graph_text(statements: Iterable[Triple], form: ox.RdfFormat, prefix_map: dict[str, str]) -> str:
    """Triples as Turtle, N-Triples, JSON-LD or RDF/XML, each once, sorted.

    Raises:
        PaperKGError: a term that the form cannot hold.
    """
    ordered = sorted(set(statements))
    if form == ox.RdfFormat.TURTLE:
        return _turtle(ordered, prefix_map)
    if form == ox.RdfFormat.JSON_LD:
        return "".join(to_jsonld(ordered, prefix_map))
    return "".join(to_rdfxml(ordered) if form == ox.RdfFormat.RDF_XML else to_lines(ordered))


def _turtle(ordered: list[Triple], prefix_map: dict[str, str]) -> str:
    """Turtle with those of the prefixes that are used."""
    body = "".join(to_blocks(ordered, Shortener(prefix_map)))
    used = {name: iri for name, iri in prefix_map.items() if re.search(rf"(?<![\w:]){name}:", body)}
    return "".join(prefix_lines(used)) + "\n" + body
