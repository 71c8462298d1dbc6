"""Whether records that share a title, an id, or a number are one paper.

Two numbers of one kind, arXiv ids or DOIs, are two papers. So are two abstracts that have little in common, for
there are titles that many papers have: "Introduction to the special issue", "Reply". An abstract may be cut short or
reworded from one source to the next, so what counts is how much of the shorter one stands in the longer one: the
containment of Broder ("On the resemblance and containment of documents", 1997), in runs of letters, for which neither
line breaks nor hyphens nor spaces nor the language matter.
"""

import re

from paperkg.model import Paper
from paperkg.text.keys import title_key

_RUN = 8
"""Letters in a run. Abstracts of different papers share 2 % of such runs, neighbors in one volume at most 25 %."""

_SHARE = 1 / 3
"""Of the shorter abstract's runs, what one paper's abstracts have in common at least."""

_LETTERS = 25
"""An abstract with fewer tells nothing: it may stand where there is none, as "No abstract available"."""

_TELLING_LETTERS = 100
"""An abstract with fewer cannot show that two titles are of one paper."""

_VERSION = re.compile(r"v\d+$")
_ARXIV_DOI = "10.48550/arxiv."


def is_arxiv_doi(doi: str) -> bool:
    """Whether a DOI is the one that arXiv gives a preprint, beside that of its publisher."""
    return doi.casefold().startswith(_ARXIV_DOI)


def numbers(paper: Paper) -> frozenset[tuple[str, str]]:
    """The numbers that a paper is known by everywhere, each with its kind; no version, no case."""
    found = set()
    if paper.arxiv_id:
        found.add(("arxiv", _VERSION.sub("", paper.arxiv_id.casefold())))
    if paper.doi and not is_arxiv_doi(paper.doi):
        found.add(("doi", paper.doi.casefold()))
    return frozenset(found)


def contradict(a: frozenset[tuple[str, str]], b: frozenset[tuple[str, str]]) -> bool:
    """Whether two sets of numbers cannot be of one paper: both have some of one kind, and none is in both."""
    return a.isdisjoint(b) and not {kind for kind, _ in a}.isdisjoint(kind for kind, _ in b)


class Abstract:
    """An abstract to be compared with others."""

    def __init__(self, text: str) -> None:
        self._letters = title_key(text)
        self._runs: frozenset[str] | None = None

    @property
    def runs(self) -> frozenset[str]:
        """All runs of letters, taken when first asked for: most abstracts are compared with none."""
        if self._runs is None:
            ends = range(_RUN, len(self._letters) + 1)
            self._runs = frozenset(self._letters[end - _RUN : end] for end in ends)
        return self._runs

    def differs(self, other: "Abstract") -> bool:
        """Whether the two are clearly those of different papers."""
        short, long = sorted((self, other), key=lambda abstract: len(abstract._letters))
        if len(short._letters) < _LETTERS or short._letters in long._letters:
            return False
        return len(short.runs & long.runs) < _SHARE * min(len(short.runs), len(long.runs))

    def agrees(self, other: "Abstract") -> bool:
        """Whether the two show that they are of one paper, whatever its titles: a proceedings may have one DOI."""
        shortest = min(len(self._letters), len(other._letters))
        return shortest >= _TELLING_LETTERS and not self.differs(other)
