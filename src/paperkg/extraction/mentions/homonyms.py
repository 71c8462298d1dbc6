"""Acronyms that one paper spells out in two ways: each of their mentions has the meaning that was given last.

"Automatic speech recognition (ASR) … the attack success rate (ASR)" has two entities, not one.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from paperkg.extraction.mentions.own_definitions import beginnings
from paperkg.extraction.mentions.selection import Accepted
from paperkg.extraction.rules.abbreviations import Definition
from paperkg.model import PaperEntity, Span
from paperkg.text.spans import find_spans

Homonyms = Mapping[str, Sequence[Definition]]
"""The definitions of each acronym that has several, in the order of the text."""


def find_homonyms(text: str, definitions: Iterable[Definition]) -> Homonyms:
    """The acronyms whose long forms begin with different words."""
    by_form: dict[str, list[Definition]] = defaultdict(list)
    for definition in sorted(definitions, key=lambda d: d.short):
        by_form[text[definition.short.start : definition.short.end]].append(definition)
    return {form: given for form, given in by_form.items() if len(given) > 1 and _unlike(text, given)}


def _unlike(text: str, given: Sequence[Definition]) -> bool:
    first_words = (re.split(r"[\s-]", text[d.long.start : d.long.end])[0] for d in given)
    return len({beginnings(word) for word in first_words}) > 1


def long_forms_instead(accepted: Iterable[Accepted], text: str, homonyms: Homonyms) -> list[Accepted]:
    """The mentions, of homonyms their long forms in the place of the acronyms."""
    found = list(accepted)
    kept = [a for a in found if text[a.span.start : a.span.end] not in homonyms]
    by_span = {a.span: a for a in found}
    for given in homonyms.values():
        for definition in given:
            short, long = by_span.get(definition.short), definition.long
            if short and not any(a.span.start < long.end and long.start < a.span.end for a in kept):
                kept.append(replace(short, span=long, name=None))
    return sorted(kept, key=lambda a: a.span)


def with_acronyms(entities: Iterable[PaperEntity], text: str, homonyms: Homonyms) -> tuple[PaperEntity, ...]:
    """The entities, with each mention of a homonym at the one whose definition stands before it, or else first.

    What is part of another name is no mention: "ASR" in "ASR+".
    """
    known = tuple(entities)
    taken = bytearray(len(text))
    for mention in (mention for entity in known for mention in entity.mentions):
        taken[mention.start : mention.end] = b"\x01" * (mention.end - mention.start)
    added: dict[Span, list[Span]] = defaultdict(list)
    for span, form in find_spans(text, {form: form for form in homonyms}).items():
        if any(taken[span.start : span.end]):
            continue
        given = homonyms[form]
        before = [d for d in given if min(d.short, d.long) <= span]
        added[(before or given)[-1 if before else 0].long].append(span)
    return tuple(_with_mentions(entity, text, [s for m in entity.mentions for s in added[m]]) for entity in known)


def _with_mentions(entity: PaperEntity, text: str, spans: Sequence[Span]) -> PaperEntity:
    forms = {text[span.start : span.end] for span in spans}
    return replace(
        entity,
        mentions=tuple(sorted({*entity.mentions, *spans})),
        aliases=tuple(sorted({*entity.aliases, *forms})),
    )
