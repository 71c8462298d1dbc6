"""The tagger: for every word of a paper the probability of each tag, by a small neural network.

Words become vectors by two layers (remembered for words seen before), which convolutions over
neighbouring words and attention over the whole paper put into context. It is trained with PyTorch
(`paperkg.training`) and run here with numpy alone, paper by paper, so that no result depends on what
else is in a batch.
"""

from collections.abc import Mapping, Sequence

import numpy as np

from paperkg.extraction.mentions.tags import BEGIN, INSIDE
from paperkg.extraction.words.vectors import Floats, WordTable, affix_buckets, word_shape

HEADS = 4
_REMEMBERED = 50_000
SECTION = 1000
"""Words that attention goes over at once."""
OVERLAP = 100
"""Words on either side that the words of a section are read with, and that belong to its neighbors."""

Weights = Mapping[str, Floats]


def _normalise(x: Floats, weights: Weights, name: str) -> Floats:
    centred = x - x.mean(axis=1, keepdims=True)
    scale = 1.0 / np.sqrt((centred * centred).mean(axis=1, keepdims=True) + 1e-5)
    normal: Floats = centred * scale * weights[name + ".weight"] + weights[name + ".bias"]
    return normal


def _linear(x: Floats, weights: Weights, name: str) -> Floats:
    out: Floats = x @ weights[name + ".weight"] + weights[name + ".bias"]
    return out


def _maxout(x: Floats, weights: Weights, name: str) -> Floats:
    y = _linear(x, weights, name + ".l")
    half = y.shape[-1] // 2
    out: Floats = np.maximum(y[..., :half], y[..., half:])
    return out


def _attention(x: Floats, weights: Weights, name: str) -> Floats:
    length, width = x.shape
    qkv = _linear(x, weights, name + ".q").reshape(length, 3, HEADS, width // HEADS).transpose(1, 2, 0, 3)
    queries, keys, values = qkv[0], qkv[1], qkv[2]
    scores = queries @ keys.transpose(0, 2, 1) * np.float32((width // HEADS) ** -0.5)
    scores = np.exp(scores - scores.max(axis=2, keepdims=True))
    scores /= scores.sum(axis=2, keepdims=True)
    joined = (scores @ values).transpose(1, 0, 2).reshape(length, width)
    return _linear(np.ascontiguousarray(joined), weights, name + ".o")


def _convolution(x: Floats, weights: Weights, name: str) -> Floats:
    padded = np.zeros((x.shape[0] + 2, x.shape[1]), dtype=x.dtype)
    padded[1:-1] = x
    return _maxout(np.concatenate((padded[:-2], padded[1:-1], padded[2:]), axis=1), weights, name)


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
        self._weights = {name: np.ascontiguousarray(w, dtype=np.float32) for name, w in weights.items()}
        self._blocks = blocks
        self._memory: dict[str, Floats] = {}

    def _embed(self, words: Sequence[str]) -> Floats:
        unknown = sorted({word for word in words if word not in self._memory})
        if len(self._memory) + len(unknown) > _REMEMBERED:
            self._memory.clear()
            unknown = sorted(set(words))
        for word in unknown:  # one by one: a product's last bits may depend on the number of its rows
            self._memory[word] = self._vector(word)
        return np.stack([self._memory[word] for word in words])

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
        vector: Floats = _linear(_maxout(features[None, :], w, "i"), w, "i2")[0]
        return vector

    def log_probabilities(self, words: Sequence[str], title_length: int) -> Floats:
        """Logarithms of the probabilities of tags (`tags_of` the labels), words by tags.

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
            logs = self._read(words[first:end], max(0, min(title_length, end) - first))
            pieces.append(logs[start - first : start - first + SECTION - 2 * OVERLAP])
        return np.concatenate(pieces)

    def _read(self, words: Sequence[str], title_length: int) -> Floats:
        w = self._weights
        x = self._embed(words)
        x[:title_length] += w["pos.weight"][1]
        x[title_length:] += w["pos.weight"][0]
        for i, block in enumerate(self._blocks):
            layer = _convolution if block == "c" else _attention
            x = x + layer(_normalise(x, w, f"ns.{i}"), w, f"ls.{i}")
        y = _linear(_normalise(x, w, "no"), w, "out")
        y -= y.max(axis=1, keepdims=True)
        logs: Floats = y - np.log(np.exp(y).sum(axis=1, keepdims=True))
        return logs


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
