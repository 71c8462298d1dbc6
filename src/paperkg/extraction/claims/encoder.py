"""The encoder: one small neural network that reads a whole paper, for roles, subjects of results, and relations.

It puts the tokens of a paper into context, by convolutions over neighbors and by attention that knows how any two
tokens stand to one another; heads then tell the role of each entity, which of them reached a result, and the relation
of two. What it says is averaged with what the linear models say (`agreed`): each is right where the other is not. It is
trained with PyTorch (`paperkg.training.encoder_network`) and run here with numpy.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from paperkg.extraction.claims.encoder_input import (
    Candidates,
    EncoderInput,
    Ints,
    Pairs,
    Vocabulary,
    all_standings,
    encoder_input,
    standing,
)
from paperkg.extraction.claims.linear import Matrix, softmax
from paperkg.extraction.claims.tokens import TokenizedPaper
from paperkg.extraction.layers import HEADS, Weights, attention, convolution, linear, maxout, normalise, ready
from paperkg.extraction.mentions.word_vectors import WordVectors
from paperkg.extraction.words.vectors import Floats

BLOCKS = "caca"
"""The layers that put tokens into context: "c" a convolution, "a" an attention, which is the last one."""


@dataclass(frozen=True, slots=True)
class EncoderLabels:
    """What the encoder's answers stand for, in their order."""

    roles: tuple[str, ...]
    relations: tuple[str, ...]


class ClaimEncoder:
    """The network with its weights.

    Args:
        weights: as `paperkg.training.encoder_network` names them.
        vocabulary: what the rows of its tables stand for.
        labels: what its answers stand for.
    """

    def __init__(self, weights: Weights, vocabulary: Vocabulary, labels: EncoderLabels) -> None:
        self.weights: Weights = ready(weights, "layers", BLOCKS)
        self.vocabulary = vocabulary
        self.labels = labels

    def read(self, paper: TokenizedPaper, vectors: WordVectors) -> "EncodedPaper":
        """The paper in context, to be asked.

        Args:
            paper: with the entities to ask about; their roles do not matter.
            vectors: of the words of its text.
        """
        columns = encoder_input(paper, vectors, self.vocabulary)
        tokens = self._tokens(columns)
        return EncodedPaper(self, columns, tokens, self._entities(columns, tokens))

    def _tokens(self, paper: EncoderInput) -> Floats:
        """Tokens by width; zeros for those that nothing asks about, which are neither mentions nor numbers."""
        w = self.weights
        tokens: Floats = np.zeros((len(paper.homes), len(w["norm.bias"])), dtype=np.float32)
        asked = np.union1d(np.flatnonzero(paper.owners >= 0), np.array([*paper.sizes], dtype=np.int64))
        if not len(asked):
            return tokens
        features = [paper.vectors, *(w[f"token.{name}.weight"][rows] for name, rows in paper.tokens.items())]
        x = linear(maxout(np.concatenate(features, axis=1), w, "read"), w, "narrow")
        stands = all_standings(paper)
        for i, block in enumerate(BLOCKS):
            y = normalise(x, w, f"norms.{i}")
            if block == "c":
                x = x + convolution(y, w, f"layers.{i}")
            else:
                rows = asked if i == len(BLOCKS) - 1 else slice(None)
                x = x[rows] + attention(y, w, f"layers.{i}", self._bias(i, stands[rows]), rows)
        tokens[asked] = normalise(x, w, "norm")
        return tokens

    def _bias(self, block: int, stands: Ints) -> Floats:
        """What an attention adds to its scores: heads by tokens by tokens."""
        first = HEADS * BLOCKS[:block].count("a")
        table = np.ascontiguousarray(self.weights["standing.weight"][:, first : first + HEADS].T)
        # Each standing has a row, so nothing is clipped; else numpy would look at all of them first.
        return np.take(table, stands, axis=1, mode="clip")

    def _entities(self, paper: EncoderInput, tokens: Floats) -> Floats:
        w = self.weights
        nothing: Floats = np.zeros(tokens.shape[1], dtype=np.float32)
        mentions = [tokens[list(places)] for places in paper.places]
        means = [m.mean(axis=0) if len(m) else nothing for m in mentions]
        tops = [m.max(axis=0) if len(m) else nothing for m in mentions]
        width = (len(mentions), tokens.shape[1])
        both = np.concatenate((np.array(means).reshape(width), np.array(tops).reshape(width)), axis=1)
        x = linear(both.astype(np.float32), w, "entity.mentioned")
        for name, rows in paper.entities.items():
            x = x + w[f"entity.{name}.weight"][rows]
        return maxout(x, w, "entity.whole")


class EncodedPaper:
    """A paper in context; it answers in the order of the labels that it is asked for."""

    def __init__(self, encoder: ClaimEncoder, paper: EncoderInput, tokens: Floats, entities: Floats) -> None:
        self._encoder = encoder
        self._paper = paper
        self._tokens = tokens
        self._entities = entities

    def roles(self, labels: Sequence[str]) -> Matrix:
        """The probabilities of the roles of every entity (entities by labels)."""
        w = self._encoder.weights
        scores = linear(self._entities, w, "role.score") + w["role.mark.weight"][self._paper.entities["mark"]]
        return _in_order(scores, self._encoder.labels.roles, labels)

    def subjects(self, number: int, entities: Sequence[int]) -> Matrix:
        """The probability that each of some entities is what reached a result; the rest is for none of them.

        Args:
            number: the token that is the result's value.
            entities: that may be it, the nearest first.
        """
        w, paper = self._encoder.weights, self._paper
        candidates = Candidates.of(paper, number, entities)
        size = w["subject.size.weight"][paper.sizes.get(number, 0)]
        told = linear(maxout(self._tokens[[number]] + size, w, "subject.value"), w, "subject.number")
        x = (
            told
            + linear(self._entities[candidates.entity], w, "subject.entity")
            + linear(self._tokens[candidates.near], w, "subject.near")
            + w["subject.standing.weight"][standing(paper, candidates.at, candidates.near)]
            + w["subject.rank.weight"][candidates.rank]
        )
        x = np.maximum(x, 0)
        scores = linear(np.maximum(linear(x, w, "subject.hidden"), 0) + x, w, "subject.score")[:, 0]
        none = linear(np.maximum(told, 0), w, "subject.none")[:, 0]
        likely: Matrix = softmax(np.concatenate((scores, none))[None, :].astype(np.float64))[0, :-1]
        return likely

    def relations(self, pairs: Sequence[tuple[int, int]], labels: Sequence[str]) -> Matrix:
        """The probabilities of the relations of pairs (head, tail) of entities (pairs by labels)."""
        w, paper = self._encoder.weights, self._paper
        columns = Pairs.of(paper, pairs)
        types = paper.types[columns.head] * (self._encoder.vocabulary.hidden_type + 1) + paper.types[columns.tail]
        x = (
            linear(self._entities, w, "pair.head")[columns.head]
            + linear(self._entities, w, "pair.tail")[columns.tail]
            + linear(self._tokens, w, "pair.head_at")[columns.head_at]
            + linear(self._tokens, w, "pair.tail_at")[columns.tail_at]
            + w["pair.standing.weight"][standing(paper, columns.head_at, columns.tail_at)]
            + w["pair.resemblance.weight"][columns.resemblance]
            + w["pair.shared.weight"][columns.shared]
            + w["pair.types.weight"][types]
        )
        x = np.maximum(x, 0)
        scores = linear(maxout(x, w, "pair.hidden") + x, w, "pair.relation")
        return _in_order(scores, self._encoder.labels.relations, labels)


def _in_order(scores: Floats, have: Sequence[str], want: Sequence[str]) -> Matrix:
    return softmax(scores.astype(np.float64))[:, [have.index(label) for label in want]]


def agreed(one: Matrix, other: Matrix) -> Matrix:
    """What two models make of the same examples together: the geometric means of their probabilities, made to sum to 1.

    A product of opinions (Hinton 2002, "Training Products of Experts"), each with half the weight.
    """
    means = np.sqrt(np.maximum(one, _LEAST) * np.maximum(other, _LEAST))
    total: Matrix = means / means.sum(axis=1, keepdims=True)
    return total


_LEAST = 1e-7
"""No model is surer than this that something cannot be."""
