"""The tables of two builds, row by row: what differs, and whether floating point explains it.

Tolerated are two things, and what follows from them:

- rounding: a column of `ROUNDED` that differs by at most its tolerance;
- flips: what another last bit takes over a threshold. A mention is found or not, or as another entity; a claim of a
  paper without such a mention is made or not, at its threshold of confidence (`THRESHOLDS`), or `DECIDED` columns of
  it differ. In each table there may be a tenth of a percent of them, at least one.

From a flip follow the claims of its paper, which are read from its mentions and from each other, the sentences that
these cite, and the rows of the corpus about the entities concerned.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from paperkg.extraction.claims import relations, results
from paperkg.graph.schema import SORT_KEYS

ROUNDED = {"confidence": 0.002, "type_share": 0.002, "npmi": 0.002}
"""Columns that may differ by rounding, and by how much."""
FLIPS = 0.001
"""The share of a table's rows that may be flips."""
THRESHOLDS = {"results": results.THRESHOLD, "relations": relations.THRESHOLD}
"""Where a claim is made from this confidence on."""
DECIDED = {
    "mentions": {"entity_id"},
    "statements": {"role", "sentence_ids"},
    "results": {"kind", "subject", "benchmark", "metric"},
    "relations": {"sentence_id"},
}
"""Columns that say the likeliest of several, so that two almost as likely may change places."""
KEYS = SORT_KEYS | {"mentions": ("paper_id", "start", "end")}
ENTITIES = {
    "mentions": ("entity_id",),
    "statements": ("entity_id",),
    "results": ("subject", "benchmark", "metric"),
    "relations": ("head", "tail"),
    "entities": ("entity_id",),
    "aliases": ("entity_id",),
    "cooccurrences": ("entity_a", "entity_b"),
}
"""Columns that hold entity ids."""

Row = dict[str, Any]
Key = tuple[Any, ...]


class Kind(StrEnum):
    """What to make of a difference."""

    ROUNDING = "rounded differently"
    FLIP = "at a threshold"
    CONSEQUENCE = "following from a flip"
    CHANGE = "changed"


@dataclass(frozen=True, slots=True)
class Difference:
    """A difference between two builds, in words, in one of their files."""

    kind: Kind
    file: str
    text: str


@dataclass(frozen=True, slots=True)
class _RowPair:
    """A row of both builds that differs, or of one of them."""

    key: Key
    old: Row | None
    new: Row | None

    @property
    def rows(self) -> tuple[Row, ...]:
        return tuple(row for row in (self.old, self.new) if row is not None)

    @property
    def columns(self) -> frozenset[str]:
        """The columns that differ, beyond rounding; none where one of the rows is missing."""
        if self.old is None or self.new is None:
            return frozenset()
        return frozenset(name for name in self.old if not _is_same(name, self.old[name], self.new[name]))

    def __str__(self) -> str:
        place = ", ".join(map(str, self.key))
        if self.old is None:
            return f"missing: {place}"
        if self.new is None:
            return f"not built: {place}"
        pairs = ((name, self.old[name], self.new[name]) for name in self.old)
        return f"{place}: " + ", ".join(f"{name} {a!r}, built as {b!r}" for name, a, b in pairs if a != b)


def _is_close(a: float, b: float, tolerance: float) -> bool:
    return abs(a - b) < tolerance + 1e-9


def _is_same(column: str, a: Any, b: Any) -> bool:
    """Whether values are equal, but for rounding."""
    return a == b or (column in ROUNDED and None not in (a, b) and _is_close(a, b, ROUNDED[column]))


def read_tables(build: Path) -> dict[str, pa.Table]:
    """The tables of a build by name."""
    return {path.stem: pq.ParquetFile(path).read() for path in sorted((build / "tables").glob("*.parquet"))}


def _keyed(name: str, table: pa.Table) -> dict[Key, Row]:
    """The rows by their key; a key that comes again is numbered."""
    met: Counter[Key] = Counter()
    keyed: dict[Key, Row] = {}
    for row in table.to_pylist():
        key = tuple(row[column] for column in KEYS[name])
        met[key] += 1
        keyed[key if met[key] == 1 else (*key, f"again ({met[key]})")] = row
    return keyed


def _row_pairs(old: Mapping[Key, Row], new: Mapping[Key, Row]) -> list[_RowPair]:
    pairs = (_RowPair(key, old.get(key), new.get(key)) for key in dict.fromkeys((*old, *new)))
    return [pair for pair in pairs if pair.old != pair.new]


def _stands_at_threshold(name: str, pair: _RowPair, others: Sequence[_RowPair]) -> bool:
    """Whether a claim that one build lacks is about as likely as one has to be, or as another of the same entities."""
    (row,) = pair.rows
    rivals = [
        rival["confidence"]
        for other in others
        for rival in other.rows
        if other.key != pair.key and rival["paper_id"] == row["paper_id"] and _named(name, rival) == _named(name, row)
    ]
    limits = [THRESHOLDS[name], *rivals]
    return any(_is_close(row["confidence"], limit, ROUNDED["confidence"]) for limit in limits)


def _named(name: str, row: Row) -> frozenset[str]:
    return frozenset(row[column] for column in ENTITIES[name] if row[column] is not None)


def _is_flip(name: str, pair: _RowPair, others: Sequence[_RowPair]) -> bool:
    if pair.old is not None and pair.new is not None:
        return pair.columns <= DECIDED[name]
    # A mention's own confidence is not in the tables, so that only their number is limited.
    return name == "mentions" or (name in THRESHOLDS and _stands_at_threshold(name, pair, others))


class _Flipped:
    """What the flips concern, as tables are judged one after the other."""

    def __init__(self, labels: Mapping[str, Collection[str]]) -> None:
        self._labels = labels
        self.papers: set[str] = set()
        self.entities: set[str] = set()

    def follow(self, name: str, judged: Iterable[tuple[_RowPair, Kind]]) -> None:
        """Takes in what was found in a table of mentions or claims."""
        for pair, kind in judged:
            if kind is Kind.FLIP:
                self.papers.update(row["paper_id"] for row in pair.rows)
            if kind in (Kind.FLIP, Kind.CONSEQUENCE):
                self.entities.update(*(_named(name, row) for row in pair.rows))

    def concern(self, name: str, pair: _RowPair) -> bool:
        """Whether a row says something of a paper or an entity that is concerned."""
        if name in DECIDED or name == "sentences":
            return any(row["paper_id"] in self.papers for row in pair.rows)
        if name == "decisions":
            labels = {label for entity in self.entities for label in self._labels.get(entity, ())}
            return any(row["entity"] in labels or row["argument"] in labels for row in pair.rows)
        return name in ENTITIES and any(not self.entities.isdisjoint(_named(name, row)) for row in pair.rows)


def _kind(name: str, pair: _RowPair, others: Sequence[_RowPair], flipped: _Flipped) -> Kind:
    if len(pair.rows) == 2 and not pair.columns:
        return Kind.ROUNDING
    if flipped.concern(name, pair):
        return Kind.CONSEQUENCE
    return Kind.FLIP if name in DECIDED and _is_flip(name, pair, others) else Kind.CHANGE


def _labels(tables: Iterable[pa.Table]) -> dict[str, set[str]]:
    """The labels of each entity in any of the tables of entities."""
    labels: dict[str, set[str]] = defaultdict(set)
    for table in tables:
        for row in table.select(["entity_id", "label"]).to_pylist():
            labels[row["entity_id"]].add(row["label"])
    return labels


def table_differences(old: Mapping[str, pa.Table], new: Mapping[str, pa.Table]) -> list[Difference]:
    """The differences between the tables that both builds have."""
    flipped = _Flipped(_labels(tables["entities"] for tables in (old, new) if "entities" in tables))
    found: list[Difference] = []
    for name in (*DECIDED, *sorted(KEYS.keys() - DECIDED)):
        if name not in old or name not in new or old[name].equals(new[name]):
            continue
        file = f"tables/{name}.parquet"
        if not old[name].schema.equals(new[name].schema):
            found.append(Difference(Kind.CHANGE, file, f"other columns: {', '.join(old[name].schema.names)}"))
            continue
        keyed = _keyed(name, old[name]), _keyed(name, new[name])
        if [key for key in keyed[0] if key in keyed[1]] != [key for key in keyed[1] if key in keyed[0]]:
            found.append(Difference(Kind.CHANGE, file, "rows in another order"))
        pairs = _row_pairs(*keyed)
        judged = [(pair, _kind(name, pair, pairs, flipped)) for pair in pairs]
        if name in DECIDED:
            flipped.follow(name, judged)
        found += [Difference(kind, file, str(pair)) for pair, kind in judged]
    return found


def excess_flips(found: Iterable[Difference], tables: Mapping[str, pa.Table]) -> list[str]:
    """A line for each table with more flips than are tolerated."""
    flips = Counter(difference.file for difference in found if difference.kind is Kind.FLIP)
    tolerated = {f"tables/{name}.parquet": max(1, int(FLIPS * table.num_rows)) for name, table in tables.items()}
    return [
        f"{file}: {count:,} rows at a threshold; {tolerated[file]:,} are tolerated ({FLIPS:.1%})"
        for file, count in sorted(flips.items())
        if count > tolerated[file]
    ]
