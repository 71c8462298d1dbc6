"""The tagger: for every word of a paper the probability of each tag, by a small neural network.

Words become vectors by two layers (remembered for words seen before), which convolutions over
neighbouring words and attention over the whole paper put into context. It is trained with PyTorch
(`paperkg.training`) and run here with numpy alone, paper by paper, so that no result depends on what
else is in a batch.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from paperkg.extraction.layers import Weights, attention, convolution, linear, maxout, normalise, ready
from paperkg.extraction.mentions.tags import BEGIN, INSIDE
from paperkg.extraction.mentions.word_memory import WordMemory
from paperkg.extraction.words.vectors import Floats, WordTable, affix_buckets, word_shape

SECTION = 1000
"""Words that attention goes over at once."""
OVERLAP = 100
"""Words on either side that the words of a section are read with, and that belong to its neighbors."""


@dataclass(frozen=True, slots=True)
class TaggedWords:
    """What the tagger makes of words: `logs`, words by tags, and `vectors`, words by twice its width.

    `logs` are the logarithms of the probabilities of tags (`tags_of` the labels); a vector is that of the word alone
    and then that of the word in its context.
    """

    logs: Floats
    vectors: Floats


class Tagger:
    """The network with its weights.

    Args:
        words: static features of words.
        weights: as PyTorch names them, the matrices of linear layers transposed.
        blocks: one letter a block, "c" convolution, "a" attention.
        labels: that it was trained for.
    """

    def __init__(self, words: WordTable, weights: Weights, blocks: str, labels: Sequence[str]) -> None:
        self.words = words
        self.labels = tuple(labels)
        self._weights = ready(weights, "ls", blocks)
        self._blocks = blocks
        self._memory = WordMemory(self._vector, self._weights["i2.bias"].size)

    def _vector(self, word: str) -> Floats:
        w = self._weights
        suffix, prefix = affix_buckets(word)
        features = np.concatenate(
            (
                self.words.vector(word),
                self.words.statistics(word),
                w["sh.weight"][word_shape(word)],
                w["su.weight"][suffix],
                w["pr.weight"][prefix],
            )
        )
        vector: Floats = linear(maxout(features[None, :], w, "i"), w, "i2")[0]
        return vector

    def read(self, words: Sequence[str], title_length: int) -> TaggedWords:
        """Tags and vectors of the words of a paper.

        Long texts are read in sections that overlap, for attention needs memory that grows with the square of the
        words; no abstract is so long.

        Args:
            words: of one paper, at least one, no blanks among them.
            title_length: how many of them are the title's.
        """
        if len(words) <= SECTION:
            return self._read(words, title_length)
        pieces = []
        for start in range(0, len(words), SECTION - 2 * OVERLAP):
            first, end = max(0, start - OVERLAP), min(start + SECTION - OVERLAP, len(words))
            piece = self._read(words[first:end], max(0, min(title_length, end) - first))
            own = slice(start - first, start - first + SECTION - 2 * OVERLAP)
            pieces.append((piece.logs[own], piece.vectors[own]))
        logs, vectors = map(np.concatenate, zip(*pieces, strict=True))
        return TaggedWords(logs, vectors)

    def _read(self, words: Sequence[str], title_length: int) -> TaggedWords:
        w = self._weights
        alone = self._memory.vectors(words)
        x = alone + w["pos.weight"][(np.arange(len(words)) < title_length).astype(np.intp)]
        for i, block in enumerate(self._blocks):
            layer = convolution if block == "c" else attention
            x = x + layer(normalise(x, w, f"ns.{i}"), w, f"ls.{i}")
        in_context = normalise(x, w, "no")
        y = linear(in_context, w, "out")
        y -= y.max(axis=1, keepdims=True)
        logs: Floats = y - np.log(np.exp(y).sum(axis=1, keepdims=True))
        return TaggedWords(logs, np.concatenate((alone, in_context), axis=1))


def span_probabilities(logs: Floats, least: float) -> dict[tuple[int, int], Floats]:
    """Probabilities of labels for every span of words to which one gives at least `least`."""
    p = np.exp(logs)
    begin, inside = p[:, BEGIN], p[:, INSIDE]
    found: dict[tuple[int, int], Floats] = {}
    for start, label in zip(*(axis.tolist() for axis in np.nonzero(begin > least)), strict=True):
        reach, end = float(begin[start, label]), start + 1
        while reach >= least:
            onward = float(inside[end, label]) if end < len(p) else 0.0
            whole = reach * (1.0 - onward)
            if whole > least:
                found.setdefault((start, end), np.zeros(begin.shape[1], dtype=np.float32))[label] += whole
            reach *= onward
            end += 1
    return found
