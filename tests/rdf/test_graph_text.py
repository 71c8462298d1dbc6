"""A graph as one text, in each form, for whatever a query may construct."""

import json
from typing import Any

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st
from pyld import jsonld  # type: ignore[import-untyped]

from paperkg.errors import PaperKGError
from paperkg.rdf.graph_text import graph_text, terms_of
from paperkg.rdf.terms import to_lines
from paperkg.rdf.vocabulary import PKG, RDF, XSD, prefixes

FORMS = (ox.RdfFormat.TURTLE, ox.RdfFormat.N_TRIPLES, ox.RdfFormat.JSON_LD, ox.RdfFormat.RDF_XML)
IRIS = st.sampled_from(
    [
        *(PKG + name for name in ("", "Method", "kind", "named", "paperCount", "value")),
        *(f"{RDF}type", "https://w3id.org/paperkg/method/lora", "http://purl.org/dc/terms/title", "urn:x:y"),
    ]
)
NODES = IRIS.map(ox.NamedNode)
LEXICAL = st.one_of(st.text(st.characters(exclude_categories=["Cs", "Cc"])), st.integers().map(str))
LITERALS = st.one_of(
    LEXICAL.map(ox.Literal),
    st.builds(lambda text, name: ox.Literal(text, language=name), LEXICAL, st.sampled_from(["en", "de-ch"])),
    st.builds(
        lambda text, name: ox.Literal(text, datatype=ox.NamedNode(XSD + name)),
        st.one_of(LEXICAL, st.sampled_from(["true", "1", "TRUE", "01", "-0", "1.50", "9" * 30])),
        st.sampled_from(["integer", "decimal", "boolean", "date"]),
    ),
)
BLANK = st.sampled_from(["b1", "b2"]).map(ox.BlankNode)
PREDICATES = NODES.filter(lambda node: node.value != PKG)  # RDF/XML needs a local name
TRIPLES = st.builds(ox.Triple, st.one_of(NODES, BLANK), PREDICATES, st.one_of(NODES, BLANK, LITERALS))


@given(st.sets(TRIPLES, max_size=8))
def test_every_form_says_what_the_triples_say(found: set[ox.Triple]) -> None:
    wanted = ox.Dataset(ox.Quad(t.subject, t.predicate, t.object) for t in found)
    wanted.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    for form in FORMS:
        text = graph_text(terms_of(found), form, prefixes())
        assert text.endswith("\n") or not found
        read = ox.Dataset(ox.parse(text, form))
        read.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
        assert read == wanted, (form, text)


@given(st.sets(TRIPLES, max_size=8))
def test_pyld_reads_the_same_from_json(found: set[ox.Triple]) -> None:
    normalized = {"algorithm": "URDNA2015", "format": "application/n-quads"}
    text = graph_text(terms_of(found), ox.RdfFormat.JSON_LD, prefixes())
    plain = ox.serialize(found, format=ox.RdfFormat.JSON_LD) or b""
    assert jsonld.normalize(json.loads(text), normalized) == jsonld.normalize(json.loads(plain), normalized)


def document(lines: str) -> dict[str, Any]:
    triples = (quad.triple for quad in ox.parse(lines, ox.RdfFormat.TURTLE))
    made: dict[str, Any] = json.loads(graph_text(terms_of(triples), ox.RdfFormat.JSON_LD, prefixes()))
    return made


def test_json_has_numbers_only_where_they_come_back_the_same() -> None:
    made = document(
        f"@prefix pkg: <{PKG}> . @prefix xsd: <{XSD}> . "
        '<urn:s> pkg:paperCount 7, "07"^^xsd:integer ; pkg:named true, "1"^^xsd:boolean ; pkg:value 1.50 .'
    )
    (node,) = made["@graph"]
    assert sorted(node["paperCount"], key=str) == ["07", 7]
    assert sorted(node["named"], key=str) == ["1", True]
    assert node["value"] == "1.50"


def test_a_text_has_its_direction() -> None:
    (node,) = document('<urn:s> <urn:p> "x"@he--rtl .')["@graph"]
    assert node["urn:p"] == {"@value": "x", "@language": "he", "@direction": "rtl"}


JSON_LD, RDF_XML = ox.RdfFormat.JSON_LD, ox.RdfFormat.RDF_XML


@pytest.mark.parametrize(
    ("lines", "form", "message"),
    [
        ("<urn:s> <urn:p> <<( <urn:a> <urn:b> <urn:c> )>> .", JSON_LD, "JSON-LD has no triple terms; ask for Turtle"),
        ("<urn:s> <urn:p> <<( <urn:a> <urn:b> <urn:c> )>> .", RDF_XML, "RDF/XML has no triple terms; ask for Turtle"),
        ("<urn:s> <urn:p> <method:lora> .", JSON_LD, "<method:lora>: JSON-LD would read this IRI as a prefixed name"),
        ("<urn:s> <urn:p:1> <urn:o> .", RDF_XML, "<urn:p:1>: RDF/XML cannot name this property"),
        ('<urn:s> <urn:p> "\\b" .', RDF_XML, "<urn:p>: RDF/XML cannot hold control characters"),
    ],
)
def test_what_a_form_cannot_say_is_an_error(lines: str, form: ox.RdfFormat, message: str) -> None:
    found = [quad.triple for quad in ox.parse(lines, ox.RdfFormat.N_TRIPLES)]
    with pytest.raises(PaperKGError) as caught:
        graph_text(terms_of(found), form, prefixes())
    assert str(caught.value).startswith(message)
    for able in (ox.RdfFormat.TURTLE, ox.RdfFormat.N_TRIPLES):
        text = graph_text(terms_of(found), able, prefixes())
        assert [quad.triple for quad in ox.parse(text, able)] == found
    assert "".join(to_lines(terms_of(found))) == lines + "\n"


def test_a_property_of_any_vocabulary_is_an_element() -> None:
    found = [("<urn:s>", "<https://example.org/a#\u00e4>", "<urn:o>"), ("<urn:s>", "<urn:x:p.1>", '"\\r<"')]
    text = graph_text(found, RDF_XML, prefixes())
    assert '<ns:ä xmlns:ns="https://example.org/a#" rdf:resource="urn:o"/>' in text
    read = rdflib.Graph().parse(data=text, format="xml")
    assert read.value(rdflib.URIRef("urn:s"), rdflib.URIRef("urn:x:p.1")) == rdflib.Literal("\r<")
