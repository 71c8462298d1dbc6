"""Leaderboards have one order, wherever they are read."""

import json
import re
from collections import defaultdict
from itertools import groupby, pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builds import write_build
from paperkg.analysis.leaderboards import by_results, leaderboard, lower_is_better, result_groups
from paperkg.explorer.cards import Cards
from paperkg.explorer.page import to_html
from paperkg.extraction.vocabulary.word_lists import shipped_word_lists
from paperkg.knowledge_graph import KnowledgeGraph
from paperkg.pipeline import build
from records import tiny_records, toy_records

LOWER = shipped_word_lists().lower_is_better
LABELS = {"metric:a": "accuracy", "metric:f": "F1", "metric:p": "perplexity"}
PLACES = st.tuples(st.sampled_from(["p1", "p2"]), st.integers(0, 99))
ROWS = st.dictionaries(
    PLACES,
    st.fixed_dictionaries(
        {
            "kind": st.sampled_from(["absolute", "delta", "ratio"]),
            "metric": st.sampled_from([*LABELS, "metric:unknown", None]),
            "number": st.sampled_from(["1", "2.5", "-3", None]),
        }
    ),
    max_size=20,
).map(lambda found: [row | {"paper_id": paper, "start": start} for (paper, start), row in found.items()])


def _ordered(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    groups = result_groups(rows, lambda entity_id: LABELS.get(entity_id or ""), LOWER)
    return [rows[position] | {"metric": group.metric} for group in groups for position in group.rows]


@given(ROWS, st.randoms(use_true_random=False))
def test_the_order_is_that_of_the_results_alone(rows: list[dict[str, Any]], random: Any) -> None:
    ordered = _ordered(rows)
    assert len(ordered) == len(rows)
    random.shuffle(rows)
    assert _ordered(rows) == ordered


@given(ROWS)
def test_groups_and_their_rows_are_in_order(rows: list[dict[str, Any]]) -> None:
    groups = result_groups(rows, lambda entity_id: LABELS.get(entity_id or ""), LOWER)
    assert [kind for kind, _ in groupby(group.kind for group in groups)] == sorted({row["kind"] for row in rows})
    assert len({(group.kind, group.metric) for group in groups}) == len(groups)
    for before, after in pairwise(groups):
        if before.kind == after.kind:
            assert before.metric is not None
            assert after.metric is None or len(before.rows) >= len(after.rows)
    for group in groups:
        numbers = [rows[position]["number"] for position in group.rows]
        known = [float(number) for number in numbers if number is not None]
        assert known == sorted(known, reverse=group.metric != "metric:p")
        assert all(number is None for number in numbers[len(known) :])


def test_benchmarks_with_most_results_are_first() -> None:
    assert by_results({"b": 1, "a": 1, "c": 2}) == ["c", "a", "b"]


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> KnowledgeGraph:
    """A build with results of every kind, in several metrics or in none."""
    records = toy_records(30)
    for number, record in enumerate(records):
        (result,) = record["results"]
        result["kind"] = ("absolute", "absolute", "delta", "ratio")[number % 4]
        if number % 5 == 0:
            del result["metric"]
    return KnowledgeGraph.open(write_build(tmp_path_factory.mktemp("boards"), records))


def test_leaderboard_is_sorted_and_carries_evidence(graph: KnowledgeGraph) -> None:
    rows = leaderboard(graph, "MMLU")
    expected = [row for row in graph.rows("results") if row["benchmark"] == "benchmark:mmlu"]
    assert len(rows) == len(expected) > 0
    assert all(row.value in row.evidence and row.title for row in rows)
    numbers = defaultdict(list)
    for row in rows:
        if row.number is not None:
            numbers[row.kind, row.metric].append(row.number)
    for (_, metric), found in numbers.items():
        assert found == sorted(found, reverse=not lower_is_better(metric, LOWER))
    assert {row.metric for row in leaderboard(graph, "MMLU", "accuracy")} <= {"accuracy"}


def test_a_result_that_is_written_as_a_word_has_no_number(tmp_path: Path) -> None:
    rows = leaderboard(KnowledgeGraph.open(write_build(tmp_path, tiny_records())), "GSM8K")
    assert {(row.value, row.number) for row in rows} == {("71.50%", 71.5), ("4 points", 4.0), ("two-fold", None)}


def test_the_explorer_has_the_same_leaderboards(graph: KnowledgeGraph) -> None:
    cards = Cards(graph)
    found = re.search(r'id="payload">(.*?)</script>', to_html(graph))
    assert found
    payload = json.loads(found[1])
    ids = [row[0] for row in payload["entities"]]
    assert [ids[board[0]] for board in payload["boards"]] == [item["ref"]["id"] for item in cards.benchmarks()]
    assert payload["boards"]
    for benchmark, groups in payload["boards"]:
        expected = [(row.kind, row.metric, row.paper_id, row.value) for row in leaderboard(graph, ids[benchmark])]
        shown = [
            (group["kind"], group["metric"] and group["metric"]["label"], row["paper"]["id"], row["value"])
            for group in cards.leaderboard(ids[benchmark])
            for row in group["rows"]
        ]
        assert shown == expected
        results = [(kind, metric, payload["results"][row]) for kind, metric, rows in groups for row in rows]
        labels = [metric if metric is None else payload["entities"][metric][1] for _, metric, _ in results]
        held = [
            (kind, label, payload["papers"][row[0]][0], row[4])
            for (kind, _, row), label in zip(results, labels, strict=True)
        ]
        assert held == expected


@pytest.mark.parametrize(
    ("metric", "lower"),
    [
        ("perplexity", True),
        ("inference latency", True),
        ("FID", True),
        ("accuracy", False),
        ("F1", False),
        (None, False),
    ],
)
def test_lower_is_better(metric: str | None, lower: bool) -> None:
    assert lower_is_better(metric, LOWER) is lower


def test_a_build_tells_what_is_better_by_its_own_words(tmp_path: Path) -> None:
    papers = tmp_path / "papers.jsonl"
    papers.write_text(
        "".join(
            json.dumps({"title": f"{name}: a network", "abstract": f"{name} reaches {value} accuracy on GSM8K."}) + "\n"
            for name, value in (("FooNet", "95%"), ("BarNet", "61%"))
        ),
        encoding="utf-8",
    )
    words = tmp_path / "words"
    words.mkdir()
    (words / "lower_is_better.txt").write_text("accuracy\n", encoding="utf-8")
    values = {}
    for name, folder in (("shipped", None), ("own", words)):
        build(papers, tmp_path / name, words=folder)
        graph = KnowledgeGraph.open(tmp_path / name)
        values[name] = [row.value for row in leaderboard(graph, "GSM8K")]
        assert graph.manifest.get("lower_is_better") == (["accuracy"] if folder else None)
    assert values == {"shipped": ["95%", "61%"], "own": ["61%", "95%"]}
