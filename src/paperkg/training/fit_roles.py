"""The role model, from annotated papers."""

import random
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from paperkg.extraction.claims.linear import model_from
from paperkg.extraction.claims.roles import feature_rows, read_roles
from paperkg.extraction.claims.tokens import tokenize
from paperkg.model import Extraction
from paperkg.training.fit_linear import FitSettings, LabeledFeatures, fit
from paperkg.training.steps import in_processes

SETTINGS = FitSettings(inverse_penalty=0.02, least=2, smallest=0.015)


def role_examples(papers: Sequence[Extraction]) -> list[LabeledFeatures]:
    """One example for each entity that a sentence mentions."""
    out = []
    for annotated in papers:
        rows = feature_rows(tokenize(annotated.paper.text, annotated.sentences, annotated.entities))
        for entity, (whole, mentions) in zip(annotated.entities, rows, strict=True):
            if mentions:
                features = [*whole, *(feature for row in mentions for feature in row)]
                out.append(LabeledFeatures(features, entity.role.value, entity.type.kind.role_group))
    return out


def train_roles(papers: Sequence[Extraction]) -> dict[str, Any]:
    """The model that `paperkg.extraction.claims.roles` applies."""
    return fit(role_examples(papers), SETTINGS)


def with_roles(papers: Sequence[Extraction], model: dict[str, Any]) -> list[Extraction]:
    """The papers, their entities with the roles that the model gives them."""
    applied = model_from(model)
    return [
        replace(one, entities=read_roles(tokenize(one.paper.text, one.sentences, one.entities), applied))
        for one in papers
    ]


def _roles_of_unseen(seen: Sequence[Extraction], unseen: Sequence[Extraction]) -> list[Extraction]:
    return with_roles(unseen, train_roles(seen))


def with_unseen_roles(
    papers: Sequence[Extraction], *, parts: int = 5, seed: int = 0, jobs: int = 1
) -> list[Extraction]:
    """The papers with roles from models that have not seen them: what later models meet in use."""
    order = list(range(len(papers)))
    random.Random(seed).shuffle(order)
    held = [order[part::parts] for part in range(parts)]
    tasks = [
        ([papers[i] for i in order if i not in apart], [papers[i] for i in part])
        for part, apart in zip(held, map(set, held), strict=True)
    ]
    out = list(papers)
    for part, found in zip(held, in_processes(_roles_of_unseen, tasks, jobs), strict=True):
        for i, paper in zip(part, found, strict=True):
            out[i] = paper
    return out
