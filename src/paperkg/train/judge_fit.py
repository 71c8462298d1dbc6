"""The judge, fitted to annotated papers: what each candidate form of a paper truly is."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn import functional

from paperkg.extract.form_features import FormFeatures
from paperkg.extract.reading import Reading
from paperkg.extract.tagger import LABELS
from paperkg.extract.words import Floats
from paperkg.train.tagged import Tagged

CLASSES = 1 + len(LABELS)
_CLASS = {label: i + 1 for i, label in enumerate(LABELS)}


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgeSettings:
    """Networks that are averaged, their hidden units, and how they are trained."""

    networks: int = 5
    hidden: int = 48
    epochs: int = 20
    batch: int = 256
    rate: float = 6e-3
    dropout: float = 0.3
    dropout_inputs: float = 0.1
    seed: int = 0


def true_classes(paper: Tagged, reading: Reading, forms: FormFeatures) -> list[int]:
    """What most places of each form are; those inside a longer mention count for nothing."""
    classes = []
    for key in forms.keys:
        counts: Counter[int] = Counter()
        for start, end in reading.places[key]:
            label = paper.spans.get((start, end))
            if label is not None:
                counts[_CLASS[label]] += 1
            elif not any(a <= start and end <= b for a, b in paper.spans):
                counts[0] += 1
        classes.append(counts.most_common(1)[0][0] if counts else 0)
    return classes


def fit_judge(matrix: Floats, classes: Sequence[int] | NDArray[np.int64], settings: JudgeSettings) -> dict[str, Floats]:
    """Weights for `paperkg.extract.judge.Judge`.

    Args:
        matrix: forms of many papers by features.
        classes: 0 for none, else 1 + the index of the label.
        settings: how.
    """
    mean, deviation = matrix.mean(axis=0), matrix.std(axis=0)
    scale = np.where(deviation > 1e-4, 1.0 / np.maximum(deviation, 1e-4), 0.0).astype(np.float32)
    inputs = torch.from_numpy(np.clip((matrix - mean) * scale, -5.0, 5.0))
    wanted = torch.as_tensor(np.asarray(classes))
    torch.manual_seed(settings.seed)
    networks, width, hidden = settings.networks, matrix.shape[1], settings.hidden
    weights = {
        "w1": torch.empty(networks, width, hidden).uniform_(-1, 1) / width**0.5,
        "b1": torch.zeros(networks, hidden),
        "w2": torch.empty(networks, hidden, CLASSES).uniform_(-1, 1) / hidden**0.5,
        "b2": torch.zeros(networks, CLASSES),
    }
    parameters = [weight.requires_grad_() for weight in weights.values()]
    optimizer = torch.optim.AdamW(parameters, lr=settings.rate, weight_decay=1e-3)
    steps, step = settings.epochs * -(-len(inputs) // settings.batch), 0
    for _ in range(settings.epochs):
        for chosen in torch.randperm(len(inputs)).split(settings.batch):
            optimizer.param_groups[0]["lr"] = settings.rate * min(1.0, (step + 1) / 50) * (1 - step / steps)
            x = functional.dropout(inputs[chosen].expand(networks, -1, -1), settings.dropout_inputs)
            x = torch.relu(torch.baddbmm(weights["b1"][:, None], x, weights["w1"]))
            y = torch.baddbmm(weights["b2"][:, None], functional.dropout(x, settings.dropout), weights["w2"])
            loss = functional.cross_entropy(y.flatten(0, 1), wanted[chosen].repeat(networks)) * networks
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            optimizer.step()
            step += 1
    fitted = {name: weight.detach().numpy() for name, weight in weights.items()}
    return {**fitted, "mean": mean.astype(np.float32), "scale": scale}
