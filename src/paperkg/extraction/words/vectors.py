"""What is known of a word by itself: its vector, what 128,000 abstracts do with it, and its look.

The vectors are floret's: sums over hashed character n-grams, so that every word has one. The
statistics say in which company a word form stands (before "dataset", after "outperforms", ...).
"""

from collections.abc import Mapping

import numpy as np
from murmurhash import hash_unicode
from numpy.typing import NDArray
from spacy.strings import StringStore
from spacy.vectors import Vectors  # type: ignore[import-not-found]  # spaCy ships no stub of it

Floats = NDArray[np.float32]

SHAPES = 16
SUFFIXES = PREFIXES = 3000
"""Buckets for the last and the first three characters."""
VECTOR_LENGTH = 3.0
"""Norm that the vectors are brought to, near that of the other features."""


def word_shape(word: str) -> int:
    """A class of how a word is written, 1 to 14."""
    if word.isalpha():
        return _letters_shape(word)
    if any(c.isdigit() for c in word):
        if not any(c.isalpha() for c in word):
            return 8
        return 9 if any(c.isupper() for c in word) else 10
    if any(c.isalpha() for c in word):
        return _joined_shape(word)
    return 14


def _letters_shape(word: str) -> int:
    if word.islower():
        return 1 if len(word) > 1 else 2
    if word.isupper():
        return 3 if len(word) > 1 else 4
    if word[0].isupper() and word[1:].islower():
        return 5
    return 6 if word[:-1].isupper() and word[-1] == "s" else 7


def _joined_shape(word: str) -> int:
    if word.replace("-", "").islower():
        return 11
    parts = [part for part in word.split("-") if part]
    return 12 if "-" in word and all(part[1:].islower() for part in parts) else 13


def vector_form(word: str) -> str:
    """The form whose vector a word has: lower case, unless inner capitals make it a name."""
    return word.lower() if word[1:].islower() or len(word) == 1 else word


def affix_buckets(word: str) -> tuple[int, int]:
    """Buckets of the last and of the first three characters."""
    return hash_unicode(word[-3:], 1) % SUFFIXES, hash_unicode(word[:3], 2) % PREFIXES


class WordTable:
    """Static features of any word.

    Args:
        floret: table of n-gram vectors, buckets by dimensions.
        statistics: rows of `statistics_table` by word form.
        statistics_table: word forms by statistics; a word without a row has zeros.
    """

    def __init__(self, floret: Floats, statistics: Mapping[str, int], statistics_table: Floats) -> None:
        self._vectors = Vectors(
            strings=StringStore(),
            mode="floret",
            data=np.ascontiguousarray(floret, dtype=np.float32),
            hash_count=2,
            minn=3,
            maxn=5,
            hash_seed=2166136261,
            bow="<",
            eow=">",
        )
        self._statistics = statistics
        self._table = np.asarray(statistics_table, dtype=np.float32)
        self._nothing: Floats = np.zeros(self._table.shape[1], dtype=np.float32)

    def vector(self, word: str) -> Floats:
        """The word's vector, of norm `VECTOR_LENGTH`."""
        vector = self._vectors[vector_form(word)]
        scaled: Floats = vector * np.float32(VECTOR_LENGTH / max(float(np.linalg.norm(vector)), 1e-6))
        return scaled

    def statistics(self, word: str) -> Floats:
        """What the corpora do with this very form; zeros where they do not have it."""
        row = self._statistics.get(word)
        return self._nothing if row is None else self._table[row]
