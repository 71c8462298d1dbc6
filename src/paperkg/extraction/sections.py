"""Long texts in sections of bounded size, so that what extraction costs grows in step with the text.

Nearly all abstracts are one section. The sections of a longer text are read one by one, as papers without a title but
for the first, and what is found in them is joined: mentions of one name are one entity, whose role is the strongest
that any section shows.
"""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice, pairwise

from paperkg.agreement import UnionFind, vote
from paperkg.extraction.claims.relations import one_way
from paperkg.extraction.claims.roles import MAX_EVIDENCE
from paperkg.model import EntityRelation, Extraction, Paper, PaperEntity, Role, Span
from paperkg.text.keys import name_key
from paperkg.text.size import MOST_WORDS as MOST_READ
from paperkg.text.size import WORD, count_words

MOST_CHARACTERS = 8_000
MOST_WORDS = 1_000
"""Of a section; a mark counts as a word. Of 5,561 abstracts from arXiv and the ACL Anthology the longest has 930."""

_SENTENCE_END = re.compile(r"[.!?][\"”’')\]]*\s+(?=[\"“‘'(\[]*[A-Z0-9À-Þ])")
_BLANK = re.compile(r"\s+")
_ROLES = tuple(Role)


@dataclass(frozen=True, slots=True)
class Section:
    """Characters `start` on of a paper's text; `text` begins with a newline, the end of no title, unless it is first.

    Without the newline, the first sentence of a section would pass for a title.
    """

    start: int
    text: str

    @property
    def shift(self) -> int:
        """What places in the section lack to be places in the paper."""
        return self.start - (self.start > 0)


def cut(text: str) -> list[Section]:
    """The sections of a title, newline, and abstract, as they follow one another; of a text beyond the limit on what is
    read, those of its beginning."""
    if len(text) <= MOST_CHARACTERS and count_words(text) <= MOST_WORDS:
        return [Section(0, text)]
    bounds = [0, *_cuts(text)]
    return [Section(start, ("\n" if start else "") + text[start:end]) for start, end in pairwise(bounds)]


def _cuts(text: str) -> Iterator[int]:
    """Where the sections end: after a sentence if one ends in the last half, else after a word."""
    title_end = text.find("\n") + 1
    starts = [found.start() for found in islice(WORD.finditer(text), MOST_READ + 1)]
    end = len(text) if len(starts) <= MOST_READ else starts[MOST_READ]
    at = 0
    while (stop := _furthest(starts, at, end)) < end:
        # What follows a long title is no part of it.
        at = title_end if 0 < at < title_end <= stop else _end_between(text, at, stop)
        yield at
    if 0 < at < title_end < end:
        yield title_end
        at = title_end
    yield end if end == len(text) else _end_between(text, at, end)


def _end_between(text: str, at: int, stop: int) -> int:
    """Where a sentence ends between two places, the last in the last half; else where a word does."""
    half = (at + stop) // 2
    ends = [found.end() for found in _SENTENCE_END.finditer(text, half, stop)]
    ends = ends or [found.end() for found in _BLANK.finditer(text, half, stop)]
    return ends[-1] if ends else stop


def _furthest(starts: Sequence[int], at: int, end: int) -> int:
    """The furthest character that a section from `at` on may reach."""
    word = bisect_right(starts, at - 1) + MOST_WORDS
    return min(at + MOST_CHARACTERS, starts[word] if word < len(starts) else end, end)


def join(paper: Paper, sections: Sequence[Section], found: Sequence[Extraction]) -> Extraction:
    """What is found in a paper, from what is found in its sections."""
    if len(sections) == 1:
        return replace(found[0], paper=paper)
    moved = [_moved(extraction, section.shift) for section, extraction in zip(sections, found, strict=True)]
    entities, names = _joined_entities(moved)
    results = tuple(
        replace(
            result,
            subject=_renamed(result.subject, own),
            benchmark=_renamed(result.benchmark, own),
            metric=_renamed(result.metric, own),
        )
        for extraction, own in zip(moved, names, strict=True)
        for result in extraction.results
    )
    return Extraction(
        paper=paper,
        entities=entities,
        results=results,
        relations=_joined_relations(moved, names),
        sentences=tuple(sentence for extraction in moved for sentence in extraction.sentences),
    )


def _renamed(name: str | None, names: Mapping[str, str]) -> str | None:
    return None if name is None else names[name]


def _moved(extraction: Extraction, shift: int) -> Extraction:
    """The extraction with its places moved to where the section begins."""

    def move(span: Span) -> Span:
        return Span(span.start + shift, span.end + shift)

    return replace(
        extraction,
        entities=tuple(
            replace(e, mentions=tuple(map(move, e.mentions)), evidence=tuple(map(move, e.evidence)))
            for e in extraction.entities
        ),
        results=tuple(replace(r, span=move(r.span), evidence=move(r.evidence)) for r in extraction.results),
        relations=tuple(replace(r, evidence=move(r.evidence)) for r in extraction.relations),
        sentences=tuple(map(move, extraction.sentences)),
    )


def _joined_entities(found: Sequence[Extraction]) -> tuple[tuple[PaperEntity, ...], list[dict[str, str]]]:
    """The entities of all sections, and for each section the names that its entities now have."""
    forest = UnionFind[str]()
    for extraction in found:
        for entity in extraction.entities:
            forest.union_all([name_key(form) for form in (entity.name, *entity.aliases)])
    groups: dict[str, list[PaperEntity]] = defaultdict(list)
    for extraction in found:
        for entity in extraction.entities:
            groups[forest.find(name_key(entity.name))].append(entity)
    whole = {root: _joined_entity(entities) for root, entities in groups.items()}
    names = [
        {entity.name: whole[forest.find(name_key(entity.name))].name for entity in extraction.entities}
        for extraction in found
    ]
    return tuple(sorted(whole.values(), key=lambda entity: entity.mentions)), names


def _joined_entity(entities: Sequence[PaperEntity]) -> PaperEntity:
    """One entity from those of several sections, in their order."""
    kind = vote((entity.type, entity.confidence) for entity in entities)
    surest = max((e for e in entities if e.type is kind), key=lambda e: e.confidence)
    role = min((entity.role for entity in entities), key=_ROLES.index)
    shown = [span for entity in entities if entity.role is role for span in entity.evidence]
    types: dict[object, float] = {}
    for entity in entities:
        for name, share in entity.types:
            types[name] = max(share, types.get(name, 0.0))
    return replace(
        surest,
        role=role,
        aliases=tuple(sorted({alias for entity in entities for alias in entity.aliases})),
        mentions=tuple(sorted({span for entity in entities for span in entity.mentions})),
        rules=tuple(sorted({rule for entity in entities for rule in entity.rules})),
        evidence=tuple(shown[:MAX_EVIDENCE]),
        links=tuple(sorted({link for entity in entities for link in entity.links})),
        types=tuple(sorted(types.items())),  # type: ignore[arg-type]
    )


def _joined_relations(found: Sequence[Extraction], names: Sequence[Mapping[str, str]]) -> tuple[EntityRelation, ...]:
    """The relations of all sections, each once, with the sentence that states it most surely."""
    best: dict[tuple[str, str, str], EntityRelation] = {}
    for extraction, own in zip(found, names, strict=True):
        for relation in extraction.relations:
            moved = replace(relation, head=own[relation.head], tail=own[relation.tail])
            key = moved.head, moved.relation.value, moved.tail
            if moved.head != moved.tail and (key not in best or moved.confidence > best[key].confidence):
                best[key] = moved
    return one_way(list(best.values()))
