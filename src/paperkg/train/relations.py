"""The relation model, from annotated papers."""

from collections.abc import Sequence
from typing import Any

from paperkg.extract.cues import view
from paperkg.extract.relations import NONE, pair_rows
from paperkg.train.annotated import Annotated
from paperkg.train.fit import Example, Settings, fit

SETTINGS = Settings(inverse_penalty=0.03, least=5, smallest=0.015)


def examples(papers: Sequence[Annotated]) -> list[Example]:
    """One example for each pair; the entities must have roles (`with_unseen_roles`)."""
    out = []
    for paper in papers:
        rows = pair_rows(view(paper.text, paper.sentences, paper.entities))
        for pair, own, key in zip(rows.pairs, rows.own, rows.keys, strict=True):
            out.append(Example(own + rows.tails[key], paper.relations.get(pair, NONE)))
    return out


def train_relations(papers: Sequence[Annotated]) -> dict[str, Any]:
    """The model that `paperkg.extract.relations` applies."""
    return fit(examples(papers), SETTINGS)
