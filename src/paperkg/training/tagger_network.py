"""The tagger's network in PyTorch, for training; `paperkg.extraction.mentions.tagger` runs the same one with numpy."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from paperkg.extraction.mentions.tags import TAGS
from paperkg.extraction.words.vectors import PREFIXES, SHAPES, SUFFIXES, Floats, WordTable, affix_buckets, word_shape
from paperkg.training.torch_layers import Attention, Maxout, convolved, numpy_weights

BLOCKS = "ccacc"
WIDTH = 128
_HIDDEN = 192
_AFFIX, _SHAPE = 32, 16


@dataclass(frozen=True, slots=True)
class Example:
    """Words of a paper, how many are the title's, and the wanted probabilities: words by tags."""

    words: Sequence[str]
    title_length: int
    wanted: NDArray[np.floating[Any]]


@dataclass(frozen=True, slots=True)
class _Batch:
    """Features of the distinct words, and the papers as indices into them, padded."""

    static: Tensor
    shapes: Tensor
    suffixes: Tensor
    prefixes: Tensor
    words: Tensor
    in_title: Tensor
    mask: Tensor


class Features:
    """Static features of words, remembered for all words seen."""

    def __init__(self, table: WordTable) -> None:
        self._table = table
        self._rows: dict[str, tuple[Floats, int, int, int]] = {}
        self.width = len(self.of("a")[0])

    def of(self, word: str) -> tuple[Floats, int, int, int]:
        """Vector and statistics joined, shape, suffix and prefix buckets."""
        row = self._rows.get(word)
        if row is None:
            static = np.concatenate((self._table.vector(word), self._table.statistics(word)))
            row = self._rows[word] = (static, word_shape(word), *affix_buckets(word))
        return row

    def batch(self, papers: Sequence[tuple[Sequence[str], int]]) -> _Batch:
        """Papers, as words and title lengths, as tensors."""
        distinct = sorted({word for words, _ in papers for word in words})
        index = {word: i for i, word in enumerate(distinct)}
        rows = [self.of(word) for word in distinct]
        shape = (len(papers), max(len(words) for words, _ in papers))
        ids, titles, mask = np.zeros(shape, np.int64), np.zeros(shape, np.int64), np.zeros(shape, np.bool_)
        for i, (words, title_length) in enumerate(papers):
            ids[i, : len(words)] = [index[word] for word in words]
            titles[i, :title_length] = 1
            mask[i, : len(words)] = True
        return _Batch(
            torch.from_numpy(np.stack([row[0] for row in rows])),
            torch.tensor([row[1] for row in rows]),
            torch.tensor([row[2] for row in rows]),
            torch.tensor([row[3] for row in rows]),
            torch.from_numpy(ids),
            torch.from_numpy(titles),
            torch.from_numpy(mask),
        )


class Network(nn.Module):
    """The tagger's network. Names of its parts are the keys of the shipped weights."""

    def __init__(self, static_width: int, dropout: float) -> None:
        super().__init__()
        self.su = nn.Embedding(SUFFIXES, _AFFIX)
        self.pr = nn.Embedding(PREFIXES, _AFFIX)
        self.sh = nn.Embedding(SHAPES, _SHAPE)
        self.pos = nn.Embedding(2, WIDTH)
        for embedding in (self.su, self.pr, self.sh, self.pos):
            nn.init.normal_(embedding.weight, std=0.1)
        self.i = Maxout(static_width + _SHAPE + 2 * _AFFIX, _HIDDEN)
        self.i2 = nn.Linear(_HIDDEN, WIDTH)
        self.ns = nn.ModuleList(nn.LayerNorm(WIDTH) for _ in BLOCKS)
        self.ls = nn.ModuleList(Maxout(3 * WIDTH, WIDTH) if b == "c" else Attention(WIDTH) for b in BLOCKS)
        self.no = nn.LayerNorm(WIDTH)
        self.out = nn.Linear(WIDTH, len(TAGS))
        self.dropout = dropout

    def _drop(self, x: Tensor, rate: float) -> Tensor:
        return functional.dropout(x, rate, self.training)

    def forward(self, batch: _Batch) -> Tensor:
        """Log probabilities: papers by words by tags."""
        static = batch.static
        if self.training:  # a word in ten is known by its look alone
            static = static * (torch.rand(len(static), 1) > 0.1).float()
        features = torch.cat((static, self.sh(batch.shapes), self.su(batch.suffixes), self.pr(batch.prefixes)), dim=-1)
        words = self.i2(self.i(self._drop(features, self.dropout / 2)))
        there = batch.mask[..., None].float()
        x = self._drop((words[batch.words] + self.pos(batch.in_title)) * there, self.dropout)
        for block, layer, norm in zip(BLOCKS, self.ls, self.ns, strict=True):
            y = norm(x) * there
            y = convolved(y, layer) if block == "c" else layer(y, batch.mask[:, None, None, :])
            x = x + self._drop(y, self.dropout)
        return functional.log_softmax(self.out(self.no(x)), dim=-1)

    def weights(self) -> dict[str, Floats]:
        """The weights as `paperkg.extraction.mentions.tagger` wants them."""
        return numpy_weights(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """How long and how fast to train; the rate rises over the first steps and then falls to near zero."""

    epochs: int
    rate: float
    batch: int = 8
    rise: int = 50
    seed: int = 0

    def rate_at(self, step: int, steps: int) -> float:
        """The rate of one of that many steps."""
        return self.rate * min(1.0, (step + 1) / self.rise) * max(0.02, 1 - step / steps)


def _batches(examples: Sequence[Example], size: int, chance: random.Random) -> list[list[Example]]:
    """Batches of papers of like length, in random order."""
    order = sorted(examples, key=lambda example: len(example.words) + chance.random() * 80)
    batches = [order[i : i + size] for i in range(0, len(order), size)]
    chance.shuffle(batches)
    return batches


def train_network(network: Network, features: Features, examples: Sequence[Example], schedule: Schedule) -> Network:
    """Trains the network in place, and returns it."""
    chance = random.Random(schedule.seed)
    torch.manual_seed(schedule.seed)
    optimizer = torch.optim.AdamW(network.parameters(), lr=schedule.rate, weight_decay=0.01, betas=(0.9, 0.98))
    steps = schedule.epochs * -(-len(examples) // schedule.batch)
    step = 0
    network.train()
    for _ in range(schedule.epochs):
        for group in _batches(examples, schedule.batch, chance):
            for parameters in optimizer.param_groups:
                parameters["lr"] = schedule.rate_at(step, steps)
            batch = features.batch([(example.words, example.title_length) for example in group])
            logs = network(batch)
            wanted = np.zeros(tuple(logs.shape), dtype=np.float32)
            for i, example in enumerate(group):
                wanted[i, : len(example.wanted)] = example.wanted
            loss = -(torch.from_numpy(wanted) * logs).sum() / batch.mask.sum()
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            step += 1
    return network.eval()


@torch.no_grad()
def apply_network(network: Network, features: Features, papers: Sequence[tuple[Sequence[str], int]]) -> list[Floats]:
    """Log probabilities of every paper's words."""
    network.eval()
    return [network(features.batch([paper]))[0].numpy() for paper in papers]


def copy_of(weights: Mapping[str, Tensor], static_width: int, dropout: float) -> Network:
    """A network with these weights (a `state_dict`)."""
    network = Network(static_width, dropout)
    network.load_state_dict(dict(weights))
    return network
