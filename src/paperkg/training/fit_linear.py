"""Fitting: multinomial logistic regression from feature lists, written in the form extraction reads."""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from paperkg.extraction.claims.linear import GROUP_MARK, SCALE

BIAS = "bias"  # the feature that every example has


@dataclass(frozen=True, slots=True, kw_only=True)
class FitSettings:
    """How to fit: inverse strength of the L2 penalty, and what to leave out.

    A feature must occur in `least` examples; one whose weights are all below `smallest` is dropped.
    """

    inverse_penalty: float
    least: int = 3
    smallest: float = 0.005


@dataclass(frozen=True, slots=True)
class LabeledFeatures:
    """Features with their label; with a group, each counts once for all and once for the group."""

    features: Iterable[str]
    label: str
    group: str = ""

    def keys(self) -> set[str]:
        """The features, doubled for the group."""
        plain = set(self.features)
        return plain | {f"{self.group}{GROUP_MARK}{f}" for f in plain} if self.group else plain


def fit(examples: Sequence[LabeledFeatures], settings: FitSettings) -> dict[str, Any]:
    """The model, ready for `paperkg.extraction.claims.linear.model_from`; the same for the same examples."""
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression

    keys = [example.keys() for example in examples]
    counts = Counter(key for row in keys for key in row)
    vectorizer = DictVectorizer()
    matrix = vectorizer.fit_transform(
        {key: 1.0 for key in sorted(row) if counts[key] >= settings.least} for row in keys
    )
    names = [str(name) for name in vectorizer.feature_names_]
    regression = LogisticRegression(C=settings.inverse_penalty, max_iter=500)
    regression.fit(matrix, [example.label for example in examples])
    labels = [str(label) for label in regression.classes_]
    weights, bias = regression.coef_, regression.intercept_
    if len(labels) == 2:  # one row stands for both: the second label against the first
        weights, bias = np.concatenate([0 * weights, weights]), np.concatenate([0 * bias, bias])
    features = {
        name: np.rint(column * SCALE).astype(int).tolist()
        for name, column in zip(names, weights.T, strict=True)
        if np.abs(column).max() >= settings.smallest
    }
    whole = np.array(features.get(BIAS, [0] * len(labels))) + np.rint(bias * SCALE)
    features[BIAS] = whole.astype(int).tolist()
    return {"labels": labels, "features": features}


def write_model(model: dict[str, Any], path: str | Path) -> None:
    """Write a model as JSON, one feature a line, in the order of names."""
    rows = ",\n".join(
        f"{json.dumps(name, ensure_ascii=False)}:{json.dumps(weights, separators=(',', ':'))}"
        for name, weights in sorted(model["features"].items())
    )
    text = f'{{"labels":{json.dumps(model["labels"])},\n"features":{{\n{rows}}}}}\n'
    Path(path).write_text(text, encoding="utf-8")
