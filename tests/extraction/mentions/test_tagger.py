"""Spans from the tagger's probabilities of words."""

import numpy as np

from paperkg.extraction.mentions.tagger import span_probabilities
from paperkg.extraction.mentions.tags import BEGIN, INSIDE, TAGS
from paperkg.extraction.words.vectors import Floats


def span_probability(logs: Floats, start: int, end: int) -> Floats:
    """The probability of each label for just these words, worked out plainly."""
    inside = np.exp(logs[start, BEGIN] + logs[start + 1 : end, INSIDE].sum(axis=0))
    onward = np.exp(logs[end, INSIDE]) if end < len(logs) else np.zeros_like(inside)
    probabilities: Floats = inside * (1.0 - onward)
    return probabilities


def test_span_probabilities_agree_with_those_of_single_spans() -> None:
    generator = np.random.default_rng(0)
    logs = generator.normal(size=(12, len(TAGS))).astype(np.float32) * 2
    logs -= np.log(np.exp(logs).sum(axis=1, keepdims=True))
    spans = span_probabilities(logs, 0.01)
    assert spans
    for (start, end), probabilities in spans.items():
        given = probabilities > 0
        assert np.allclose(probabilities[given], span_probability(logs, start, end)[given], atol=1e-5)
