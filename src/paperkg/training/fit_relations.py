"""The relation model, from annotated papers."""

from collections.abc import Sequence
from typing import Any

from paperkg.extraction.claims.relations import NONE, pair_rows
from paperkg.extraction.claims.tokens import tokenize
from paperkg.model import Extraction
from paperkg.training.fit_linear import FitSettings, LabeledFeatures, fit

SETTINGS = FitSettings(inverse_penalty=0.03, least=5, smallest=0.015)


def relation_examples(papers: Sequence[Extraction]) -> list[LabeledFeatures]:
    """One example for each pair; the entities must have roles (`with_unseen_roles`)."""
    out = []
    for annotated in papers:
        stated = {(r.head, r.tail): r.relation.value for r in annotated.relations}
        names = [entity.name for entity in annotated.entities]
        rows = pair_rows(tokenize(annotated.paper.text, annotated.sentences, annotated.entities))
        for (head, tail), own, key in zip(rows.pairs, rows.own, rows.keys, strict=True):
            out.append(LabeledFeatures(own + rows.tails[key], stated.get((names[head], names[tail]), NONE)))
    return out


def train_relations(papers: Sequence[Extraction]) -> dict[str, Any]:
    """The model that `paperkg.extraction.claims.relations` applies."""
    return fit(relation_examples(papers), SETTINGS)
