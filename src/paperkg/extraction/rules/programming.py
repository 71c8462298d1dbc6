"""Programming languages, told by the words around them: C, Go and R, but also Swift, Julia and Dart.

They stand in a list with other languages ("C, Go and Rust"), after "written in", before "scripts", or before a
version ("Go 1.22"). Nothing else makes them languages: "vitamin C", "where models Go wrong".
"""

import re
from collections.abc import Iterator, Sequence

from paperkg.extraction.vocabulary.word_lists import ProgrammingWords

_VERSION = re.compile(r"v?\d+(?:\.\d+)+")
_PRECISE_VERSION = re.compile(r"v?\d+(?:\.\d+){2,}")
"""A letter before "4.3" may be a symbol: "R 0.95" is a correlation."""


def find_languages(words: Sequence[str], lists: ProgrammingWords) -> Iterator[int]:
    """The places of words that the words around them make names of programming languages, in order."""
    for at, word in enumerate(words):
        known = word in lists.short
        if (known or word in lists.languages) and (
            _is_written(words, at, lists) or (known and _has_version(words, at)) or _is_listed(words, at, lists)
        ):
            yield at


def _is_written(words: Sequence[str], at: int, lists: ProgrammingWords) -> bool:
    """Whether it is what something is written in: "implemented in C and in R", "the R scripts"."""
    if words[at + 1 : at + 2] and words[at + 1] in lists.written:
        return True
    return any(
        words[place] == "in" and words[place - 1].lower() in lists.writing
        for place in _back_over_list(words, at, lists)
    )


def _back_over_list(words: Sequence[str], at: int, lists: ProgrammingWords) -> Iterator[int]:
    """The places of "in" before the name and before the items of the list that it stands in."""
    items = lists.short | lists.languages | lists.joiners
    place = at - 1
    while place > 0 and (words[place] == "in" or words[place] in items):
        if words[place] == "in":
            yield place
        place -= 1


def _has_version(words: Sequence[str], at: int) -> bool:
    pattern = _VERSION if len(words[at]) > 1 else _PRECISE_VERSION
    return at + 1 < len(words) and bool(pattern.fullmatch(words[at + 1]))


def _is_listed(words: Sequence[str], at: int, lists: ProgrammingWords) -> bool:
    """Whether a language stands beside it in a list, with or without other short names between them."""
    for step in (-1, 1):
        place = at + step
        joined = False
        while 0 <= place < len(words) and (words[place] in lists.joiners or words[place] in lists.short):
            joined |= words[place] in lists.joiners
            place += step
        if joined and 0 <= place < len(words) and words[place] in lists.languages:
            return True
    return False
