"""Types of proper names, settled by what their own paper says of them.

A name that is new has no type in any other paper; the noun that its paper puts beside it tells. So the judge's
probabilities, which weigh surface forms and other papers, are combined with those that a model gives the words around
all mentions, as independent opinions: their logarithms are added.
"""

import math
from dataclasses import replace

from paperkg.extraction.claims.linear import LinearModel, softmax
from paperkg.extraction.claims.tokens import TokenizedPaper
from paperkg.extraction.claims.type_features import type_features
from paperkg.kinds import EntityType
from paperkg.model import PaperEntity, Rule

WEIGHT = 0.7
"""Of what the paper says, beside the judge."""
LEAST = 0.02
"""Added to the judge's probabilities, so that none is quite impossible."""


def is_open(entity: PaperEntity, labels: tuple[str, ...]) -> bool:
    """Whether the type may be settled: of a proper name, of a type that the model knows, in no user lexicon."""
    return entity.named and entity.type in labels and Rule.USER_LEXICON not in entity.rules and bool(entity.types)


def settle_types(paper: TokenizedPaper, model: LinearModel) -> tuple[PaperEntity, ...]:
    """The entities, proper names with the type that judge and paper together find most probable."""
    chosen = [i for i, e in enumerate(paper.entities) if is_open(e, model.labels) and paper.places[i]]
    if not chosen:
        return paper.entities
    said = softmax(model.score_rows([model.known(type_features(paper, i)) for i in chosen])).tolist()
    settled = list(paper.entities)
    for i, shares in zip(chosen, said, strict=True):
        settled[i] = _settled(settled[i], dict(zip(model.labels, shares, strict=True)))
    return tuple(settled)


def _settled(entity: PaperEntity, said: dict[str, float]) -> PaperEntity:
    judged = {EntityType(name): 0.0 for name in said} | {t: p for t, p in entity.types if t in said}
    scores = {kind: math.log(p + LEAST) + WEIGHT * math.log(said[kind] + 1e-6) for kind, p in judged.items()}
    most = max(scores.values())
    powers = {kind: math.exp(score - most) for kind, score in scores.items()}
    best = max(sorted(powers), key=lambda kind: round(powers[kind], 6))
    if best is entity.type:
        return entity
    share = powers[best] / sum(powers.values())
    anything = min(sum(judged.values()), 1.0)  # the types' best shares may be of different mentions
    confidence = round(share * anything, 3)
    return replace(entity, type=best, confidence=max(confidence, 0.001))
