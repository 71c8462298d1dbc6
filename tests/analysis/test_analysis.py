"""The answers of `paperkg.analysis` against the same counted by hand from the tables."""

import math
from collections import Counter, defaultdict
from pathlib import Path

import networkx as nx
import pytest

from builds import write_build
from paperkg.analysis.leaderboards import leaderboard
from paperkg.analysis.neighbors import neighbors, neighbors_of
from paperkg.analysis.network import Projection
from paperkg.analysis.networkx_graph import to_networkx
from paperkg.analysis.trends import trends
from paperkg.errors import NotFoundError
from paperkg.graph.index import index_of, open_index
from paperkg.graph.names import resolve, search
from paperkg.knowledge_graph import KnowledgeGraph
from records import toy_records


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> KnowledgeGraph:
    records = toy_records(30)
    records[4]["date"] = "Mar 5"
    records[6]["entities"][1]["aliases"].append("We propose")
    return KnowledgeGraph.open(write_build(tmp_path_factory.mktemp("toy"), records))


def _members(graph: KnowledgeGraph) -> dict[str, set[str]]:
    members: dict[str, set[str]] = defaultdict(set)
    for row in graph.rows("statements"):
        members[row["paper_id"]].add(row["entity_id"])
    return members


def test_neighbors_share_as_many_papers_as_the_tables_say(graph: KnowledgeGraph) -> None:
    expected = Counter(other for members in _members(graph).values() if "method:lora" in members for other in members)
    del expected["method:lora"]
    found = neighbors(graph, "LoRA", limit=1000)
    assert {n.entity_id: n.shared for n in found} == dict(expected)
    assert [n.strength for n in found] == sorted((n.strength for n in found), reverse=True)
    assert neighbors(graph, "LoRA", limit=3) == found[:3]
    models = neighbors(graph, "method:lora", types=["Model"], limit=1000)
    assert models == [n for n in found if n.type == "Model"]


def test_a_limit_cuts_and_changes_nothing_else(graph: KnowledgeGraph) -> None:
    for entity in index_of(graph).entity_ids:
        found = neighbors(graph, entity, limit=1000)
        assert all(neighbors(graph, entity, limit=limit) == found[:limit] for limit in range(12))


@pytest.mark.parametrize("limit", [0, 1, 7, 1000])
def test_neighbors_are_the_same_with_and_without_the_index(graph: KnowledgeGraph, limit: int) -> None:
    ids = index_of(graph).entity_ids
    indexed = [neighbors_of(graph, entity, limit) for entity in ids]
    unread = KnowledgeGraph.open(graph.directory)
    assert [neighbors_of(unread, entity, limit) for entity in ids] == indexed
    assert open_index(unread) is None


def test_search_puts_whole_names_first_then_beginnings(graph: KnowledgeGraph) -> None:
    assert search(graph, "l.o r-a")[0].entity_id == "method:lora"
    found = [f.label for f in search(graph, "toy1", limit=50)]
    assert found[0] == "Toy10Net"
    assert set(found) == {"Toy1Net", *(f"Toy1{i}Net" for i in range(10))}
    assert [f.label for f in search(graph, "8k")] == ["GSM8K"]
    assert search(graph, "no such thing") == []
    assert search(graph, " - ") == []
    assert len(search(graph, "toy", limit=4)) == 4


def test_search_says_which_alias_matched(graph: KnowledgeGraph) -> None:
    found = search(graph, "we propose")
    assert found[0].alias == "We propose"


def test_resolve_takes_ids_labels_and_aliases(graph: KnowledgeGraph) -> None:
    assert {resolve(graph, name) for name in ("method:lora", "LoRA", "lora")} == {"method:lora"}
    with pytest.raises(NotFoundError, match="did you mean LoRA") as error:
        resolve(graph, "LoRRA")
    assert error.value.suggestions[0] == "LoRA"
    with pytest.raises(NotFoundError):
        resolve(graph, "")


def test_trends_count_dated_papers(graph: KnowledgeGraph) -> None:
    year_of = {row["paper_id"]: row["year"] for row in graph.rows("papers")}
    expected = Counter(
        str(year_of[paper])
        for paper, members in _members(graph).items()
        if "method:lora" in members and year_of[paper] is not None
    )
    points = trends(graph, ["LoRA"], by="year")
    assert {p.period: p.papers for p in points} == dict(expected)
    totals = Counter(str(year) for year in year_of.values() if year is not None)
    assert all(p.share == round(p.papers / totals[p.period], 4) for p in points)
    months = trends(graph, limit=3)
    assert len({p.entity_id for p in months}) == 3
    assert all(len(p.period) == 7 for p in months)


@pytest.mark.parametrize("projection", list(Projection))
def test_networkx_graphs_hold_strings_and_numbers(graph: KnowledgeGraph, projection: Projection) -> None:
    made = to_networkx(graph, projection)
    assert made.number_of_edges() > 0
    values = [v for _, data in made.nodes(data=True) for v in data.values()]
    values += [v for *_, data in made.edges(data=True) for v in data.values()]
    assert {type(v) for v in values} <= {str, int, float}
    assert made.is_directed() is (projection not in ("cooccurrence", "papers"))


def test_similarity_is_the_cosine_of_weighted_sets(graph: KnowledgeGraph) -> None:
    members = _members(graph)
    count = Counter(entity for entities in members.values() for entity in entities)
    square = {e: math.log(1 + len(members) / n) ** 2 for e, n in count.items()}
    made = to_networkx(graph, "papers")
    for a, b, data in made.edges(data=True):
        shared = members[a] & members[b]
        norm = math.sqrt(sum(square[e] for e in members[a]) * sum(square[e] for e in members[b]))
        assert data["weight"] == pytest.approx(sum(square[e] for e in shared) / norm, abs=1e-4)
        assert data["shared"] == len(shared)


def test_pandas_holds_all_tables(graph: KnowledgeGraph) -> None:
    frames = graph.to_pandas()
    assert len(frames["papers"]) == 30
    assert set(frames["entities"]["type"]) <= {"Method", "Model", "Benchmark", "Software", "Task", "Metric"}


def test_an_empty_build_answers(tmp_path: Path) -> None:
    empty = KnowledgeGraph.open(write_build(tmp_path, []))
    assert search(empty, "x") == []
    assert trends(empty) == []
    assert nx.number_of_nodes(to_networkx(empty)) == 0


def test_the_graph_has_the_analysis_at_hand(graph: KnowledgeGraph) -> None:
    label = search(graph, "a", 1)[0].label
    assert graph.search("a", 1) == search(graph, "a", 1)
    assert graph.neighbors(label, 3) == neighbors(graph, label, 3)
    assert graph.trends(by="year") == trends(graph, by="year")
    ours, theirs = graph.to_networkx("cooccurrence"), to_networkx(graph, "cooccurrence")
    assert set(ours) == set(theirs)
    benchmark = next(row["label"] for row in graph.rows("entities") if row["type"] == "Benchmark")
    assert graph.leaderboard(benchmark) == leaderboard(graph, benchmark)
