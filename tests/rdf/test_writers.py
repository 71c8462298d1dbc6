"""Every serialisation says the same; nanopublications and the description of a build."""

import itertools
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st
from nanopub.nanopub import Nanopub
from pyld import jsonld  # type: ignore[import-untyped]
from rdflib.compare import isomorphic

from builds import write_build
from paperkg.graph.folder import BASE_IRI, InputEntry
from paperkg.knowledge_graph import KnowledgeGraph
from paperkg.model import Paper
from paperkg.rdf.bibliography import authors, bibliographic
from paperkg.rdf.dataset_description import write_description
from paperkg.rdf.graph_text import graph_text
from paperkg.rdf.iris import Iris
from paperkg.rdf.jsonld import write_jsonld
from paperkg.rdf.jsonld_syntax import context_for, published_context, to_jsonld
from paperkg.rdf.nanopublications import write_nanopubs
from paperkg.rdf.nquads import write_nquads, write_trig
from paperkg.rdf.ntriples import write_ntriples
from paperkg.rdf.rdfxml import write_rdfxml
from paperkg.rdf.rdfxml_syntax import to_rdfxml
from paperkg.rdf.terms import literal, parts_of, to_lines
from paperkg.rdf.turtle import write_turtle
from paperkg.rdf.turtle_syntax import to_trig
from paperkg.rdf.vocabulary import prefixes
from records import paper_row, tiny_records

WRITERS: dict[str, Callable[..., None]] = {
    "nt": write_ntriples,
    "ttl": write_turtle,
    "rdf": write_rdfxml,
    "jsonld": write_jsonld,
    "nq": write_nquads,
    "trig": write_trig,
}
OF_RDFLIB = {"nt": "nt", "ttl": "turtle", "rdf": "xml", "jsonld": "json-ld", "nq": "nquads", "trig": "trig"}
# rdflib warns of its own old classes when it reads datasets
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")
TEXT = st.text(st.characters(exclude_categories=["Cs"]))


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    inputs = [InputEntry(name=name, sha256="ab" * 32, bytes=1) for name in ("a.txt", "b.txt")]
    return write_build(tmp_path_factory.mktemp("formats") / "build", tiny_records(), inputs=inputs)


@pytest.fixture(scope="module")
def graph(build: Path) -> KnowledgeGraph:
    return KnowledgeGraph.open(build)


@pytest.fixture(scope="module")
def written(graph: KnowledgeGraph, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("written")
    for suffix, write in WRITERS.items():
        write(graph, folder / f"graph.{suffix}")
    return folder


def by_oxigraph(path: Path) -> set[ox.Triple]:
    return {quad.triple for quad in ox.parse(path=path)}


def by_rdflib(path: Path, format: str) -> rdflib.Graph:
    found = rdflib.Graph()
    text = path.read_text(encoding="utf-8")
    if format in ("nquads", "trig"):
        dataset = rdflib.Dataset()
        dataset.parse(data=text, format=format)
        for s, p, o, _ in dataset.quads():
            found.add((s, p, o))
        return found
    return found.parse(data=text, format=format)


@pytest.mark.parametrize("suffix", WRITERS)
def test_all_serialisations_are_equal_graphs(written: Path, suffix: str) -> None:
    assert by_oxigraph(written / f"graph.{suffix}") == by_oxigraph(written / "graph.nt")


@pytest.mark.parametrize("suffix", WRITERS)
def test_rdflib_reads_the_same(written: Path, suffix: str) -> None:
    found = by_rdflib(written / f"graph.{suffix}", OF_RDFLIB[suffix])
    assert isomorphic(found, by_rdflib(written / "graph.nt", "nt"))


WRITE_ALL = """
import sys
from pathlib import Path
from paperkg.exporters import EXPORTERS, export
from paperkg.knowledge_graph import KnowledgeGraph
graph = KnowledgeGraph.open(sys.argv[1])
for name, exporter in EXPORTERS.items():
    if exporter.target.startswith("paperkg.rdf."):
        export(graph, name, Path(sys.argv[2]) / name)
"""


def test_bytes_do_not_depend_on_the_hash_seed(build: Path, tmp_path: Path) -> None:
    made = []
    for seed in ("1", "2"):
        folder = tmp_path / seed
        command = [sys.executable, "-c", WRITE_ALL, str(build), str(folder)]
        subprocess.run(command, check=True, env=os.environ | {"PYTHONHASHSEED": seed})
        made.append({path.name: path.read_bytes() for path in folder.iterdir()})
    assert len(made[0]) >= len(WRITERS)
    assert made[0] == made[1]


def test_endless_triples_are_written_as_they_come() -> None:
    subjects = ((f"<urn:s{number}>", "<urn:p>", '"o"') for number in itertools.count())
    for pieces in (to_trig([(None, subjects)], {}), to_jsonld(subjects, {}), to_rdfxml(subjects)):
        assert any("urn:s" in piece for piece in itertools.islice(pieces, 3))


@pytest.mark.parametrize("suffix", ["nq", "trig"])
def test_each_paper_has_its_graph(written: Path, suffix: str) -> None:
    quads = list(ox.parse(path=written / f"graph.{suffix}"))
    names = {str(quad.graph_name) for quad in quads if isinstance(quad.graph_name, ox.NamedNode)}
    assert len(names) == 3
    assert f"<{BASE_IRI}graph/p0000000001>" in names
    of_corpus = {str(quad.subject) for quad in quads if isinstance(quad.graph_name, ox.DefaultGraph)}
    assert not any("/paper/" in name for name in of_corpus)


def test_both_datasets_are_equal(written: Path) -> None:
    assert set(ox.parse(path=written / "graph.nq")) == set(ox.parse(path=written / "graph.trig"))


def test_jsonld_is_compact_already(written: Path) -> None:
    document = json.loads((written / "graph.jsonld").read_text(encoding="utf-8"))
    options = {"processingMode": "json-ld-1.1"}
    compact = jsonld.compact(jsonld.expand(document, options), document["@context"], options)
    assert by_subject(compact) == by_subject(document)


def by_subject(document: dict[str, Any]) -> set[tuple[str, str, str]]:
    """What a document says, each value of a list apart: a subject may have several node objects."""
    found = set()
    for node in document["@graph"]:
        for name, value in node.items():
            for item in value if isinstance(value, list) else [value]:
                found.add((node["@id"], name, json.dumps(item, sort_keys=True)))
    return found


def test_jsonld_speaks_the_words_of_the_tables(written: Path) -> None:
    nodes = json.loads((written / "graph.jsonld").read_text(encoding="utf-8"))["@graph"]
    (found,) = (node for node in nodes if node["@id"] == "method:a*-decoding")
    assert found == {
        "@id": "method:a*-decoding",
        "@type": "Method",
        "label": "A*-decoding",
        "alias": "A*-decoding {with braces}",
        "named": True,
        "paperCount": 1,
        "mentionCount": 2,
        "confidence": "1",
        "typeShare": "1",
    }


def test_the_context_has_the_prefixes_of_the_code() -> None:
    context = published_context()
    assert {name: context[name] for name in prefixes()} == prefixes()
    assert context_for(prefixes("http://x/"))["method"] == "http://x/method/"


def test_every_property_of_the_output_has_a_word_in_the_context(written: Path) -> None:
    nodes = json.loads((written / "graph.jsonld").read_text(encoding="utf-8"))["@graph"]
    words = {word for node in nodes for word in node}
    assert {word for word in words if ":" in word} <= {"pkg:benchmark", "pkg:metric"}


@given(title=TEXT, identifier=TEXT.filter(bool))
def test_any_text_is_the_same_in_every_form(title: str, identifier: str) -> None:
    paper = Paper(id=identifier, title=title, abstract=title, authors=(title,), venue=title, affiliation=identifier)
    row = paper_row(paper)
    nodes = Iris(BASE_IRI).of_paper(identifier)
    made = [*bibliographic(row, nodes), *authors(row, nodes)]
    wanted = {quad.triple for quad in ox.parse("".join(to_lines(made)), ox.RdfFormat.N_TRIPLES)}
    for form in (ox.RdfFormat.RDF_XML, ox.RdfFormat.JSON_LD, ox.RdfFormat.TURTLE, ox.RdfFormat.N_TRIPLES):
        assert {quad.triple for quad in ox.parse(graph_text(made, form, prefixes()), form)} == wanted


@given(TEXT)
def test_a_literal_can_be_taken_apart(text: str) -> None:
    kept = parts_of(literal(text))[0]
    assert literal(kept) == literal(text)
    assert parts_of(literal(text, "urn:x")) == (kept, "urn:x", None)
    assert parts_of(literal(text) + "@en") == (kept, None, "en")
    with pytest.raises(ValueError, match="urn:x"):
        parts_of("<urn:x>")


def test_nanopubs_are_valid(graph: KnowledgeGraph, tmp_path: Path) -> None:
    write_nanopubs(graph, tmp_path / "n.trig", date="2025-03-05T00:00:00Z")
    dataset = rdflib.Dataset()
    dataset.parse(data=(tmp_path / "n.trig").read_text(encoding="utf-8"), format="trig")
    head = rdflib.Namespace("http://www.nanopub.org/nschema#")
    claims = sum(graph.table(name).num_rows for name in ("statements", "relations", "results"))
    found = list(dataset.quads((None, rdflib.RDF.type, head.Nanopublication, None)))
    assert len(found) == claims
    for np, _, _, _ in found:
        alone = rdflib.Dataset()
        for part in ("head", "assertion", "provenance", "pubinfo"):
            name = rdflib.URIRef(f"{np}#{part}")
            alone.graph(name).__iadd__(dataset.graph(name))
        assert Nanopub(rdf=alone).is_valid


def test_the_description_counts_right(graph: KnowledgeGraph, written: Path, tmp_path: Path) -> None:
    write_description(graph, tmp_path / "void.ttl")
    store = ox.Store()
    store.load(path=tmp_path / "void.ttl")
    triples = by_oxigraph(written / "graph.nt")
    assert bool(store.query(f"ASK {{ ?d void:triples {len(triples)} }}", prefixes=prefixes()))
    for triple in triples:
        name = triple.predicate
        number = sum(t.predicate == name for t in triples)
        asked = f"ASK {{ ?d void:propertyPartition ?p . ?p void:property {name} ; void:triples {number} }}"
        assert bool(store.query(asked, prefixes=prefixes())), name


def test_the_description_has_no_clock(graph: KnowledgeGraph, tmp_path: Path) -> None:
    write_description(graph, tmp_path / "void.ttl")
    text = (tmp_path / "void.ttl").read_text(encoding="utf-8")
    assert "issued" not in text
    assert "input:abababababababab" in text
    write_description(graph, tmp_path / "dated.ttl", date="2025-03-05T01:02:03Z", license="https://x.org/l")
    text = (tmp_path / "dated.ttl").read_text(encoding="utf-8")
    assert 'dcterms:issued "2025-03-05T01:02:03Z"^^xsd:dateTime' in text
    assert 'prov:endedAtTime "2025-03-05T01:02:03Z"^^xsd:dateTime' in text
    assert "dcterms:license <https://x.org/l>" in text


def test_a_build_without_papers_is_described(tmp_path: Path) -> None:
    graph = KnowledgeGraph.open(write_build(tmp_path / "build", []))
    (tmp_path / "build" / "graph.nt").touch()
    write_description(graph, tmp_path / "void.ttl")
    text = (tmp_path / "void.ttl").read_text(encoding="utf-8")
    assert f'pkg:sha256 "{graph.manifest["digest"]}"' in text
    assert "application/n-triples" in text
