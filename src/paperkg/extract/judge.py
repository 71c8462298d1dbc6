"""The judge: from the features of a surface form, the probability that it is an entity of each type.

Small feed-forward networks, several of them averaged, trained on annotated papers with `paperkg.train`
and run with numpy. Their probabilities are the pipeline's confidences.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from paperkg.extract.form_features import FormFeatures
from paperkg.extract.tagger import LABELS
from paperkg.extract.words import Floats
from paperkg.model import EntityType


@dataclass(frozen=True, slots=True)
class Verdict:
    """A form's most probable type, whether it is a proper name, and how probable the type is."""

    key: str
    type: EntityType
    named: bool
    confidence: float


class Judge:
    """The networks: `mean` and `scale` standardise features; the others are stacks, one network a row.

    Args:
        weights: `mean`, `scale` (features), `w1` (networks, features, hidden), `b1`, `w2` (networks,
            hidden, 1 + labels), `b2`.
    """

    def __init__(self, weights: Mapping[str, Floats]) -> None:
        self._w = {name: np.asarray(w, dtype=np.float32) for name, w in weights.items()}

    def probabilities(self, matrix: Floats) -> Floats:
        """Forms by (none, *LABELS)."""
        w = self._w
        x = np.clip((matrix - w["mean"]) * w["scale"], -5.0, 5.0)
        hidden = np.maximum(x @ w["w1"] + w["b1"][:, None, :], 0.0)
        y = hidden @ w["w2"] + w["b2"][:, None, :]
        y = np.exp(y - y.max(axis=2, keepdims=True))
        mean: Floats = (y / y.sum(axis=2, keepdims=True)).mean(axis=0)
        return mean

    def judge(self, forms: FormFeatures) -> tuple[Verdict, ...]:
        """A verdict for every form."""
        if not forms.keys:
            return ()
        rows = self.probabilities(forms.matrix)
        return tuple(verdict_of(key, row) for key, row in zip(forms.keys, rows.tolist(), strict=True))


def verdict_of(key: str, row: list[float]) -> Verdict:
    """The verdict that probabilities of (none, *LABELS) mean; proper and other methods count together."""
    by_type: dict[str, float] = {}
    for label, p in zip(LABELS, row[1:], strict=True):
        kind = label.rstrip("+")
        by_type[kind] = by_type.get(kind, 0.0) + p
    best = max(by_type, key=lambda kind: (round(by_type[kind], 4), kind))
    named = row[1] >= row[2] if best == "Method" else best in {"Model", "Benchmark", "Software"}
    return Verdict(key, EntityType(best), named, round(by_type[best], 3))
