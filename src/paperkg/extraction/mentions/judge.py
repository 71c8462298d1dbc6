"""The judge: from the features of a surface form, the probability that it is an entity of each type.

Small feed-forward networks, several of them averaged, trained on annotated papers with `paperkg.training`
and run with numpy. Their probabilities are the pipeline's confidences.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from paperkg.extraction.mentions.form_features import FormFeatures
from paperkg.extraction.mentions.tags import is_proper, type_name
from paperkg.extraction.words.vectors import Floats
from paperkg.kinds import EntityType

TypeShares = tuple[tuple[EntityType, float], ...]
"""Types, each with its probability."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """A form's most probable type, whether it is a proper name, how probable the type is, and any type at all.

    `types` are the probabilities of all types.
    """

    key: str
    type: EntityType
    named: bool
    confidence: float
    any: float
    types: TypeShares


@dataclass(frozen=True, slots=True)
class _Columns:
    """A type, and the columns of its labels: of its proper names, and of its terms or of both alike."""

    type: EntityType
    proper: list[int]
    common: list[int]

    def named(self, rows: Floats) -> NDArray[np.bool_]:
        """Whether each form is a proper name if it is of this type."""
        always = self.type.kind.named
        if always is not None:
            return np.full(len(rows), always)
        named: NDArray[np.bool_] = rows[:, self.proper].sum(axis=1) >= rows[:, self.common].sum(axis=1)
        return named


def _columns_by_type(labels: Sequence[str]) -> tuple[_Columns, ...]:
    """The columns of each type; of types as probable as each other the last in the alphabet is taken."""
    columns = {kind: _Columns(EntityType(kind), [], []) for kind in sorted(set(map(type_name, labels)), reverse=True)}
    for i, label in enumerate(labels, 1):
        found = columns[type_name(label)]
        (found.proper if is_proper(label) else found.common).append(i)
    return tuple(columns.values())


class Judge:
    """The networks: `mean` and `scale` standardize features; the others are stacks, one network a row.

    Args:
        weights: `mean`, `scale` (features), `w1` (networks, features, hidden), `b1`, `w2` (networks,
            hidden, 1 + labels), `b2`.
        labels: that it was trained for.
    """

    def __init__(self, weights: Mapping[str, Floats], labels: Sequence[str]) -> None:
        self.labels = tuple(labels)
        self._columns = _columns_by_type(labels)
        self._w = {name: np.asarray(w, dtype=np.float32) for name, w in weights.items()}

    def probabilities(self, matrix: Floats) -> Floats:
        """Forms by none and labels."""
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
        return self.verdicts(forms.keys, self.probabilities(forms.matrix))

    def verdicts(self, keys: Sequence[str], rows: Floats) -> tuple[Verdict, ...]:
        """What probabilities (forms by none and labels) mean; proper names and terms of a type count together."""
        by_type = np.stack([rows[:, c.proper + c.common].sum(axis=1) for c in self._columns], axis=1)
        named = np.stack([c.named(rows) for c in self._columns], axis=1)
        best = by_type.round(4).argmax(axis=1)
        at = np.arange(len(rows))
        types = [self._columns[k].type for k in best.tolist()]
        confidences, anything = by_type[at, best].tolist(), (1.0 - rows[:, 0]).tolist()
        shares = by_type.round(4).tolist()
        order = [c.type for c in self._columns]
        return tuple(
            Verdict(key, kind, name, round(sure, 3), round(any_, 3), tuple(zip(order, share, strict=True)))
            for key, kind, name, sure, any_, share in zip(
                keys, types, named[at, best].tolist(), confidences, anything, shares, strict=True
            )
        )
