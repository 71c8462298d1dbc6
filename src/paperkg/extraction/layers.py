"""Layers of the neural networks, run with numpy alone, text by text, so that no result depends on a batch.

They are trained with PyTorch (`paperkg.training`). Weights have PyTorch's names, "norm.weight" and "norm.bias" for
the layer "norm"; the matrices of linear layers are transposed.
"""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from paperkg.extraction.words.vectors import Floats

HEADS = 4
"""Of each attention."""

Weights = Mapping[str, Floats]
Rows = slice | NDArray[np.int64]


def normalise(x: Floats, weights: Weights, name: str) -> Floats:
    """Each row with mean 0 and variance 1, scaled and shifted (Ba et al. 2016, "Layer Normalization")."""
    width = np.float32(x.shape[1])
    centered: Floats = x - x.sum(axis=1, keepdims=True) / width
    squares = np.einsum("ij,ij->i", centered, centered)[:, None]
    centered *= 1.0 / np.sqrt(squares / width + np.float32(1e-5))
    centered *= weights[name + ".weight"]
    centered += weights[name + ".bias"]
    return centered


def linear(x: Floats, weights: Weights, name: str) -> Floats:
    """Rows by outputs."""
    out: Floats = x @ weights[name + ".weight"]
    out += weights[name + ".bias"]
    return out


def maxout(x: Floats, weights: Weights, name: str) -> Floats:
    """The greater of two linear layers at each output (Goodfellow et al. 2013, "Maxout Networks")."""
    y = linear(x, weights, name + ".l")
    half = y.shape[-1] // 2
    out: Floats = np.maximum(y[..., :half], y[..., half:])
    return out


def attention(x: Floats, weights: Weights, name: str, bias: Floats | None = None, asked: Rows = slice(None)) -> Floats:
    """Words as all words bear on them (Vaswani et al. 2017, "Attention Is All You Need").

    Args:
        x: words by width.
        weights: of the network.
        name: of the layer.
        bias: what is added to the scores, heads by asked words by words.
        asked: the words to give, all of them where none are named.
    """
    length, width = x.shape
    heads = linear(x, weights, name + ".q").reshape(length, 3, HEADS, width // HEADS).transpose(1, 2, 0, 3)
    queries, keys, values = np.ascontiguousarray(heads)
    queries = queries[:, asked]
    # What can be done to the small arrays is; and the largest, words by words, are changed in place, for making new
    # ones takes longer than filling them.
    queries *= np.float32((width // HEADS) ** -0.5)
    scores = queries @ keys.transpose(0, 2, 1)
    if bias is not None:
        scores += bias
    scores -= scores.max(axis=2, keepdims=True)
    np.exp(scores, out=scores)
    seen = scores @ values
    seen /= scores.sum(axis=2, keepdims=True)
    joined = np.ascontiguousarray(seen.transpose(1, 0, 2)).reshape(-1, width)
    return linear(joined, weights, name + ".o")


_TILE, _TAKEN = 4, 6
"""How many words a convolution gives at a time, and from how many: those and a neighbor on either side."""
_TRANSFORMED = ".l.transformed"
_OF_WORDS: Floats = np.array(
    [[4, 0, -5, 0, 1, 0], [0, -4, -4, 1, 1, 0], [0, 4, -4, -1, 1, 0], [0, -2, -1, 2, 1, 0], [0, 2, -1, -2, 1, 0],
     [0, 4, 0, -5, 0, 1]], dtype=np.float32,
)  # fmt: skip
_OF_WEIGHTS = np.array(
    [[1 / 4, 0, 0], [-1 / 6, -1 / 6, -1 / 6], [-1 / 6, 1 / 6, -1 / 6], [1 / 24, 1 / 12, 1 / 6],
     [1 / 24, -1 / 12, 1 / 6], [0, 0, 1]]
)  # fmt: skip
_TO_WORDS: Floats = np.array(
    [[1, 1, 1, 1, 1, 0], [0, 1, -1, 2, -2, 0], [0, 1, 1, 4, 4, 0], [0, 1, -1, 8, -8, 1]], dtype=np.float32
)


def convolution(x: Floats, weights: Weights, name: str) -> Floats:
    """Every word with its two neighbors: the greater of two linear layers at each output.

    Four words at a time, from six, so that half the multiplications are needed (Winograd's F(4, 3) in Lavin and Gray
    2016, "Fast Algorithms for Convolutional Neural Networks").
    """
    (length, width), tiles = x.shape, -(-len(x) // _TILE)
    padded = np.zeros((_TILE * tiles + 2, width), dtype=np.float32)
    padded[1 : length + 1] = x
    taken = np.empty((_TAKEN, tiles, width), dtype=np.float32)
    for k in range(_TAKEN):
        taken[k] = padded[k : k + _TILE * tiles - _TILE + 1 : _TILE]
    mixed: Floats = _OF_WORDS @ taken.reshape(_TAKEN, -1)
    products: Floats = mixed.reshape(taken.shape) @ weights[name + _TRANSFORMED]
    unmixed: Floats = _TO_WORDS @ products.reshape(_TAKEN, -1)
    y = unmixed.reshape(_TILE, tiles, -1)
    y += weights[name + ".l.bias"]
    half = y.shape[2] // 2
    out = np.empty((tiles, _TILE, half), dtype=np.float32)
    np.maximum(y[..., :half], y[..., half:], out=out.transpose(1, 0, 2))
    return out.reshape(-1, half)[:length]


def ready(weights: Weights, layers: str, blocks: str) -> dict[str, Floats]:
    """Weights as the layers here take them: in one piece, and those of convolutions transformed too.

    Args:
        weights: of a network.
        layers: the name that its blocks' layers have before their number.
        blocks: a letter for each block, "c" for a convolution.
    """
    whole = {name: np.ascontiguousarray(w, dtype=np.float32) for name, w in weights.items()}
    for name in (f"{layers}.{i}" for i, block in enumerate(blocks) if block == "c"):
        by_neighbor = np.stack(np.split(weights[name + ".l.weight"].astype(np.float64), 3))
        whole[name + _TRANSFORMED] = np.tensordot(_OF_WEIGHTS, by_neighbor, axes=1).astype(np.float32)
    return whole
