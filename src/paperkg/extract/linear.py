"""Multinomial logistic regression over named features, applied without any learning library.

A model is a readable JSON file: the labels, and for each feature one whole number a label, in
thousandths. A feature may count only for a group (a type of entity, say); it is then "group<tab>feature".
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import chain

import numpy as np
from numpy.typing import NDArray

SCALE = 1000
GROUP_MARK = "\t"
MODELS = ("roles", "results", "result_links", "relations")

Weights = NDArray[np.float64]
_NOTHING: Mapping[str, int] = {}


@dataclass(frozen=True, slots=True)
class LinearModel:
    """Weights of features for labels.

    `rows` maps a feature to its row of `weights` (features by labels, in units of 1/`SCALE`: sums of
    whole numbers are the same on every processor), `grouped` the same for those
    features that count for one group only.
    """

    labels: tuple[str, ...]
    rows: Mapping[str, int]
    grouped: Mapping[str, Mapping[str, int]]
    weights: NDArray[np.int64]

    def known(self, features: Iterable[str], group: str = "") -> list[int]:
        """The rows of those features that the model knows, each once, in any order."""
        row_of, special_of = self.rows.get, self.grouped.get(group, _NOTHING).get
        unique = set(features)
        rows = [row for feature in unique if (row := row_of(feature)) is not None]
        if group:
            rows += [row for feature in unique if (row := special_of(feature)) is not None]
        return rows

    def scores(self, features: Iterable[str], group: str = "") -> Weights:
        """The sum of weights for each label; features that the model does not know count nothing."""
        total: Weights = self.weights[self.known(features, group)].sum(axis=0) / SCALE
        return total

    def score_rows(self, rows: Sequence[list[int]]) -> Weights:
        """The sums (examples by labels) for lists of weight rows from `known`."""
        ends = np.cumsum([0, *map(len, rows)])
        flat = np.fromiter(chain.from_iterable(rows), dtype=np.int64, count=ends[-1])
        sums = np.zeros((len(flat) + 1, len(self.labels)), dtype=np.int64)
        np.cumsum(self.weights[flat], axis=0, out=sums[1:])
        total: Weights = (sums[ends[1:]] - sums[ends[:-1]]) / SCALE
        return total


def shares(scores: Weights) -> Weights:
    """Probabilities (examples by labels) from scores."""
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    total: Weights = powers / powers.sum(axis=1, keepdims=True)
    return total


def model_from(data: Mapping[str, object]) -> LinearModel:
    """The model in the form that `load_model` reads and the training code writes."""
    labels, features = data["labels"], data["features"]
    assert isinstance(labels, list)
    assert isinstance(features, dict)
    rows: dict[str, int] = {}
    grouped: dict[str, dict[str, int]] = {}
    for index, name in enumerate(features):
        group, mark, feature = name.partition(GROUP_MARK)
        if mark and group:
            grouped.setdefault(group, {})[feature] = index
        else:
            rows[name] = index
    weights = np.array(list(features.values()), dtype=np.int64).reshape(len(features), len(labels))
    return LinearModel(tuple(labels), rows, grouped, weights)


@cache
def load_model(name: str) -> LinearModel:
    """The shipped model of that name, one of `MODELS`."""
    text = (files("paperkg") / "resources" / f"{name}.json").read_text(encoding="utf-8")
    return model_from(json.loads(text))
