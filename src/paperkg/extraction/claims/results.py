"""Results: the numbers that report outcomes, with what achieved them, on what, by which measure."""

import math
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
    is_factor,
    kind_of,
)
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
from paperkg.model import Result, ResultKind, Rule
from paperkg.text.numbers import signed_number

NONE = "none"
YES = "yes"
THRESHOLD = 0.4
LINK_THRESHOLD = 0.4
MOST_LINKS = 1_000
"""Pairs of a number and an entity that are weighed for one part; of 3,965 abstracts the one with the most has 240."""
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
    before: tuple[int, Mapping[str, int]] | None = None
    for at, (kind, sure) in kinds.items():
        tied = {
            part: _linked(paper, Outcome(at, kind, main, before and (before[0], before[1][part])), part, models, most)
            for part in PARTS
        }
        number = reported[at]
        if not _named_so_far(paper, tied["benchmark"], paper.homes[at]):
            tied["benchmark"] = OUTSIDE
        if before and baselines.get(before[0]) == at and tied["subject"] == before[1]["subject"]:
            tied["subject"] = OUTSIDE  # "88.4 (vs. 88.9)": the second value is that of another system
        if is_chance(number.before, number.after):
            tied["subject"] = OUTSIDE
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
        elif is_factor(number.before):
            out[at] = ResultKind.RATIO, max(sure, WORDED)
        elif sure >= THRESHOLD:
            best = max((p, k) for p, k in zip(likely, model.labels, strict=True) if k != NONE)[1]
            unit = number.quantity.unit
            out[at] = kind_of(number.before, number.value, unit, ResultKind(best)), sure
    for (one, first), (two, second) in pairwise(reported.items()):
        if one in out and two in out and is_arrow(paper.text[first.quantity.end : second.span.start]):
            out |= {at: (ResultKind.ABSOLUTE, out[at][1]) for at in (one, two)}
    return out


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


def _named_so_far(paper: TokenizedPaper, entity: int, home: int) -> bool:
    """Whether the paper mentions the entity in that sentence or before it."""
    return entity != OUTSIDE and paper.homes[paper.places[entity][0]] <= home


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


def _linked(paper: TokenizedPaper, number: Outcome, part: str, models: ResultModels, most: int) -> int:
    """The likeliest of the `most` nearest entities to be that part of the result, or -1 where none is likely."""
    near = nearest_first(paper, number.at, part)[:most]
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
