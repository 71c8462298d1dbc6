"""Layers of networks; `tests/training` holds them to PyTorch's."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from paperkg.extraction.layers import attention, convolution, maxout, normalise, ready
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
    weights = {"c.0.l.weight": np.concatenate((sides, sides), axis=1), "c.0.l.bias": np.concatenate((ZERO, ZERO))}
    assert np.allclose(convolution(X, ready(weights, "c", "c"), "c.0"), X[::-1], atol=1e-5)


@given(st.integers(1, 20))
def test_convolution_is_one_layer_over_each_word_and_its_neighbors(length: int) -> None:
    made = np.random.default_rng(length)
    x, weight, bias = (made.standard_normal(shape).astype(np.float32) for shape in ((length, 5), (15, 6), (6,)))
    padded = np.pad(x, ((1, 1), (0, 0)))
    side_by_side = np.concatenate((padded[:-2], padded[1:-1], padded[2:]), axis=1)
    expected = maxout(side_by_side, {"c.0.l.weight": weight, "c.0.l.bias": bias}, "c.0")
    found = convolution(x, ready({"c.0.l.weight": weight, "c.0.l.bias": bias}, "c", "c"), "c.0")
    assert np.allclose(found, expected, atol=1e-4)


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


def test_attention_gives_the_words_that_are_asked_for() -> None:
    made = np.random.default_rng(0)
    x, q, o = (made.standard_normal(shape).astype(np.float32) for shape in ((9, 4), (4, 12), (4, 4)))
    bias = made.standard_normal((4, 9, 9)).astype(np.float32)
    weights = {"a.q.weight": q, "a.q.bias": np.zeros(12, dtype=np.float32), "a.o.weight": o, "a.o.bias": ZERO}
    rows = np.array([1, 4, 8])
    some = attention(x, weights, "a", bias[:, rows], rows)
    assert np.allclose(some, attention(x, weights, "a", bias)[rows], atol=1e-6)
