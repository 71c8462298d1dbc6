"""The relation model, from annotated papers."""

from collections.abc import Sequence
from typing import Any

from paperkg.extraction.claims.relations import NONE, pair_rows
from paperkg.extraction.claims.tokens import tokenize
from paperkg.training.fit_linear import FitSettings, LabeledFeatures, fit
from paperkg.training.training_papers import Annotated

SETTINGS = FitSettings(inverse_penalty=0.03, least=5, smallest=0.015)


def relation_examples(papers: Sequence[Annotated]) -> list[LabeledFeatures]:
    """One example for each pair; the entities must have roles (`with_unseen_roles`)."""
    out = []
    for paper in papers:
        rows = pair_rows(tokenize(paper.text, paper.sentences, paper.entities))
        for pair, own, key in zip(rows.pairs, rows.own, rows.keys, strict=True):
            out.append(LabeledFeatures(own + rows.tails[key], paper.relations.get(pair, NONE)))
    return out


def train_relations(papers: Sequence[Annotated]) -> dict[str, Any]:
    """The model that `paperkg.extraction.claims.relations` applies."""
    return fit(relation_examples(papers), SETTINGS)
