"""Relations between the entities of a paper, each with the sentence that states it."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np

from paperkg.extraction.claims.encoder import EncodedPaper, agreed
from paperkg.extraction.claims.linear import LinearModel, Matrix, softmax
from paperkg.extraction.claims.predicates import OF_A_WHOLE, is_stated, tells_of_part
from paperkg.extraction.claims.relation_features import (
    EntityTraits,
    candidate_pairs,
    lines_of,
    main_end,
    pair_features,
    tail_features,
    traits_of,
)
from paperkg.extraction.claims.role_features import stages
from paperkg.extraction.claims.tokens import TokenizedPaper
from paperkg.model import EntityRelation, Relation, Rule, Span

NONE = "none"
THRESHOLD = 0.28
"""Of the probability that both ends are entities and are so related; low, since many are uncertain. From 0.2 to 0.28 F1
changes by a point, and precision rises by seven."""
PLAUSIBLE = 0.01
"""Pairs that the encoder gives less than this probability of being related are skipped, because the linear model is
slower. That skips three in five pairs; of 2,207 relations, none was lost."""
MOST_TRIED = 12
"""Sentences that are tried as evidence of a relation; of 13,960 relations none has a tail that more than 9 name."""


@dataclass(frozen=True, slots=True)
class PairRows:
    """The features of pairs (head, tail): their own, and those of their tail, which many pairs share.

    `tails` are keyed by the tail and the pair's `main_end`; `keys` say for each pair which of them hold.
    """

    pairs: list[tuple[int, int]]
    own: list[list[str]]
    keys: list[tuple[int, str]]
    tails: dict[tuple[int, str], list[str]]


def pair_rows(paper: TokenizedPaper, traits: EntityTraits, pairs: list[tuple[int, int]]) -> PairRows:
    """The features of ordered pairs of entities; `traits` are those of the paper's entities."""
    lines, stage = lines_of(paper), stages(paper)
    keys = [(tail, main_end(traits, head, tail)) for head, tail in pairs]
    return PairRows(
        pairs=pairs,
        own=[pair_features(paper, lines, traits, head, tail) for head, tail in pairs],
        keys=keys,
        tails={key: tail_features(paper, lines, key[0], stage, key[1]) for key in dict.fromkeys(keys)},
    )


def _likelihoods(rows: PairRows, model: LinearModel) -> Matrix:
    """Probabilities (pairs by labels)."""
    own = model.score_rows([model.known(features) for features in rows.own])
    tails = model.score_rows([model.known(features) for features in rows.tails.values()])
    place = {key: k for k, key in enumerate(rows.tails)}
    return softmax(own + tails[[place[key] for key in rows.keys]])


def _evidence(paper: TokenizedPaper, head: int, relation: Relation, tail: int) -> Span | None:
    """The sentence that states the relation, or None if none can.

    One with both ends comes first, where these are nearest to one another. Then, for a part or variant, come those that
    name it and speak of the paper's own work; for other relations the one that shows the tail's role, then those that
    name the tail. The title comes after all sentences of its kind.
    """
    both = [
        (paper.homes[p] == 0, abs(p - q), paper.homes[p])
        for p in paper.places[head]
        for q in paper.places[tail]
        if paper.homes[p] == paper.homes[q]
    ]
    homes = islice(dict.fromkeys(home for *_, home in sorted(both)), MOST_TRIED)
    found = next((home for home in homes if is_stated(paper, head, relation, tail, home)), None)
    if found is None and relation in OF_A_WHOLE:
        found = next((home for home in _naming(paper, head) if tells_of_part(paper, head, tail, home)), None)
    elif found is None:
        found = next((home for home in _naming(paper, tail) if is_stated(paper, head, relation, tail, home)), None)
    return None if found is None else paper.sentences[found]


def _naming(paper: TokenizedPaper, entity: int) -> list[int]:
    """The sentences that name an entity: first the one that shows its role, last the title."""
    shown = [paper.sentences.index(sentence) for sentence in paper.entities[entity].evidence[:1]]
    named = sorted({paper.homes[q] for q in paper.places[entity]}, key=lambda home: (home == 0, home))
    return list(dict.fromkeys([*shown, *named]))[:MOST_TRIED]


def read_relations(
    paper: TokenizedPaper, model: LinearModel, encoded: EncodedPaper | None = None, threshold: float = THRESHOLD
) -> tuple[EntityRelation, ...]:
    """The relations that the paper states, in the order of their ends.

    Args:
        paper: its entities have their roles (`read_roles`).
        model: of relations.
        encoded: the paper as the encoder read it; without it the model decides alone.
        threshold: the least confidence.
    """
    traits = traits_of(paper)
    pairs = candidate_pairs(paper, traits)
    told = encoded.relations(pairs, model.labels) if encoded and pairs else None
    if told is not None:
        plausible = np.flatnonzero(1.0 - told[:, model.labels.index(NONE)] >= PLAUSIBLE)
        pairs, told = [pairs[k] for k in plausible], told[plausible]
    if not pairs:
        return ()
    likelihoods = _likelihoods(pair_rows(paper, traits, pairs), model)
    if told is not None:
        likelihoods = agreed(likelihoods, told)
    out = []
    for (head, tail), likely in zip(pairs, likelihoods.round(6).tolist(), strict=True):
        best, label = max((p, k) for p, k in zip(likely, model.labels, strict=True) if k != NONE)
        best = round(best * paper.entities[head].confidence * paper.entities[tail].confidence, 6)
        if best < threshold:
            continue
        relation = Relation(label)
        evidence = _evidence(paper, head, relation, tail)
        if evidence is not None:
            out.append(
                EntityRelation(
                    head=paper.entities[head].name,
                    relation=relation,
                    tail=paper.entities[tail].name,
                    evidence=evidence,
                    confidence=round(best, 3),
                    rules=(Rule.RELATIONS,),
                )
            )
    return one_way(out)


def one_way(relations: Sequence[EntityRelation]) -> tuple[EntityRelation, ...]:
    """The relations without the less likely of two that say the same in both directions."""
    best = {(r.head, r.relation, r.tail): r.confidence for r in relations}
    return tuple(
        r
        for r in relations
        if (back := best.get((r.tail, r.relation, r.head))) is None or (r.confidence, r.head) > (back, r.tail)
    )
