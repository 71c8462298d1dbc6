"""Layers of networks; `tests/training` holds them to PyTorch's."""

import numpy as np

from paperkg.extraction.layers import attention, convolution, maxout, normalise
from paperkg.extraction.words.vectors import Floats

X: Floats = np.array([[1.0, 2.0, 3.0, 6.0], [0.0, -1.0, 0.0, 1.0]], dtype=np.float32)
ONE, ZERO = np.ones(4, dtype=np.float32), np.zeros(4, dtype=np.float32)
EYE: Floats = np.eye(4, dtype=np.float32)


def test_rows_are_normal() -> None:
    rows = normalise(X, {"n.weight": ONE, "n.bias": ZERO}, "n")
    assert np.allclose(rows.mean(axis=1), 0, atol=1e-6)
    assert np.allclose(rows.var(axis=1), 1, atol=1e-3)


def test_the_greater_of_two_layers_counts() -> None:
    weights = {"m.l.weight": np.concatenate((EYE, -EYE), axis=1), "m.l.bias": np.concatenate((ZERO, ZERO))}
    assert np.array_equal(maxout(X, weights, "m"), np.abs(X))


def test_words_see_their_neighbors_only() -> None:
    sides = np.concatenate((EYE, 0 * EYE, EYE))
    weights = {"c.l.weight": np.concatenate((sides, sides), axis=1), "c.l.bias": np.concatenate((ZERO, ZERO))}
    assert np.array_equal(convolution(X, weights, "c"), X[::-1])


def test_attention_goes_where_its_bias_sends_it() -> None:
    weights = {
        "a.q.weight": np.concatenate((0 * EYE, 0 * EYE, EYE), axis=1),
        "a.q.bias": np.zeros(12, dtype=np.float32),
        "a.o.weight": EYE,
        "a.o.bias": ZERO,
    }
    assert np.allclose(attention(X, weights, "a"), X.mean(axis=0))
    elsewhere = np.array([[-1e9, 0.0], [0.0, -1e9]], dtype=np.float32)
    assert np.allclose(attention(X, weights, "a", elsewhere), X[::-1])
