"""Layers of the neural networks, run with numpy alone, text by text, so that no result depends on a batch.

They are trained with PyTorch (`paperkg.training`). Weights have PyTorch's names, "norm.weight" and "norm.bias" for
the layer "norm"; the matrices of linear layers are transposed.
"""

from collections.abc import Mapping

import numpy as np

from paperkg.extraction.words.vectors import Floats

HEADS = 4
"""Of each attention."""

Weights = Mapping[str, Floats]


def normalise(x: Floats, weights: Weights, name: str) -> Floats:
    """Each row with mean 0 and variance 1, scaled and shifted (Ba et al. 2016, "Layer Normalization")."""
    centered: Floats = x - x.mean(axis=1, keepdims=True)
    centered *= 1.0 / np.sqrt((centered * centered).mean(axis=1, keepdims=True) + 1e-5)
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


def attention(x: Floats, weights: Weights, name: str, bias: Floats | None = None) -> Floats:
    """Every word as the others bear on it (Vaswani et al. 2017, "Attention Is All You Need").

    Args:
        x: words by width.
        weights: of the network.
        name: of the layer.
        bias: what is added to the scores, heads by words by words.
    """
    length, width = x.shape
    qkv = linear(x, weights, name + ".q").reshape(length, 3, HEADS, width // HEADS).transpose(1, 2, 0, 3)
    queries, keys, values = qkv[0], qkv[1], qkv[2]
    # In place: these are the largest arrays, and making new ones takes longer than filling them.
    scores = queries @ keys.transpose(0, 2, 1)
    scores *= np.float32((width // HEADS) ** -0.5)
    if bias is not None:
        scores += bias
    scores -= scores.max(axis=2, keepdims=True)
    np.exp(scores, out=scores)
    scores /= scores.sum(axis=2, keepdims=True)
    joined = (scores @ values).transpose(1, 0, 2).reshape(length, width)
    return linear(np.ascontiguousarray(joined), weights, name + ".o")


def convolution(x: Floats, weights: Weights, name: str) -> Floats:
    """Every word with its two neighbors."""
    padded = np.zeros((x.shape[0] + 2, x.shape[1]), dtype=x.dtype)
    padded[1:-1] = x
    return maxout(np.concatenate((padded[:-2], padded[1:-1], padded[2:]), axis=1), weights, name)
