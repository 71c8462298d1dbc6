"""The relation model, from annotated papers."""

from collections.abc import Sequence
from typing import Any

from paperkg.extraction.claims.relation_features import candidate_pairs, traits_of
from paperkg.extraction.claims.relations import NONE, pair_rows
from paperkg.training.fit_linear import FitSettings, LabeledFeatures, fit
from paperkg.training.training_papers import TrainingPaper

SETTINGS = FitSettings(inverse_penalty=0.03, least=5, smallest=0.015)


def relation_examples(papers: Sequence[TrainingPaper]) -> list[LabeledFeatures]:
    """One example for each pair; the entities must have roles (`with_unseen_roles`)."""
    out = []
    for training in papers:
        annotated = training.extraction
        stated = {(r.head, r.tail): r.relation.value for r in annotated.relations}
        names = [entity.name for entity in annotated.entities]
        paper = training.tokenized()
        traits = traits_of(paper)
        rows = pair_rows(paper, traits, candidate_pairs(paper, traits))
        for (head, tail), own, key in zip(rows.pairs, rows.own, rows.keys, strict=True):
            out.append(LabeledFeatures(own + rows.tails[key], stated.get((names[head], names[tail]), NONE)))
    return out


def train_relations(papers: Sequence[TrainingPaper]) -> dict[str, Any]:
    """The model that `paperkg.extraction.claims.relations` applies."""
    return fit(relation_examples(papers), SETTINGS)
