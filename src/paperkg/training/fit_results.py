"""The result models, from annotated papers."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from paperkg.extraction.claims.result_features import Outcome, link_features, nearest_first, number_features
from paperkg.extraction.claims.results import NONE, PARTS, YES
from paperkg.extraction.claims.role_features import stages
from paperkg.extraction.claims.tokens import OUTSIDE, TokenizedPaper, main_entity, tokenize
from paperkg.training.fit_linear import FitSettings, LabeledFeatures, fit
from paperkg.training.training_papers import Annotated

SETTINGS = FitSettings(inverse_penalty=0.1, least=2)
_NUMBER = re.compile(r"[-+]?\d[\d,]*\.?\d*")


def number(value: str) -> str:
    """The bare number in a value, as the scorer compares values."""
    found = _NUMBER.search(value)
    return found.group().replace(",", "").lstrip("+") if found else value


def annotated_numbers(paper: Annotated, seen: TokenizedPaper) -> dict[int, Mapping[str, Any]]:
    """The annotated result at each number token that is one.

    Where a value stands more than once, the place with the same spelling and with most of the
    result's entities in its sentence is taken.
    """
    out: dict[int, Mapping[str, Any]] = {}
    for row in paper.results:
        places = []
        for at in seen.numbers:
            surface = seen.text[seen.starts[at] : seen.ends[at]]
            if at not in out and number(surface) == number(row["value"]):
                home = seen.homes[at]
                near = sum(
                    row[name] is not None
                    and row[name] >= 0
                    and any(seen.homes[p] == home for p in seen.places[row[name]])
                    for name in PARTS
                )
                places.append((surface != row["value"], -near, at))
        if places:
            out[min(places)[2]] = row
    return out


def train_results(papers: Sequence[Annotated]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The models of kinds and of links that `paperkg.extraction.claims.results` applies; entities have roles."""
    kinds: list[LabeledFeatures] = []
    links: list[LabeledFeatures] = []
    for paper in papers:
        seen = tokenize(paper.text, paper.sentences, paper.entities)
        stage = stages(seen)
        truth = annotated_numbers(paper, seen)
        main = main_entity(seen)
        before: tuple[int, Mapping[str, Any]] | None = None
        for at in seen.numbers:
            row = truth.get(at)
            kinds.append(LabeledFeatures(number_features(seen, at, stage), row["kind"] if row else NONE))
            if row:
                links += _link_examples(seen, at, row, main, before)
                before = (at, row)
    return fit(kinds, SETTINGS), fit(links, SETTINGS)


def _link_examples(
    seen: TokenizedPaper, at: int, row: Mapping[str, Any], main: int, before: tuple[int, Mapping[str, Any]] | None
) -> list[LabeledFeatures]:
    out = []
    for part in PARTS:
        tied = None if before is None else (before[0], OUTSIDE if before[1][part] is None else before[1][part])
        number = Outcome(at, row["kind"], main, tied)
        for rank, index in enumerate(nearest_first(seen, at, part)):
            features = link_features(seen, number, index, rank)
            out.append(LabeledFeatures(features, YES if index == row[part] else "no", part))
    return out
