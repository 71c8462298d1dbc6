"""Statistics of word forms: in which company each stands in unlabeled abstracts.

No annotation enters: how often "GSM8K" follows "on" or precedes "benchmark" says what it is.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

import numpy as np

from paperkg.extraction.words.vectors import Floats
from paperkg.training.corpora import PaperWords

LEAST_PAPERS = 4
"""Forms in fewer papers have no statistics: a name that a paper coins is new to them, as in use."""

_HEADS = (
    "dataset datasets benchmark benchmarks corpus corpora leaderboard treebank testbed suite challenge test "
    "database collection",
    "model models checkpoint checkpoints backbone backbones encoder llm llms",
    "library toolkit simulator simulators engine engines compiler package platform platforms tool gpu gpus cpu "
    "cpus hardware api toolbox software system systems environment",
    "algorithm algorithms method methods framework frameworks approach approaches attack attacks architecture "
    "architectures network networks technique techniques loss optimizer strategy module mechanism",
    "task tasks problem problems",
    "score scores metric metrics improvement gain rate",
)
_HEAD = {noun: kind for kind, nouns in enumerate(_HEADS) for noun in nouns.split()}
_BEFORE = (
    frozenset(
        "propose proposes introduce introduces present presents develop called named termed dubbed release".split()
    ),
    frozenset("outperforms outperform surpass surpasses over than".split()),
    frozenset("using use with via by leveraging".split()),
)
# Columns of counts: papers, places, title "X:", "(X)", after "propose"; a head noun after it, by kind;
# "on (the) X", after "outperforms", after "using", in an enumeration.
_PLACES, _TITLE, _PAREN, _PROPOSED, _KINDS = 1, 2, 3, 4, 5
_ON = _KINDS + len(_HEADS)
_OVER, _USING, _LISTED = _ON + 1, _ON + 2, _ON + 3
_COUNTS = _LISTED + 1
WIDTH = _COUNTS + 2


def _count(words: Sequence[str], counts: dict[str, Floats]) -> None:
    lowered = [word.lower() for word in words]
    for i, word in enumerate(words):
        if not any(c.isalpha() for c in word):
            continue
        row = counts[word]
        before = lowered[i - 1] if i else "."
        after = lowered[i + 1] if i + 1 < len(words) else "."
        row[_PLACES] += 1
        row[_PAREN] += before == "(" and after == ")"
        for column, company in zip((_PROPOSED, _OVER, _USING), _BEFORE, strict=True):
            row[column] += before in company
        if after in _HEAD:
            row[_KINDS + _HEAD[after]] += 1
        row[_ON] += before == "on" or (before == "the" and i > 1 and lowered[i - 2] == "on")
        row[_LISTED] += after in {",", "and"} or before in {",", "and"}


def word_statistics(papers: Iterable[PaperWords]) -> dict[str, Floats]:
    """By word form: log counts, and square roots of rates, all between 0 and about 4."""
    counts: dict[str, Floats] = defaultdict(lambda: np.zeros(_COUNTS, dtype=np.float32))
    in_any_case: Counter[str] = Counter()
    for paper in papers:
        for word in set(paper.abstract):
            counts[word][0] += 1
        in_any_case.update({word.lower() for word in paper.abstract})
        if len(paper.title) > 2 and paper.title[1] == ":":
            counts[paper.title[0]][_TITLE] += 1
        _count(paper.abstract, counts)
    return {word: _scaled(row, in_any_case[word.lower()]) for word, row in counts.items() if row[0] >= LEAST_PAPERS}


def _scaled(row: Floats, in_any_case: int) -> Floats:
    papers, places = float(row[0]), max(1.0, float(row[_PLACES]))
    out = np.zeros(WIDTH, dtype=np.float32)
    out[0] = math.log1p(papers) / 6
    out[1] = math.log1p(in_any_case) / 6
    out[2] = math.sqrt(min(1.0, float(row[_TITLE]) / papers)) * 2
    out[3:_COUNTS] = np.sqrt(row[3:] / places) * 2
    out[_COUNTS] = papers / max(papers, in_any_case)
    out[_COUNTS + 1] = 1.0
    return out
