"""Which papers of many that share a title can be one, without comparing each with each."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import chain
from math import ceil

from paperkg.model import Paper
from paperkg.readers.identity import SHARE, Abstract, family_name, first_authors


class LikelyPairs:
    """Papers by what any two have in common that are one: a key, a run of letters of their abstracts, or an author.

    An abstract that says nothing is told apart by its first author, and one without authors by nothing.
    """

    def __init__(self) -> None:
        self._by_trait: defaultdict[object, set[int]] = defaultdict(set)
        self._silent: set[int] = set()
        self._fewest_runs: int | None = None
        self._all: set[int] = set()

    def add(self, number: int, paper: Paper, abstract: Abstract, keys: Iterable[str]) -> None:
        """Adds a paper under a number.

        Args:
            number: of its own.
            paper: the paper.
            abstract: its abstract.
            keys: of which one in common is enough.
        """
        self._all.add(number)
        if abstract.is_silent:
            self._silent.add(number)
        else:
            self._fewest_runs = min(len(abstract.runs), self._fewest_runs or len(abstract.runs))
        for trait in (*keys, *(() if abstract.is_silent else abstract.runs), *_authors(paper)):
            self._by_trait[trait].add(number)

    def of(self, paper: Paper, abstract: Abstract, keys: Iterable[str]) -> set[int]:
        """The numbers of all that can be one with a paper, and of some that cannot."""
        authors = _authors(paper)
        by_author = set[int]().union(*(self._by_trait.get(trait, ()) for trait in (*authors, _NO_AUTHOR)))
        if abstract.is_silent:
            found = by_author if paper.authors else set(self._all)
        else:
            found = (by_author if paper.authors else self._all) & self._silent
            found = found | self._alike(abstract.runs)
        return found.union(*(self._by_trait.get(key, ()) for key in keys))

    def _alike(self, runs: frozenset[str]) -> set[int]:
        """The numbers of all abstracts that share enough runs with these, found by the rarer ones alone."""
        shared = max(1, ceil(SHARE * min(len(runs), self._fewest_runs or 0)))
        commonest = shared // 2
        rarest_first = sorted((self._by_trait.get(run, _NONE) for run in runs), key=len)
        counts = Counter(chain.from_iterable(rarest_first[: len(runs) - commonest]))
        return {number for number, count in counts.items() if count >= shared - commonest}


_NONE: frozenset[int] = frozenset()
_NO_AUTHOR = ("author", "")


def _authors(paper: Paper) -> set[tuple[str, str]]:
    """The words of the first author's name, told from runs of letters."""
    if not paper.authors:
        return {_NO_AUTHOR}
    return {("author", word) for word in {family_name(paper.authors[0]), *first_authors(paper)}}
