"""What speaks for and against a surface form of a paper being an entity: the judge's features.

Forms are judged, not places: annotators decide for a form and a paper, so that the evidence from all
places of a form counts together. Everything is computed in columns, for all forms of a paper at once;
`feature_names` gives their names.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from paperkg.extraction.mentions.feature_names import FIRST_SHAPES, types_of
from paperkg.extraction.mentions.forms import form_key
from paperkg.extraction.mentions.reading import RULES, Reading
from paperkg.extraction.mentions.tagger import span_probabilities
from paperkg.extraction.mentions.tags import BEGIN, INSIDE, OUTSIDE
from paperkg.extraction.words.vectors import Floats, WordShape, WordTable, word_shape

LEAST = 0.04
"""Spans that the tagger gives less for every label are no candidates."""
_BLOCK = 512  # places that are compared with all spans at once, so that memory stays flat
_FIRST_SHAPES = np.array(FIRST_SHAPES)
_NAME_SHAPES = frozenset(
    (
        WordShape.CAPITALS,
        WordShape.PLURAL_CAPITALS,
        WordShape.INNER_CAPITALS,
        WordShape.DIGITS_AND_CAPITALS,
        WordShape.JOINED_CAPITALS,
    )
)

Votes = Mapping[str, Floats]
"""By key of a form: in how many papers it was looked at, then how often each label was given."""
Places = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What is known of forms from other papers: from annotators, and from the first recognizer, by these labels."""

    annotated: Votes
    silver: Votes
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FormFeatures:
    """Forms of one paper that may be entities, and the features of each: forms by features."""

    keys: tuple[str, ...]
    matrix: Floats


@dataclass(frozen=True, slots=True)
class _Layout:
    """The places of all candidates in one row: first words, ends, and where each candidate begins."""

    starts: Places
    ends: Places
    firsts: Places
    counts: Places

    @classmethod
    def of(cls, reading: Reading, keys: Sequence[str]) -> "_Layout":
        places = [reading.places[key] for key in keys]
        flat = np.array([place for group in places for place in group], dtype=np.int64).reshape(-1, 2)
        counts = np.array([len(group) for group in places], dtype=np.int64)
        return cls(flat[:, 0], flat[:, 1], np.cumsum(counts) - counts, counts)

    def best(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """Maximum over the places of each candidate."""
        best: NDArray[np.float64] = np.maximum.reduceat(values, self.firsts, axis=0)
        return best

    def mean(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """Mean over the places of each candidate."""
        counts = self.counts if values.ndim == 1 else self.counts[:, None]
        mean: NDArray[np.float64] = np.add.reduceat(values, self.firsts, axis=0) / counts
        return mean


def _candidates(reading: Reading, spans: Mapping[tuple[int, int], Floats], known: Knowledge) -> list[str]:
    keys = {form_key(reading.words[start:end]) for start, end in spans}
    keys.update(reading.lexicon)
    for key in reading.places.keys() & known.annotated.keys():
        vote = known.annotated[key]
        if vote[1:].sum() >= max(1.0, 0.15 * float(vote[0])):
            keys.add(key)
    for key in reading.places.keys() & known.silver.keys():
        vote = known.silver[key]
        if vote[1:].sum() > 0.25 * float(vote[0]):
            keys.add(key)
    keys.update([reading.partners[key] for key in keys & reading.partners.keys()])
    return sorted(key for key in keys if key and key in reading.places)


def form_features(reading: Reading, table: WordTable, known: Knowledge) -> FormFeatures:
    """Candidates of a paper with their features."""
    spans = span_probabilities(reading.logs, LEAST)
    keys = _candidates(reading, spans, known)
    if not keys:
        return FormFeatures((), np.zeros((0, 0), dtype=np.float32))
    layout = _Layout.of(reading, keys)
    tagged = _span_probabilities(reading.logs, layout)
    total = tagged.sum(axis=1)
    mean = layout.mean(tagged)
    partners = [reading.partners.get(key) for key in keys]
    columns = (
        mean,
        layout.best(tagged),
        np.stack((layout.mean(total), layout.best(total), -layout.best(-total)), axis=1),
        _place_features(reading, layout),
        layout.best(_around(spans, layout)),
        layout.mean(_inside(reading.logs, layout))[:, None],
        _partner_features(keys, partners, mean),
        _rates(_votes(partners, known.annotated, known.labels)),
        _rates(_votes(partners, known.silver, known.labels)),
        _vote_features(_votes(keys, known.annotated, known.labels)),
        _vote_features(_votes(keys, known.silver, known.labels)),
        _rule_features(reading, keys, known.labels),
        _word_features(reading, layout, table),
    )
    return FormFeatures(tuple(keys), np.concatenate(columns, axis=1).astype(np.float32))


def _span_probabilities(logs: Floats, layout: _Layout) -> NDArray[np.float64]:
    """Probability of each label for just these words: places by labels."""
    begin, further = logs[:, BEGIN], logs[:, INSIDE]
    inside = np.zeros((len(logs) + 1, further.shape[1]))
    np.cumsum(further, axis=0, dtype=np.float64, out=inside[1:])
    onward = np.concatenate((np.exp(further), np.zeros((1, further.shape[1]))))
    starts, ends = layout.starts, layout.ends
    reached = np.exp(begin[starts] + inside[ends] - inside[starts + 1])
    probabilities: NDArray[np.float64] = reached * (1.0 - onward[ends])
    return probabilities


def _inside(logs: Floats, layout: _Layout) -> NDArray[np.float64]:
    """Mean probability of a place's words to be inside anything."""
    sums = np.zeros(len(logs) + 1)
    np.cumsum(1.0 - np.exp(logs[:, OUTSIDE]), dtype=np.float64, out=sums[1:])
    mean: NDArray[np.float64] = (sums[layout.ends] - sums[layout.starts]) / (layout.ends - layout.starts)
    return mean


def _place_features(reading: Reading, layout: _Layout) -> NDArray[np.float64]:
    """Number of places, whether in the title, and how long the form is."""
    starts, ends = layout.starts[layout.firsts], layout.ends[layout.firsts]
    letters = np.concatenate(((0,), np.cumsum([len(word) for word in reading.words])))
    return np.stack(
        (
            np.log(layout.counts),
            starts < reading.title_length,
            ends - starts,
            np.minimum(1.0, (letters[ends] - letters[starts]) / 30),
        ),
        axis=1,
    )


def _around(spans: Mapping[tuple[int, int], Floats], layout: _Layout) -> NDArray[np.float64]:
    """Of the tagger's other spans: sum of those that contain a place, best within, best crossing it."""
    if not spans:
        return np.zeros((len(layout.starts), 3))
    bounds = np.array(list(spans), dtype=np.int64)
    weights = np.array([float(p.sum()) for p in spans.values()])
    blocks = range(0, len(layout.starts), _BLOCK)
    return np.concatenate(
        [_beside(layout.starts[i : i + _BLOCK], layout.ends[i : i + _BLOCK], bounds, weights) for i in blocks]
    )


def _beside(starts: Places, ends: Places, bounds: Places, weights: NDArray[np.float64]) -> NDArray[np.float64]:
    s, e = bounds[:, 0], bounds[:, 1]
    a, b = starts[:, None], ends[:, None]
    other = (s != a) | (e != b)
    containing = (s <= a) & (e >= b) & other
    within = (s >= a) & (e <= b) & other
    crossing = ((s < a) & (a < e) & (e < b)) | ((a < s) & (s < b) & (b < e))
    return np.stack((containing @ weights, (within * weights).max(axis=1), (crossing * weights).max(axis=1)), axis=1)


def _partner_features(
    keys: Sequence[str], partners: Sequence[str | None], mean: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Whether the paper defines the form, and what the tagger says of the other form."""
    rows = {key: i for i, key in enumerate(keys)}
    features = np.zeros((len(keys), 1 + mean.shape[1]))
    for i, partner in enumerate(partners):
        if partner is not None:
            features[i, 0] = 1.0
            if partner in rows:
                features[i, 1:] = mean[rows[partner]]
    return features


def _votes(keys: Sequence[str | None], votes: Votes, labels: Sequence[str]) -> Floats:
    none: Floats = np.zeros(1 + len(labels), dtype=np.float32)
    return np.stack([none if key is None else votes.get(key, none) for key in keys])


def _rates(votes: Floats) -> Floats:
    rates: Floats = votes[:, 1:] / (votes[:, :1] + 1.0)
    return rates


def _vote_features(votes: Floats) -> Floats:
    rates = _rates(votes)
    features: Floats = np.concatenate(
        (
            np.log1p(votes[:, :1]),
            np.log1p(votes[:, 1:].sum(axis=1, keepdims=True)),
            rates.sum(axis=1, keepdims=True),
            rates,
        ),
        axis=1,
    )
    return features


def _rule_features(reading: Reading, keys: Sequence[str], labels: Sequence[str]) -> NDArray[np.float64]:
    """Which types the lexicon and the patterns give the form, and which patterns found it.

    Types that the labels do not have count for nothing: the judge was not trained for them.
    """
    types = types_of(labels)
    features = np.zeros((len(keys), 2 * len(types) + len(RULES)))
    by_lexicon = {name: i for i, name in enumerate(types)}
    by_pattern = {name: len(types) + i for i, name in enumerate((*types, *RULES))}
    for i, key in enumerate(keys):
        for columns, found in ((by_lexicon, reading.lexicon), (by_pattern, reading.rules)):
            for name in found.get(key, ()):
                if name in columns:
                    features[i, columns[name]] = 1.0
    return features


def _word_features(reading: Reading, layout: _Layout, table: WordTable) -> NDArray[np.float64]:
    """How the form is written, and the statistics of its last word (twice, if it is its only one)."""
    starts, ends = layout.starts[layout.firsts].tolist(), layout.ends[layout.firsts].tolist()
    words = [reading.words[start:end] for start, end in zip(starts, ends, strict=True)]
    shapes = [[word_shape(word) for word in form] for form in words]
    first = np.array([form[0] for form in shapes])[:, None] == _FIRST_SHAPES
    look = [
        (not _NAME_SHAPES.isdisjoint(form), all(word.islower() for word in words[i])) for i, form in enumerate(shapes)
    ]
    last = np.stack([table.statistics(form[-1]) for form in words])
    alone = np.array([len(form) == 1 for form in words])[:, None]
    return np.concatenate((first, np.array(look), last * alone, last), axis=1)
