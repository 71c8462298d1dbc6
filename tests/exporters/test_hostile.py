"""The graph of a hostile corpus is read back by programs that are not ours, with equal counts, in every format."""

import csv
import json
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import igraph
import networkx as nx
import pandas as pd
import pyarrow.parquet as pq
import pyoxigraph as ox
import pytest
import rdflib
from lxml import etree, html  # type: ignore[import-untyped]

from builds import write_build
from hostile import ATTACKS, ODDITIES, hostile_records
from paperkg.analysis.network import Projection, network
from paperkg.exporters import EXPORTERS, Reads, export
from paperkg.graph.confident_tables import ConfidentTables
from paperkg.knowledge_graph import KnowledgeGraph
from paperkg.rdf.mapping import triples

# rdflib warns of its own old classes when it reads datasets
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")
Counts = tuple[int, int]
Read = Callable[[Path], Counts]


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> KnowledgeGraph:
    return KnowledgeGraph.open(write_build(tmp_path_factory.mktemp("hostile"), hostile_records(ATTACKS + ODDITIES)))


def of_networkx(read: "nx.Graph[str]") -> Counts:
    return read.number_of_nodes(), read.number_of_edges()


def of_csv(path: Path, nodes: str, edges: str) -> Counts:
    """Rows as Python's csv reads them, each as long as its head."""
    counts = []
    for name in (nodes, edges):
        with (path / name).open(encoding="utf-8", newline="") as file:
            head, *rows = csv.reader(file, strict=True)
        assert {len(row) for row in rows} <= {len(head)}
        counts.append(len(rows))
    return counts[0], counts[1]


def of_pandas(path: Path) -> Counts:
    nodes, edges = (pd.read_csv(path / name, keep_default_na=False) for name in ("nodes.csv", "edges.csv"))
    ends = {*edges["source"], *edges["target"]}
    assert nodes["id"].is_unique
    assert ends <= set(nodes["id"])
    return len(nodes), len(edges)


def of_lines(path: Path) -> Counts:
    """Neo4j's files as its importer reads them: no cell may hold a line end."""
    nodes, edges = ((path / name).read_text("utf-8").split("\n")[1:-1] for name in ("nodes.csv", "relationships.csv"))
    assert of_csv(path, "nodes.csv", "relationships.csv") == (len(nodes), len(edges))
    return len(nodes), len(edges)


def of_igraph(path: Path) -> Counts:
    read = igraph.Graph.Read_GraphML(str(path))
    return read.vcount(), read.ecount()


def of_elements(path: Path) -> Counts:
    """What lxml, which knows no format of graphs, counts in XML."""
    tags = [etree.QName(element).localname for element in etree.parse(path).iter("{*}node", "{*}edge")]
    return tags.count("node"), tags.count("edge")


def of_graphviz(path: Path) -> Counts:
    if shutil.which("gc") is None:
        pytest.skip("needs graphviz: apt-get install graphviz")
    counted = subprocess.run(["gc", "-n", "-e", str(path)], capture_output=True, text=True, check=True)
    nodes, edges = re.findall(r"\d+", counted.stdout)[:2]
    return int(nodes), int(edges)


def json_of(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


NETWORKS: list[tuple[str, Read]] = [
    ("csv", of_pandas),
    ("csv", lambda path: of_csv(path, "nodes.csv", "edges.csv")),
    ("neo4j", of_lines),
    (
        "parquet",
        lambda path: (len(pd.read_parquet(path / "nodes.parquet")), len(pd.read_parquet(path / "edges.parquet"))),
    ),
    (
        "parquet",
        lambda path: (pq.read_table(path / "nodes.parquet").num_rows, pq.read_table(path / "edges.parquet").num_rows),
    ),
    ("graphml", lambda path: of_networkx(nx.read_graphml(path))),
    ("graphml", of_igraph),
    ("graphml", of_elements),
    ("gexf", lambda path: of_networkx(nx.read_gexf(path))),
    ("gexf", of_elements),
    ("dot", of_graphviz),
    ("json", lambda path: of_networkx(nx.node_link_graph(json_of(path), edges="edges"))),
    ("cytoscape", lambda path: of_networkx(nx.cytoscape_graph(json_of(path)))),
]


def of_rdflib(format: str) -> Callable[[Path], int]:
    def count(path: Path) -> int:
        if format in ("nquads", "trig"):
            dataset = rdflib.Dataset()
            dataset.parse(path, format=format)
            return len({quad[:3] for quad in dataset.quads()})
        return len(rdflib.Graph().parse(path, format=format))

    return count


def of_oxigraph(suffix: str) -> Callable[[Path], int]:
    format = ox.RdfFormat.from_extension(suffix)
    return lambda path: len({quad.triple for quad in ox.parse(path=path, format=format)})


TRIPLES: list[tuple[str, Callable[[Path], int]]] = [
    (name, count)
    for name, suffix, rdflib_name in (
        ("turtle", "ttl", "turtle"),
        ("ntriples", "nt", "nt"),
        ("rdfxml", "rdf", "xml"),
        ("jsonld", "jsonld", "json-ld"),
        ("trig", "trig", "trig"),
        ("nquads", "nq", "nquads"),
    )
    for count in (of_oxigraph(suffix), of_rdflib(rdflib_name))
]


def test_every_format_is_read_here() -> None:
    read = {name for name, _ in (*NETWORKS, *TRIPLES)}
    assert read | {"duckdb", "html", "nanopubs", "void"} == set(EXPORTERS)
    assert {name for name, _ in NETWORKS} == {n for n, e in EXPORTERS.items() if e.reads is Reads.NETWORK}


@pytest.mark.parametrize("projection", list(Projection))
@pytest.mark.parametrize(("name", "read"), NETWORKS)
def test_networks_come_back_whole(
    graph: KnowledgeGraph, name: str, read: Read, projection: Projection, tmp_path: Path
) -> None:
    export(graph, name, tmp_path / "out", projection=projection, min_confidence=0)
    view = network(graph, projection)
    assert read(tmp_path / "out") == (len(list(view.nodes())), len(list(view.edges())))


@pytest.mark.parametrize(("name", "count"), TRIPLES)
def test_triples_come_back_whole(
    graph: KnowledgeGraph, name: str, count: Callable[[Path], int], tmp_path: Path
) -> None:
    export(graph, name, tmp_path / "out", min_confidence=0)
    assert count(tmp_path / "out") == len(set(triples(ConfidentTables(graph, 0), graph.base_iri)))


@pytest.mark.parametrize("name", ["nanopubs", "void"])
def test_descriptions_and_nanopublications_are_read_by_two_programs(
    graph: KnowledgeGraph, name: str, tmp_path: Path
) -> None:
    export(graph, name, tmp_path / "out", date="2026-03-05")
    format = "trig" if name == "nanopubs" else "turtle"
    assert of_rdflib(format)(tmp_path / "out") == of_oxigraph("trig" if name == "nanopubs" else "ttl")(tmp_path / "out")


def test_the_data_of_the_page_come_back_whole(graph: KnowledgeGraph, tmp_path: Path) -> None:
    export(graph, "html", tmp_path / "out.html")
    page = html.parse(tmp_path / "out.html")
    (data,) = page.xpath("//script[@id='payload']")
    assert len(json.loads(data.text)["papers"]) == graph.count("papers")
    assert page.xpath("//script[contains(., 'alert(1)') and not(@type='application/json')]") == []
    assert page.xpath("//img[@onerror] | //svg[@onload]") == []
