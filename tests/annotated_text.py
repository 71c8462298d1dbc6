"""Texts with their entities written in: "[Method EasyNet]" is read as an entity."""

import re
from collections.abc import Sequence
from functools import cache

from paperkg.extraction.claims.claim_models import load_claim_models
from paperkg.extraction.claims.paper_claims import find_claims
from paperkg.extraction.entity_finder import EntityFinder
from paperkg.extraction.mentions.named_text import NamedText
from paperkg.extraction.mentions.word_vectors import WordVectors
from paperkg.extraction.words.plain_text import PlainText
from paperkg.extraction.words.sentences import split_sentences
from paperkg.kinds import EntityType
from paperkg.model import EntityRelation, PaperEntity, Result, Role, Rule, Span

MARK = re.compile(r"\[(\w+)(!?) ([^\]]+)\]")


def read(marked: str) -> tuple[str, tuple[Span, ...], tuple[PaperEntity, ...]]:
    """The text, its sentences and its entities.

    Marks look like "[Method EasyNet]" and "[Task! image classification]"; the "!" says that it is
    no proper name. Mentions with the same words are one entity.
    """
    text = ""
    spans: dict[str, list[Span]] = {}
    kinds: dict[str, tuple[EntityType, bool]] = {}
    position = 0
    for mark in MARK.finditer(marked):
        text += marked[position : mark.start()]
        kind, common, name = mark.groups()
        spans.setdefault(name, []).append(Span(len(text), len(text) + len(name)))
        kinds.setdefault(name, (EntityType(kind), not common))
        text += name
        position = mark.end()
    text += marked[position:]
    entities = tuple(
        PaperEntity(
            name=name,
            type=kinds[name][0],
            named=kinds[name][1],
            role=Role.MENTIONS,
            aliases=(name,),
            mentions=tuple(places),
            confidence=1.0,
            rules=(Rule.ANNOTATOR,),
        )
        for name, places in spans.items()
    )
    return text, split_sentences(text), entities


@cache
def _finder() -> EntityFinder:
    return EntityFinder()


def vectors_of_text(text: str) -> WordVectors:
    """The vectors of the words of a text."""
    (named,) = _finder().find([text])
    return named.vectors


def claims_of(
    text: str, sentences: Sequence[Span], entities: Sequence[PaperEntity]
) -> tuple[tuple[PaperEntity, ...], tuple[Result, ...], tuple[EntityRelation, ...]]:
    """What the shipped models read of a text with its entities."""
    named = NamedText(PlainText(text, text), tuple(sentences), tuple(entities), vectors_of_text(text))
    (claims,) = find_claims([named], load_claim_models())
    return claims.entities, claims.results, claims.relations
