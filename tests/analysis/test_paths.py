"""The shortest chain of papers between two entities."""

from pathlib import Path

import networkx as nx
import pytest

from builds import write_build
from paperkg.analysis.paths import shortest_path
from paperkg.graph.index import Index, index_of
from paperkg.graph.tables import Tables
from records import toy_records


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    folder: Path = tmp_path_factory.mktemp("paths")
    return index_of(Tables(write_build(folder, toy_records(25))))


def test_chains_are_shortest_and_hold(index: Index) -> None:
    network: nx.Graph[tuple[str, int]] = nx.Graph()
    for paper, entity in zip(index.paper.tolist(), index.entity.tolist(), strict=True):
        network.add_edge(("paper", paper), ("entity", entity))
    for first in range(0, len(index.entity_ids), 5):
        for second in range(1, len(index.entity_ids), 7):
            steps = shortest_path(index, first, second)
            assert 2 * len(steps) == nx.shortest_path_length(network, ("entity", first), ("entity", second))
            at = first
            for step in steps:
                assert step.first == at
                assert {step.first, step.second} <= set(index.entity[index.paper == step.paper].tolist())
                at = step.second
            assert at == second


def test_what_nothing_joins_has_no_chain(tmp_path: Path) -> None:
    first, second = toy_records(2)
    second["entities"] = second["entities"][:1]
    second["results"], second["relations"] = [], []
    index = index_of(Tables(write_build(tmp_path, [first, second])))
    a, b = (index.entity_number[entity_id] for entity_id in ("method:toy0net", "method:toy1net"))
    assert shortest_path(index, a, b) == []
    assert shortest_path(index, a, a) == []
