"""Candidates: what the components of the pipeline say might be an entity, as plain values."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from spacy.tokens import Doc

from paperkg.extraction.mentions.boundaries import crosses, trimmed
from paperkg.extraction.mentions.judge import TypeShares
from paperkg.extraction.mentions.recognizer import GROUP, NAME
from paperkg.extraction.rules.lexicon import LexiconEntry
from paperkg.extraction.rules.paper_text import PaperText
from paperkg.extraction.rules.patterns import PATTERNS
from paperkg.kinds import EntityType
from paperkg.model import LEXICON_RULES, Rule, Span
from paperkg.text.keys import name_key

_URL = re.compile(r"(?:https?:\s?//|www\.|(?:github|gitlab|huggingface|bitbucket)\.(?:com|co|io)/)\S+", re.IGNORECASE)
_ALIKE = 0.75  # similarity of long forms of one acronym, "low-rank adaption" and "low-rank adaptation"

GROUPS = (Rule.USER_LEXICON.value, Rule.LEXICON.value, PATTERNS, GROUP)
"""Span groups of a document: that of the patterns holds those of several rules, the others are called after theirs."""


_TYPES = {kind.value: kind for kind in EntityType}  # for `EntityType(name)` takes five times as long


@dataclass(frozen=True, slots=True)
class Candidate:
    """A span that a rule takes for an entity; `type` is None where the rule knows none.

    `name` is the canonical name where the rule knows one, `named` whether the recognizer takes it for a
    proper name; `score`, in [0, 1], is the rule's own, `any` how probable an entity of any type is, and `types`
    are the probabilities that the recognizer gives to all types.
    """

    span: Span
    type: EntityType | None
    rule: Rule
    name: str | None = None
    named: bool | None = None
    score: float = 1.0
    any: float = 1.0
    types: TypeShares = ()


def candidates_of(doc: Doc) -> tuple[Candidate, ...]:
    """All candidates in the span groups of a document, in the order of the text."""
    found = []
    for group in GROUPS:
        spans = doc.spans.get(group, ())
        scores, anything, types = (spans.attrs.get(name) if spans else None for name in ("scores", "any", "types"))
        for i, span in enumerate(spans):
            found.append(
                Candidate(
                    Span(span.start_char, span.end_char),
                    EntityType(span.label_) if span.label_ else None,
                    Rule(span.id_ if group == PATTERNS else group),
                    name=span.id_ if group in LEXICON_RULES else None,
                    named=span.id_ == NAME if group == GROUP else None,
                    score=float(scores[i]) if scores is not None else 1.0,
                    any=float(anything[i]) if anything is not None else 1.0,
                    types=() if types is None else tuple((_TYPES[name], p) for name, p in types[i].items()),
                )
            )
    return tuple(sorted(found, key=lambda c: (c.span.start, c.span.end, c.rule)))


def plausible(
    candidates: Iterable[Candidate],
    text: str,
    kept: PaperText,
    known_names: Mapping[str, LexiconEntry],
) -> Iterator[Candidate]:
    """The candidates as mentions end, without those inside addresses, and those of the lexicon that the paper denies.

    A paper denies the lexicon's reading of an acronym when it defines the acronym as something else. What crosses the
    bound of a sentence is none.

    Args:
        candidates: of one paper.
        text: title, newline, abstract.
        kept: its sentences, and acronyms and their long forms as the text gives them.
        known_names: entries of the lexicons by canonical name.
    """
    addresses = [match.span() for match in _URL.finditer(text)]
    defined = {
        text[d.short.start : d.short.end].removesuffix("s"): text[d.long.start : d.long.end] for d in kept.definitions
    }
    barriers = kept.barriers
    for found in candidates:
        span = found.span if found.rule is Rule.USER_LEXICON else trimmed(text, found.span, found.type)
        if span.start >= span.end or crosses(span, barriers):
            continue
        candidate = found if span == found.span else replace(found, span=span)
        if any(start <= span.start and span.end <= end for start, end in addresses):
            continue
        entry = known_names.get(candidate.name) if candidate.name else None
        long = defined.get(text[span.start : span.end].removesuffix("s"))
        if entry is None or long is None or _means(entry, long):
            yield candidate


def _means(entry: LexiconEntry, long: str) -> bool:
    """Whether a long form is one of the entry's, or much like one; an entry without long forms may mean it."""
    key = name_key(long)
    forms = [name_key(form) for form in (entry.name, *entry.aliases) if " " in form or "-" in form]
    return not forms or any(
        key in form or form in key or SequenceMatcher(None, key, form, autojunk=False).ratio() >= _ALIKE
        for form in forms
    )
