"""Entities by name: labels and aliases, folded to letters and digits."""

import bisect
import difflib
import re
from collections.abc import Collection
from dataclasses import dataclass
from itertools import accumulate
from typing import Any
from weakref import WeakKeyDictionary

import pyarrow as pa
import pyarrow.compute as pc

from paperkg.choices import at_least
from paperkg.errors import NotFoundError
from paperkg.graph.index import Index, index_of, open_index
from paperkg.graph.tables import Tables
from paperkg.graph.word_search import WordSearch
from paperkg.text.keys import lookup_key


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """An entity that a search found; `alias` is the name that matched where it is not the label."""

    entity_id: str
    label: str
    type: str
    papers: int
    alias: str | None = None


class Names:
    """All names of a build in one string, which is searched faster than a list of them."""

    def __init__(self, graph: Tables, index: Index) -> None:
        self.labels = index.labels
        labelled = [(lookup_key(label), i, None) for i, label in enumerate(index.labels)]
        aliases = graph.table("aliases", ["entity_id", "alias"]).to_pydict()
        aliased = [
            (lookup_key(alias), index.entity_number[entity_id], alias)
            for entity_id, alias in zip(aliases["entity_id"], aliases["alias"], strict=True)
        ]
        self.entries = [entry for entry in [*labelled, *aliased] if entry[0]]
        # As bytes, which are searched several times as fast as text that is not all ASCII.
        keys = [key.encode() for key, _, _ in self.entries]
        self.text = b"\n".join([b"", *keys, b""])
        self.starts = list(accumulate((len(key) + 1 for key in keys), initial=1))
        self._words: WordSearch | None = None
        self.exact: dict[str, list[int]] = {}
        for k, (key, _, _) in enumerate(self.entries):
            self.exact.setdefault(key, []).append(k)

    @property
    def words(self) -> WordSearch:
        """The names by their words; positions are those in `entries`."""
        if self._words is None:
            self._words = WordSearch(
                self.labels[entity] if alias is None else alias for _, entity, alias in self.entries
            )
        return self._words

    def containing(self, key: str, most: int) -> list[tuple[int, int]]:
        """Up to `most` entries whose key contains `key`: (position in `entries`, rank, 0 being equal)."""
        found = [(k, 0) for k in self.exact.get(key, ())]
        own = key.encode()
        for pattern, shift, rank in ((b"\n" + own, 1, 2), (own, 0, 5)):
            at = self.text.find(pattern)
            while at >= 0 and len(found) < most:
                k = bisect.bisect_right(self.starts, at + shift) - 1
                found.append((k, rank))
                at = self.text.find(pattern, self.starts[k + 1] - 1)
        return found


_NAMES: WeakKeyDictionary[Tables, Names] = WeakKeyDictionary()
_MOST = 5000
_APART = "[^a-z0-9+@*]*"  # what may stand between the letters of a key
_TOLD = 100  # letters of a key that tell it from nearly all others; an expression of thousands is refused


def names_of(graph: Tables) -> Names:
    """The names of an open build, made when first asked for and kept as long as the build."""
    names = _NAMES.get(graph)
    if names is None:
        names = _NAMES[graph] = Names(graph, index_of(graph))
    return names


def search(graph: Tables, query: str, limit: int = 10) -> list[Found]:
    """Entities by name: equal names first, then names that begin with the query, then those that have all its words.

    Words may come in any order, and each by its beginning. Names that contain the query inside a word come after them.
    Where nothing is found, words with one or two wrong letters are. Among equals, those in more papers are first.

    Raises:
        OptionError: `limit` is negative.
    """
    at_least(0, limit=limit)
    key = lookup_key(query)
    if not key or not limit:
        return []
    index, names = index_of(graph), names_of(graph)
    best = _ranked(names, key, query)
    if not best:
        for other in names.words.corrected(query):
            best.update(_ranked(names, lookup_key(other), other))
    order = sorted(best, key=lambda i: (best[i][0], -int(index.papers[i]), index.entity_ids[i]))
    return [_found(index, i, best[i][1]) for i in order[:limit]]


def _ranked(names: Names, key: str, query: str) -> dict[int, tuple[int, str | None]]:
    """The entities that a query finds, each with its rank and the alias that was found."""
    best: dict[int, tuple[int, str | None]] = {}
    worded = ((k, 3) for k in names.words.find(query, _MOST))
    for k, rank in (*names.containing(key, _MOST), *worded):
        _, entity, alias = names.entries[k]
        rank += alias is not None
        if entity not in best or rank < best[entity][0]:
            best[entity] = (rank, alias)
    return best


def _found(index: Index, entity: int, alias: str | None) -> Found:
    label = index.labels[entity]
    return Found(
        entity_id=index.entity_ids[entity],
        label=label,
        type=index.types[entity],
        papers=int(index.papers[entity]),
        alias=alias if alias != label else None,
    )


def resolve(graph: Tables, name: str) -> str:
    """The id of the entity that goes by `name`: an id, a label, or an alias of the most papers.

    Raises:
        NotFoundError: no entity does; it suggests the closest names.
    """
    if _is_id(graph, name):
        return name
    key = lookup_key(name)
    called = _called(graph, key)
    if called:
        return min(called)[-1]
    index, names = index_of(graph), names_of(graph)
    close = difflib.get_close_matches(key, names.exact, n=3, cutoff=0.6)
    labels = dict.fromkeys(index.labels[names.entries[names.exact[c][0]][1]] for c in close)
    raise NotFoundError(name, labels or [found.label for found in search(graph, name, 3)])


def _called(graph: Tables, key: str) -> list[tuple[bool, int, str]]:
    """The entities with a name of that key: whether that is an alias, less the number of papers, the id.

    All names are in memory where they are searched anyway; one name is found without.
    """
    names = _NAMES.get(graph)
    if names is not None:
        index = index_of(graph)
        entries = (names.entries[k] for k in names.exact.get(key, ()))
        return [(alias is not None, -int(index.papers[e]), index.entity_ids[e]) for _, e, alias in entries]
    if not key:
        return []
    labeled = rows_with_key(graph.table("entities", ["entity_id", "label", "papers"]), "label", key)
    aliased = rows_with_key(graph.table("aliases", ["entity_id", "alias"]), "alias", key)
    ids = {row["entity_id"] for row in aliased}
    others = graph.rows("entities", ["entity_id", "papers"], where=[("entity_id", ids)])
    found = [(False, row) for row in labeled] + [(True, row) for row in others]
    return [(is_alias, -row["papers"], row["entity_id"]) for is_alias, row in found]


def _is_id(graph: Tables, name: str) -> bool:
    if ":" not in name:
        return False
    if graph in _NAMES:
        return name in index_of(graph).entity_number
    return any(graph.rows("entities", ["entity_id"], where=[("entity_id", {name})]))


def rows_with_key(table: pa.Table, column: str, key: str) -> list[dict[str, Any]]:
    """The rows of a table with a name of that key."""
    names = table[column]
    begins = pc.match_substring_regex(names, _likely(key), ignore_case=True)
    likely = pc.or_(begins, pc.invert(pc.string_is_ascii(names)))
    return [row for row in table.filter(likely).to_pylist() if lookup_key(row[column]) == key]


def _likely(key: str) -> str:
    """A regular expression that the names of that key match, where all of a name is ASCII, and few others do."""
    letters = key[:_TOLD]
    end = "$" if letters == key else ""
    return "^" + _APART + "".join(re.escape(letter) + _APART for letter in letters) + end


def entities_named(graph: Tables, name: str) -> list[str]:
    """The ids of the entities whose label or alias is exactly that."""
    labeled = graph.rows("entities", ["entity_id"], where=[("label", {name})])
    aliased = graph.rows("aliases", ["entity_id"], where=[("alias", {name})])
    return sorted({row["entity_id"] for row in (*labeled, *aliased)})


def label_of(graph: Tables, entity_id: str) -> str:
    """The label of an entity."""
    (row,) = graph.rows("entities", ["label"], where=[("entity_id", {entity_id})])
    return row["label"]


def labels_of(graph: Tables, entity_ids: Collection[str]) -> dict[str, str]:
    """The labels of some entities, by id."""
    index = open_index(graph)
    if index is not None:
        return {entity_id: index.label(entity_id) for entity_id in entity_ids}
    rows = graph.rows("entities", ["entity_id", "label"], where=[("entity_id", entity_ids)])
    return {row["entity_id"]: row["label"] for row in rows}
