"""Multinomial logistic regression over named features, applied without any learning library.

A model is a readable JSON file: the labels, and for each feature one whole number a label, in
thousandths. A feature is a name, or names and values: "in_list", "left1=the", "left1,right1=the of". One
that counts only for a group (a type of entity, say) has the group before it: "benchmark/left1=the".
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

SCALE = 1000
GROUP_MARK = "/"

Matrix = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class LinearModel:
    """Weights of features for labels.

    `rows` maps, for each group ("" for none), a feature to its row of `weights` (features by labels,
    in units of 1/`SCALE`: sums of whole numbers are the same on every processor).
    """

    labels: tuple[str, ...]
    rows: Mapping[str, Mapping[str, int]]
    weights: NDArray[np.int64]

    def known(self, features: Iterable[str], group: str = "") -> list[int]:
        """The rows of those features that the model knows, each once, in any order."""
        rows = set(map(self.rows[group if group in self.rows else ""].get, features))
        rows.discard(None)
        return list(rows)  # type: ignore[arg-type]  # mypy does not see that None is gone

    def score_rows(self, rows: Sequence[list[int]]) -> Matrix:
        """The sums (examples by labels) for lists of weight rows from `known`."""
        ends = np.cumsum([0, *map(len, rows)])
        flat = np.fromiter(chain.from_iterable(rows), dtype=np.int64, count=ends[-1])
        sums = np.zeros((len(flat) + 1, len(self.labels)), dtype=np.int64)
        np.cumsum(self.weights[flat], axis=0, out=sums[1:])
        total: Matrix = (sums[ends[1:]] - sums[ends[:-1]]) / SCALE
        return total


def softmax(scores: Matrix) -> Matrix:
    """Probabilities (examples by labels) from scores."""
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    total: Matrix = powers / powers.sum(axis=1, keepdims=True)
    return total


def model_from(data: Mapping[str, object]) -> LinearModel:
    """The model in the form that `read_model` reads and the training code writes."""
    labels, features = data["labels"], data["features"]
    assert isinstance(labels, list)
    assert isinstance(features, dict)
    plain: dict[str, int] = {}
    grouped: dict[str, dict[str, int]] = {}
    for index, name in enumerate(features):
        group, mark, feature = name.partition(GROUP_MARK)
        if mark and "=" not in group:  # else the mark is part of a value: "left1=/"
            grouped.setdefault(group, {})[feature] = index
        else:
            plain[name] = index
    weights = list(features.values())
    rows = {"": plain}
    for group, own in grouped.items():
        rows[group] = {**plain, **own}
        for feature in own.keys() & plain.keys():  # one look-up for what counts for all and once more for the group
            rows[group][feature] = len(weights)
            weights.append([a + b for a, b in zip(weights[plain[feature]], weights[own[feature]], strict=True)])
    return LinearModel(tuple(labels), rows, np.array(weights, dtype=np.int64).reshape(len(weights), len(labels)))


def read_model(path: Path) -> LinearModel:
    """The model in a file."""
    return model_from(json.loads(path.read_text(encoding="utf-8")))
