"""The judge's networks, fitted to made-up forms."""

from dataclasses import replace

import numpy as np
import pytest

pytest.importorskip("torch", reason="needs PyTorch: pip install -r requirements/train.txt")

from paperkg.extraction.mentions.judge import Judge
from paperkg.extraction.mentions.tags import LABELS
from paperkg.extraction.words.vectors import Floats
from paperkg.training.fit_judge import CLASSES, JudgeExamples, JudgeSettings, fit_judge

SETTINGS = JudgeSettings(networks=2, hidden=8, epochs=60, batch=32)
OURS, THEIRS = 1, 3


def examples(count: int = 200, *, seed: int = 0) -> JudgeExamples:
    """Forms that are entities if their first feature is high; others call them something else if the second is too."""
    chance = np.random.default_rng(seed)
    features = chance.normal(size=(count, 4)).astype(np.float32)
    sides = np.where(chance.random(count) < 0.5, 1.0, -1.0).astype(np.float32)
    classes = np.zeros((count, CLASSES), dtype=np.float32)
    wanted = np.where(features[:, 0] < 0, 0, np.where((sides < 0) & (features[:, 1] > 0), THEIRS, OURS))
    classes[np.arange(count), wanted] = 1.0
    return JudgeExamples(features, classes, sides)


def likeliest(weights: dict[str, Floats], features: Floats) -> list[int]:
    found: list[int] = Judge(weights, LABELS).probabilities(features).argmax(axis=1).tolist()
    return found


def test_it_learns_the_classes_of_those_who_are_followed() -> None:
    weights = fit_judge(examples(), SETTINGS)
    others = examples(seed=1).features
    found = likeliest(weights, others)
    expected = [0 if first < 0 else OURS for first in others[:, 0]]
    assert np.mean([a == b for a, b in zip(found, expected, strict=True)]) > 0.9


def test_the_same_seed_gives_the_same_weights() -> None:
    settings = replace(SETTINGS, epochs=2)
    first, again, other = (fit_judge(examples(), s) for s in (settings, settings, replace(settings, seed=1)))
    assert all(np.array_equal(first[name], again[name]) for name in first)
    assert not np.array_equal(first["w1"], other["w1"])


def test_a_feature_that_never_varies_does_no_harm() -> None:
    constant = examples()
    constant.features[:, 3] = 7.0
    weights = fit_judge(constant, replace(SETTINGS, epochs=1))
    assert weights["scale"][3] == 0.0
    assert np.isfinite(Judge(weights, LABELS).probabilities(constant.features)).all()


def test_examples_of_papers_are_joined_in_order() -> None:
    parts = [examples(3, seed=seed) for seed in range(2)]
    whole = JudgeExamples.joined(parts)
    assert np.array_equal(whole.features, np.concatenate([part.features for part in parts]))
    assert (whole.classes.shape, whole.sides.shape) == ((6, CLASSES), (6,))
