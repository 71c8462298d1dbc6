"""What papers say of surface forms: votes of annotators, and of a recognizer on unlabeled abstracts."""

from collections import Counter, defaultdict
from collections.abc import Iterable

import numpy as np

from paperkg.extraction.mentions.forms import form_key, places_of_keys
from paperkg.extraction.mentions.tags import LABELS
from paperkg.extraction.vocabulary.word_lists import shipped_word_lists
from paperkg.extraction.words.vectors import Floats
from paperkg.training.silver_labels import Labeled
from paperkg.training.tagged import Tagged

_LABEL = {label: i for i, label in enumerate(LABELS)}
LEAST_VOTES = 5.0
"""Forms that get fewer votes of the recognizer, over all abstracts, are forgotten."""


class AnnotatedForms:
    """The annotated forms of papers, to be counted without the paper that asks.

    Args:
        papers: whose annotations may be used.
    """

    def __init__(self, papers: Iterable[Tagged]) -> None:
        function_words = shipped_word_lists().function_words
        found = [(paper.id, labels_of(paper), places_of_keys(paper.words, function_words).keys()) for paper in papers]
        forms = {key for _, labels, _ in found for key in labels}
        self._votes: dict[str, dict[str, str | None]] = defaultdict(dict)
        for id_, labels, keys in found:
            for key in sorted(keys & forms):
                self._votes[key][id_] = labels.get(key)

    def votes(self, keys: Iterable[str] | None = None, without: str | None = None) -> dict[str, Floats]:
        """Votes on the forms (all, if none are given) by every paper but one."""
        wanted = self._votes.keys() if keys is None else self._votes.keys() & set(keys)
        out: dict[str, Floats] = {}
        for key in wanted:
            labels = [label for id_, label in self._votes[key].items() if id_ != without]
            if labels:
                row = out[key] = np.zeros(1 + len(LABELS), dtype=np.float32)
                row[0] = len(labels)
                for label, count in Counter(labels).items():
                    if label is not None:
                        row[1 + _LABEL[label]] = count
        return out


def labels_of(paper: Tagged) -> dict[str, str]:
    """The label of every annotated form of a paper."""
    return {form_key(paper.words[start:end]): label for (start, end), label in paper.spans.items()}


def silver_votes(papers: Iterable[Labeled]) -> dict[str, Floats]:
    """Votes of labels: in how many papers a form stands, and the sum of its probabilities there."""
    papers = tuple(papers)
    function_words = shipped_word_lists().function_words
    votes: dict[str, Floats] = defaultdict(lambda: np.zeros(1 + len(LABELS), dtype=np.float32))
    for paper in papers:
        for key, row in {form_key(paper.words[start:end]): row for start, end, row in paper.spans}.items():
            votes[key][1:] += row
    kept = {key: row for key, row in votes.items() if key and float(row[1:].sum()) >= LEAST_VOTES}
    for paper in papers:
        for key in places_of_keys(paper.words, function_words).keys() & kept.keys():
            kept[key][0] += 1
    return kept
