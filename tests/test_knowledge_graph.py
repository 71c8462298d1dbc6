"""The graph as a person meets it in Python. Its docstrings have examples, which run too."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from rdflib import RDF, Namespace

import paperkg
from builds import write_build
from paperkg.analysis.trends import trends
from paperkg.errors import BuildError, NotFoundError, OptionError, PaperKGError, UnknownFormatError, UnknownValueError
from paperkg.graph.schema import SCHEMAS
from paperkg.knowledge_graph import KnowledgeGraph
from places import ROOT
from records import tiny_records


@pytest.fixture(scope="module")
def graph() -> KnowledgeGraph:
    return paperkg.open(ROOT / "outputs")


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> KnowledgeGraph:
    """A build with awkward names."""
    return paperkg.open(write_build(tmp_path_factory.mktemp("tiny") / "build", tiny_records()))


def test_a_graph_says_what_it_holds(graph: KnowledgeGraph) -> None:
    counts = graph.manifest["counts"]
    shown = ", ".join(
        f"{counts[name]:,} {name}" for name in ("papers", "entities", "statements", "results", "relations")
    )
    assert repr(graph) == f"<KnowledgeGraph {ROOT / 'outputs'}: {shown}>"
    assert f"<td>entities</td><td>{counts['entities']:,}</td>" in graph._repr_html_()


def test_a_table_by_name(graph: KnowledgeGraph) -> None:
    assert graph.tables == tuple(SCHEMAS) == graph._ipython_key_completions_()
    assert [row["paper_id"] for row in graph["papers"]] == graph["papers"].to_arrow()["paper_id"].to_pylist()
    with pytest.raises(NotFoundError, match=r"^resutls: not a table \(available: papers, sentences, "):
        graph["resutls"]


def test_a_graph_is_no_list_of_tables(graph: KnowledgeGraph) -> None:
    with pytest.raises(TypeError, match="not iterable"):
        iter(graph)  # type: ignore[call-overload]


def test_an_entity_shows_itself(graph: KnowledgeGraph) -> None:
    vllm = graph.entity("vllm", neighbors=3)
    assert str(vllm) == repr(vllm)
    assert str(vllm).startswith("vLLM  (Software, software:vllm)\n")
    assert len(vllm.neighbors) == 3
    assert vllm.papers == len({statement.paper_id for statement in vllm.statements})
    html = vllm._repr_html_()
    assert html.startswith("<h3>vLLM (Software)</h3>")
    assert vllm.statements[0].title in html


def test_awkward_text_is_escaped(tiny: KnowledgeGraph) -> None:
    html = tiny.entity("FastKey")._repr_html_()
    assert "&lt;b&gt;]]&gt;&lt;/b&gt;" in html
    assert "<b>" not in html


def test_a_query_and_an_entity_understand_each_other(tiny: KnowledgeGraph) -> None:
    for row in tiny.query("SELECT ?e ?label { ?e pkg:paperCount ?n ; skos:prefLabel ?label }"):
        assert tiny.entity(row["e"]).label == row["label"]
    assert tiny.neighbors("https://w3id.org/paperkg/software/c++") == tiny.neighbors("C++")
    with pytest.raises(NotFoundError):
        tiny.entity("https://example.org/software/vllm")


def test_types_mean_the_same_everywhere(graph: KnowledgeGraph, tmp_path: Path) -> None:
    assert graph.neighbors("vLLM", types="MODEL") == graph.neighbors("vLLM", types=["Model"])
    assert {graph.entity(point.entity_id).type for point in graph.trends(types="software", limit=3)} == {"Software"}
    one, other = (set(graph.to_networkx("relations", types=types)) for types in ("model", ["Model"]))
    assert one == other
    graph.export("json", tmp_path / "g.json", types="model", projection="Relations")
    nodes = json.loads((tmp_path / "g.json").read_text(encoding="utf-8"))["nodes"]
    assert {node["id"] for node in nodes} == one


def test_a_bare_string_is_one_entity(graph: KnowledgeGraph) -> None:
    assert graph.trends("vLLM", by="year") == graph.trends(["vLLM"], by="year") == trends(graph, ["vLLM"], by="year")


def test_a_graph_of_rdflib(tiny: KnowledgeGraph) -> None:
    made = tiny.to_rdf()
    pkg = Namespace("https://w3id.org/paperkg/ns#")
    assert len(list(made.subjects(RDF.type, pkg.Method))) == 3
    assert dict(made.namespaces())["pkg"] == pkg[""]


REFUSED: dict[str, tuple[type[PaperKGError], Callable[[KnowledgeGraph, Path], Any]]] = {
    "foo: not an entity type": (UnknownValueError, lambda graph, _: graph.neighbors("vLLM", types="foo")),
    "bar: not an entity type": (UnknownValueError, lambda graph, _: graph.trends(types=["bar"])),
    "baz: not an entity type": (UnknownValueError, lambda graph, _: graph.to_networkx(types=("baz",))),
    "qux: not an entity type": (UnknownValueError, lambda graph, path: graph.export("dot", path, types="qux")),
    "whole: not a projection": (UnknownValueError, lambda graph, _: graph.to_networkx("whole")),
    "part: not a projection": (UnknownValueError, lambda graph, path: graph.export("dot", path, projection="part")),
    "week: not a period": (UnknownValueError, lambda graph, _: graph.trends(by="week")),  # type: ignore[arg-type]
    "xlsx: not a known format": (UnknownFormatError, lambda graph, path: graph.export("xlsx", path)),
    "turtle takes no option min_papers (it takes: rdf)": (
        OptionError,
        lambda graph, path: graph.export("turtle", path, min_papers=99),
    ),
    "gexf takes no option date (it takes: projection, min_papers, types)": (
        OptionError,
        lambda graph, path: graph.export("GEXF", path, date="2026-03-05"),
    ),
    "2026-02-30: not a date": (OptionError, lambda graph, path: graph.export("void", path, date="2026-02-30")),
    "yesterday: not a date": (OptionError, lambda graph, path: graph.export("nanopubs", path, date="yesterday")),
    "min_papers: at least 1, not 0": (OptionError, lambda graph, path: graph.export("dot", path, min_papers=0)),
    "limit: at least 0, not -1": (OptionError, lambda graph, _: graph.search("v", limit=-1)),
    "limit: at least 0, not -2": (OptionError, lambda graph, _: graph.neighbors("vLLM", limit=-2)),
    "limit: at least 0, not -3": (OptionError, lambda graph, _: graph.trends(limit=-3)),
    "limit: at least 0, not -4": (OptionError, lambda graph, _: graph.entity("vLLM", neighbors=-4)),
    "vLLMM: not the name of an entity; did you mean vLLM": (NotFoundError, lambda graph, _: graph.entity("vLLMM")),
    "give one query": (OptionError, lambda graph, _: graph.query()),
    "a folder, and gexf writes a file": (OptionError, lambda graph, path: graph.export("gexf", path.parent)),
}


@pytest.mark.parametrize("message", REFUSED)
def test_a_bad_argument_is_an_error_of_ours(graph: KnowledgeGraph, message: str, tmp_path: Path) -> None:
    error, call = REFUSED[message]
    with pytest.raises(error) as caught:
        call(graph, tmp_path / "out")
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"jobs": 0}, "jobs: at least 1, not 0"),
        ({"base_iri": "here"}, "here: not the base of IRIs"),
        ({"format": "docx"}, "docx: not a known format (available: acl_xml, arrow, arxiv_atom, "),
        ({"lexicon": "gone.tsv"}, "gone.tsv: No such file"),
    ],
)
def test_a_bad_argument_stops_a_build_at_once(options: dict[str, Any], message: str, tmp_path: Path) -> None:
    with pytest.raises(PaperKGError) as caught:
        paperkg.build(["nowhere.jsonl"], tmp_path / "out", **options)
    assert message in str(caught.value)
    assert not (tmp_path / "out").exists()


def test_a_file_is_no_build_and_no_place_for_one(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("text", encoding="utf-8")
    with pytest.raises(OptionError, match="a file, and a build is a folder"):
        paperkg.build(["nowhere.jsonl"], file)
    for ask in (paperkg.open, lambda path: paperkg.query(path, "ASK {}")):
        with pytest.raises(BuildError):
            ask(file)
