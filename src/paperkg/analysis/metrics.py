"""What the name of a metric tells: whether less of it is better, and whether it is a proportion."""

import re

from paperkg.extraction.vocabulary.word_lists import Words, shipped_word_lists
from paperkg.graph.tables import Tables
from paperkg.text.keys import lookup_key

PROPORTION = (
    r"accura|precision|recall|\bf-?\d\b|\bf-?score|\bau(?:c|roc|prc)\b|\bm?ap(?:@|\b)|exact match|\bem\b|\bm?iou\b"
    r"|rate$|pass@|hits?@|coverage|dice|win-?rate|percentage|proportion"
)
"""A pattern of names of metrics that are proportions, without regard to case; the cookbook has the same one."""

_PROPORTION = re.compile(PROPORTION, re.IGNORECASE)
_WORD_INSIDE = 4  # letters of a word that also counts inside a name


def lower_words(graph: Tables) -> Words:
    """Words of metrics of which less is better: those that the build was made with, else the shipped ones."""
    if "lower_is_better" in graph.manifest:
        return frozenset(graph.manifest["lower_is_better"])
    return shipped_word_lists().lower_is_better


def lower_is_better(metric: str | None, words: Words) -> bool:
    """Whether less of a metric is better, such as perplexity, latency and errors, told by its name."""
    if metric is None:
        return False
    key = lookup_key(metric)
    return any(word == key or (len(word) >= _WORD_INSIDE and word in key) for word in words)


def is_proportion(metric: str | None) -> bool:
    """Whether a metric is a part of a whole, such as accuracy, so that a value of it is at most 100 %.

    >>> is_proportion("top-1 accuracy"), is_proportion("perplexity")
    (True, False)
    """
    return metric is not None and _PROPORTION.search(metric) is not None
