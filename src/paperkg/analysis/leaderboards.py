"""Leaderboards and trends."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Literal

import numpy as np

from paperkg.choices import at_least, chosen
from paperkg.extraction.vocabulary.word_lists import Words, shipped_word_lists
from paperkg.graph.index import NO_YEAR, Index, index_of
from paperkg.graph.names import resolve
from paperkg.graph.rows import sentence_texts, titles_of
from paperkg.graph.tables import Tables
from paperkg.kinds import TypeNames, entity_types
from paperkg.model import ResultKind
from paperkg.text.keys import lookup_key

PERIODS = ("month", "year")
"""What trends count papers by."""

_KINDS = tuple(ResultKind)


@dataclass(frozen=True, slots=True)
class ResultGroup:
    """Results of one kind in one metric: the positions of their rows, the best result first."""

    kind: str
    metric: str | None
    rows: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaderboardRow:
    """A result on a benchmark: `value` as the paper writes it, `number` to compare it by; None where it is a word."""

    subject: str | None
    benchmark: str | None
    metric: str | None
    value: str
    number: float | None
    unit: str | None
    kind: str
    paper_id: str
    title: str
    year: int | None
    evidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TrendPoint:
    """How many papers of a month or year name an entity, and what share of that time's papers they are."""

    entity_id: str
    label: str
    period: str
    papers: int
    share: float


def lower_words(graph: Tables) -> Words:
    """Words of metrics of which less is better: those that the build was made with, else the shipped ones."""
    if "lower_is_better" in graph.manifest:
        return frozenset(graph.manifest["lower_is_better"])
    return shipped_word_lists().lower_is_better


def lower_is_better(metric: str | None, words: Words) -> bool:
    """Whether less of a metric is better, such as perplexity, latency and errors, told by its name."""
    if metric is None:
        return False
    key = lookup_key(metric)
    return any(word == key or (len(word) > 3 and word in key) for word in words)


def by_results(counts: Mapping[str, int]) -> list[str]:
    """Benchmarks by their number of results: those with most first, equal ones by id."""
    return sorted(counts, key=lambda benchmark: (-counts[benchmark], benchmark))


def result_groups(
    rows: Sequence[Mapping[str, Any]], label_of: Callable[[str | None], str | None], lower: Words
) -> list[ResultGroup]:
    """The results on one benchmark in groups that can be compared, in the order of every leaderboard.

    Absolute values stand before gains, and gains before ratios. Within a kind, the metric with the most results
    is first, metrics with equally many are sorted by label, and results without a metric are last. Within a
    group, the best result is first: the greatest number, or the smallest where `lower_is_better`; values written
    as words are last. Equal numbers keep the order of their papers and of their places in the text.

    Args:
        rows: rows of the table `results`.
        label_of: the label of a metric by its id; a metric without a label counts as not stated.
        lower: words of metrics of which less is better (`lower_words`).
    """
    groups: dict[tuple[str, str | None], list[int]] = defaultdict(list)
    for position, row in enumerate(rows):
        metric = row["metric"]
        groups[row["kind"], None if label_of(metric) is None else metric].append(position)

    def order(group: ResultGroup) -> tuple[int, bool, int, str, str]:
        label, stated = label_of(group.metric) or "", group.metric is not None
        return _KINDS.index(ResultKind(group.kind)), not stated, -len(group.rows), label, group.metric or ""

    found = []
    for (kind, metric), positions in groups.items():
        sign = 1 if lower_is_better(label_of(metric), lower) else -1
        positions.sort(key=lambda p: (_rank(rows[p]["number"], sign), rows[p]["paper_id"], rows[p]["start"]))
        found.append(ResultGroup(kind, metric, tuple(positions)))
    return sorted(found, key=order)


def _rank(number: str | None, sign: int) -> tuple[bool, float]:
    return number is None, sign * float(number or 0)


def leaderboard(graph: Tables, benchmark: str, metric: str | None = None) -> list[LeaderboardRow]:
    """The results on a benchmark, in the order of `result_groups`.

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

    def label(entity_id: str | None) -> str | None:
        number = index.entity_number.get(entity_id or "")
        return None if number is None else index.labels[number]

    ordered = [rows[position] for group in result_groups(rows, label, lower_words(graph)) for position in group.rows]
    return [
        LeaderboardRow(
            subject=label(row["subject"]),
            benchmark=label(row["benchmark"]),
            metric=label(row["metric"]),
            value=row["value"],
            number=None if row["number"] is None else float(row["number"]),
            unit=row["unit"],
            kind=row["kind"],
            paper_id=row["paper_id"],
            title=titles[row["paper_id"]],
            year=_year(index, row["paper_id"]),
            evidence=texts[row["sentence_id"]],
        )
        for row in ordered
    ]


def _year(index: Index, paper_id: str) -> int | None:
    year = int(index.years[index.paper_number[paper_id]])
    return None if year == NO_YEAR else year


def trends(
    graph: Tables,
    entities: str | Iterable[str] = (),
    by: Literal["month", "year"] = "month",
    limit: int = 10,
    types: TypeNames = (),
) -> list[TrendPoint]:
    """Papers by time for some entities, or for the `limit` in most dated papers.

    Papers without a date do not count; periods without papers of an entity are left out.

    Args:
        graph: the build.
        entities: ids, labels or aliases; a bare string is one entity.
        by: "month" counts papers whose month is known, "year" those whose year is.
        limit: how many entities where none is named.
        types: where no entity is named, only those of these types; empty means all.

    Raises:
        NotFoundError: no entity goes by one of the names.
        OptionError: there is no such period or type, or `limit` is negative.
    """
    at_least(0, limit=limit)
    monthly, kinds = chosen(by, PERIODS, "a period") == "month", entity_types(types)
    entities = [entities] if isinstance(entities, str) else entities
    index = index_of(graph)
    dated = (index.years != NO_YEAR) & ((index.months > 0) if monthly else True)
    period = index.years * 12 + (index.months - 1 if monthly else 0)
    selected = [index.entity_number[resolve(graph, name)] for name in entities]
    if not selected:
        counts = np.bincount(index.entity[dated[index.paper]], minlength=len(index.entity_ids))
        order = np.lexsort((np.arange(len(counts)), -counts))
        most = (int(i) for i in order if counts[i] > 0 and (not kinds or index.types[i] in kinds))
        selected = list(islice(most, limit))
    periods, totals = np.unique(period[dated], return_counts=True)
    total = dict(zip(periods.tolist(), totals.tolist(), strict=True))
    points = []
    for entity in selected:
        papers = index.papers_of(entity)
        times, numbers = np.unique(period[papers[dated[papers]]], return_counts=True)
        points += [
            TrendPoint(
                entity_id=index.entity_ids[entity],
                label=index.labels[entity],
                period=f"{time // 12}-{time % 12 + 1:02d}" if monthly else str(time // 12),
                papers=number,
                share=round(number / total[time], 4),
            )
            for time, number in zip(times.tolist(), numbers.tolist(), strict=True)
        ]
    return points
