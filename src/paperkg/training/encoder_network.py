"""The encoder's network in PyTorch, for training; `paperkg.extraction.claims.encoder` runs the same one with numpy.

It reads one paper at a time: papers differ much in what they have of entities, numbers and pairs.
"""

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

from paperkg.extraction.claims.encoder import BLOCKS, EncoderLabels
from paperkg.extraction.claims.encoder_input import (
    RANKS,
    RESEMBLANCES,
    SHARED,
    SIZES,
    STANDINGS,
    Candidates,
    EncoderInput,
    Ints,
    Pairs,
    Vocabulary,
    all_standings,
    standing,
)
from paperkg.extraction.layers import HEADS
from paperkg.training.torch_layers import Attention, Maxout, convolved

WIDTH = 128
_READ = 160
_WIDTHS = {"word": 64, "cue": 24, "stage": 12, "tenth": 12, "opening": 4, "shape": 8, "mark": 24, "in_title": 4}
"""Of the tables of tokens; one of `WIDTH` is added up in entities, subjects and pairs."""


@dataclass(frozen=True, slots=True)
class Questions:
    """What is asked of a paper beside its entities' roles: the subjects of results, and the relations of pairs.

    `results` are the tokens that are their values, `candidates` those of all results, one after the other, and `slots`
    say of each which result it is for.
    """

    results: Ints
    candidates: Candidates
    slots: Ints
    pairs: Pairs


@dataclass(frozen=True, slots=True)
class Scores:
    """Before any softmax: entities by roles, candidates, results (that no candidate is it), pairs by relations."""

    roles: Tensor
    subjects: Tensor
    none: Tensor
    relations: Tensor


def _table(rows: int, width: int, spread: float = 0.1) -> nn.Embedding:
    table = nn.Embedding(rows, width)
    nn.init.normal_(table.weight, std=spread)
    return table


class EncoderNetwork(nn.Module):
    """The network. Names of its parts are the keys of the shipped weights.

    Args:
        vectors: the width of the tagger's vectors.
        vocabulary: what the rows of its tables stand for.
        labels: what its answers stand for.
        dropout: the share of values that are left out in training.
    """

    def __init__(self, vectors: int, vocabulary: Vocabulary, labels: EncoderLabels, dropout: float) -> None:
        super().__init__()
        rows = vocabulary.token_rows()
        self.types = vocabulary.hidden_type + 1
        self.dropout = dropout
        self.token = nn.ModuleDict({name: _table(rows[name], _WIDTHS[name], 0.2) for name in rows})
        self.read = Maxout(vectors + sum(_WIDTHS.values()), _READ)
        self.narrow = nn.Linear(_READ, WIDTH)
        self.standing = _table(STANDINGS, HEADS * BLOCKS.count("a"), 0.0)
        self.norms = nn.ModuleList(nn.LayerNorm(WIDTH) for _ in BLOCKS)
        self.layers = nn.ModuleList(Maxout(3 * WIDTH, WIDTH) if b == "c" else Attention(WIDTH) for b in BLOCKS)
        self.norm = nn.LayerNorm(WIDTH)
        self.entity = nn.ModuleDict(
            {name: _table(count, WIDTH) for name, count in vocabulary.entity_rows().items()}
            | {"mentioned": nn.Linear(2 * WIDTH, WIDTH), "whole": Maxout(WIDTH, WIDTH)}
        )
        self.role = nn.ModuleDict(
            {
                "score": nn.Linear(WIDTH, len(labels.roles)),
                "mark": _table(vocabulary.hidden_mark + 1, len(labels.roles)),
            }
        )
        self.subject = nn.ModuleDict(
            {name: nn.Linear(WIDTH, WIDTH) for name in ("number", "entity", "near", "hidden")}
            | {name: nn.Linear(WIDTH, 1) for name in ("score", "none")}
            | {
                "value": Maxout(WIDTH, WIDTH),
                "size": _table(len(SIZES) + 1, WIDTH),
                "standing": _table(STANDINGS, WIDTH),
                "rank": _table(RANKS, WIDTH),
            }
        )
        self.pair = nn.ModuleDict(
            {name: nn.Linear(WIDTH, WIDTH) for name in ("head", "tail", "head_at", "tail_at")}
            | {
                "standing": _table(STANDINGS, WIDTH),
                "resemblance": _table(RESEMBLANCES, WIDTH),
                "shared": _table(SHARED, WIDTH),
                "types": _table(self.types * self.types, WIDTH),
                "hidden": Maxout(WIDTH, WIDTH),
                "relation": nn.Linear(WIDTH, len(labels.relations)),
            }
        )

    def _drop(self, x: Tensor, share: float = 1.0) -> Tensor:
        return functional.dropout(x, self.dropout * share, self.training)

    def forward(self, paper: EncoderInput, asked: Questions) -> Scores:
        """The answers for one paper."""
        tokens = self._tokens(paper)
        entities = self._drop(self._entities(paper, tokens))
        roles = self.role["score"](entities) + self.role["mark"](_ids(paper.entities["mark"]))
        subjects, none = self._subjects(paper, asked, tokens, entities)
        return Scores(roles, subjects, none, self._relations(paper, asked.pairs, tokens, entities))

    def _tokens(self, paper: EncoderInput) -> Tensor:
        vectors = torch.from_numpy(paper.vectors).float()
        features = [vectors, *(self.token[name](_ids(rows)) for name, rows in paper.tokens.items())]
        x = self._drop(self.narrow(self.read(self._drop(torch.cat(features, dim=-1), 0.5))))[None]
        biases = iter(self.standing(_ids(all_standings(paper))).permute(2, 0, 1)[None].split(HEADS, dim=1))
        for block, layer, norm in zip(BLOCKS, self.layers, self.norms, strict=True):
            y = norm(x)
            x = x + self._drop(convolved(y, layer) if block == "c" else layer(y, next(biases)))
        out: Tensor = self.norm(x)[0]
        return out

    def _entities(self, paper: EncoderInput, tokens: Tensor) -> Tensor:
        nothing = tokens.new_zeros(2 * WIDTH)
        mentioned = [
            torch.cat((tokens[list(places)].mean(dim=0), tokens[list(places)].amax(dim=0))) if places else nothing
            for places in paper.places
        ]
        x = self.entity["mentioned"](torch.stack(mentioned) if mentioned else tokens.new_zeros((0, 2 * WIDTH)))
        for name, rows in paper.entities.items():
            x = x + self.entity[name](_ids(rows))
        out: Tensor = self.entity["whole"](self._drop(x))
        return out

    def _subjects(
        self, paper: EncoderInput, asked: Questions, tokens: Tensor, entities: Tensor
    ) -> tuple[Tensor, Tensor]:
        """Scores of the candidates, and of none, by result."""
        sizes = torch.tensor([paper.sizes[at] for at in asked.results.tolist()], dtype=torch.int64)
        values = self._drop(self.subject["value"](tokens[_ids(asked.results)] + self.subject["size"](sizes)))
        told = self.subject["number"](values)
        near = asked.candidates
        x = functional.relu(
            told[_ids(asked.slots)]
            + self.subject["entity"](entities)[_ids(near.entity)]
            + self.subject["near"](tokens)[_ids(near.near)]
            + self.subject["standing"](_ids(standing(paper, near.at, near.near)))
            + self.subject["rank"](_ids(near.rank))
        )
        scores = self.subject["score"](functional.relu(self.subject["hidden"](self._drop(x))) + x)
        return scores[:, 0], self.subject["none"](functional.relu(told))[:, 0]

    def _relations(self, paper: EncoderInput, pairs: Pairs, tokens: Tensor, entities: Tensor) -> Tensor:
        types = paper.types[pairs.head] * self.types + paper.types[pairs.tail]
        x = functional.relu(
            self.pair["head"](entities)[_ids(pairs.head)]
            + self.pair["tail"](entities)[_ids(pairs.tail)]
            + self.pair["head_at"](tokens)[_ids(pairs.head_at)]
            + self.pair["tail_at"](tokens)[_ids(pairs.tail_at)]
            + self.pair["standing"](_ids(standing(paper, pairs.head_at, pairs.tail_at)))
            + self.pair["resemblance"](_ids(pairs.resemblance))
            + self.pair["shared"](_ids(pairs.shared))
            + self.pair["types"](_ids(types))
        )
        out: Tensor = self.pair["relation"](self._drop(self.pair["hidden"](self._drop(x)) + x))
        return out


def _ids(rows: Ints) -> Tensor:
    return torch.from_numpy(rows)


def subject_logs(scores: Scores, slots: Tensor) -> tuple[Tensor, Tensor]:
    """Logarithms of the probabilities of candidates, and of none, by result."""
    top = scores.none.detach().scatter_reduce(0, slots, scores.subjects.detach(), "amax")
    total = torch.exp(scores.none - top).index_add(0, slots, torch.exp(scores.subjects - top[slots]))
    logs = top + torch.log(total)
    return scores.subjects - logs[slots], scores.none - logs
