"""GraphML is read back by programs that are not ours, with everything in it."""

import re
from pathlib import Path
from typing import Any

import igraph
import networkx as nx
import pytest

from builds import write_build
from paperkg.analysis.network import Projection, network
from paperkg.errors import UnknownValueError
from paperkg.exporters.graphml import write_graphml, xml_text
from paperkg.kinds import EntityType
from paperkg.knowledge_graph import KnowledgeGraph
from records import toy_records


def write(graph: KnowledgeGraph, path: Path, **options: Any) -> None:
    write_graphml(network(graph, **options), path)


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> KnowledgeGraph:
    return KnowledgeGraph.open(write_build(tmp_path_factory.mktemp("toy"), toy_records(30)))


@pytest.mark.parametrize("projection", list(Projection))
def test_networkx_and_igraph_read_the_same_counts(
    graph: KnowledgeGraph, projection: Projection, tmp_path: Path
) -> None:
    path = tmp_path / "g.graphml"
    write(graph, path, projection=projection)
    view = network(graph, projection)
    nodes, edges = len(list(view.nodes())), len(list(view.edges()))
    read = nx.read_graphml(path)
    other = igraph.Graph.Read_GraphML(str(path))
    assert (read.number_of_nodes(), read.number_of_edges()) == (nodes, edges)
    assert (other.vcount(), other.ecount()) == (nodes, edges)
    assert edges > 0
    assert sorted(other.vs["id"]) == sorted(read.nodes)


def test_attributes_come_back_typed(graph: KnowledgeGraph, tmp_path: Path) -> None:
    path = tmp_path / "g.graphml"
    write(graph, path)
    read = nx.read_graphml(path)
    node = read.nodes["method:lora"]
    assert node["label"] == "LoRA"
    assert node["kind"] == "entity"
    assert node["type"] == "Method"
    assert node["weight"] == node["papers"] > 0
    assert (node["r"], node["g"], node["b"]) == (0, 114, 178)
    places = {(data["x"], data["y"]) for _, data in read.nodes(data=True) if data["kind"] == "entity"}
    assert len(places) == sum(data["kind"] == "entity" for _, data in read.nodes(data=True))
    _, _, edge = next(e for e in read.edges(data=True) if e[2]["kind"] == "role")
    assert isinstance(edge["weight"], float)
    assert edge["evidence"]
    assert 0 < edge["confidence"] <= 1


def test_no_attribute_is_called_id(graph: KnowledgeGraph, tmp_path: Path) -> None:
    path = tmp_path / "g.graphml"
    write(graph, path)
    assert 'attr.name="id"' not in path.read_text(encoding="utf-8")


def test_parallel_edges_stay_apart(graph: KnowledgeGraph, tmp_path: Path) -> None:
    path = tmp_path / "g.graphml"
    write(graph, path)
    ids = re.findall(r'<edge id="([^"]+)"', path.read_text(encoding="utf-8"))
    assert len(ids) == len(set(ids))


def test_filters_leave_no_edge_without_its_ends(graph: KnowledgeGraph, tmp_path: Path) -> None:
    path = tmp_path / "g.graphml"
    write(graph, path, min_papers=3, types=frozenset({EntityType.METHOD, EntityType.BENCHMARK}))
    read = nx.read_graphml(path)
    kinds = {data.get("type") for _, data in read.nodes(data=True)}
    assert kinds == {"Method", "Benchmark", "Paper"}
    assert all(data["papers"] >= 3 for _, data in read.nodes(data=True) if data["kind"] == "entity")


def test_same_build_same_bytes(graph: KnowledgeGraph, tmp_path: Path) -> None:
    write(graph, tmp_path / "a")
    write(graph, tmp_path / "b")
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_an_empty_build_is_an_empty_graph(tmp_path: Path) -> None:
    empty = KnowledgeGraph.open(write_build(tmp_path, []))
    write(empty, tmp_path / "g.graphml")
    assert nx.read_graphml(tmp_path / "g.graphml").number_of_nodes() == 0


def test_forbidden_characters_are_left_out(tmp_path: Path) -> None:
    record = toy_records(1)[0]
    record["title"] = "A\x00B\x1b \ud83d\ufffe<&>\"'\u2028 \U0001f600".replace("\ud83d", "")
    record["entities"][0]["name"] = "Toy\x0bNet"
    graph = KnowledgeGraph.open(write_build(tmp_path, [record]))
    write(graph, tmp_path / "g.graphml")
    read = nx.read_graphml(tmp_path / "g.graphml")
    title = next(data["label"] for _, data in read.nodes(data=True) if data["kind"] == "paper")
    assert title == "AB <&>\"'\u2028 \U0001f600"


def test_xml_text_keeps_what_xml_allows() -> None:
    assert xml_text('a\tb\n<c> & "d"') == "a&#9;b&#10;&lt;c&gt; &amp; &quot;d&quot;"
    assert xml_text("\ud800\x00\uffff") == ""


def test_a_failed_write_leaves_the_old_file(graph: KnowledgeGraph, tmp_path: Path) -> None:
    path = tmp_path / "g.graphml"
    path.write_text("old", encoding="utf-8")
    with pytest.raises(UnknownValueError, match="nonsense"):
        write(graph, path, projection="nonsense")
    assert path.read_text(encoding="utf-8") == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["g.graphml"]
