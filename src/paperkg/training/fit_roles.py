"""The role model, from annotated papers."""

import random
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from paperkg.extraction.claims.linear import model_from
from paperkg.extraction.claims.roles import feature_rows, read_roles
from paperkg.training.fit_linear import FitSettings, LabeledFeatures, fit
from paperkg.training.steps import in_processes
from paperkg.training.training_papers import TrainingPaper

SETTINGS = FitSettings(inverse_penalty=0.02, least=2, smallest=0.015)


def role_examples(papers: Sequence[TrainingPaper]) -> list[LabeledFeatures]:
    """One example for each annotated entity that a sentence mentions."""
    out = []
    for training in papers:
        paper = training.tokenized()
        for entity, (whole, mentions) in zip(paper.entities, feature_rows(paper), strict=True):
            if mentions and entity.name not in training.unannotated:
                features = [*whole, *(feature for row in mentions for feature in row)]
                out.append(LabeledFeatures(features, entity.role.value, entity.type.kind.role_group))
    return out


def train_roles(papers: Sequence[TrainingPaper]) -> dict[str, Any]:
    """The model that `paperkg.extraction.claims.roles` applies."""
    return fit(role_examples(papers), SETTINGS)


def with_roles(papers: Sequence[TrainingPaper], model: dict[str, Any]) -> list[TrainingPaper]:
    """The papers, their entities with the roles that the model gives them."""
    applied = model_from(model)
    return [
        replace(one, extraction=replace(one.extraction, entities=read_roles(one.tokenized(), applied)))
        for one in papers
    ]


def _roles_of_unseen(seen: Sequence[TrainingPaper], unseen: Sequence[TrainingPaper]) -> list[TrainingPaper]:
    return with_roles(unseen, train_roles(seen))


def with_unseen_roles(
    papers: Sequence[TrainingPaper], *, parts: int = 5, seed: int = 0, jobs: int = 1
) -> list[TrainingPaper]:
    """The papers with roles from models that have not seen them: what later models meet in use.

    The views of one paper, those with the same id, are seen or unseen together.
    """
    ids = list(dict.fromkeys(one.extraction.paper.id for one in papers))
    random.Random(seed).shuffle(ids)
    part_of = {id_: index % parts for index, id_ in enumerate(ids)}
    held: list[list[int]] = [[] for _ in range(parts)]
    for index, one in enumerate(papers):
        held[part_of[one.extraction.paper.id]].append(index)
    tasks = [
        ([one for i, one in enumerate(papers) if i not in apart], [papers[i] for i in part])
        for part, apart in zip(held, map(set, held), strict=True)
    ]
    out = list(papers)
    for part, found in zip(held, in_processes(_roles_of_unseen, tasks, jobs), strict=True):
        for i, paper in zip(part, found, strict=True):
            out[i] = paper
    return out
