"""Records that share a key made papers: which of them are one, and what each paper then says."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from paperkg.agreement import UnionFind
from paperkg.model import Paper
from paperkg.readers.identity import Abstract, Link, agree, contradict, is_preprint_doi, numbers
from paperkg.readers.likely_pairs import LikelyPairs
from paperkg.text.dates import LAST_YEAR, year_and_month
from paperkg.text.keys import paper_id, title_key

T = TypeVar("T")
_FEW = 50
"""Parts of a group that are compared each with each."""
_LINKS = {
    "title": Link.TITLE,
    "id": Link.ID,
    "arxiv": Link.ID,
    "pubmed": Link.ID,
    "doi": Link.DOI,
    "preprint": Link.DOI,
}
"""What a key links records by, by its first word."""


def papers_of(group: Sequence[Paper]) -> list[Paper]:
    """The papers that the records of a group are of."""
    records = list(dict.fromkeys(group))
    return [joined(records)] if len(records) == 1 else [part.paper for part in _parts(records)]


@dataclass(slots=True)
class _Part:
    """Records that are one paper so far: that paper, its abstract, its certain keys, and all keys of all records."""

    paper: Paper
    abstract: Abstract
    keys: frozenset[str]
    certain_keys: frozenset[str]
    numbers: frozenset[tuple[str, str]]

    def is_of_one_paper_with(self, other: "_Part") -> bool:
        if not self.certain_keys.isdisjoint(other.certain_keys):
            return True
        shared = self.keys & other.keys
        if not shared or contradict(self.numbers, other.numbers):
            return False
        link = min((_LINKS[key.partition(" ")[0]] for key in shared), key=list(Link).index)
        return agree(self.paper, self.abstract, other.paper, other.abstract, link)

    def with_records_of(self, other: "_Part") -> "_Part":
        paper = joined([self.paper, other.paper])
        abstract = self.abstract if paper.abstract == self.paper.abstract else other.abstract
        certain = frozenset(_certain_keys(paper))
        return _Part(paper, abstract, self.keys | other.keys, certain, self.numbers | other.numbers)


def _part(records: Sequence[Paper]) -> _Part:
    paper = joined(records)
    keys = frozenset(key for record in records for key in keys_of(record))
    known = frozenset[tuple[str, str]]().union(*map(numbers, records))
    return _Part(paper, Abstract(paper.abstract), keys, frozenset(_certain_keys(paper)), known)


def _parts(group: Sequence[Paper]) -> list[_Part]:
    """The records of a group by the paper that they are of.

    What is certainly one paper comes together first. Then each part, the longest abstracts first, takes in all before
    it that are one paper with it, until no two parts are. So merged papers are told apart as their records were.
    """
    parts = sorted(map(_part, _certain(group)), key=lambda part: (_text_order(part.paper), _id_order(part.paper)))
    count = None
    while count != len(parts):
        count = len(parts)
        found = _taken_in(parts) if count <= _FEW else _taken_in_by_likely_pairs(parts)
        parts = sorted(found, key=lambda part: (_text_order(part.paper), _id_order(part.paper)))
    return parts


def _taken_in(parts: Iterable[_Part]) -> list[_Part]:
    """Each part takes in all before it that are one paper with it."""
    found: list[_Part] = []
    for part in parts:
        apart: list[_Part] = []
        for before in found:
            if before.is_of_one_paper_with(part):
                part = before.with_records_of(part)
            else:
                apart.append(before)
        found = [*apart, part]
    return found


def _taken_in_by_likely_pairs(parts: Iterable[_Part]) -> list[_Part]:
    """The same, for so many parts that to compare each with each would take hours."""
    found: dict[int, _Part] = {}
    likely = LikelyPairs()
    for number, part in enumerate(parts):
        last = -1
        while True:
            numbers = sorted(likely.of(part.paper, part.abstract, part.certain_keys) & found.keys())
            one = next((n for n in numbers if n > last and found[n].is_of_one_paper_with(part)), None)
            if one is None:
                break
            part, last = found.pop(one).with_records_of(part), one
        found[number] = part
        likely.add(number, part.paper, part.abstract, part.certain_keys)
    return list(found.values())


def _certain(group: Iterable[Paper]) -> list[list[Paper]]:
    """Records that are one paper whatever their abstracts say, for authors rewrite them; the longest abstract first."""
    forest = UnionFind[str]()
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
    known = {number for _, number in numbers(paper)}
    own = [key for key in _own_keys(paper) if key.removeprefix("id ").casefold() not in known]
    keys = [f"{number} {key}" for number in _number_keys(paper) for key in own]
    if _is_given(paper):
        keys.append(f"id {paper.id} title {title_key(paper.title)}")
        keys += [f"id {paper.id} author {author.casefold()}" for author in paper.authors]
    return keys


def _text_order(paper: Paper) -> tuple[int, str, str]:
    return -len(paper.abstract), paper.abstract, paper.title


def _id_order(paper: Paper) -> tuple[str, ...]:
    return paper.id, paper.arxiv_id or "", paper.doi or "", paper.pubmed_id or "", *paper.sources


def _is_given(paper: Paper) -> bool:
    """Whether a source gave the id; it is not made from the title."""
    return paper.id != paper_id(paper.title)


def keys_of(paper: Paper) -> list[str]:
    """What a record shares with others of its paper: title, id and numbers, with their kinds. Each record has some."""
    return _own_keys(paper) + _number_keys(paper)


def _own_keys(paper: Paper) -> list[str]:
    return [f"title {title_key(paper.title) or paper.title}", f"id {paper.id}"]


def _number_keys(paper: Paper) -> list[str]:
    return [f"{kind} {number}" for kind, number in sorted(numbers(paper))]


def joined(group: Sequence[Paper]) -> Paper:
    """The paper that all records of a group are of, which has the richest value of each field."""
    text = min(group, key=_text_order)
    authors = _best(group, lambda paper: paper.authors or None, len) or ()
    return Paper(
        id=_best_id(group),
        title=text.title,
        abstract=text.abstract,
        authors=authors,
        author_count=None if authors else _best(group, lambda paper: paper.author_count, int),
        affiliation=_best(group, lambda paper: paper.affiliation, len),
        date=min((paper.date for paper in group if paper.date), key=_date_order, default=None),
        url=_best(group, lambda paper: paper.url, _unranked),
        doi=_best(group, lambda paper: paper.doi, lambda doi: not is_preprint_doi(doi)),
        arxiv_id=_best(group, lambda paper: paper.arxiv_id, _unranked),
        pubmed_id=_best(group, lambda paper: paper.pubmed_id, _unranked),
        venue=_best(group, lambda paper: paper.venue, len),
        upvotes=_best(group, lambda paper: paper.upvotes, int),
        sources=tuple(sorted({source for paper in group for source in paper.sources}, key=_place)),
        notes=tuple(sorted({note for paper in group for note in paper.notes})),
    )


def _best(group: Sequence[Paper], value: Callable[[Paper], T | None], rank: Callable[[T], int]) -> T | None:
    """The value of highest rank, the least of equals (as text) so that order does not matter."""
    values = [found for paper in group if (found := value(paper)) is not None]
    return min(values, key=lambda found: (-rank(found), str(found)), default=None)


def _unranked(_: str) -> int:
    return 0


def _date_order(date: str) -> tuple[int, int, str]:
    """Dates by their year, the earliest first, the most precise before others of the year; other text last."""
    year, _ = year_and_month(date)
    precision = len(date) if re.fullmatch(r"\d{4}(-\d\d){0,2}", date) else 0
    return year or LAST_YEAR + 1, -precision, date


def _best_id(group: Sequence[Paper]) -> str:
    """The least id that a source gave; where none did, that of the title."""
    given = {paper.id for paper in group if _is_given(paper)}
    return min(given or {paper.id for paper in group})


def _place(source: str) -> tuple[str, int, str]:
    """Order of sources: by name, then by line as a number."""
    name, _, line = source.rpartition(":")
    return (name, int(line), source) if line.isdecimal() else (source, 0, source)
