"""Results: the numbers that report outcomes, with what achieved them, on what, by which measure."""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from paperkg.extraction.claims.encoder import EncodedPaper
from paperkg.extraction.claims.linear import LinearModel, softmax
from paperkg.extraction.claims.number_context import (
    baseline_first,
    baseline_second,
    falls,
    is_arrow,
    is_chance,
    is_change_of_level,
    is_factor,
    is_margin,
    is_of_people,
    kind_of,
)
from paperkg.extraction.claims.predicates import is_compared_with
from paperkg.extraction.claims.reported_numbers import ReportedNumber, reported_numbers
from paperkg.extraction.claims.result_features import (
    PARTS,
    SUBJECT,
    Outcome,
    link_features,
    nearest_first,
    number_features,
)
from paperkg.extraction.claims.role_features import stages
from paperkg.extraction.claims.tokens import OUTSIDE, TokenizedPaper, main_entity
from paperkg.model import Result, ResultKind, Rule, Span
from paperkg.text.numbers import signed_number

NONE = "none"
YES = "yes"
THRESHOLD = 0.4
LINK_THRESHOLD = 0.35
MOST_LINKS = 1_000
"""Pairs of a number and an entity that are weighed for one part; of 3,965 abstracts the one with the most has 240."""
_BELONGS = re.compile(r"\s(?:for|of|by|with|from|achieved\sby|obtained\sby|reported\sby|in)\s(?:the\s)?")
WORDED = 0.7
"""The probability that a factor told in words, or by "a factor of", is a result."""


@dataclass(frozen=True, slots=True)
class ResultModels:
    """The model that tells kinds of numbers and the one that ties them to entities.

    `encoded` is the paper as the encoder read it, whose opinion of subjects is averaged with that of `links`; of
    metrics and benchmarks it knows less. Without it the models decide alone.
    """

    kinds: LinearModel
    links: LinearModel
    encoded: EncodedPaper | None = None


def read_results(paper: TokenizedPaper, models: ResultModels) -> tuple[Result, ...]:
    """The results that the paper states, in the order of the text; its entities have their roles (`read_roles`)."""
    reported = reported_numbers(paper)
    kinds = _kinds(paper, reported, models)
    baselines = _baselines(paper, reported, kinds)
    out: list[Result] = []
    main, most = main_entity(paper), MOST_LINKS // max(1, len(kinds))
    apart = _of_spreads(paper, reported)
    before: tuple[int, Mapping[str, int]] | None = None
    for at, (kind, sure) in kinds.items():
        tied = {}
        number = reported[at]
        for part in PARTS:
            outcome = Outcome(at, kind, main, before and (before[0], before[1][part]))
            barred = apart | (
                _compared(paper, at) if part == SUBJECT and kind is not ResultKind.ABSOLUTE else frozenset()
            )
            tied[part] = _linked(paper, outcome, part, models, most, barred)
        if not _may_be_on(paper, tied["benchmark"], paper.homes[at]):
            tied["benchmark"] = OUTSIDE
        tied[SUBJECT] = _settled_subject(paper, at, number, tied[SUBJECT], before, baselines)
        compared = reported[baselines[at]].value if at in baselines else None
        out.append(_result(paper, at, number, kind, sure, tied, compared))
        before = at, tied
    return tuple(out)


def _kinds(
    paper: TokenizedPaper, reported: Mapping[int, ReportedNumber], models: ResultModels
) -> dict[int, tuple[ResultKind, float]]:
    """The kind of each number that is a result, and the probability that it is one."""
    if not reported:
        return {}
    stage, model = stages(paper), models.kinds
    kinds = softmax(model.score_rows([model.known(number_features(paper, at, stage)) for at in reported]))
    none = model.labels.index(NONE)
    out = {}
    for (at, number), likely in zip(reported.items(), kinds.round(6).tolist(), strict=True):
        sure = 1 - likely[none]
        if number.in_words:
            out[at] = ResultKind.RATIO, WORDED
        elif is_factor(number.before, number.after, number.quantity.unit):
            out[at] = ResultKind.RATIO, max(sure, WORDED)
        elif is_margin(number.after, number.quantity.unit):
            out[at] = ResultKind.DELTA, max(sure, WORDED)
        elif sure >= THRESHOLD:
            best = max((p, k) for p, k in zip(likely, model.labels, strict=True) if k != NONE)[1]
            unit = number.quantity.unit
            out[at] = kind_of(number.before, number.value, number.after, unit, ResultKind(best)), sure
    for (one, first), (two, second) in pairwise(reported.items()):
        known = [out[at][1] for at in (one, two) if at in out]
        if known and _are_levels(paper, first, second, both_known=len(known) == 2):
            out |= {at: (ResultKind.ABSOLUTE, out[at][1] if at in out else known[0]) for at in (one, two)}
    return dict(sorted(out.items()))


def _are_levels(paper: TokenizedPaper, first: ReportedNumber, second: ReportedNumber, *, both_known: bool) -> bool:
    """Whether two numbers are the levels before and after a change, so that if one is a result, both are."""
    between = paper.text[first.quantity.end : second.span.start]
    if both_known and is_arrow(between):
        return True
    unit = first.quantity.unit
    return unit == second.quantity.unit and unit not in {"points", "x"} and is_change_of_level(between, first.before)


def _result(
    paper: TokenizedPaper,
    at: int,
    number: ReportedNumber,
    kind: ResultKind,
    sure: float,
    tied: Mapping[str, int],
    baseline: str | None,
) -> Result:
    quantity = number.quantity
    down = kind is ResultKind.DELTA and falls(number.before, number.after)
    return Result(
        **{part: None if entity == OUTSIDE else paper.entities[entity].name for part, entity in tied.items()},
        value=number.value,
        kind=kind,
        span=number.span,
        evidence=paper.sentences[paper.homes[at]],
        number=signed_number(number.value, down),
        unit="x" if kind is ResultKind.RATIO and quantity.unit is None else quantity.unit,
        baseline=baseline,
        spread=quantity.spread,
        range_end=quantity.range_end,
        confidence=round(sure, 3),
        rules=(Rule.RESULTS,),
    )


def _settled_subject(
    paper: TokenizedPaper,
    at: int,
    number: ReportedNumber,
    likely: int,
    before: tuple[int, Mapping[str, int]] | None,
    baselines: Mapping[int, int],
) -> int:
    """The subject of a value, where the words around two compared values tell it, else the likely one."""
    if is_chance(number.before, number.after):
        return OUTSIDE
    if before is None:
        return likely
    last, parts = before
    if baselines.get(last) == at and likely == parts[SUBJECT]:
        return _named_after(paper, at, number)  # "88.4 (vs. 88.9)": the second value is that of another system
    falling = baselines.get(at) == last and falls(number.before, "")
    if falling and _is_untold(paper, likely, paper.homes[at]):
        return parts[SUBJECT]  # "X falls from 44.1% to 12%"
    return likely


def _is_untold(paper: TokenizedPaper, subject: int, home: int) -> bool:
    """Whether the sentence tells of no such subject, neither by its name nor as "our method"."""
    words = paper.words[slice(*paper.bounds[home])]
    named = subject != OUTSIDE and any(paper.homes[place] == home for place in paper.places[subject])
    return not named and paper.lists.claims.ours.isdisjoint(words)


def _may_be_on(paper: TokenizedPaper, benchmark: int, home: int) -> bool:
    """Whether the numbers of a sentence can be of a benchmark: it is mentioned there or before.

    Not before, where the sentence tells of a study with people.
    """
    if benchmark == OUTSIDE:
        return False
    homes = [paper.homes[place] for place in paper.places[benchmark]]
    sentence = paper.sentences[home]
    return home in homes or (homes[0] < home and not is_of_people(paper.text[sentence.start : sentence.end]))


def _baselines(
    paper: TokenizedPaper, reported: Mapping[int, ReportedNumber], kinds: Mapping[int, tuple[ResultKind, float]]
) -> dict[int, int]:
    """The value, by its token, that each level is compared with: "from 84% to 91%", "0.97 (vs. 0.48)"."""
    out = {}
    for (one, first), (two, second) in pairwise(reported.items()):
        levels = [at for at in (one, two) if at in kinds and kinds[at][0] is ResultKind.ABSOLUTE]
        if paper.homes[one] != paper.homes[two] or len(levels) < 2:
            continue
        between = paper.text[first.quantity.end : second.span.start]
        if baseline_first(between, first.before):
            out[two] = one
        elif baseline_second(between, first.before):
            out[one] = two
    return out


def _of_spreads(paper: TokenizedPaper, reported: Mapping[int, ReportedNumber]) -> frozenset[int]:
    """Entities that are named only in the spreads of numbers: "0.91 (95% confidence interval 0.89 to 0.93)"."""
    spreads = [Span(n.span.start, n.quantity.end) for n in reported.values() if n.quantity.spread]
    return frozenset(
        index
        for index, places in enumerate(paper.places if spreads else ())
        if places and all(any(s.start <= paper.starts[k] < s.end for s in spreads) for k in places)
    )


def _compared(paper: TokenizedPaper, at: int) -> frozenset[int]:
    """Entities that the sentence of a change only compares with: "outperforms X by 3%" is no gain of X."""
    places: dict[int, list[int]] = {}
    for k in range(*paper.bounds[paper.homes[at]]):
        if paper.owners[k] != OUTSIDE:
            places.setdefault(paper.owners[k], []).append(k)
    return frozenset(index for index, found in places.items() if all(is_compared_with(paper, k) for k in found))


def _named_after(paper: TokenizedPaper, at: int, number: ReportedNumber) -> int:
    """The system that a value belongs to by the words after it: "(vs. 22.5% for SWE-agent)"; -1 where there is none."""
    owner = _BELONGS.match(paper.text, number.quantity.end)
    if owner is None:
        return OUTSIDE
    for k in range(at, paper.bounds[paper.homes[at]][1]):
        entity = paper.owners[k]
        if (
            paper.starts[k] == owner.end()
            and entity != OUTSIDE
            and paper.entities[entity].type.kind.result_part == SUBJECT
        ):
            return entity
    return OUTSIDE


def _linked(
    paper: TokenizedPaper, number: Outcome, part: str, models: ResultModels, most: int, barred: frozenset[int]
) -> int:
    """The likeliest of the `most` nearest entities to be that part of the result, or -1 where none is likely.

    Those that are `barred` are none.
    """
    near = [index for index in nearest_first(paper, number.at, part)[:most] if index not in barred]
    if not near:
        return OUTSIDE
    model = models.links
    rows = [model.known(link_features(paper, number, index, k), part) for k, index in enumerate(near)]
    likely = softmax(model.score_rows(rows))[:, model.labels.index(YES)]
    if models.encoded and part == SUBJECT:
        likely = (likely + models.encoded.subjects(number.at, near)) / 2
    sure = np.array([math.sqrt(paper.entities[index].confidence) for index in near])
    likely = (likely * sure).round(6)
    best = int(likely.argmax())
    return near[best] if likely[best] >= LINK_THRESHOLD else OUTSIDE
