"""The judge: from the features of a surface form, the probability that it is an entity of each type.

Small feed-forward networks, several of them averaged, trained on annotated papers with `paperkg.training`
and run with numpy. Their probabilities are the pipeline's confidences.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from paperkg.extraction.mentions.form_features import FormFeatures
from paperkg.extraction.mentions.tagger import LABELS
from paperkg.extraction.words.vectors import Floats
from paperkg.kinds import EntityType

_PROPER, _COMMON = 1 + LABELS.index("Method+"), 1 + LABELS.index("Method")
# Columns of labels by type; of types as probable as each other the last in the alphabet is taken.
_COLUMNS = tuple(
    (kind, [i for i, label in enumerate(LABELS) if label.rstrip("+") == kind])
    for kind in sorted(EntityType, reverse=True)
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """A form's most probable type, whether it is a proper name, how probable the type is, and any type at all."""

    key: str
    type: EntityType
    named: bool
    confidence: float
    any: float


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
        return verdicts(forms.keys, self.probabilities(forms.matrix))


def verdicts(keys: Sequence[str], rows: Floats) -> tuple[Verdict, ...]:
    """What probabilities (forms by none, *LABELS) mean; proper and other methods count together."""
    by_type = np.stack([rows[:, 1:][:, columns].sum(axis=1) for _, columns in _COLUMNS], axis=1)
    best = by_type.round(4).argmax(axis=1)
    confidences = by_type[np.arange(len(rows)), best].tolist()
    proper = (rows[:, _PROPER] >= rows[:, _COMMON]).tolist()
    kinds = [_COLUMNS[k][0] for k in best.tolist()]
    anything = (1.0 - rows[:, 0]).tolist()
    return tuple(
        Verdict(key, kind, own_name if kind.kind.named is None else kind.kind.named, round(sure, 3), round(any_, 3))
        for key, kind, own_name, sure, any_ in zip(keys, kinds, proper, confidences, anything, strict=True)
    )
