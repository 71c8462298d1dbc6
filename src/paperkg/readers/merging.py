"""Records of the same paper made one.

The outcome depends on the set of records alone, not on their order.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from paperkg.agreement import UnionFind
from paperkg.model import Paper
from paperkg.readers.identity import Abstract, contradict, is_arxiv_doi, numbers
from paperkg.text.keys import paper_id, title_key

T = TypeVar("T")


def merge(papers: Iterable[Paper]) -> list[Paper]:
    """The papers that the records are of, sorted by id, each with an id of its own.

    Records that share a title key or an id are one paper, unless `identity` tells them apart. So are those that share
    an arXiv id or a DOI, if their abstracts show it. The text is that of the longest abstract. Every other field takes
    the richest value that any record has: most authors, most precise date, most up-votes, and all sources.
    """
    records = list(papers)
    own = [_own_keys(paper) for paper in records]
    kin = {id(paper): place for place, group in enumerate(_groups(records, own)) for paper in group}
    linked = [keys + _number_keys(paper) for paper, keys in zip(records, own, strict=True)]
    joined = [_joined(part) for group in _groups(records, linked) for part in _parts(group, kin)]
    return sorted(_with_ids_of_their_own(joined), key=lambda paper: paper.id)


@dataclass(slots=True)
class _Part:
    """Records that are one paper so far. `abstract` is the longest of theirs, and so the paper's.

    `kin` are the sets of records, linked by titles and ids, that these are from.
    """

    abstract: Abstract
    records: list[Paper] = field(default_factory=list)
    numbers: frozenset[tuple[str, str]] = frozenset()
    kin: set[int] = field(default_factory=set)

    def admits(self, abstract: Abstract, known: frozenset[tuple[str, str]], kin: set[int]) -> bool:
        if contradict(self.numbers, known):
            return False
        return not self.abstract.differs(abstract) if self.kin & kin else self.abstract.agrees(abstract)


def _parts(group: Sequence[Paper], kin: Mapping[int, int]) -> list[list[Paper]]:
    """The records of a group by the paper that they are of.

    What is certainly one paper is put into the first part that admits it, the longest abstracts first. As each part
    is judged by its longest abstract, merged papers are told apart as their records were.
    """
    if len(group) == 1:
        return [list(group)]
    parts: list[_Part] = []
    for records in sorted(_certain(group), key=lambda records: (_text_order(records[0]), *map(_id_order, records))):
        known = frozenset[tuple[str, str]]().union(*map(numbers, records))
        abstract = Abstract(records[0].abstract)
        related = {kin[id(paper)] for paper in records}
        part = next((part for part in parts if part.admits(abstract, known, related)), None)
        if part is None:
            part = _Part(abstract)
            parts.append(part)
        part.records += records
        part.numbers |= known
        part.kin |= related
    return [part.records for part in parts]


def _certain(group: Iterable[Paper]) -> list[list[Paper]]:
    """Records that are one paper whatever their abstracts say, for authors rewrite them; the longest abstract first."""
    forest = UnionFind()
    keyed: list[tuple[Paper, list[str]]] = []
    for paper in sorted(group, key=lambda paper: (_text_order(paper), _id_order(paper))):
        keys = _certain_keys(paper)
        forest.union_all(keys)
        keyed.append((paper, keys))
    sets: dict[str, list[Paper]] = {}
    for place, (paper, keys) in enumerate(keyed):
        sets.setdefault(forest.find(keys[0]) if keys else f"record {place}", []).append(paper)
    return list(sets.values())


def _certain_keys(paper: Paper) -> list[str]:
    """Its numbers, with the title and with the id; and an id that a source gave, with the title and with each author.

    An id alone is not enough: two files may both number their papers from 1. Neither is a number: it may be that of
    the volume that two papers are in.
    """
    own = _own_keys(paper)
    keys = [f"{number} {key}" for number in _number_keys(paper) for key in own]
    if _is_given(paper):
        keys.append(f"id {paper.id} title {title_key(paper.title)}")
        keys += [f"id {paper.id} author {author.casefold()}" for author in paper.authors]
    return keys


def _text_order(paper: Paper) -> tuple[int, str, str]:
    return -len(paper.abstract), paper.abstract, paper.title


def _id_order(paper: Paper) -> tuple[str, str, str]:
    return paper.id, paper.arxiv_id or "", paper.doi or ""


def _is_given(paper: Paper) -> bool:
    """Whether a source gave the id; it is not made from the title."""
    return paper.id != paper_id(paper.title)


def _with_ids_of_their_own(papers: Sequence[Paper]) -> list[Paper]:
    """The papers, an id that several have followed by a digest of what tells each of them from the others."""
    wanted = Counter(paper.id for paper in papers)
    return [paper if wanted[paper.id] == 1 else replace(paper, id=f"{paper.id}-{_digest(paper)}") for paper in papers]


def _digest(paper: Paper) -> str:
    parts = (paper.arxiv_id or "", paper.doi or "", paper.abstract)
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:10]


def _own_keys(paper: Paper) -> list[str]:
    return [f"title {title_key(paper.title) or paper.title}", f"id {paper.id}"]


def _number_keys(paper: Paper) -> list[str]:
    return [f"{kind} {number}" for kind, number in sorted(numbers(paper))]


def _groups(papers: Sequence[Paper], keys: Sequence[list[str]]) -> list[list[Paper]]:
    """The records in groups, each record by its keys; two that share one stand in one, however many records link them.

    Every record has a key.
    """
    forest = UnionFind()
    firsts: list[tuple[Paper, str]] = []
    for paper, own in zip(papers, keys, strict=True):
        forest.union_all(own)
        firsts.append((paper, own[0]))
    groups: dict[str, list[Paper]] = {}
    for paper, key in firsts:
        groups.setdefault(forest.find(key), []).append(paper)
    return list(groups.values())


def _joined(group: Sequence[Paper]) -> Paper:
    text = min(group, key=_text_order)
    authors = _best(group, lambda paper: paper.authors or None, len) or ()
    return Paper(
        id=_best_id(group),
        title=text.title,
        abstract=text.abstract,
        authors=authors,
        author_count=None if authors else _best(group, lambda paper: paper.author_count, int),
        affiliation=_best(group, lambda paper: paper.affiliation, len),
        date=_best(group, lambda paper: paper.date, _precision),
        url=_best(group, lambda paper: paper.url, _unranked),
        doi=_best(group, lambda paper: paper.doi, lambda doi: not is_arxiv_doi(doi)),
        arxiv_id=_best(group, lambda paper: paper.arxiv_id, _unranked),
        venue=_best(group, lambda paper: paper.venue, len),
        upvotes=_best(group, lambda paper: paper.upvotes, int),
        sources=tuple(sorted({source for paper in group for source in paper.sources}, key=_place)),
    )


def _best(group: Sequence[Paper], value: Callable[[Paper], T | None], rank: Callable[[T], int]) -> T | None:
    """The value of highest rank, the least of equals (as text) so that order does not matter."""
    values = [found for paper in group if (found := value(paper)) is not None]
    return min(values, key=lambda found: (-rank(found), str(found)), default=None)


def _unranked(_: str) -> int:
    return 0


def _precision(date: str) -> int:
    """10 for a full date, 7 for a month, 4 for a year, 0 for other text."""
    return len(date) if re.fullmatch(r"\d{4}(-\d\d){0,2}", date) else 0


def _best_id(group: Sequence[Paper]) -> str:
    """The least id that a source gave; where none did, that of the title."""
    given = {paper.id for paper in group if _is_given(paper)}
    return min(given or {paper.id for paper in group})


def _place(source: str) -> tuple[str, int, str]:
    """Order of sources: by name, then by line as a number."""
    name, _, line = source.rpartition(":")
    return (name, int(line), source) if line.isdecimal() else (source, 0, source)
