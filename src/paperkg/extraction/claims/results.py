"""Results: the numbers that report outcomes, with what achieved them, on what, by which measure."""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from paperkg.extraction.claims.linear import LinearModel, softmax
from paperkg.extraction.claims.result_features import Outcome, link_features, nearest_first, number_features
from paperkg.extraction.claims.role_features import stages
from paperkg.extraction.claims.tokens import OUTSIDE, TokenizedPaper, main_entity
from paperkg.model import Result, ResultKind, Rule, Span
from paperkg.text.numbers import unit_of

NONE = "none"
YES = "yes"
PARTS = ("metric", "benchmark", "subject")
"""What a result is tied to."""
THRESHOLD = 0.4
LINK_THRESHOLD = 0.4
_VERSION = re.compile(r"[A-Z][a-z]+ [1-9]\.\d")


@dataclass(frozen=True, slots=True)
class ResultModels:
    """The model that tells kinds of numbers and the one that ties them to entities."""

    kinds: LinearModel
    links: LinearModel


def read_results(paper: TokenizedPaper, models: ResultModels) -> tuple[Result, ...]:
    """The results that the paper states, in the order of the text; its entities have their roles (`read_roles`)."""
    if not paper.numbers:
        return ()
    stage = stages(paper)
    model = models.kinds
    rows = [model.known(number_features(paper, at, stage)) for at in paper.numbers]
    none = model.labels.index(NONE)
    kinds: dict[int, tuple[ResultKind, float]] = {}
    for at, likely in zip(paper.numbers, softmax(model.score_rows(rows)).round(6).tolist(), strict=True):
        sure = 1 - likely[none]
        if sure >= THRESHOLD and not _is_version(paper, at):
            best = max((p, k) for p, k in zip(likely, model.labels, strict=True) if k != NONE)[1]
            gained = paper.text[paper.starts[at]] == "+"  # always a difference in the annotated papers
            kinds[at] = ResultKind.DELTA if gained else ResultKind(best), sure
    out: list[Result] = []
    main = main_entity(paper)
    before: tuple[int, Mapping[str, int]] | None = None
    for at, (kind, sure) in kinds.items():
        tied = {
            part: _linked(paper, Outcome(at, kind, main, before and (before[0], before[1][part])), part, models.links)
            for part in PARTS
        }
        out.append(_result_at(paper, at, kind, sure, kinds, tied))
        before = at, tied
    return tuple(out)


def _is_version(paper: TokenizedPaper, at: int) -> bool:
    """Whether the number is the version of what stands before it: "Industry 4.0". Of 81 such, none is a result."""
    if at == paper.bounds[paper.homes[at]][0]:
        return False
    return bool(_VERSION.fullmatch(paper.text, paper.starts[at - 1], paper.ends[at]))


def _result_at(
    paper: TokenizedPaper,
    at: int,
    kind: ResultKind,
    sure: float,
    found: Mapping[int, tuple[ResultKind, float]],
    tied: Mapping[str, int],
) -> Result:
    value = paper.text[paper.starts[at] : paper.ends[at]]
    before = _baseline(paper, at) if kind is ResultKind.ABSOLUTE else None
    if before not in found:
        before = None
    return Result(
        **{part: None if entity == OUTSIDE else paper.entities[entity].name for part, entity in tied.items()},
        value=value,
        kind=kind,
        span=Span(paper.starts[at], paper.ends[at]),
        evidence=paper.sentences[paper.homes[at]],
        unit=unit_of(value) or _unit_after(paper, at),
        baseline=None if before is None else paper.text[paper.starts[before] : paper.ends[before]],
        confidence=round(sure, 3),
        rules=(Rule.RESULTS,),
    )


def _linked(paper: TokenizedPaper, number: Outcome, part: str, model: LinearModel) -> int:
    """The likeliest entity to be that part of the result, or -1 where none is likely."""
    near = nearest_first(paper, number.at, part)
    if not near:
        return OUTSIDE
    rows = [model.known(link_features(paper, number, index, k), part) for k, index in enumerate(near)]
    sure = np.array([math.sqrt(paper.entities[index].confidence) for index in near])
    likely = (softmax(model.score_rows(rows))[:, model.labels.index(YES)] * sure).round(6)
    best = int(likely.argmax())
    return near[best] if likely[best] >= LINK_THRESHOLD else OUTSIDE


def _unit_after(paper: TokenizedPaper, at: int) -> str | None:
    """ "points" where the next words say so ("29.6 percentage points")."""
    home = paper.homes[at]
    known = paper.lists.claims
    first, second = paper.word(at + 1, home), paper.word(at + 2, home)
    if first in known.points or (first in known.before_points and second in known.points):
        return "points"
    return None


def _baseline(paper: TokenizedPaper, at: int) -> int | None:
    """The number that this one is compared to: "from 84% to 91%", "84.0 → 91.2", "0.97 (vs. 0.48)"."""
    known = paper.lists.claims
    first, _ = paper.bounds[paper.homes[at]]
    k = at - 1
    between = []
    while k >= first and paper.words[k] in known.between_values and at - k < 7:
        between.append(paper.words[k])
        k -= 1
    if k >= first and k in paper.numbers and not known.change.isdisjoint(between):
        return k
    return None
