"""Annotated papers as training data: with the entities that annotators name, and with those that extraction finds.

What models of claims meet in use are the entities found: some are none, some have the wrong type, others are missing.
So they learn from both.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from paperkg.evaluation.scoring import forms_of, match_entities
from paperkg.extraction.claims.linear import LinearModel
from paperkg.extraction.claims.paper_claims import typed_paper
from paperkg.extraction.claims.result_features import PARTS
from paperkg.extraction.claims.tokens import TokenizedPaper, tokenize
from paperkg.extraction.mentions.named_text import NamedText
from paperkg.extraction.words.sentences import split_sentences
from paperkg.model import Extraction, Paper, PaperEntity, Result


@dataclass(frozen=True, slots=True)
class TrainingPaper:
    """A paper with what is right to say of the entities given.

    `unannotated` are the names of those that annotators do not have: nothing is known of their roles.
    """

    extraction: Extraction
    unannotated: frozenset[str] = frozenset()

    def tokenized(self) -> TokenizedPaper:
        """Its text, tokenized."""
        return tokenize(self.extraction.paper.text, self.extraction.sentences, self.extraction.entities)


def training_paper(annotated: Extraction) -> TrainingPaper:
    """The paper with its sentences, and with those entities, relations and aliases only that its text has."""
    text = annotated.paper.text
    entities = tuple(
        replace(entity, aliases=tuple(sorted({text[m.start : m.end] for m in entity.mentions})))
        for entity in annotated.entities
        if entity.mentions
    )
    names = {entity.name for entity in entities}
    return TrainingPaper(
        replace(
            annotated,
            sentences=split_sentences(text),
            entities=entities,
            relations=tuple(r for r in annotated.relations if {r.head, r.tail} <= names),
        )
    )


def found_paper(annotated: Extraction, named: NamedText, types: LinearModel) -> TrainingPaper:
    """The paper as extraction reads it, with the entities that it finds.

    Args:
        annotated: what is right.
        named: what was found.
        types: settles the types of names.
    """
    title, _, abstract = named.plain.text.partition("\n")
    found = typed_paper(named.plain.text, named.sentences, named.entities, types).entities
    same = _same_entities(annotated.entities, found)
    known = {annotated.entities[i].name: found[j].name for j, i in same.items()}
    return TrainingPaper(
        Extraction(
            paper=Paper(id=annotated.paper.id, title=title, abstract=abstract),
            entities=tuple(
                replace(entity, role=annotated.entities[same[j]].role) if j in same else entity
                for j, entity in enumerate(found)
            ),
            sentences=named.sentences,
            results=tuple(_renamed(result, known) for result in annotated.results),
            relations=tuple(
                replace(r, head=known[r.head], tail=known[r.tail])
                for r in annotated.relations
                if r.head in known and r.tail in known and known[r.head] != known[r.tail]
            ),
        ),
        frozenset(entity.name for j, entity in enumerate(found) if j not in same),
    )


def _renamed(result: Result, known: Mapping[str, str]) -> Result:
    """The result in the names found; a part that was not found is missing."""
    parts: dict[str, Any] = {part: known.get(getattr(result, part)) for part in PARTS}
    return replace(result, **parts)


def _same_entities(annotated: tuple[PaperEntity, ...], found: tuple[PaperEntity, ...]) -> dict[int, int]:
    """Index of a found entity to that of the annotated one it is, if of another type where none of its own is left."""
    same = match_entities(annotated, found)
    free = dict.fromkeys(i for i in range(len(annotated)) if i not in same.values())
    for j, entity in enumerate(found):
        forms = forms_of(entity) if j not in same else set()
        i = next((i for i in free if not forms.isdisjoint(forms_of(annotated[i]))), None)
        if i is not None:
            same[j] = i
            del free[i]
    return same
