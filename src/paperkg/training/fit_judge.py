"""The judge, fitted to annotated papers: what each candidate form of a paper truly is."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch.nn import functional

from paperkg.extraction.mentions.form_features import FormFeatures
from paperkg.extraction.mentions.reading import Reading
from paperkg.extraction.mentions.tags import LABELS
from paperkg.extraction.words.vectors import Floats
from paperkg.training.tagged import DOUBT, Tagged

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


@dataclass(frozen=True, slots=True)
class JudgeExamples:
    """Forms of papers: their features, the wanted probabilities of classes, and the side of their annotators.

    `classes` has a row a form: none, then `LABELS`; `sides` are 1, or -1 for other annotators.
    """

    features: Floats
    classes: Floats
    sides: Floats

    @classmethod
    def joined(cls, parts: Sequence["JudgeExamples"]) -> "JudgeExamples":
        """All examples of the parts."""
        return cls(
            np.concatenate([part.features for part in parts]),
            np.concatenate([part.classes for part in parts]),
            np.concatenate([part.sides for part in parts]),
        )


def judge_example(paper: Tagged, reading: Reading, forms: FormFeatures) -> JudgeExamples:
    """What most places of each form are; doubtful ones are so in part.

    Places inside a longer mention count for nothing.
    """
    wanted = np.zeros((len(forms.keys), CLASSES), dtype=np.float32)
    for row, key in zip(wanted, forms.keys, strict=True):
        counts: Counter[int] = Counter()
        for place in reading.places[key]:
            label = paper.spans.get(place)
            if label is not None:
                counts[_CLASS[label]] += 1
            elif not any(a <= place[0] and place[1] <= b for a, b in paper.spans):
                counts[0] += 1
        best = counts.most_common(1)[0][0] if counts else 0
        doubt = DOUBT if best and not paper.doubtful.isdisjoint(reading.places[key]) else 0.0
        row[0] = doubt
        row[best] += 1.0 - doubt
    sides = np.full(len(forms.keys), -1.0 if paper.by_others else 1.0, dtype=np.float32)
    return JudgeExamples(forms.matrix, wanted, sides)


def fit_judge(examples: JudgeExamples, settings: JudgeSettings) -> dict[str, Floats]:
    """Weights for `paperkg.extraction.mentions.judge.Judge`.

    The side of the annotators is an input while the networks learn; what is kept are the networks
    as they are for those who are followed.

    Args:
        examples: forms of many papers.
        settings: how.
    """
    matrix = examples.features
    mean, deviation = matrix.mean(axis=0), matrix.std(axis=0)
    scale = np.where(deviation > 1e-4, 1.0 / np.maximum(deviation, 1e-4), 0.0).astype(np.float32)
    standard = np.clip((matrix - mean) * scale, -5.0, 5.0)
    inputs = torch.from_numpy(np.concatenate((standard, examples.sides[:, None]), axis=1))
    wanted = torch.from_numpy(examples.classes)
    torch.manual_seed(settings.seed)
    networks, width, hidden = settings.networks, inputs.shape[1], settings.hidden
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
            loss = functional.cross_entropy(y.flatten(0, 1), wanted[chosen].repeat(networks, 1)) * networks
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            optimizer.step()
            step += 1
    fitted = {name: weight.detach().numpy() for name, weight in weights.items()}
    fitted["b1"] = fitted["b1"] + fitted["w1"][:, -1]
    fitted["w1"] = fitted["w1"][:, :-1]
    return {**fitted, "mean": mean.astype(np.float32), "scale": scale}
