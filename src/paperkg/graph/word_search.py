"""Names and texts by their words: all words in any order, each by its beginning, and words that are nearly right."""

import bisect
import re
import unicodedata
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

_WORD = re.compile(r"[^\W_]+")
_IDENTIFIER = re.compile(r"(?<!\d)\d{4}\.\d{4,5}(?!\d)|\b10\.\d{4,}/\S+|\b[a-z-]+/\d{7}\b")
_MOST_TYPOS = 2
_SURE_LETTERS = 5  # of a shorter word, only one letter may be wrong


class WordSearch:
    """Texts that are searched by their words.

    All of them stand in one string, which is searched faster than a list.

    Args:
        texts: what is searched; answers are positions in it.
    """

    def __init__(self, texts: Iterable[str]) -> None:
        lines = ["".join(f" {word}" for word in fold_words(text)) for text in texts]
        self._text = "\n".join(["", *lines, ""])
        lengths = [len(line) + 1 for line in lines]
        self._starts = list(np.cumsum([1, *lengths[:-1]])) if lengths else []
        self._vocabulary: dict[int, tuple[list[str], NDArray[np.uint32]]] | None = None

    def find(self, query: str, most: int) -> list[int]:
        """Up to `most` texts in which every word of the query begins some word, in their order."""
        words = sorted(set(fold_words(query)), key=len, reverse=True)
        if not words or not self._starts:
            return []
        found: set[int] | None = None
        for word in words:
            own = self._beginning(word, None if len(words) > 1 else most)
            found = own if found is None else found & own
        return sorted(found or ())[:most]

    def _beginning(self, word: str, most: int | None) -> set[int]:
        found: set[int] = set()
        pattern = f" {word}"
        at = self._text.find(pattern)
        while at >= 0 and (most is None or len(found) < most):
            k = bisect.bisect_right(self._starts, at) - 1
            found.add(k)
            at = self._text.find(pattern, self._text.find("\n", at))
        return found

    def corrected(self, query: str) -> list[str]:
        """The query with words that occur in the place of those that do not: the closest ones, up to three queries."""
        queries = [""]
        for word in fold_words(query):
            close = [word] if self._beginning(word, 1) else self._closest(word)
            queries = [f"{before} {other}".strip() for before in queries for other in close][:3]
        return queries

    def _closest(self, word: str) -> list[str]:
        """Up to three words at the least distance from one, at most two letters away; else none."""
        if self._vocabulary is None:
            self._vocabulary = _by_length(set(self._text.split()))
        most = _MOST_TYPOS if len(word) >= _SURE_LETTERS else 1
        best: list[tuple[int, str]] = []
        for length in range(max(1, len(word) - most), len(word) + most + 1):
            words, letters = self._vocabulary.get(length, ([], np.empty((0, length), np.uint32)))
            far = distances(word, letters)
            best += [(int(far[k]), words[k]) for k in np.flatnonzero(far <= most)]
        least = min((far for far, _ in best), default=0)
        return sorted(other for far, other in best if far == least)[:3]


def _by_length(words: Iterable[str]) -> dict[int, tuple[list[str], NDArray[np.uint32]]]:
    groups: dict[int, list[str]] = {}
    for word in sorted(words):
        groups.setdefault(len(word), []).append(word)
    return {
        length: (group, np.frombuffer("".join(group).encode("utf-32-le"), np.uint32).reshape(-1, length))
        for length, group in groups.items()
    }


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


def identifier_in(query: str) -> str | None:
    """The arXiv id, without a version, or DOI in a query or address; None where there is none.

    >>> identifier_in("arxiv.org/abs/2503.01234v2"), identifier_in("https://doi.org/10.1000/x"), identifier_in("LoRA")
    ('2503.01234', '10.1000/x', None)
    """
    found = _IDENTIFIER.search(query)
    return found.group().rstrip(".,;") if found else None
