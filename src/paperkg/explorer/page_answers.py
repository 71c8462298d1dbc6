"""What the served explorer answers beside cards: search, questions, the list of papers, the shortest path.

The answers have the form that `web/source_search.js` and `web/source_questions.js` give from a file.
"""

import re
from collections import defaultdict
from functools import cached_property
from typing import Any, Literal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from paperkg.analysis.leaderboards import by_papers, labels_of, make_board
from paperkg.analysis.metrics import lower_words
from paperkg.analysis.paths import shortest_path
from paperkg.explorer.cards import ROWS, Cards, Json
from paperkg.explorer.readable_text import readable_name
from paperkg.graph.arrays import to_numbers, to_strings
from paperkg.graph.index import NO_YEAR, ROLES
from paperkg.graph.names import search
from paperkg.graph.word_search import WordSearch, fold_words, identifier_in
from paperkg.model import Role

Sort = Literal["date", "title", "results", "upvotes"]
SORTS: tuple[Sort, ...] = ("date", "title", "results", "upvotes")
_PAPERS_EACH_GROUP = 5
_MOST_MET = 200
_MOST_INTRODUCED = 500


class PageAnswers:
    """PageAnswers from the tables that the cards hold in memory."""

    def __init__(self, cards: Cards) -> None:
        self.cards = cards
        self.index = cards.index

    @cached_property
    def _words(self) -> dict[str, WordSearch]:
        """What papers are searched by."""
        papers = self.cards.papers
        columns = {"title": papers["title"], "abstract": papers["abstract"]}
        columns["authors"] = pc.binary_join(papers["authors"], " | ")
        return {name: WordSearch(column) for name, column in columns.items()}

    @cached_property
    def _identifiers(self) -> dict[str, list[int]]:
        """Papers by DOI and arXiv id, in lower case."""
        found: dict[str, list[int]] = defaultdict(list)
        for column in ("doi", "arxiv_id"):
            for paper, identifier in enumerate(self.cards.papers[column].to_pylist()):
                if identifier is not None:
                    found[identifier.lower()].append(paper)
        return found

    def prepare(self) -> None:
        """Makes what searches need, which the first search would make otherwise."""
        self.search("prepare", 1)
        self.search("0000.00000", 1)

    def search(self, query: str, limit: int) -> list[Json]:
        """Entities by name, then papers by id, title, author and abstract, each with the group that it stands in."""
        cards = self.cards
        found = [
            cards.entity_ref(self.index.entity_number[f.entity_id]) | {"alias": f.alias, "group": "Entities"}
            for f in search(cards.graph, query, limit)
        ]
        identifier = identifier_in(query.lower())
        if identifier is not None:
            hits = sorted(set(self._identifiers.get(identifier, ())))
            return found + [self._found(paper, "Papers") for paper in hits[:_PAPERS_EACH_GROUP]]
        titled = self._words["title"].find(query, _PAPERS_EACH_GROUP)
        authored = self._authored(query, set(titled))
        papers = [self._found(paper, "Papers") for paper in titled]
        papers += [self._found(paper, "Papers by author", name) for paper, name in authored]
        if len(found) + len(papers) < limit:
            seen = {*titled, *(paper for paper, _ in authored)}
            said = [p for p in self._words["abstract"].find(query, 2 * _PAPERS_EACH_GROUP) if p not in seen]
            papers += [self._found(paper, "Papers whose abstract says so") for paper in said[:_PAPERS_EACH_GROUP]]
        return found + papers

    def _authored(self, query: str, seen: set[int]) -> list[tuple[int, str]]:
        """Papers with an author in whose name each word begins some word, and that name."""
        found: list[tuple[int, str]] = []
        words = fold_words(query)
        for paper in self._words["authors"].find(query, 500):
            if len(found) == _PAPERS_EACH_GROUP:
                break
            names = self.cards.papers["authors"][paper].as_py()
            own = (n for n in names if all(any(w.startswith(word) for w in fold_words(n)) for word in words))
            name = next(own, None)
            if name is not None and paper not in seen:
                found.append((paper, readable_name(name)))
        return found

    def _found(self, paper: int, group: str, note: str | None = None) -> Json:
        return self.cards.paper_ref(paper) | {"paper": True, "group": group, "alias": note}

    def benchmarks(self) -> list[Json]:
        """Benchmarks with results, those that most papers report on first."""
        found = by_papers(self.cards.results.select(["benchmark", "paper_id"]).to_pylist())
        return [{"ref": self.cards.ref(name), "papers": papers} for name, papers, _ in found[:500]]

    def leaderboard(self, entity_id: str) -> Json:
        """The results on a benchmark, in the groups and the order of `make_board`."""
        rows = self.cards.results.filter(pc.equal(self.cards.results["benchmark"], entity_id)).to_pylist()
        board = make_board(rows, labels_of(self.index), lower_words(self.cards.graph))
        return {
            "groups": [
                {
                    "kind": group.kind,
                    "metric": self.cards.ref(group.metric),
                    "unit": group.unit,
                    "papers": group.papers,
                    "ranked": group.ranked,
                    "rows": [self.cards.result(rows[position]) for position in group.rows[:ROWS]],
                }
                for group in board.groups
            ],
            "left_off": [
                {"reason": reason, "row": self.cards.result(rows[position])}
                for position, reason in board.left_off[:ROWS]
            ],
        }

    def meets(self, entity_id: str, kind: str, years: tuple[int, int] | None = None) -> list[Json]:
        """Entities of one type that papers name together with an entity, and how many of these introduce them."""
        index = self.index
        entity = index.entity_number.get(entity_id)
        if entity is None:
            return []
        papers = index.papers_of(entity)
        if years is not None:
            papers = papers[(index.years[papers] >= years[0]) & (index.years[papers] <= years[1])]
        rows = np.concatenate(
            [np.empty(0, np.intp), *(np.arange(index.paper_start[p], index.paper_start[p + 1]) for p in papers)]
        )
        shared = np.bincount(index.entity[rows], minlength=len(index.entity_ids))
        new = rows[index.role[rows] == ROLES.index(Role.INTRODUCES)]
        introducing = np.bincount(index.entity[new], minlength=len(index.entity_ids))
        others = [int(i) for i in np.flatnonzero(shared) if i != entity and index.types[i] == kind]
        others.sort(key=lambda i: (-int(shared[i]), -int(introducing[i]), index.labels[i]))
        return [
            {"ref": self.cards.entity_ref(i), "papers": int(shared[i]), "introducing": int(introducing[i])}
            for i in others[:_MOST_MET]
        ]

    def introduced(self, since: str) -> list[Json]:
        """What papers introduce since a day, the newest first. Dates are compared as far as both are precise."""
        index, dates = self.index, self.cards.papers["date"].to_pylist()
        rows = np.flatnonzero(index.role == ROLES.index(Role.INTRODUCES))
        rows = rows[index.years[index.paper[rows]] >= max(1, int(since[:4]))]
        dated = [
            (dates[paper] or "", row) for paper, row in zip(index.paper[rows].tolist(), rows.tolist(), strict=True)
        ]
        later = [(date, row) for date, row in dated if date[: len(since)] >= since[: len(date)]]
        later.sort(key=lambda item: index.labels[index.entity[item[1]]])
        later.sort(key=lambda item: item[0], reverse=True)
        return [self._introduction(row) for _, row in later[:_MOST_INTRODUCED]]

    def _introduction(self, row: int) -> Json:
        paper, entity = int(self.index.paper[row]), int(self.index.entity[row])
        evidence = self.cards.statement_evidence(row)[:1]
        return {"ref": self.cards.entity_ref(entity), "paper": self.cards.paper_ref(paper), "evidence": evidence}

    @cached_property
    def _reported(self) -> Any:
        """The number of results of each paper."""
        papers = pc.index_in(self.cards.results["paper_id"], value_set=to_strings(self.index.paper_ids))
        return np.bincount(to_numbers(papers, np.int32), minlength=len(self.index.paper_ids))

    def paper_list(
        self,
        entity_ids: list[str],
        start: str | None = None,
        end: str | None = None,
        years: tuple[int, int] | None = None,
        sort: Sort = "date",
        down: bool = True,
        offset: int = 0,
        limit: int = 50,
    ) -> Json:
        """Papers that name all of some entities, from one month to another, sorted and cut to a page."""
        index, cards = self.index, self.cards
        chosen = np.ones(len(index.paper_ids), dtype=bool)
        for entity_id in entity_ids:
            own = np.zeros(len(chosen), dtype=bool)
            if entity_id in index.entity_number:
                own[index.papers_of(index.entity_number[entity_id])] = True
            chosen &= own
        if years is not None:
            chosen &= (index.years >= years[0]) & (index.years <= years[1])
        period = np.where(index.years == NO_YEAR, 0, index.years * 100 + index.months)
        inside = chosen.copy()
        if start is not None or end is not None:
            inside &= (period > 0) & (period >= _month(start, 0)) & (period <= _month(end, 999999))
        rows = np.flatnonzero(inside)
        found = self._sorted(rows, sort, down)[offset : offset + limit]
        known = period[chosen & (index.months > 0) & (period > 0)]
        months, counts = np.unique(known, return_counts=True)
        return {
            "total": len(rows),
            "undated": int(np.count_nonzero(period[chosen] == 0)),
            "months": [[f"{m // 100}-{m % 100:02d}", int(n)] for m, n in zip(months.tolist(), counts, strict=True)],
            "rows": [cards.paper_row(int(paper)) | {"results": int(self._reported[paper])} for paper in found],
        }

    def _sorted(self, rows: Any, sort: Sort, down: bool) -> list[int]:
        """Papers in order; those that do not say come last, whichever way they are sorted."""
        if sort == "results":
            return [int(p) for p in rows[np.lexsort((rows, (-1 if down else 1) * self._reported[rows]))]]
        values = self.cards.papers[sort].take(pa.array(rows)).to_pylist()
        if sort == "title":
            values = [title.lower() for title in values]
        if sort == "date":
            values = [v if self.index.years[p] else None for v, p in zip(values, rows, strict=True)]
        known = [k for k, value in enumerate(values) if value is not None]
        known.sort(key=lambda k: values[k], reverse=down)
        unknown = [k for k, value in enumerate(values) if value is None]
        return [int(rows[k]) for k in (*known, *unknown)]

    def path(self, first: str, second: str) -> list[Json] | None:
        """The shortest chain of papers between two entities, with the evidence of each step."""
        a, b = (self.index.entity_number.get(entity_id) for entity_id in (first, second))
        if a is None or b is None:
            return None
        return [
            {
                "a": self.cards.entity_ref(step.first),
                "b": self.cards.entity_ref(step.second),
                "paper": self.cards.paper_ref(step.paper),
                "evidence": self.cards.pair_evidence(step.paper, step.first, step.second),
            }
            for step in shortest_path(self.index, a, b)
        ]


def _month(text: str | None, otherwise: int) -> int:
    """ "2025-03" as 202503."""
    found = re.fullmatch(r"(\d{4})-(\d\d)", text or "")
    return int(found[1]) * 100 + int(found[2]) if found else otherwise
