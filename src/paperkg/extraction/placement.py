"""From the plain text that was read to the stored text: every span where it stands there."""

from collections.abc import Iterable
from dataclasses import replace

from paperkg.extraction.words.plain_text import PlainText
from paperkg.model import EntityRelation, PaperEntity, Result, Span


def place_entity(entity: PaperEntity, plain: PlainText) -> PaperEntity:
    """The entity with its mentions, surface forms and evidence as the stored text has them."""
    mentions = _placed(entity.mentions, plain)
    aliases = tuple(sorted({plain.stored[span.start : span.end] for span in mentions}))
    return replace(entity, mentions=mentions, aliases=aliases, evidence=_placed(entity.evidence, plain))


def place_result(result: Result, plain: PlainText) -> Result:
    """The result with its value as the stored text has it."""
    span = plain.place(result.span)
    value = plain.stored[span.start : span.end]
    return replace(result, span=span, value=value, evidence=plain.place(result.evidence))


def place_relation(relation: EntityRelation, plain: PlainText) -> EntityRelation:
    """The relation with its evidence in the stored text."""
    return replace(relation, evidence=plain.place(relation.evidence))


def place_sentences(sentences: Iterable[Span], plain: PlainText) -> tuple[Span, ...]:
    """The sentences in the stored text."""
    return _placed(sentences, plain)


def _placed(spans: Iterable[Span], plain: PlainText) -> tuple[Span, ...]:
    return tuple(map(plain.place, spans))
