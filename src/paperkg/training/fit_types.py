"""The model of types, from the proper names of annotated papers."""

from collections.abc import Sequence
from typing import Any

from paperkg.extraction.claims.type_features import type_features
from paperkg.model import Role
from paperkg.training.fit_linear import FitSettings, LabeledFeatures, fit
from paperkg.training.training_papers import TrainingPaper

SETTINGS = FitSettings(inverse_penalty=0.1, least=3, smallest=0.02)
INTRODUCED_TIMES = 2
"""How often a name that its paper introduces counts: these are the ones that only their paper tells the type of."""


def type_examples(papers: Sequence[TrainingPaper]) -> list[LabeledFeatures]:
    """The proper names that a sentence mentions, of the types that have proper names."""
    out = []
    for training in papers:
        paper = training.tokenized()
        for index, entity in enumerate(paper.entities):
            if entity.named and entity.type.kind.named is not False and paper.places[index]:
                example = LabeledFeatures(type_features(paper, index), entity.type.value)
                out += [example] * (INTRODUCED_TIMES if entity.role is Role.INTRODUCES else 1)
    return out


def train_types(papers: Sequence[TrainingPaper]) -> dict[str, Any]:
    """The model that `paperkg.extraction.claims.name_types` applies."""
    return fit(type_examples(papers), SETTINGS)
