"""Leaderboards have one order, wherever they are read, and compare nothing that cannot be compared."""

import json
import re
from itertools import groupby, pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builds import write_build
from paperkg.analysis.leaderboards import (
    NO_MEANING,
    NO_PERCENT,
    OVER_HUNDRED,
    Board,
    by_papers,
    leaderboard,
    make_board,
    shown_change,
)
from paperkg.analysis.metrics import is_proportion, lower_is_better
from paperkg.explorer.cards import Cards
from paperkg.explorer.page import to_html
from paperkg.explorer.page_answers import PageAnswers
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
            "subject": st.sampled_from(["method:x", "method:y", None]),
            "kind": st.sampled_from(["absolute", "delta", "ratio"]),
            "metric": st.sampled_from([*LABELS, "metric:unknown", None]),
            "unit": st.sampled_from(["%", "tokens", None]),
            "number": st.sampled_from(["1", "2.5", "-3", "120", None]),
            "baseline": st.sampled_from(["1", None]),
        }
    ),
    max_size=20,
).map(
    lambda found: [
        row | {"paper_id": paper, "start": start, "value": row["number"] or "two-fold", "sentence_id": f"{paper}@0-99"}
        for (paper, start), row in found.items()
    ]
)


def _board(rows: list[dict[str, Any]]) -> Board:
    return make_board(rows, lambda entity_id: LABELS.get(entity_id or ""), LOWER)


def _row(value: str, number: str | None, unit: str | None = "%", **more: Any) -> dict[str, Any]:
    place = {"paper_id": "p1", "sentence_id": "p1@0-99", "start": 0, "subject": None, "metric": "metric:a"}
    around = {"kind": "absolute", "baseline": None, "spread": None, "range_end": None}
    return place | around | {"value": value, "number": number, "unit": unit} | more


@given(ROWS, st.randoms(use_true_random=False))
def test_the_order_is_that_of_the_results_alone(rows: list[dict[str, Any]], random: Any) -> None:
    def ordered() -> list[tuple[Any, ...]]:
        return [(group.metric, group.ranked, [rows[p] for p in group.rows]) for group in _board(rows).groups]

    before = ordered()
    random.shuffle(rows)
    assert ordered() == before


@given(ROWS)
def test_groups_have_one_kind_metric_and_unit_and_are_in_order(rows: list[dict[str, Any]]) -> None:
    groups = _board(rows).groups
    assert [kind for kind, _ in groupby(group.kind for group in groups)] == sorted({group.kind for group in groups})
    assert len({(group.kind, group.metric, group.unit) for group in groups}) == len(groups)
    for group in groups:
        assert {(rows[p]["kind"], rows[p]["unit"]) for p in group.rows} == {(group.kind, group.unit)}
        numbers = [rows[position]["number"] for position in group.rows]
        known = [float(number) for number in numbers if number is not None]
        assert known == sorted(known, reverse=(group.kind, group.metric) != ("absolute", "metric:p"))
        assert all(number is None for number in numbers[len(known) :])
    for before, after in pairwise(groups):
        if before.kind == after.kind:
            assert (before.metric is None, -before.papers) <= (after.metric is None, -after.papers)


@given(ROWS)
def test_each_result_is_a_row_or_left_off_or_what_another_was_before(rows: list[dict[str, Any]]) -> None:
    board = _board(rows)
    shown = [position for group in board.groups for position in group.rows]
    off = [position for position, _ in board.left_off]
    assert len({*shown, *off}) == len(shown) + len(off)
    for missing in set(range(len(rows))) - {*shown, *off}:
        place = (rows[missing]["paper_id"], rows[missing]["value"])
        assert any((row["paper_id"], row["baseline"]) == place for row in rows)


def test_only_values_in_one_metric_and_unit_from_several_papers_are_ranked() -> None:
    rows = [_row("71%", "71"), _row("80%", "80", paper_id="p2"), _row("9", "9", "tokens", metric="metric:p")]
    rows += [_row("4%", "4", kind="delta"), _row("5%", "5", kind="delta", paper_id="p2")]
    groups = _board(rows).groups
    assert [(group.kind, group.metric, group.ranked) for group in groups] == [
        ("absolute", "metric:a", True),
        ("absolute", "metric:p", False),
        ("delta", "metric:a", False),
    ]
    assert groups[0].rows == (1, 0)


def test_what_cannot_be_true_or_understood_is_left_off() -> None:
    rows = [_row("741", "741", None), _row("120%", "120"), _row("741", "741", None, metric=None), _row("70%", "70")]
    rows += [_row("150%", "150", kind="delta")]
    board = _board(rows)
    assert board.left_off == ((0, NO_PERCENT), (1, OVER_HUNDRED), (2, NO_MEANING))
    assert [group.rows for group in board.groups] == [(3,), (4,)]


def test_from_one_value_to_another_is_one_row() -> None:
    rows = [
        _row("741", "741", None, metric=None, start=4),
        _row("225", "225", "tokens", metric=None, baseline="741", start=11),
    ]
    board = _board(rows)
    assert [group.rows for group in board.groups] == [(1,)]
    assert board.left_off == ()
    assert shown_change(rows[1]) == "741 tokens → 225 tokens"
    # The result of another subject is a row of its own.
    rival = [_row("65%", "65", subject="method:rival"), _row("71%", "71", subject="method:own", baseline="65%")]
    assert [group.rows for group in _board(rival).groups] == [(1, 0)]


def test_gains_bear_their_sign_and_are_not_turned_round() -> None:
    rows = [_row("20%", "-20", kind="delta", metric="metric:p"), _row("5%", "5", kind="delta", metric="metric:p")]
    assert _board(rows).groups[0].rows == (1, 0)
    assert [shown_change(row) for row in rows] == ["−20 %", "+5 %"]


def test_benchmarks_of_most_papers_are_first() -> None:
    reported = [("b", "p1"), ("a", "p1"), ("c", "p1"), ("c", "p2"), ("b", "p1"), (None, "p3")]
    rows = [{"benchmark": benchmark, "paper_id": paper} for benchmark, paper in reported]
    assert by_papers(rows) == [("c", 2, 2), ("b", 1, 2), ("a", 1, 1)]


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> KnowledgeGraph:
    """A build with results of every kind, in several metrics or in none."""
    records = toy_records(90)
    for number, record in enumerate(records):
        (result,) = record["results"]
        result["kind"] = ("absolute", "absolute", "delta", "ratio")[number % 4]
        if number % 5 == 0:
            del result["metric"]
    return KnowledgeGraph.open(write_build(tmp_path_factory.mktemp("boards"), records))


def test_rows_carry_evidence_and_ranks(graph: KnowledgeGraph) -> None:
    rows = leaderboard(graph, "MMLU")
    expected = [row for row in graph.rows("results") if row["benchmark"] == "benchmark:mmlu"]
    assert len(rows) == len(expected) > 0
    assert all(row.value in row.evidence and row.title and row.confidence == 1 for row in rows)
    for _, group in groupby(rows, key=lambda row: (row.kind, row.metric, row.unit)):
        ranks = [row.rank for row in group]
        assert ranks in ([None] * len(ranks), list(range(1, len(ranks) + 1)))
    assert any(row.rank for row in rows)
    assert {row.metric for row in leaderboard(graph, "MMLU", "accuracy")} <= {"accuracy"}


def test_a_result_that_is_written_as_a_word_has_no_number(tmp_path: Path) -> None:
    rows = leaderboard(KnowledgeGraph.open(write_build(tmp_path, tiny_records())), "GSM8K")
    assert {(row.value, row.number) for row in rows} == {("71.50%", 71.5), ("4 points", 4.0), ("two-fold", None)}
    assert "70 % → 71.50 ± 0.3 %" in {row.text for row in rows}


def test_the_explorer_has_the_same_boards(graph: KnowledgeGraph) -> None:
    answers = PageAnswers(Cards(graph))
    found = re.search(r'id="payload">(.*?)</script>', to_html(graph))
    assert found
    payload = json.loads(found[1])
    ids = [row[0] for row in payload["entities"]]
    assert [ids[board[0]] for board in payload["boards"]] == [item["ref"]["id"] for item in answers.benchmarks()]
    assert payload["boards"]
    for benchmark, papers, groups, left_off in payload["boards"]:
        assert papers == len({row["paper_id"] for row in graph.rows("results") if row["benchmark"] == ids[benchmark]})
        expected = [(row.kind, row.metric, row.paper_id, row.text) for row in leaderboard(graph, ids[benchmark])]
        board = answers.leaderboard(ids[benchmark])
        shown = [
            (group["kind"], group["metric"] and group["metric"]["label"], row["paper"]["id"], row["value"])
            for group in board["groups"]
            for row in group["rows"]
        ]
        assert shown == expected
        held = [
            (kind, metric if metric is None else payload["entities"][metric][1], payload["papers"][row[0]][0], row[4])
            for kind, metric, _, _, _, rows in groups
            for row in (payload["results"][number] for number in rows)
        ]
        assert held == expected
        assert [reason for _, reason in left_off] == [item["reason"] for item in board["left_off"]]


@pytest.mark.parametrize(
    ("metric", "lower", "proportion"),
    [
        ("perplexity", True, False),
        ("inference latency", True, False),
        ("FID", True, False),
        ("word error rate", True, True),
        ("accuracy", False, True),
        ("F1", False, True),
        ("pass@1", False, True),
        ("mAP", False, True),
        ("throughput", False, False),
        (None, False, False),
    ],
)
def test_the_name_of_a_metric_tells(metric: str | None, lower: bool, proportion: bool) -> None:
    assert lower_is_better(metric, LOWER) is lower
    assert is_proportion(metric) is proportion


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
