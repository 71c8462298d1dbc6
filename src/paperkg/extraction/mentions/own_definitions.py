"""What a paper itself says that an acronym stands for, which outranks what the lexicon says.

"Probabilistic programming languages (PPLs)" are no perplexity. The lexicon is contradicted only where it spells the
acronym out too, and no word of its forms begins like one of the paper's.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from paperkg.extraction.mentions.selection import Accepted
from paperkg.extraction.rules.abbreviations import Definition
from paperkg.extraction.rules.lexicon import LexiconEntry
from paperkg.model import Rule
from paperkg.text.keys import lowered, name_key

_BEGINNING = 4
"""Letters in which the words of two forms must agree to be the same: "adaptation" and "adapters"."""


def follow_definitions(
    accepted: Iterable[Accepted], text: str, definitions: Sequence[Definition], entries: Mapping[str, LexiconEntry]
) -> list[Accepted]:
    """The mentions, those of acronyms without the shipped lexicon's name if their paper spells them out otherwise.

    Args:
        accepted: mentions that do not overlap.
        text: title, newline, abstract.
        definitions: acronyms and their long forms as the text gives them.
        entries: those of the lexicons, by canonical name.
    """
    spelled = {
        name_key(text[d.short.start : d.short.end]): beginnings(text[d.long.start : d.long.end]) for d in definitions
    }

    def contradicted(mention: Accepted) -> bool:
        own = spelled.get(name_key(text[mention.span.start : mention.span.end]))
        entry = entries.get(mention.name or "")
        if not own or entry is None or Rule.USER_LEXICON in mention.rules:
            return False
        known = beginnings(" ".join(form for form in (entry.name, *entry.aliases) if _is_spelled(form)))
        return bool(known) and known.isdisjoint(own)

    return [replace(mention, name=None) if contradicted(mention) else mention for mention in accepted]


def _is_spelled(form: str) -> bool:
    """Whether a form is words: "perplexity" and "attack success rate", not "PPL"."""
    return form == form.lower() and len(form) > 2 * _BEGINNING


def beginnings(form: str) -> frozenset[str]:
    """How the words of a form begin: what forms of one meaning have in common."""
    return frozenset(word[:_BEGINNING] for word in lowered(form).replace("-", " ").split())
