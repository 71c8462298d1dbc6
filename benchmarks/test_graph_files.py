"""Graph files of 100,000 nodes and 500,000 edges, against networkx's writers on the same graph."""

import json
import subprocess
import sys
from pathlib import Path

import networkx as nx
import pytest
from corpus import big_build
from pytest_benchmark.fixture import BenchmarkFixture

from paperkg.analysis.networkx_graph import to_networkx
from paperkg.exporters import EXPORTERS, Reads, export
from paperkg.knowledge_graph import KnowledgeGraph

_MEASURE = """
import sys
from paperkg.exporters import export
from paperkg.knowledge_graph import KnowledgeGraph
export(KnowledgeGraph.open(sys.argv[1]), sys.argv[2], sys.argv[3])
print(next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")))
"""


@pytest.fixture(scope="session")
def graph(tmp_path_factory: pytest.TempPathFactory) -> KnowledgeGraph:
    return KnowledgeGraph.open(big_build(tmp_path_factory.mktemp("large"), 68_000, each=7))


@pytest.fixture(scope="session")
def same(graph: KnowledgeGraph) -> "nx.Graph[str]":
    made = to_networkx(graph)
    assert made.number_of_nodes() > 95_000
    assert made.number_of_edges() > 500_000
    return made


@pytest.mark.parametrize("name", [name for name, exporter in EXPORTERS.items() if exporter.reads is Reads.NETWORK])
def test_write(benchmark: BenchmarkFixture, graph: KnowledgeGraph, name: str, tmp_path: Path) -> None:
    benchmark.pedantic(export, (graph, name, tmp_path / "out"), rounds=2)


def test_networkx_graphml(benchmark: BenchmarkFixture, same: "nx.Graph[str]", tmp_path: Path) -> None:
    benchmark.pedantic(nx.write_graphml, (same, tmp_path / "out"), rounds=2)


def test_networkx_gexf(benchmark: BenchmarkFixture, same: "nx.Graph[str]", tmp_path: Path) -> None:
    benchmark.pedantic(nx.write_gexf, (same, tmp_path / "out"), rounds=1)


def test_networkx_node_link(benchmark: BenchmarkFixture, same: "nx.Graph[str]", tmp_path: Path) -> None:
    def write() -> None:
        (tmp_path / "out").write_text(json.dumps(nx.node_link_data(same, edges="edges")), encoding="utf-8")

    benchmark.pedantic(write, rounds=2)


@pytest.mark.parametrize("name", ["graphml", "gexf", "json", "csv", "parquet"])
@pytest.mark.parametrize("papers", [6_800, 68_000])
def test_memory(
    benchmark: BenchmarkFixture, tmp_path_factory: pytest.TempPathFactory, name: str, papers: int, tmp_path: Path
) -> None:
    """The peak of a fresh process, in MiB, is in the extra info: it hardly grows with ten times the papers."""
    folder = tmp_path_factory.getbasetemp() / f"memory{papers}"
    if not folder.exists():
        big_build(folder, papers, each=7)
    command = [sys.executable, "-c", _MEASURE, str(folder), name, str(tmp_path / "out")]
    done = benchmark.pedantic(
        subprocess.run, (command,), {"check": True, "capture_output": True, "text": True}, rounds=1
    )
    benchmark.extra_info["peak_mib"] = int(done.stdout) // 1024
