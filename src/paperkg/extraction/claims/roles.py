"""Roles: what the paper does with each of its entities, and the sentences that show it."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import chain

import numpy as np

from paperkg.extraction.claims.encoder import EncodedPaper, agreed
from paperkg.extraction.claims.linear import LinearModel, Matrix, softmax
from paperkg.extraction.claims.role_features import entity_features, mention_features, overview_of
from paperkg.extraction.claims.role_wording import shared_roles, worded_role
from paperkg.extraction.claims.tokens import TokenizedPaper
from paperkg.model import PaperEntity, Role

MAX_EVIDENCE = 3
SHARE = 0.7  # a further sentence is evidence if it speaks this much as loudly as the best one


def feature_rows(paper: TokenizedPaper) -> list[tuple[list[str], list[list[str]]]]:
    """For each entity the features of the whole and those of each of its mentions, in text order."""
    overview = overview_of(paper)
    return [
        (entity_features(paper, i, overview), [mention_features(paper, at, overview) for at in places])
        for i, places in enumerate(paper.places)
    ]


def _evidence(homes: Sequence[int], gains: Sequence[float]) -> list[int]:
    """The sentences that speak most for a role, best first, at most three.

    Args:
        homes: the sentence of each mention.
        gains: how much the words around each mention speak for the role.
    """
    best: dict[int, float] = {}
    for home, gain in zip(homes, gains, strict=True):
        best[home] = max(gain, best.get(home, gain))
    ranked = sorted(best, key=lambda home: (-best[home], home))
    return ranked[:1] + [h for h in ranked[1:MAX_EVIDENCE] if best[h] > 0 and best[h] >= SHARE * best[ranked[0]]]


def _roles(paper: TokenizedPaper, scores: Matrix, model: LinearModel, encoded: EncodedPaper | None) -> list[Role]:
    """The likeliest role of each entity that its sentences allow; `scores` have its mentions and then the whole."""
    ends = np.cumsum([len(places) + 1 for places in paper.places], dtype=np.int64) - 1
    likely = softmax(scores[ends])
    if encoded and len(likely):
        likely = agreed(likely, encoded.roles(model.labels))
    likely = likely.round(6)
    roles = [Role(model.labels[int(row.argmax())]) for row in likely]
    roles = shared_roles(paper, roles, likely.max(axis=1).tolist())
    return [worded_role(paper, index, role) for index, role in enumerate(roles)]


def read_roles(
    paper: TokenizedPaper, model: LinearModel, encoded: EncodedPaper | None = None
) -> tuple[PaperEntity, ...]:
    """The entities with their roles in the paper, each with one to three sentences as evidence.

    The roles they have are placeholders; one without a mention in any sentence keeps its own, with the first
    sentence as evidence.

    Args:
        paper: with its entities.
        model: of roles.
        encoded: the paper as the encoder read it; without it the model decides alone.
    """
    rows: list[list[int]] = []
    for entity, (whole, mentions) in zip(paper.entities, feature_rows(paper), strict=True):
        group = entity.type.kind.role_group
        parts = [model.known(features, group) for features in mentions]
        rows += [*parts, list({*model.known(whole, group), *chain.from_iterable(parts)})]
    scores = model.score_rows(rows)
    roles = _roles(paper, scores, model, encoded)
    out, first = [], 0
    for entity, places, role in zip(paper.entities, paper.places, roles, strict=True):
        last = first + len(places)
        if places:
            label = model.labels.index(role)
            gains = (scores[first:last, label] - scores[first:last].mean(axis=1)).round(3).tolist()
            homes = [paper.homes[at] for at in places]
            evidence = tuple(paper.sentences[home] for home in _evidence(homes, gains))
            out.append(replace(entity, role=role, evidence=evidence))
        else:
            out.append(replace(entity, evidence=paper.sentences[:1]))
        first = last + 1
    return tuple(out)
