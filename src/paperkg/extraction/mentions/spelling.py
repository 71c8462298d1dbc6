"""Whether an occurrence is written as the name that it would be a mention of: "math" is no mention of MATH.

Terms are mentioned in any case. Of a name or an acronym, another case is a mention only if it cannot be an ordinary
word: "Imagenet", "LORA", "Cifar10", or a spelling that a lexicon knows.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from paperkg.extraction.mentions.selection import Accepted
from paperkg.extraction.rules.lexicon import LexiconEntry
from paperkg.extraction.words.broken_words import Frequency
from paperkg.text.keys import name_key

_COMPOUND = re.compile(r"(?=[^\W\d_]{6}).*[a-z][A-Z]")  # ImageNet, but not ReAct
_ACRONYM = re.compile(r"(?=[^\W\d_]{2,5}$)(?=.*[A-Z].*[A-Z])")
_VOWEL = re.compile(r"[aeiouyà-ÿ]", re.IGNORECASE)


def is_plain_word(form: str) -> bool:
    """Whether a form could be an ordinary word by its look: letters with a vowel, no capital but the first."""
    return form.isalpha() and form[1:] == form[1:].lower() and bool(_VOWEL.search(form))


def written_as_names(
    accepted: Sequence[Accepted], text: str, entries: Mapping[str, LexiconEntry], frequency: Frequency
) -> list[Accepted]:
    """The mentions without those that are ordinary words beside a name or an acronym.

    Args:
        accepted: mentions that do not overlap.
        text: title, newline, abstract.
        entries: those of the lexicons, by canonical name.
        frequency: how common a form of a word is.
    """
    spellings: dict[str, set[str]] = defaultdict(set)
    forms = [text[a.span.start : a.span.end] for a in accepted]
    for a, form in zip(accepted, forms, strict=True):
        if a.named or (a.name is not None and entries[a.name].named) or _ACRONYM.match(form):
            spellings[name_key(form)].add(form)
    return [
        a
        for a, form in zip(accepted, forms, strict=True)
        if a.name or not _is_ordinary(form, spellings.get(name_key(form), ()), a, frequency)
    ]


def _is_ordinary(form: str, spellings: Collection[str], mention: Accepted, frequency: Frequency) -> bool:
    """Whether a form is an ordinary word, and the paper writes the name otherwise."""
    names = [name for name in spellings if _capitals(name) > _capitals(form)]
    if not names or not is_plain_word(form):
        return False
    common = frequency(form.lower())
    if any(_COMPOUND.match(name) and frequency(name) >= common for name in names):
        return False
    # "Transformer" is written as a name and as a term, and so may be a word that the paper coins.
    as_term = mention.type.kind.named is None and all(map(is_plain_word, names))
    return not (as_term and all(common >= frequency(name) for name in names))


def _capitals(form: str) -> int:
    return sum(c.isupper() for c in form)
