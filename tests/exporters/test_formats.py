"""Every graph file is read back by a program that is not ours, with equal counts."""

import csv
import json
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import igraph
import networkx as nx
import pandas as pd
import pyarrow.parquet as pq
import pytest

from builds import write_build
from paperkg.analysis.network import Projection, network
from paperkg.errors import OptionError, UnknownValueError
from paperkg.exporters import EXPORTERS, Exporter, Reads, export, flat, formats
from paperkg.exporters.dot import dot_text
from paperkg.graph.confident_tables import ConfidentTables
from paperkg.graph.tables import Tables
from paperkg.knowledge_graph import KnowledgeGraph
from records import toy_records

Counts = tuple[int, int]


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> KnowledgeGraph:
    records = toy_records(30)
    records[3]["title"] = 'A "quoted" \\N title, with; commas\u2028and\ttabs <b>&amp;</b>'
    records[4]["date"] = "Mar 5"
    records[6]["title"] = "=HYPERLINK(1)"
    records[5]["date"] = None
    return KnowledgeGraph.open(write_build(tmp_path_factory.mktemp("toy"), records))


def _dot_counts(path: Path) -> Counts:
    if shutil.which("gc") is None:
        pytest.skip("needs graphviz: apt-get install graphviz")
    counted = subprocess.run(["gc", "-n", "-e", str(path)], capture_output=True, text=True, check=True)
    nodes, edges = re.findall(r"\d+", counted.stdout)[:2]
    return int(nodes), int(edges)


def _networkx_counts(read: "nx.Graph[str]") -> Counts:
    return read.number_of_nodes(), read.number_of_edges()


def _neo4j_counts(path: Path) -> Counts:
    with (path / "nodes.csv").open(encoding="utf-8", newline="") as file:
        nodes = list(csv.DictReader(file))
    with (path / "relationships.csv").open(encoding="utf-8", newline="") as file:
        edges = list(csv.DictReader(file))
    ids = {row["id:ID"] for row in nodes}
    assert all(row[":START_ID"] in ids and row[":END_ID"] in ids for row in edges)
    assert all(re.fullmatch(r"[A-Z_]+", row[":TYPE"]) for row in edges)
    assert all("\n" not in value for row in nodes + edges for value in row.values())
    return len(nodes), len(edges)


NETWORKS = sorted(name for name, exporter in EXPORTERS.items() if exporter.reads is Reads.NETWORK)
_READERS: dict[str, Callable[[Path], Counts]] = {
    "csv": lambda p: (len(pd.read_csv(p / "nodes.csv")), len(pd.read_csv(p / "edges.csv"))),
    "cytoscape": lambda p: _networkx_counts(nx.cytoscape_graph(json.loads(p.read_text(encoding="utf-8")))),
    "dot": _dot_counts,
    "gexf": lambda p: _networkx_counts(nx.read_gexf(p)),
    "graphml": lambda p: _networkx_counts(nx.read_graphml(p)),
    "json": lambda p: _networkx_counts(nx.node_link_graph(json.loads(p.read_text(encoding="utf-8")), edges="edges")),
    "neo4j": _neo4j_counts,
    "parquet": lambda p: (pq.read_table(p / "nodes.parquet").num_rows, pq.read_table(p / "edges.parquet").num_rows),
}


def test_every_format_has_a_reader_here() -> None:
    assert set(_READERS) == set(NETWORKS)


@pytest.mark.parametrize("projection", list(Projection))
@pytest.mark.parametrize("name", NETWORKS)
def test_counts_come_back(graph: KnowledgeGraph, name: str, projection: Projection, tmp_path: Path) -> None:
    path = tmp_path / "out"
    export(graph, name, path, projection=projection)
    view = network(graph, projection)
    assert _READERS[name](path) == (len(list(view.nodes())), len(list(view.edges())))
    assert [p.name for p in tmp_path.iterdir()] == ["out"]


@pytest.mark.parametrize("name", NETWORKS)
def test_filters_apply_to_every_format(graph: KnowledgeGraph, name: str, tmp_path: Path) -> None:
    path = tmp_path / "out"
    export(graph, name, path, projection="cooccurrence", min_papers=3, types=["method", "Model"])
    nodes, edges = _READERS[name](path)
    kept = [n for n in network(graph, "cooccurrence").nodes() if n.attributes["type"] in ("Method", "Model")]
    assert nodes == sum(int(n.attributes["papers"]) >= 3 for n in kept)
    assert edges > 0


@pytest.mark.parametrize("name", NETWORKS)
def test_same_build_same_bytes(graph: KnowledgeGraph, name: str, tmp_path: Path) -> None:
    written = []
    for folder in ("a", "b"):
        export(graph, name, tmp_path / folder)
        files = [tmp_path / folder] if EXPORTERS[name].suffix else sorted((tmp_path / folder).iterdir())
        written.append([file.read_bytes() for file in files])
    assert written[0] == written[1]


def test_igraph_reads_csv_edges_as_tuples(graph: KnowledgeGraph, tmp_path: Path) -> None:
    export(graph, "csv", tmp_path, projection="cooccurrence")
    edges = pd.read_csv(tmp_path / "edges.csv")
    read = igraph.Graph.DataFrame(edges, directed=False, vertices=pd.read_csv(tmp_path / "nodes.csv"), use_vids=False)
    assert read.ecount() == len(edges)


def test_text_survives_csv_and_json(graph: KnowledgeGraph, tmp_path: Path) -> None:
    title = next(row["title"] for row in graph.rows("papers") if "quoted" in row["title"])
    export(graph, "csv", tmp_path / "csv")
    assert title in set(pd.read_csv(tmp_path / "csv" / "nodes.csv")["label"])
    export(graph, "json", tmp_path / "json")
    assert title in {node["label"] for node in json.loads((tmp_path / "json").read_text(encoding="utf-8"))["nodes"]}


def test_gexf_is_dynamic(graph: KnowledgeGraph, tmp_path: Path) -> None:
    export(graph, "gexf", tmp_path / "g.gexf")
    read = nx.read_gexf(tmp_path / "g.gexf")
    assert read.graph["mode"] == "dynamic"
    starts = {node: data.get("start") for node, data in read.nodes(data=True)}
    dated = [(source, target, data["start"]) for source, target, data in read.edges(data=True) if data.get("start")]
    assert dated
    assert all(starts[end] is None or starts[end] <= day for source, target, day in dated for end in (source, target))


def test_dot_text_is_shown_as_it_is() -> None:
    assert dot_text('a\\N"b"\nc') == '"a\\\\N\\"b\\" c"'


@pytest.mark.parametrize(
    ("format", "projection", "types"),
    [("gexff", "full", ()), ("gexf", "fully", ()), ("gexf", "full", ("Methods",))],
)
def test_unknown_names_say_what_is_known(
    graph: KnowledgeGraph, format: str, projection: str, types: tuple[str, ...], tmp_path: Path
) -> None:
    with pytest.raises(UnknownValueError, match="available"):
        export(graph, format, tmp_path / "out", projection=projection, types=types)
    assert not list(tmp_path.iterdir())


def write_counted(graph: Tables, path: Path) -> None:
    """An exporter of another package."""
    path.write_text(str(graph.count("papers")), encoding="utf-8")


def test_an_exporter_of_another_package(graph: KnowledgeGraph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = {**formats(), "Counted": Exporter(f"{__name__}:write_counted", ".txt")}
    monkeypatch.setattr("paperkg.exporters.formats", lambda: found)
    export(graph, "counted", tmp_path / "count.txt")
    assert (tmp_path / "count.txt").read_text(encoding="utf-8") == "30"
    with pytest.raises(OptionError, match=r"Counted takes no option date \(it takes: none\)"):
        export(graph, "counted", tmp_path / "count.txt", date="2026-03-05")


@pytest.mark.parametrize("name", EXPORTERS)
def test_every_option_that_a_format_takes_works(graph: KnowledgeGraph, name: str, tmp_path: Path) -> None:
    values = {"projection": "relations", "min_papers": 2, "types": "Method", "date": "2026-03-05T12:00:00Z"}
    values |= {"rdf": "claims", "title": "My papers", "spreadsheet_safe": True, "rows_per_part": 100}
    for option in EXPORTERS[name].options:
        export(graph, name, tmp_path / option, **{option: values[option]})  # type: ignore[arg-type]
        assert (tmp_path / option).exists()


def test_a_failing_folder_leaves_nothing(graph: KnowledgeGraph, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file is in the way", encoding="utf-8")
    with pytest.raises(OptionError, match="a file, and csv writes a folder"):
        export(graph, "csv", tmp_path / "out")
    assert [p.name for p in tmp_path.iterdir()] == ["out"]


def test_unsure_results_stay_out_unless_they_are_asked_for(tmp_path: Path) -> None:
    records = toy_records(4)
    graph = KnowledgeGraph.open(write_build(tmp_path / "build", records))
    rows = list(graph.rows("results"))
    unsure = ConfidentTables(graph, 1.01)
    assert (unsure.count("results"), unsure.table("results", ["value"]).num_rows) == (0, 0)
    assert list(unsure.rows("results", ["value"])) == []
    assert list(ConfidentTables(graph, 0).rows("results")) == rows
    for least, expected in ((1.01, 0), (None, len(rows)), (0, len(rows))):
        export(graph, "ntriples", tmp_path / "graph.nt", min_confidence=least)
        assert (tmp_path / "graph.nt").read_text(encoding="utf-8").count("ns#Result> .") == expected


@pytest.mark.parametrize("start", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "plain"])
def test_text_that_spreadsheets_run_is_guarded_where_that_is_wanted(start: str) -> None:
    cells = flat._safe_cells({"text": start, "number": -1}, {"text": str, "number": int})
    assert cells == [start if start == "plain" else "'" + start, -1]


def test_the_guard_of_spreadsheets_is_an_option_of_csv_alone(graph: KnowledgeGraph, tmp_path: Path) -> None:
    graph.export("csv", tmp_path / "plain")
    graph.export("csv", tmp_path / "safe", spreadsheet_safe=True)
    plain, safe = (pd.read_csv(tmp_path / name / "nodes.csv", dtype=str) for name in ("plain", "safe"))
    changed = plain["label"] != safe["label"]
    assert set(plain["label"][changed]) == {"=HYPERLINK(1)"}
    assert set(safe["label"][changed]) == {"'=HYPERLINK(1)"}
    with pytest.raises(OptionError, match="takes no option spreadsheet_safe"):
        graph.export("neo4j", tmp_path / "neo4j", spreadsheet_safe=True)
