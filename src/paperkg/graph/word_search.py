"""Names and texts by their words: all words in any order, each by its beginning, and words that are nearly right."""

import bisect
import functools
import operator
import re
import sys
import unicodedata
from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

_WORD = re.compile(r"[^\W_]+")
_IDENTIFIER = re.compile(r"(?<!\d)\d{4}\.\d{4,5}(?!\d)|\b10\.\d{4,}/\S+|\b[a-z-]+/\d{7}\b")
_MOST_TYPOS = 2
_SURE_LETTERS = 5  # of a shorter word, only one letter may be wrong
_TEXTS_AT_A_TIME = 1 << 14
_BITS = np.array([number.bit_count() for number in range(1 << 16)], dtype=np.uint8)


class WordSearch:
    """Texts that are searched by their words.

    Each word leads to the texts that have it. Words are sorted, so that those with one beginning stand together.

    Args:
        texts: what is searched; answers are positions in it. Nulls have no words.
    """

    def __init__(self, texts: Iterable[str] | pa.ChunkedArray) -> None:
        column = texts if isinstance(texts, pa.ChunkedArray) else pa.chunked_array([pa.array(texts, pa.string())])
        self._count = len(column)
        words, texts_of = _words_of(column)
        order = pc.sort_indices(words.dictionary)
        self._vocabulary: list[str] = words.dictionary.take(order).to_pylist()
        rank = np.empty(len(order), dtype=np.int64)
        rank[order.to_numpy()] = np.arange(len(order))
        found = rank[words.indices.to_numpy()] * max(self._count, 1) + texts_of
        found.sort()  # np.unique takes ten times as long for millions
        found = found[np.diff(found, prepend=-1) > 0]
        word, text = np.divmod(found, max(self._count, 1))
        self._starts = np.searchsorted(word, np.arange(len(order) + 1))
        self._texts = text.astype(np.int32)
        self._by_length: dict[int, _Words] | None = None

    def find(self, query: str, most: int) -> list[int]:
        """Up to `most` texts in which every word of the query begins some word, in their order."""
        words = _query_words(query)
        if not words:
            return []
        found = np.ones(self._count, dtype=bool)
        for word in words:
            first, end = self._beginning(word)
            own = np.zeros(self._count, dtype=bool)
            own[self._texts[self._starts[first] : self._starts[end]]] = True
            found &= own
        return [int(text) for text in np.flatnonzero(found)[:most]]

    def _beginning(self, word: str) -> tuple[int, int]:
        """Where the words that begin with one stand in the vocabulary, the end not included."""
        first = bisect.bisect_left(self._vocabulary, word)
        return first, bisect.bisect_left(self._vocabulary, word + chr(sys.maxunicode), first)

    def corrected(self, query: str) -> list[str]:
        """The query with words that occur in the place of those that do not: the closest ones, up to three queries."""
        queries = [""]
        for word in _query_words(query):
            close = self._closest(word) if operator.eq(*self._beginning(word)) else [word]
            queries = [f"{before} {other}".strip() for before in queries for other in close][:3]
        return queries

    def _closest(self, word: str) -> list[str]:
        """Up to three words at the least distance from one, at most two letters away; else none."""
        if self._by_length is None:
            self._by_length = _by_length(self._vocabulary)
        most = _MOST_TYPOS if len(word) >= _SURE_LETTERS else 1
        best: list[tuple[int, str]] = []
        for length in range(max(1, len(word) - most), len(word) + most + 1):
            known = self._by_length.get(length)
            if known is None:
                continue
            near = np.flatnonzero(_bits(known.signs ^ _sign(word)) <= 2 * most)
            far = distances(word, known.letters[near])
            best += [(int(far[k]), known.words[near[k]]) for k in np.flatnonzero(far <= most)]
        least = min((far for far, _ in best), default=0)
        return sorted(other for far, other in best if far == least)[:3]


class _Words(NamedTuple):
    """Words of one length, their letters as code points, and a sign of each: a bit for every letter that it has.

    One letter inserted, deleted or replaced changes two bits of a sign at most, and two that are swapped none, so that
    signs tell most words apart without a look at their letters.
    """

    words: list[str]
    letters: NDArray[np.uint32]
    signs: NDArray[np.uint64]


def _by_length(words: Iterable[str]) -> dict[int, _Words]:
    groups: dict[int, list[str]] = {}
    for word in words:
        groups.setdefault(len(word), []).append(word)
    found = {}
    for length, group in groups.items():
        letters = np.frombuffer("".join(group).encode("utf-32-le"), np.uint32).reshape(-1, length)
        found[length] = _Words(
            group, letters, np.bitwise_or.reduce(np.uint64(1) << (letters % 64).astype(np.uint64), 1)
        )
    return found


def _bits(signs: NDArray[np.uint64]) -> NDArray[np.uint8]:
    """How many bits are set in each."""
    counts: NDArray[np.uint8] = _BITS[signs.view(np.uint16).reshape(-1, 4)].sum(axis=1, dtype=np.uint8)
    return counts


def _sign(word: str) -> np.uint64:
    return np.uint64(functools.reduce(operator.or_, (1 << ord(letter) % 64 for letter in word), 0))


def distances(word: str, letters: NDArray[np.uint32]) -> NDArray[np.int16]:
    """How far words are from one: letters to insert, delete, replace or swap with their neighbor.

    This is the optimal string alignment distance, computed for all words at once.

    Args:
        word: not empty.
        letters: the words' letters as code points, shape (words, letters a word).
    """
    count, width = letters.shape
    own = [ord(letter) for letter in word]
    before: list[NDArray[np.int16]] = []
    row = [np.full(count, j, np.int16) for j in range(width + 1)]
    for i, letter in enumerate(own, 1):
        fresh = [np.full(count, i, np.int16)]
        for j in range(1, width + 1):
            same = letters[:, j - 1] == letter
            least = np.minimum(np.minimum(row[j], fresh[j - 1]) + 1, row[j - 1] + ~same)
            if i > 1 and j > 1:
                swapped = (letters[:, j - 1] == own[i - 2]) & (letters[:, j - 2] == letter)
                least = np.where(swapped, np.minimum(least, before[j - 2] + 1), least)
            fresh.append(least.astype(np.int16))
        before, row = row, fresh
    return row[width]


def fold_words(text: str) -> list[str]:
    """The words of a text, without case and accents.

    >>> fold_words("Chain-of-Thought, naïve")
    ['chain', 'of', 'thought', 'naive']
    """
    if not text.isascii():
        plain = unicodedata.normalize("NFKD", text)
        text = "".join(char for char in plain if not unicodedata.combining(char))
    return _WORD.findall(text.lower())


def _words_of(texts: pa.ChunkedArray) -> tuple[pa.DictionaryArray, NDArray[np.int64]]:
    """The words of all texts, and the position of the text that each stands in."""
    parts = [pa.array([], pa.string()).dictionary_encode()]
    places = [np.empty(0, dtype=np.int64)]
    for start in range(0, len(texts), _TEXTS_AT_A_TIME):
        words = pc.split_pattern(_folded(texts.slice(start, _TEXTS_AT_A_TIME).combine_chunks()), " ")
        parts.append(pc.list_flatten(words).dictionary_encode())
        places.append(start + pc.list_parent_indices(words).to_numpy().astype(np.int64))
    return pa.chunked_array(parts).unify_dictionaries().combine_chunks(), np.concatenate(places)


def _query_words(query: str) -> list[str]:
    """The words of a query, folded as those of the texts are."""
    words: list[str] = _folded(pa.array([query], pa.string()))[0].as_py().split()
    return words


def _folded(texts: pa.Array) -> pa.Array:
    """The words of each text as `fold_words` has them, a space between."""
    plain = pc.utf8_lower(pc.replace_substring_regex(pc.utf8_normalize(texts.fill_null(""), "NFKD"), r"\pM+", ""))
    return pc.utf8_trim(pc.replace_substring_regex(plain, r"[^\pL\pN]+", " "), " ")


def identifier_in(query: str) -> str | None:
    """The arXiv id, without a version, or DOI in a query or address; None where there is none.

    >>> identifier_in("arxiv.org/abs/2503.01234v2"), identifier_in("https://doi.org/10.1000/x"), identifier_in("LoRA")
    ('2503.01234', '10.1000/x', None)
    """
    found = _IDENTIFIER.search(query)
    return found.group().rstrip(".,;") if found else None
