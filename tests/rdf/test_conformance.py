"""The shapes: what we write conforms, and each shape finds what it is for."""

import json
import sys
from pathlib import Path

import pytest
import rdflib

from builds import write_build
from paperkg.errors import BuildError, MissingPackageError
from paperkg.graph.folder import BASE_IRI
from paperkg.knowledge_graph import KnowledgeGraph
from paperkg.pipeline import build
from paperkg.rdf.conformance import SH, Report, Violation, validate, validate_graph
from paperkg.rdf.mapping import triples
from paperkg.rdf.terms import to_lines
from paperkg.rdf.vocabulary import ontology_folder, prefixes
from records import tiny_records

# rdflib warns of its own old classes, inside pyshacl
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")
HEAD = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in prefixes().items())


@pytest.fixture(scope="module")
def lines(tmp_path_factory: pytest.TempPathFactory) -> str:
    build = write_build(tmp_path_factory.mktemp("conformance") / "build", tiny_records())
    return "".join(to_lines(triples(KnowledgeGraph.open(build), BASE_IRI)))


def test_what_we_write_conforms(tmp_path: Path, lines: str) -> None:
    report = validate(write_build(tmp_path / "build", tiny_records()))
    assert report.conforms
    assert str(report) == f"conforms: {len(set(lines.splitlines())):,} triples"


def test_what_decisions_make_of_it_conforms(tmp_path: Path) -> None:
    row = {"title": "FooNet: a network", "abstract": "We propose FooNet. It achieves 95.3% accuracy on GSM8K."}
    papers = tmp_path / "papers.jsonl"
    papers.write_text(json.dumps(row) + "\n", encoding="utf-8")
    decisions = tmp_path / "decisions.tsv"

    def result(*lines: str) -> dict[str, object]:
        decisions.write_text("".join(line.replace(" ", "\t") + "\n" for line in lines), encoding="utf-8")
        build(papers, tmp_path / "build", decisions=decisions)
        assert str(validate(tmp_path / "build")).startswith("conforms")
        [row] = KnowledgeGraph.open(tmp_path / "build").rows("results", ["value", "benchmark", "metric"])
        return dict(row)

    assert result() == {"value": "95.3%", "benchmark": "benchmark:gsm8k", "metric": "metric:accuracy"}
    assert result("retype GSM8K Task", "retype accuracy Method") == {
        "value": "95.3%",
        "benchmark": None,
        "metric": None,
    }


def changed(node: str, name: str, value: str) -> str:
    """An update that gives the node another value."""
    return f"DELETE {{ {node} {name} ?x }} INSERT {{ {node} {name} {value} }} WHERE {{ {node} {name} ?x }}"


BROKEN = {
    "Entity": (
        "DELETE WHERE { model:llama skos:prefLabel ?x }",
        "model:llama skos:prefLabel: fewer than 1 values",
    ),
    "Entity has one type": (
        "INSERT DATA { model:llama a pkg:Method }",
        "model:llama rdf:type: an entity has exactly one type",
    ),
    "Entity has a type of entity": (
        changed("model:llama", "a", "pkg:Entity"),
        "model:llama rdf:type: an entity has exactly one type",
    ),
    "Entity has a label without TeX": (
        changed("model:llama", "skos:prefLabel", r"'\\\\textbf{Llama}'"),
        "model:llama skos:prefLabel: a label is one line of plain text, without TeX and percentages",
    ),
    "Cooccurrence": (
        "DELETE { ?x pkg:between ?b } WHERE { ?x pkg:between ?b . FILTER(CONTAINS(STR(?b), 'method')) }",
        "cooccurrence:benchmark:gsm8k:method:fastkey pkg:between: fewer than 2 values",
    ),
    "Paper": (
        "INSERT DATA { paper:p0000000002 pkg:month 13 }",
        "paper:p0000000002 pkg:month: 13 is more than 12",
    ),
    "Paper speaks English": (
        "INSERT DATA { paper:p0000000002 dcterms:title 'titre'@fr }",
        "paper:p0000000002 dcterms:title: 'titre' is in another language",
    ),
    "Paper is closed": (
        "INSERT DATA { paper:p0000000002 pkg:unknown 1 }",
        "paper:p0000000002 pkg:unknown: the property is not allowed here; its value is 1",
    ),
    "Author": (
        "DELETE WHERE { author:p0000000001:1 pkg:position ?x }",
        "author:p0000000001:1 pkg:position: fewer than 1 values",
    ),
    "Sentence": (
        "DELETE WHERE { sentence:p0000000002:0-24 oa:hasSelector ?x }",
        "sentence:p0000000002:0-24 oa:hasSelector: fewer than 2 values",
    ),
    "Selector": (
        changed("sentence:p0000000002:0-24:position", "oa:end", "0"),
        "sentence:p0000000002:0-24:position: a selector is either a position (start before end) or a quote",
    ),
    "Mention": (
        changed("mention:p0000000002:0-8", "oa:start", "9"),
        "mention:p0000000002:0-8 oa:start: 9 is not less than oa:end",
    ),
    "ValueMention": (
        "DELETE { ?s oa:exact ?x } WHERE { ?s a pkg:ValueMention ; oa:exact ?x }",
        "oa:exact: fewer than 1 values",
    ),
    "Statement": (
        "DELETE { ?s pkg:evidence ?x } WHERE { ?s pkg:object model:llama ; pkg:evidence ?x }",
        "statement:p0000000002:model:llama pkg:evidence: fewer than 1 values",
    ),
    "Statement has a confidence of at most 1": (
        changed("statement:p0000000002:model:llama", "pkg:confidence", "1.5"),
        "statement:p0000000002:model:llama pkg:confidence: 1.5 is more than 1.0",
    ),
    "Statement is a role or a relation": (
        changed("statement:p0000000002:model:llama", "pkg:predicate", "pkg:partOf"),
        "statement:p0000000002:model:llama: a statement says either a role",
    ),
    "Result": (
        "DELETE { ?s pkg:value ?x } INSERT { ?s pkg:value '4' } WHERE { ?s pkg:kind pkg:delta ; pkg:value ?x }",
        "pkg:value: '4' is not of type xsd:decimal",
    ),
    "Result on a benchmark": (
        "INSERT { ?s pkg:benchmark model:llama } WHERE { ?s pkg:kind pkg:ratio }",
        "pkg:benchmark: model:llama is not of class pkg:Benchmark",
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_shape_finds_what_is_wrong(lines: str, name: str) -> None:
    update, message = BROKEN[name]
    data = rdflib.Graph().parse(data=lines, format="nt")
    before = set(data)
    data.update(HEAD + update)
    assert set(data) != before
    report = validate_graph(data, prefixes())
    assert not report.conforms
    assert message in str(report)


def test_every_shape_has_a_failing_graph() -> None:
    shapes = rdflib.Graph().parse(ontology_folder() / "shapes.ttl")
    sh = rdflib.Namespace(SH)
    names = {str(node).rpartition("#")[2] for node in shapes.subjects(rdflib.RDF.type, sh.NodeShape)}
    assert names == {name.split()[0] for name in BROKEN}


def test_the_shapes_are_shacl_core() -> None:
    text = (ontology_folder() / "shapes.ttl").read_text(encoding="utf-8")
    assert "sh:sparql" not in text
    assert "sh:js" not in text


def test_a_report_lists_its_violations() -> None:
    report = Report(3, (Violation("a", "b", "c"), Violation("d", "", "e")))
    assert str(report).splitlines() == ["a b: c", "d: e", "2 violations"]


def test_no_build(tmp_path: Path) -> None:
    with pytest.raises(BuildError, match="paperkg build"):
        validate(tmp_path)


def test_without_pyshacl_the_message_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyshacl", None)
    with pytest.raises(MissingPackageError, match=r"paperkg\[validate\]"):
        validate_graph(rdflib.Graph(), {})
