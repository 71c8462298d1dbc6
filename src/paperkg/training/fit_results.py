"""The result models, from annotated papers."""

from collections.abc import Mapping, Sequence
from typing import Any

from paperkg.extraction.claims.result_features import PARTS, Outcome, link_features, nearest_first, number_features
from paperkg.extraction.claims.results import NONE, YES
from paperkg.extraction.claims.role_features import stages
from paperkg.extraction.claims.tokens import OUTSIDE, TokenizedPaper, main_entity
from paperkg.model import Result
from paperkg.text.numbers import value_key
from paperkg.training.fit_linear import FitSettings, LabeledFeatures, fit
from paperkg.training.training_papers import TrainingPaper

SETTINGS = FitSettings(inverse_penalty=0.1, least=2)


def parts_of(result: Result, paper: TokenizedPaper) -> Mapping[str, int]:
    """The entity that is each part of a result; -1 for a part that it lacks or that the text does not mention."""
    index = {entity.name: i for i, entity in enumerate(paper.entities)}
    return {part: index.get(getattr(result, part), OUTSIDE) for part in PARTS}


def annotated_numbers(results: Sequence[Result], paper: TokenizedPaper) -> dict[int, Result]:
    """The annotated result at each number token that is one.

    Where a value stands more than once, the place with the same spelling and with most of the
    result's entities in its sentence is taken.
    """
    out: dict[int, Result] = {}
    for result in results:
        parts = parts_of(result, paper).values()
        places = []
        for at in paper.numbers:
            surface = paper.text[paper.starts[at] : paper.ends[at]]
            if at not in out and value_key(surface) == value_key(result.value):
                home = paper.homes[at]
                near = sum(
                    entity != OUTSIDE and any(paper.homes[p] == home for p in paper.places[entity]) for entity in parts
                )
                places.append((surface != result.value, -near, at))
        if places:
            out[min(places)[2]] = result
    return out


def train_results(papers: Sequence[TrainingPaper]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The models of kinds and of links that `paperkg.extraction.claims.results` applies; entities have roles."""
    kinds: list[LabeledFeatures] = []
    links: list[LabeledFeatures] = []
    for training in papers:
        paper = training.tokenized()
        stage = stages(paper)
        truth = annotated_numbers(training.extraction.results, paper)
        before: tuple[int, Mapping[str, int]] | None = None
        for at in paper.numbers:
            result = truth.get(at)
            kinds.append(LabeledFeatures(number_features(paper, at, stage), result.kind.value if result else NONE))
            if result:
                parts = parts_of(result, paper)
                links += _link_examples(paper, at, result.kind, parts, before)
                before = (at, parts)
    return fit(kinds, SETTINGS), fit(links, SETTINGS)


def _link_examples(
    paper: TokenizedPaper, at: int, kind: str, parts: Mapping[str, int], before: tuple[int, Mapping[str, int]] | None
) -> list[LabeledFeatures]:
    out = []
    main = main_entity(paper)
    for part in PARTS:
        number = Outcome(at, kind, main, before and (before[0], before[1][part]))
        for rank, index in enumerate(nearest_first(paper, at, part)):
            features = link_features(paper, number, index, rank)
            out.append(LabeledFeatures(features, YES if index == parts[part] else "no", part))
    return out
