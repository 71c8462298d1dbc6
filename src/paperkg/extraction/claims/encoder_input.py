"""A tokenized paper as the encoder reads it: columns of whole numbers, rows of its tables of weights.

A token is a word, a number or a mention; that a mention is one token, known by its type, lets what is learned from one
paper hold for others. How two tokens stand to one another (`standing`) is one whole number, too.
"""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from paperkg.extraction.claims.familiarity import papers_with
from paperkg.extraction.claims.role_features import stages
from paperkg.extraction.claims.tokens import TokenizedPaper
from paperkg.extraction.mentions.word_vectors import WordVectors
from paperkg.extraction.words.vectors import SHAPES, Floats, word_shape
from paperkg.model import PaperEntity
from paperkg.text.numbers import magnitude

Ints = NDArray[np.int64]

_GAPS = (1, 2, 3, 4, 5, 7, 10, 15, 23, 41)
"""Distances of tokens from which on they count as the next greater one."""
_FARTHEST = _GAPS[-1]
_GAP = np.digitize(np.abs(np.arange(-_FARTHEST, _FARTHEST + 1)), _GAPS)
_GAP[:_FARTHEST] += len(_GAPS)  # to the left
"""The number of each distance, from the farthest to the left on."""
_SENTENCES_APART = 3
STANDINGS = (2 * len(_GAPS) + 1) * (2 * _SENTENCES_APART + 1) * 2
"""How two tokens can stand to one another."""
RESEMBLANCES = 10
"""How two names can resemble one another."""
SHARED = 4
"""How many sentences two entities can share; more count as three."""
RANKS = 5
"""Ranks of an entity among those near a number; later ones count as the last."""
SIZES = (1, 2, 5, 10, 20, 50, 100, 1000, 10000)
"""Magnitudes from which on numbers count as the next larger."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What the rows of the encoder's tables stand for; row 0 of words and cues is for all others."""

    words: Mapping[str, int]
    cues: Mapping[str, int]
    stages: Mapping[str, int]
    types: Mapping[str, int]

    @classmethod
    def of(cls, words: Iterable[str], cues: Iterable[str], stages: Iterable[str], types: Iterable[str]) -> "Vocabulary":
        """The rows of words, kinds of cue words, stages and entity types, in their order."""

        def rows(names: Iterable[str], first: int) -> dict[str, int]:
            return {name: row for row, name in enumerate(names, first)}

        return cls(rows(words, 1), rows(cues, 1), rows(stages, 0), rows(types, 0))

    @property
    def hidden_word(self) -> int:
        """The row of a word that is not told."""
        return len(self.words) + 1

    @property
    def hidden_type(self) -> int:
        """The number of a type that is not told, or not known."""
        return len(self.types)

    @property
    def hidden_mark(self) -> int:
        """The row of a mention whose type is not told; row 0 is for what is no mention."""
        return 1 + 2 * len(self.types)

    def mark(self, entity: PaperEntity) -> int:
        """The row of a mention: its type, and whether it is a proper name."""
        kind = self.types.get(entity.type)
        return self.hidden_mark if kind is None else 1 + 2 * kind + entity.named

    def token_rows(self) -> dict[str, int]:
        """The number of rows of each table of tokens, in the order of their columns."""
        return {
            "word": self.hidden_word + 1,
            "cue": len(self.cues) + 1,
            "stage": len(self.stages),
            "tenth": 11,
            "opening": 2,
            "shape": SHAPES,
            "mark": self.hidden_mark + 1,
            "in_title": 2,
        }

    def entity_rows(self) -> dict[str, int]:
        """The number of rows of each table of entities."""
        return {"mark": self.hidden_mark + 1, "papers": 12, "mentions": 6, "in_title": 2, "aliases": 5}


@dataclass(frozen=True, slots=True)
class EncoderInput:
    """A paper's columns.

    `tokens` and `entities` hold the rows of a table for each token and each entity, by the table's name
    (`Vocabulary.token_rows`, `Vocabulary.entity_rows`); `vectors` are the tagger's, tokens by width. `homes`, `owners`
    and `places` are as in `TokenizedPaper`; `sizes` are the magnitudes of its numbers by token, `types` those of its
    entities, and `names` the beginnings and words of their names.
    """

    vectors: Floats
    tokens: Mapping[str, Ints]
    entities: Mapping[str, Ints]
    homes: Ints
    owners: Ints
    places: tuple[tuple[int, ...], ...]
    sizes: Mapping[int, int]
    types: Ints
    names: tuple[tuple[str, frozenset[str]], ...]


def encoder_input(paper: TokenizedPaper, vectors: WordVectors, vocabulary: Vocabulary) -> EncoderInput:
    """The columns of a paper.

    Args:
        paper: with the entities to read about; their roles do not matter.
        vectors: of the words of its text.
        vocabulary: rows of the encoder's tables.
    """
    surfaces = [paper.text[start:end] for start, end in zip(paper.starts, paper.ends, strict=True)]
    homes, owners, count = _ints(paper.homes), _ints(paper.owners), len(paper.bounds)
    marks = _ints([vocabulary.mark(entity) for entity in paper.entities])
    stage = _ints([vocabulary.stages[name] for name in stages(paper)])
    tenth = _ints([min(10 * home // count, 9) + (home > 0) for home in range(count)])
    cues = paper.lists.cues
    opening, mark = np.zeros_like(homes), np.zeros_like(homes)
    opening[[first for first, end in paper.bounds if first < end]] = 1
    mark[owners >= 0] = marks[owners[owners >= 0]]
    tokens = {
        "word": _ints([vocabulary.words.get(word, 0) for word in paper.words]),
        "cue": _ints([vocabulary.cues.get(cues.get(word, ""), 0) for word in paper.words]),
        "stage": stage[homes],
        "tenth": tenth[homes],
        "opening": opening,
        "shape": _ints([word_shape(surface.split()[-1]) for surface in surfaces]),
        "mark": mark,
        "in_title": (homes == 0).astype(np.int64),
    }
    entities = {
        "mark": marks,
        "papers": _ints([min(papers_with(entity).bit_length(), 11) for entity in paper.entities]),
        "mentions": _ints([min(len(places), 5) for places in paper.places]),
        "in_title": _ints([bool(places) and paper.homes[places[0]] == 0 for places in paper.places]),
        "aliases": _ints([min(len(entity.aliases), 4) for entity in paper.entities]),
    }
    return EncoderInput(
        vectors=vectors.of_spans(_ints(paper.starts), _ints(paper.ends)),
        tokens=tokens,
        entities=entities,
        homes=homes,
        owners=owners,
        places=paper.places,
        sizes={at: int(np.digitize(magnitude(surfaces[at]), SIZES)) for at in paper.numbers},
        types=_ints([vocabulary.types.get(entity.type, vocabulary.hidden_type) for entity in paper.entities]),
        names=tuple(map(_name, paper.entities)),
    )


def _ints(values: Sequence[int]) -> Ints:
    return np.array(values, dtype=np.int64)


def _name(entity: PaperEntity) -> tuple[str, frozenset[str]]:
    name = entity.name.lower()
    return name[:4], frozenset(name.replace("-", " ").split())


def standing(paper: EncoderInput, one: Ints, other: Ints) -> Ints:
    """How tokens stand to others: the distance, the sentences between, and whether both mention the same entity."""
    distance, apart = other - one, paper.homes[other] - paper.homes[one]
    same = (paper.owners[one] == paper.owners[other]) & (paper.owners[one] >= 0)
    stands: Ints = _by_distance(distance) + _by_sentences(apart) + same
    return stands


def all_standings(paper: EncoderInput) -> Ints:
    """How every token stands to every other: tokens by tokens, as `standing` of each two, in a twelfth of its time."""
    count = len(paper.homes)
    # Row after row holds the same distances, one further: a view of one line.
    line = _by_distance(np.arange(1 - count, count))
    stands: Ints = np.lib.stride_tricks.sliding_window_view(line, count)[::-1] + _by_sentences(
        paper.homes[None, :] - paper.homes[:, None]
    )
    mentions = np.flatnonzero(paper.owners >= 0)
    owners = paper.owners[mentions]
    stands[mentions[:, None], mentions] += owners[:, None] == owners
    return stands


def _by_distance(distance: Ints) -> Ints:
    """The part of a standing that a distance in tokens makes."""
    part: Ints = _GAP[np.clip(distance, -_FARTHEST, _FARTHEST) + _FARTHEST] * (2 * (2 * _SENTENCES_APART + 1))
    return part


def _by_sentences(apart: Ints) -> Ints:
    """The part of a standing that a distance in sentences makes."""
    part: Ints = (np.clip(apart, -_SENTENCES_APART, _SENTENCES_APART) + _SENTENCES_APART) * 2
    return part


@dataclass(frozen=True, slots=True)
class Candidates:
    """Entities that may be what reached the result that a number is, as columns: the nearest first for each number.

    `at` is the number's token, `near` the entity's mention nearest to it, `rank` the entity's among the candidates.
    """

    at: Ints
    entity: Ints
    near: Ints
    rank: Ints

    @classmethod
    def of(cls, paper: EncoderInput, at: int, entities: Sequence[int]) -> "Candidates":
        """The candidates of one number."""
        near = [_nearest(paper, at, paper.places[entity])[2] for entity in entities]
        ranks = np.minimum(np.arange(len(near)), RANKS - 1)
        return cls(np.full(len(near), at, dtype=np.int64), _ints(entities), _ints(near), ranks)

    @classmethod
    def joined(cls, several: Sequence["Candidates"]) -> "Candidates":
        """The candidates of several numbers, one after the other."""
        nothing = _ints([])
        columns = ([getattr(one, name) for one in several] for name in ("at", "entity", "near", "rank"))
        return cls(*(np.concatenate([nothing, *column]) for column in columns))


def _nearest(paper: EncoderInput, at: int, places: Sequence[int]) -> tuple[int, int, int]:
    """Sentences between a token and the nearest of some places (in order), their distance, and that place."""
    k = bisect_left(places, at)
    return min((abs(int(paper.homes[p] - paper.homes[at])), abs(p - at), p) for p in places[max(0, k - 1) : k + 1])


@dataclass(frozen=True, slots=True)
class Pairs:
    """Ordered pairs of entities, as columns: the two, where they are mentioned nearest to one another, and more.

    `resemblance` is that of their names, `shared` the number of sentences that mention both.
    """

    head: Ints
    tail: Ints
    head_at: Ints
    tail_at: Ints
    resemblance: Ints
    shared: Ints

    @classmethod
    def of(cls, paper: EncoderInput, pairs: Sequence[tuple[int, int]]) -> "Pairs":
        """The columns of pairs (head, tail) of entities that are mentioned."""
        head, tail = _ints([pair[0] for pair in pairs]), _ints([pair[1] for pair in pairs])
        closest = [_closest(paper, paper.places[a], paper.places[b]) for a, b in pairs]
        homes = [frozenset(paper.homes[list(places)].tolist()) for places in paper.places]
        return cls(
            head=head,
            tail=tail,
            head_at=_ints([p for p, _ in closest]),
            tail_at=_ints([q for _, q in closest]),
            resemblance=_ints([_resemblance(paper.names[a], paper.names[b]) for a, b in pairs]),
            shared=_ints([min(len(homes[a] & homes[b]), SHARED - 1) for a, b in pairs]),
        )


def _closest(paper: EncoderInput, heads: Sequence[int], tails: Sequence[int]) -> tuple[int, int]:
    """The places of two entities that are nearest to one another: by sentences, then by tokens."""
    best = min((*_nearest(paper, at, tails), at) for at in heads)
    return best[3], best[2]


def _resemblance(one: tuple[str, frozenset[str]], other: tuple[str, frozenset[str]]) -> int:
    """How alike two names are: their beginnings, and whose words are among the other's."""
    (start, words), (other_start, others) = one, other
    if words.isdisjoint(others):
        return int(start == other_start)
    return 2 + (others <= words) + 2 * (words <= others) + 4 * (start == other_start)
