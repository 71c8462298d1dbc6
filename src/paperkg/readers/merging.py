"""Records of the same paper made one: same title key, or same id.

The outcome depends on the set of records alone, not on their order.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from paperkg.keys import paper_id, title_key
from paperkg.model import Paper

T = TypeVar("T")


def merge(papers: Iterable[Paper]) -> list[Paper]:
    """One paper for each title key and each id, sorted by id.

    The text is that of the longest abstract. Every other field takes the richest value that any record
    has: most authors, most precise date, most up-votes, and all sources.
    """
    return sorted((_joined(group) for group in _groups(papers)), key=lambda paper: paper.id)


def _groups(papers: Iterable[Paper]) -> list[list[Paper]]:
    """The records in groups; two that share a key stand in one, however many records link them."""
    group_of: dict[str, list[Paper]] = {}
    for paper in papers:
        keys = (f"title {title_key(paper.title) or paper.title}", f"id {paper.id}")
        known = {id(group): group for key in keys if (group := group_of.get(key)) is not None}
        group = max(known.values(), key=len, default=[])
        for other in known.values():
            if other is not group:
                group += other
        group.append(paper)
        # The keys of all records that came over now lead to the grown group.
        moved = group if len(known) > 1 else [paper]
        for member in moved:
            group_of[f"title {title_key(member.title) or member.title}"] = group
            group_of[f"id {member.id}"] = group
    return list({id(group): group for group in group_of.values()}.values())


def _joined(group: Sequence[Paper]) -> Paper:
    text = min(group, key=lambda paper: (-len(paper.abstract), paper.abstract, paper.title))
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
        doi=_best(group, lambda paper: paper.doi, _unranked),
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
    given = {paper.id for paper in group if paper.id != paper_id(paper.title)}
    return min(given or {paper.id for paper in group})


def _place(source: str) -> tuple[str, int, str]:
    """Order of sources: by name, then by line as a number."""
    name, _, line = source.rpartition(":")
    return (name, int(line), source) if line.isdecimal() else (source, 0, source)
