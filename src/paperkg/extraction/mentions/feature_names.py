"""The judge's features by name, in the order in which `form_features` computes them.

The judge's weights bring these names, so that weights for other features are not taken for ours.
"""

from collections.abc import Iterator, Sequence

from paperkg.extraction.mentions.reading import RULES
from paperkg.extraction.mentions.tags import type_name
from paperkg.extraction.words.vectors import STATISTICS, WordShape

FIRST_SHAPES = (
    WordShape.LOWER,
    WordShape.CAPITALS,
    WordShape.CAPITALIZED,
    WordShape.INNER_CAPITALS,
    WordShape.DIGITS_AND_CAPITALS,
    WordShape.JOINED_LOWER,
    WordShape.JOINED_CAPITALIZED,
)
"""Shapes of a form's first word that have a feature each."""
_VOTERS = ("annotators", "first recognizer")


def types_of(labels: Sequence[str]) -> tuple[str, ...]:
    """The types of the labels, each once."""
    return tuple(dict.fromkeys(map(type_name, labels)))


def feature_names(labels: Sequence[str]) -> tuple[str, ...]:
    """The names of all features of a judge of these labels."""
    return (*_tagger(labels), *_places(), *_partners(labels), *_votes(labels), *_rules(labels), *_words())


def _tagger(labels: Sequence[str]) -> Iterator[str]:
    for which in ("mean", "highest"):
        yield from (f"{which} probability of {label}" for label in labels)
    yield from (f"{which} probability of any label" for which in ("mean", "highest", "lowest"))


def _places() -> Iterator[str]:
    yield from ("logarithm of places", "in the title", "words", "letters")
    yield "sum of the spans around a place"
    yield from (f"most probable span {where} a place" for where in ("inside", "across an edge of"))
    yield "mean probability that a word is in any span"


def _partners(labels: Sequence[str]) -> Iterator[str]:
    yield "is defined"
    yield from (f"partner: mean probability of {label}" for label in labels)
    for voters in _VOTERS:
        yield from (f"partner, {voters}: share of {label}" for label in labels)


def _votes(labels: Sequence[str]) -> Iterator[str]:
    for voters in _VOTERS:
        yield f"{voters}: logarithm of papers"
        yield f"{voters}: logarithm of votes"
        yield from (f"{voters}: share of {label}" for label in ("any label", *labels))


def _rules(labels: Sequence[str]) -> Iterator[str]:
    for source in ("lexicon", "pattern"):
        yield from (f"{source}: {kind}" for kind in types_of(labels))
    yield from (f"pattern: {rule}" for rule in RULES)


def _words() -> Iterator[str]:
    yield from (f"first word: {shape.name.lower()}" for shape in FIRST_SHAPES)
    yield from ("a word is written as a name", "all words in lower case")
    for which in ("only", "last"):
        yield from (f"{which} word: {statistic}" for statistic in STATISTICS)
