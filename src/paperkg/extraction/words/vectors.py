"""What is known of a word by itself: its vector, what 128,000 abstracts do with it, and its look.

The vectors are floret's: sums over hashed character n-grams, so that every word has one. The
statistics say in which company a word form stands (before "dataset", after "outperforms", ...).
"""

from collections.abc import Mapping
from enum import IntEnum

import numpy as np
from murmurhash import hash_unicode
from numpy.typing import NDArray
from spacy.strings import StringStore
from spacy.vectors import Vectors  # type: ignore[import-not-found]  # spaCy ships no stub of it

Floats = NDArray[np.float32]

STATISTICS = (
    "papers",
    "papers, in any case",
    "before a colon in titles",
    "in parentheses",
    "after propose",
    "before dataset",
    "before model",
    "before library",
    "before algorithm",
    "before task",
    "before score",
    "after on",
    "after outperforms",
    "after using",
    "in an enumeration",
    "share of this case",
    "known",
)
"""The columns of the statistics of a word form: with which words it stands together, in what share of its places."""
SHAPES = 16
"""Rows for the shapes of words in the tagger's weights; the last is not used."""
SUFFIXES = PREFIXES = 3000
"""Buckets for the last and the first three characters."""
VECTOR_LENGTH = 3.0
"""Norm that the vectors are brought to, near that of the other features."""


class WordShape(IntEnum):
    """How a word is written. The numbers are rows of the tagger's weights; JOINED words have hyphens or other marks."""

    LOWER = 1
    """network"""
    LOWER_LETTER = 2
    """x"""
    CAPITALS = 3
    """BERT"""
    CAPITAL_LETTER = 4
    """X"""
    CAPITALIZED = 5
    """Network"""
    PLURAL_CAPITALS = 6
    """LLMs"""
    INNER_CAPITALS = 7
    """ImageNet"""
    DIGITS = 8
    """42"""
    DIGITS_AND_CAPITALS = 9
    """GPT-4"""
    DIGITS_AND_LOWER = 10
    """top-1"""
    JOINED_LOWER = 11
    """fine-tuning"""
    JOINED_CAPITALIZED = 12
    """Low-Rank"""
    JOINED_CAPITALS = 13
    """RGB-D"""
    MARKS = 14
    """="""


def word_shape(word: str) -> WordShape:
    """How a word is written."""
    if word.isalpha():
        return _letters_shape(word)
    if any(c.isdigit() for c in word):
        if not any(c.isalpha() for c in word):
            return WordShape.DIGITS
        return WordShape.DIGITS_AND_CAPITALS if any(c.isupper() for c in word) else WordShape.DIGITS_AND_LOWER
    if any(c.isalpha() for c in word):
        return _joined_shape(word)
    return WordShape.MARKS


def _letters_shape(word: str) -> WordShape:
    if word.islower():
        return WordShape.LOWER if len(word) > 1 else WordShape.LOWER_LETTER
    if word.isupper():
        return WordShape.CAPITALS if len(word) > 1 else WordShape.CAPITAL_LETTER
    if word[0].isupper() and word[1:].islower():
        return WordShape.CAPITALIZED
    plural = word[:-1].isupper() and word[-1] == "s"
    return WordShape.PLURAL_CAPITALS if plural else WordShape.INNER_CAPITALS


def _joined_shape(word: str) -> WordShape:
    if word.replace("-", "").islower():
        return WordShape.JOINED_LOWER
    parts = [part for part in word.split("-") if part]
    capitalized = "-" in word and all(part[1:].islower() for part in parts)
    return WordShape.JOINED_CAPITALIZED if capitalized else WordShape.JOINED_CAPITALS


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

    def frequency(self, word: str) -> float:
        """How common this very form is: the logarithm of its papers; 0 where the corpora do not have it."""
        return float(self.statistics(word)[STATISTICS.index("papers")])

    def statistics(self, word: str) -> Floats:
        """What the corpora do with this very form; zeros where they do not have it."""
        row = self._statistics.get(word)
        return self._nothing if row is None else self._table[row]
