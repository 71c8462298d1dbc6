"""Records of the same paper made one.

The outcome depends on the set of records alone, not on their order.
"""

import hashlib
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Protocol, overload

from paperkg.agreement import UnionFind
from paperkg.model import Paper
from paperkg.readers.joining import joined, keys_of, papers_of
from paperkg.stored_papers import StoredPapers


def merge(papers: Iterable[Paper]) -> list[Paper]:
    """The papers that the records are of, sorted by id, each with an id of its own.

    Records that share a title key, an id, or a number (arXiv id, DOI, PubMed id) are one paper, unless `identity` tells
    them apart. The text is that of the longest abstract, the date the first one. Every other field takes the
    richest value that any record has: most authors, most up-votes, and all sources.
    """
    return list(MergedPapers(list(papers), []))


def merge_stored(records: StoredPapers) -> "MergedPapers":
    """The same of records in a file, one group in memory at a time; what is made of several goes to another file.

    Raises:
        OSError: the file cannot be written.
    """
    return MergedPapers(records, StoredPapers())


class _Shelf(Protocol):
    """Where papers are put one by one."""

    def append(self, paper: Paper, /) -> None: ...
    def __getitem__(self, place: int, /) -> Paper: ...
    def __len__(self) -> int: ...


class MergedPapers(Sequence[Paper]):
    """The papers that records are of. Those that stay as they are stay where they are, and only the others are made."""

    def __init__(self, records: Sequence[Paper], made: _Shelf) -> None:
        """Merges records, and puts what is made of them on an empty shelf."""
        self._records = records
        self._made = made
        index = _Index(records)
        ids: list[str] = []
        places = array("q")
        for group in index.groups():
            if len(group) == 1 and index.is_tidy[group[0]]:
                ids.append(index.ids[group[0]])
                places.append(group[0])
            else:
                for paper in papers_of([records[place] for place in group]):
                    ids.append(paper.id)
                    places.append(self._make(paper))
        repeated = {one for one, next_one in pairwise(sorted(ids)) if one == next_one}
        for number, wanted in enumerate(ids):
            if wanted in repeated:
                paper = self._at(places[number])
                ids[number] = f"{wanted}-{_digest(paper)}"
                places[number] = self._make(replace(paper, id=ids[number]))
        self._places = array("q", (places[number] for number in sorted(range(len(ids)), key=ids.__getitem__)))

    def _make(self, paper: Paper) -> int:
        """Puts a paper on the shelf, and gives its place: those on the shelf follow the records."""
        self._made.append(paper)
        return len(self._records) + len(self._made) - 1

    def _at(self, place: int) -> Paper:
        return self._records[place] if place < len(self._records) else self._made[place - len(self._records)]

    def __len__(self) -> int:
        return len(self._places)

    def __iter__(self) -> Iterator[Paper]:
        return map(self._at, self._places)

    @overload
    def __getitem__(self, number: int) -> Paper: ...
    @overload
    def __getitem__(self, number: slice) -> list[Paper]: ...
    def __getitem__(self, number: int | slice) -> Paper | list[Paper]:
        if isinstance(number, slice):
            return list(map(self._at, self._places[number]))
        return self._at(self._places[number])


class _Index:
    """What is kept in memory of each record: its id, whether merging changes nothing in it, and digests of its keys.

    Numbers stand for the keys, which take several times the memory. Two keys of one number cost a comparison.
    """

    def __init__(self, records: Iterable[Paper]) -> None:
        self.ids: list[str] = []
        self.is_tidy = bytearray()
        self._digests = array("q")
        self._starts = array("q")
        for paper in records:
            self.ids.append(paper.id)
            self.is_tidy.append(joined([paper]) == paper)
            self._starts.append(len(self._digests))
            self._digests.extend(map(hash, keys_of(paper)))

    def groups(self) -> Iterator[list[int]]:
        """The places of the records in groups; two that share a key stand in one, however many records link them.

        Most share a key with no other one, and stand in a group of their own.
        """
        import numpy as np  # heavy, and needed only where records are merged

        digests = np.asarray(self._digests)
        order = np.argsort(digests, kind="stable")
        same = digests[order[:-1]] == digests[order[1:]]
        of_record = np.searchsorted(np.asarray(self._starts), order, "right") - 1
        forest = UnionFind[int]()
        for pair in zip(of_record[:-1][same].tolist(), of_record[1:][same].tolist(), strict=True):
            forest.union_all(pair)
        groups: dict[int, list[int]] = {}
        for place in range(len(self.ids)):
            if place in forest:
                groups.setdefault(forest.find(place), []).append(place)
            else:
                yield [place]
        yield from groups.values()


def _digest(paper: Paper) -> str:
    parts = (
        paper.arxiv_id or "",
        paper.doi or "",
        paper.pubmed_id or "",
        paper.abstract,
        *paper.authors,
        paper.date or "",
    )
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:10]
