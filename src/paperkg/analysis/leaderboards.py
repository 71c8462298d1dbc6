"""Leaderboards: the results on a benchmark, in groups that can be compared.

This is the only place that decides which results stand on a board, which are ranked, and in which order. Python, the
server and the explorer call it; the recipe `leaderboard` of the cookbook says the same in SPARQL, which tests compare.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from paperkg.analysis.metrics import is_proportion, lower_is_better, lower_words
from paperkg.extraction.vocabulary.word_lists import Words
from paperkg.graph.index import NO_YEAR, Index, index_of
from paperkg.graph.names import resolve
from paperkg.graph.rows import sentence_texts, titles_of
from paperkg.graph.tables import Tables
from paperkg.model import ResultKind
from paperkg.text.shown_values import stated_text, value_text

Row = Mapping[str, Any]
"""A row of the table `results`."""
LabelOf = Callable[[str | None], str | None]
_KINDS = tuple(ResultKind)
_Key = tuple[str, str | None, str | None]

NO_PERCENT = "a proportion without its %"
OVER_HUNDRED = "more than 100 %"
NO_MEANING = "neither a metric nor a unit"


@dataclass(frozen=True, slots=True)
class ResultGroup:
    """Results of one kind in one metric and unit: the positions of their rows, the best result first.

    `papers` is how many papers report such results. Only values of a stated metric from two papers or more are
    `ranked`: gains and ratios are over different baselines, and numbers of one paper are no contest.
    """

    kind: str
    metric: str | None
    unit: str | None
    papers: int
    rows: tuple[int, ...]

    @property
    def ranked(self) -> bool:
        """Whether the results have ranks."""
        return self.kind == ResultKind.ABSOLUTE and self.metric is not None and self.papers > 1


@dataclass(frozen=True, slots=True)
class Board:
    """The results on one benchmark: what is compared, and what is left off with the reason."""

    groups: tuple[ResultGroup, ...]
    left_off: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaderboardRow:
    """A result on a benchmark.

    `value` and `before`, what it was before, are as the paper writes them, `text` both as a reader sees them:
    "21 % → 34 %". `number` is to compare by, None where the value is a word. `rank` counts from 1; None where results
    cannot be ranked.
    """

    subject: str | None
    benchmark: str | None
    metric: str | None
    value: str
    before: str | None
    text: str
    number: float | None
    unit: str | None
    kind: str
    rank: int | None
    confidence: float
    paper_id: str
    title: str
    year: int | None
    evidence: str


def by_papers(rows: Iterable[Row]) -> list[tuple[str, int, int]]:
    """Benchmarks with their numbers of papers and of results: those in most papers first, equal ones by id."""
    papers: dict[str, set[str]] = defaultdict(set)
    results: dict[str, int] = defaultdict(int)
    for row in rows:
        if row["benchmark"] is not None:
            papers[row["benchmark"]].add(row["paper_id"])
            results[row["benchmark"]] += 1
    order = sorted(papers, key=lambda benchmark: (-len(papers[benchmark]), -results[benchmark], benchmark))
    return [(benchmark, len(papers[benchmark]), results[benchmark]) for benchmark in order]


def make_board(rows: Sequence[Row], label_of: LabelOf, lower: Words) -> Board:
    """The results on one benchmark in groups, in the order of every leaderboard.

    Values stand before gains, and gains before ratios. Within a kind, metrics and units that more papers report come
    first, equal ones by label, and results without a metric last. Within a group the greatest number is first; among
    values of a metric of which less is better, the smallest. Values written as words are last. Equal numbers keep the
    order of their papers, of their places in the text and of the subjects' labels.

    A value that another result of the same sentence names as its baseline is that result's `before`, and no row.

    Args:
        rows: those of one benchmark.
        label_of: the label of a metric by its id; a metric without a label counts as not stated.
        lower: words of metrics of which less is better (`lower_words`).
    """
    papers: dict[_Key, set[str]] = defaultdict(set)
    groups: dict[_Key, list[int]] = defaultdict(list)
    left_off: list[tuple[int, str]] = []
    befores = _befores(rows)
    for position, row in enumerate(rows):
        metric = label_of(row["metric"])
        key = (row["kind"], None if metric is None else row["metric"], row["unit"])
        papers[key].add(row["paper_id"])
        reason = _left_off(row, metric)
        if position in befores:
            continue
        if reason is None:
            groups[key].append(position)
        else:
            left_off.append((position, reason))

    def order(group: ResultGroup) -> tuple[int, bool, int, str, str, str]:
        label = label_of(group.metric) or ""
        kind = _KINDS.index(ResultKind(group.kind))
        return kind, group.metric is None, -group.papers, label, group.metric or "", group.unit or ""

    found = []
    for key, positions in groups.items():
        kind, metric, unit = key
        falls = kind == ResultKind.ABSOLUTE and lower_is_better(label_of(metric), lower)
        positions.sort(key=lambda p: (_worth(rows[p]["number"], falls), *_place(rows[p], label_of)))
        found.append(ResultGroup(kind, metric, unit, len(papers[key]), tuple(positions)))
    left_off.sort(key=lambda item: (rows[item[0]]["paper_id"], rows[item[0]]["start"]))
    return Board(tuple(sorted(found, key=order)), tuple(left_off))


def _place(row: Row, label_of: LabelOf) -> tuple[str, int, str, str]:
    return row["paper_id"], row["start"], label_of(row["subject"]) or "", row["baseline"] or ""


def _worth(number: str | None, falls: bool) -> tuple[bool, float]:
    return number is None, (1 if falls else -1) * float(number or 0)


def _befores(rows: Sequence[Row]) -> set[int]:
    """Positions of results that are the baseline of another of the same sentence, and of no other subject."""
    after: dict[tuple[Any, ...], list[int]] = defaultdict(list)
    for position, row in enumerate(rows):
        if row["baseline"] is not None and row["kind"] == ResultKind.ABSOLUTE:
            after[row["paper_id"], row["sentence_id"], row["baseline"]].append(position)
    return {
        position
        for position, row in enumerate(rows)
        if row["kind"] == ResultKind.ABSOLUTE
        and any(
            other != position and row["subject"] in (None, rows[other]["subject"])
            for other in after.get((row["paper_id"], row["sentence_id"], row["value"]), ())
        )
    }


def _left_off(row: Row, metric: str | None) -> str | None:
    """Why a result does not stand on the board; None where it does."""
    if row["kind"] != ResultKind.ABSOLUTE or row["number"] is None:
        return None
    if row["unit"] == "%":
        return OVER_HUNDRED if float(row["number"]) > 100 else None
    if is_proportion(metric):
        return NO_PERCENT
    return NO_MEANING if metric is None and row["unit"] is None else None


def shown_value(row: Row) -> str:
    """The value of a result as a reader sees it."""
    gain = row["kind"] == ResultKind.DELTA
    around = {"spread": row["spread"], "range_end": row["range_end"]}
    return value_text(row["value"], row["number"], row["unit"], gain=gain, **around)


def shown_before(row: Row) -> str | None:
    """What the value was before, as a reader sees it; None for gains, ratios, and where it is not stated."""
    if row["baseline"] is None or row["kind"] != ResultKind.ABSOLUTE:
        return None
    return stated_text(row["baseline"], row["unit"])


def shown_change(row: Row) -> str:
    """A result as a reader sees it, what it was before included: "21 % → 34 %"."""
    return " → ".join(filter(None, (shown_before(row), shown_value(row))))


def leaderboard(graph: Tables, benchmark: str, metric: str | None = None) -> list[LeaderboardRow]:
    """The results on a benchmark, in the order of `make_board`, without those that it leaves off.

    Args:
        graph: the build.
        benchmark: id, label or alias.
        metric: id, label or alias; None takes all.

    Raises:
        NotFoundError: no entity goes by one of the names.
    """
    index = index_of(graph)
    wanted = [("benchmark", {resolve(graph, benchmark)})]
    if metric is not None:
        wanted.append(("metric", {resolve(graph, metric)}))
    rows = list(graph.rows("results", where=wanted))
    titles = titles_of(graph, {row["paper_id"] for row in rows})
    texts = sentence_texts(graph, {row["sentence_id"] for row in rows})
    label = labels_of(index)
    return [
        LeaderboardRow(
            subject=label(row["subject"]),
            benchmark=label(row["benchmark"]),
            metric=label(row["metric"]),
            value=row["value"],
            before=row["baseline"] if row["kind"] == ResultKind.ABSOLUTE else None,
            text=shown_change(row),
            number=None if row["number"] is None else float(row["number"]),
            unit=row["unit"],
            kind=row["kind"],
            rank=rank if group.ranked else None,
            confidence=row["confidence"],
            paper_id=row["paper_id"],
            title=titles[row["paper_id"]],
            year=_year(index, row["paper_id"]),
            evidence=texts[row["sentence_id"]],
        )
        for group in make_board(rows, label, lower_words(graph)).groups
        for rank, row in enumerate((rows[position] for position in group.rows), 1)
    ]


def labels_of(index: Index) -> LabelOf:
    """The label of an entity by its id, None where the id is null or unknown."""

    def label(entity_id: str | None) -> str | None:
        number = index.entity_number.get(entity_id or "")
        return None if number is None else index.labels[number]

    return label


def _year(index: Index, paper_id: str) -> int | None:
    year = int(index.years[index.paper_number[paper_id]])
    return None if year == NO_YEAR else year
