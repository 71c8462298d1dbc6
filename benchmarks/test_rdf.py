"""How fast RDF is written, loaded and asked, beside rdflib on the same graph in the same run.

A million triples are about 2,600 invented papers. `extra_info` holds triples a second. What runs in this process
is measured in seconds of processor time, for other work on the machine not to count.
"""

import re
import resource
import subprocess
import sys
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import rdflib
from corpus import big_build

from paperkg.graph.folder import BASE_IRI
from paperkg.knowledge_graph import KnowledgeGraph
from paperkg.rdf.mapping import triples
from paperkg.rdf.ntriples import write_ntriples
from paperkg.rdf.terms import to_lines
from paperkg.rdf.turtle import write_turtle
from paperkg.rdf.vocabulary import prefixes
from paperkg.sparql.ask import format_results, run_query
from paperkg.sparql.cookbook import list_cookbook
from paperkg.sparql.store import open_store, store_path

SMALL, LARGE = 250, 2600
OF_THIS_PROCESS = pytest.mark.benchmark(timer=time.process_time)
Measure = Callable[..., Any]


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> KnowledgeGraph:
    return KnowledgeGraph.open(big_build(tmp_path_factory.mktemp("small") / "build", SMALL))


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return big_build(tmp_path_factory.mktemp("large") / "build", LARGE)


@pytest.fixture(scope="module")
def loaded(small: KnowledgeGraph) -> rdflib.Graph:
    """The small build in rdflib's memory, which costs it far more than writing."""
    graph = rdflib.Graph().parse(data="".join(to_lines(triples(small, BASE_IRI))), format="nt")
    for prefix, namespace in prefixes().items():
        graph.bind(prefix, namespace)
    return graph


def rate(benchmark: Any, count: int) -> float:
    """Triples a second, by the best round; noted with the figures."""
    found = float(count / benchmark.stats.stats.min)
    benchmark.extra_info["triples"] = count
    benchmark.extra_info["triples a second"] = round(found)
    return found


def of_children() -> float:
    """Seconds of processor time that the processes started from here have taken."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def size(graph: KnowledgeGraph) -> int:
    return sum(1 for _ in triples(graph, BASE_IRI))


@OF_THIS_PROCESS
def test_ntriples_of_a_million_triples(benchmark: Measure, large: Path, tmp_path: Path) -> None:
    graph = KnowledgeGraph.open(large)
    benchmark(lambda: write_ntriples(graph, tmp_path / "graph.nt"))
    assert rate(benchmark, size(graph)) >= 200_000
    benchmark.extra_info["peak MB"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024  # type: ignore[attr-defined]


@OF_THIS_PROCESS
def test_turtle_of_a_million_triples(benchmark: Measure, large: Path, tmp_path: Path) -> None:
    graph = KnowledgeGraph.open(large)
    benchmark(lambda: write_turtle(graph, tmp_path / "graph.ttl"))
    rate(benchmark, size(graph))


@OF_THIS_PROCESS
@pytest.mark.parametrize("writer", ["ours", "rdflib"])
@pytest.mark.parametrize("format", ["nt", "turtle"])
def test_writing_beside_rdflib(
    benchmark: Measure, small: KnowledgeGraph, loaded: rdflib.Graph, tmp_path: Path, format: str, writer: str
) -> None:
    write = {"nt": write_ntriples, "turtle": write_turtle}[format]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        if writer == "ours":
            benchmark(lambda: write(small, tmp_path / "graph"))
        else:
            benchmark.pedantic(lambda: loaded.serialize(tmp_path / "graph", format=format), rounds=2)
    rate(benchmark, len(loaded))


@OF_THIS_PROCESS
def test_ntriples_by_rdflib_from_the_tables(benchmark: Measure, small: KnowledgeGraph, tmp_path: Path) -> None:
    """What writing a build would cost with rdflib: its terms, its graph, its serialiser."""

    def write() -> None:
        graph = rdflib.Graph()
        for s, p, o in triples(small, BASE_IRI):
            graph.add((rdflib.util.from_n3(s), rdflib.util.from_n3(p), rdflib.util.from_n3(o)))  # type: ignore[arg-type]
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            graph.serialize(tmp_path / "graph", format="nt")

    benchmark.pedantic(write, rounds=1)
    rate(benchmark, size(small))


def test_the_store_of_a_million_triples(benchmark: Measure, large: Path) -> None:
    benchmark.pedantic(lambda: store_path(large), rounds=1)
    rate(benchmark, size(KnowledgeGraph.open(large)))


def filled(sparql: str, names: list[str]) -> str:
    """A recipe with names that the invented build has."""
    sparql = re.sub(r'(VALUES \?name \{) "[^"]*"', rf'\1 "{names[0]}"', sparql)
    return re.sub(r'\("[^"]*" "[^"]*"\)', f'("{names[0]}" "{names[1]}")', sparql)


@pytest.fixture(scope="module")
def names(large: Path) -> list[str]:
    """The labels of the two commonest entities."""
    query = "SELECT ?l { ?e pkg:paperCount ?n ; skos:prefLabel ?l } ORDER BY DESC(?n) LIMIT 2"
    text = format_results(run_query(open_store(large), query, prefixes()), prefixes(), "csv")
    return text.split("\r\n")[1:3]


@OF_THIS_PROCESS
@pytest.mark.parametrize("name", [recipe.name for recipe in list_cookbook()])
def test_the_cookbook_on_a_million_triples(benchmark: Measure, large: Path, names: list[str], name: str) -> None:
    store = open_store(large)
    sparql = filled(next(recipe.sparql for recipe in list_cookbook() if recipe.name == name), names)
    benchmark.pedantic(lambda: list(run_query(store, sparql, {})), rounds=3)  # type: ignore[arg-type]
    assert benchmark.stats.stats.min < 1  # type: ignore[attr-defined]


@OF_THIS_PROCESS
@pytest.mark.parametrize("engine", ["oxigraph", "rdflib"])
def test_pairs_beside_rdflib(benchmark: Measure, small: KnowledgeGraph, loaded: rdflib.Graph, engine: str) -> None:
    sparql = next(recipe.sparql for recipe in list_cookbook() if recipe.name == "strongest-pairs")
    store = open_store(small.directory)
    if engine == "oxigraph":
        benchmark(lambda: list(run_query(store, sparql, {})))  # type: ignore[arg-type]
    else:
        benchmark.pedantic(lambda: list(loaded.query(sparql)), rounds=1)


def test_a_query_from_the_command_line(benchmark: Measure, large: Path) -> None:
    store_path(large)
    command = [sys.executable, "-m", "paperkg", "query", str(large), "SELECT * { ?s a pkg:Method } LIMIT 10"]
    before = of_children()
    benchmark.pedantic(lambda: subprocess.run(command, check=True, capture_output=True), rounds=5)  # type: ignore[attr-defined]
    seconds = (of_children() - before) / 5
    benchmark.extra_info["processor seconds"] = round(seconds, 3)  # type: ignore[attr-defined]
    assert seconds < 1
