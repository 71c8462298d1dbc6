"""Vectors of the words that were met most lately, so that those of common words are computed once."""

from collections.abc import Callable, Sequence

import numpy as np

from paperkg.extraction.words.vectors import Floats

GENERATION = 25_000
"""Words that are remembered before the older ones among them are forgotten; more than a text has."""


class WordMemory:
    """Two generations of words: those met since the last change, and those met before it.

    When the younger generation is full, it becomes the older one; whatever is not met again until the next change is
    forgotten. So common words stay, whatever comes between, and memory stays flat.

    Args:
        vector: that of a word.
        width: of a vector.
        size: words of a generation.
    """

    def __init__(self, vector: Callable[[str], Floats], width: int, size: int = GENERATION) -> None:
        self._vector = vector
        self._rows: dict[str, int] = {}
        self._table: Floats = np.empty((size, width), dtype=np.float32)
        self._older_rows: dict[str, int] = {}
        self._older_table = np.empty_like(self._table)

    def vectors(self, words: Sequence[str]) -> Floats:
        """The vectors of words (words by width), at most a generation of them."""
        new = sorted({word for word in words if word not in self._rows})
        if len(self._rows) + len(new) > len(self._table):
            self._rows, self._older_rows = {}, self._rows
            self._table, self._older_table = self._older_table, self._table
            new = sorted(set(words))
        for word in new:  # one by one: a product's last bits may depend on the number of its rows
            older, row = self._older_rows.get(word), len(self._rows)
            self._table[row] = self._vector(word) if older is None else self._older_table[older]
            self._rows[word] = row
        return self._table[[self._rows[word] for word in words]]
