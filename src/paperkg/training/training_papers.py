"""Annotated papers as training data: in the form that extraction gives a paper in use."""

from dataclasses import replace

from paperkg.extraction.words.sentences import split_sentences
from paperkg.model import Extraction


def training_paper(annotated: Extraction) -> Extraction:
    """The paper with its sentences, and with those entities, relations and aliases only that its text has."""
    text = annotated.paper.text
    entities = tuple(
        replace(entity, aliases=tuple(sorted({text[m.start : m.end] for m in entity.mentions})))
        for entity in annotated.entities
        if entity.mentions
    )
    names = {entity.name for entity in entities}
    return replace(
        annotated,
        sentences=split_sentences(text),
        entities=entities,
        relations=tuple(r for r in annotated.relations if {r.head, r.tail} <= names),
    )
