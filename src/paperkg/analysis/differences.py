"""What is new, gone or changed from one build to another."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from itertools import islice
from typing import Any

from paperkg.graph.tables import Tables
from paperkg.text.counts import counted

SHOWN = 20


@dataclass(frozen=True, slots=True)
class Change:
    """Something that both builds have, and what of it is another: attributes, each with its old and its new value."""

    id: str
    label: str
    changed: Mapping[str, tuple[Any, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What one kind of thing came to: things that are new, gone and changed, each (id, label), in the order of ids."""

    new: tuple[tuple[str, str], ...] = ()
    gone: tuple[tuple[str, str], ...] = ()
    changed: tuple[Change, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.new or self.gone or self.changed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Differences:
    """What two builds differ in; printed, what `paperkg diff` prints."""

    papers: Difference = field(default_factory=Difference)
    entities: Difference = field(default_factory=Difference)
    results: Difference = field(default_factory=Difference)
    relations: Difference = field(default_factory=Difference)

    def __bool__(self) -> bool:
        return any(difference for _, difference in self._kinds())

    def _kinds(self) -> Iterator[tuple[str, Difference]]:
        for kind in ("papers", "entities", "results", "relations"):
            yield kind, getattr(self, kind)

    def __str__(self) -> str:
        return self.to_text()

    def to_text(self, most: int = SHOWN) -> str:
        """Counts, and up to `most` of each, with a line for each."""
        lines: list[str] = []
        for kind, found in self._kinds():
            lines += _listed(f"new {kind}", (f"+ {label}  [{id}]" for id, label in found.new), len(found.new), most)
            lines += _listed(f"gone {kind}", (f"- {label}  [{id}]" for id, label in found.gone), len(found.gone), most)
            lines += _listed(f"changed {kind}", map(_change_line, found.changed), len(found.changed), most)
        return "\n".join(lines) or "no differences"

    def to_row(self) -> dict[str, Any]:
        """The JSON object: for each kind what is new, gone and changed."""
        return {
            kind: {
                "new": [{"id": id, "label": label} for id, label in found.new],
                "gone": [{"id": id, "label": label} for id, label in found.gone],
                "changed": [asdict(change) for change in found.changed],
            }
            for kind, found in self._kinds()
        }


def _listed(title: str, lines: Iterable[str], number: int, most: int) -> list[str]:
    if not number:
        return []
    more = [f"  and {number - most:,} more"] if number > most else []
    return [f"{counted(number, title)}", *(f"  {line}" for line in islice(lines, most)), *more]


def _change_line(change: Change) -> str:
    parts = (f"{name}: {_short(old)} -> {_short(new)}" for name, (old, new) in change.changed.items())
    return f"~ {change.label}  [{change.id}]  {', '.join(parts)}"


def _short(value: Any) -> str:
    text = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    return text if len(text) <= 60 else text[:59] + "…"


_Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class _Kind:
    """A table, what its rows are known by and called, and the columns that tell whether they are the same."""

    table: str
    key: Callable[[_Row], str]
    label: Callable[[_Row], str]
    columns: tuple[str, ...]
    needed: tuple[str, ...] = ()


_KINDS = {
    "papers": _Kind(
        "papers", lambda row: row["paper_id"], lambda row: row["title"],
        ("title", "abstract", "authors", "date", "venue", "doi", "arxiv_id", "url", "sources"), ("paper_id",),
    ),
    "entities": _Kind(
        "entities", lambda row: row["entity_id"], lambda row: row["label"], ("label", "type", "named", "papers"),
        ("entity_id",),
    ),
    "results": _Kind(
        "results", lambda row: row["result_id"], lambda row: _result_label(row),
        ("subject", "benchmark", "metric", "value"), ("result_id",),
    ),
    "relations": _Kind(
        "relations", lambda row: f"{row['head']} {row['relation']} {row['tail']} {row['paper_id']}",
        lambda row: f"{row['head']} {row['relation']} {row['tail']}", (), ("head", "relation", "tail", "paper_id"),
    ),
}  # fmt: skip


def _result_label(row: _Row) -> str:
    of = " ".join(str(row[name]) for name in ("subject", "benchmark", "metric") if row[name])
    return f"{row['value']} {of}".strip()


def differences(old: Tables, new: Tables) -> Differences:
    """What is new, gone and changed from one build to another.

    Papers and entities are the same where their ids are; results by the place in their
    paper; relations where the same paper states the same.

    Args:
        old: a build.
        new: another one, of the same papers or others.
    """
    return Differences(**{name: _difference(kind, old, new) for name, kind in _KINDS.items()})


def _difference(kind: _Kind, old: Tables, new: Tables) -> Difference:
    before = {kind.key(row): row for row in _rows(kind, old)}
    came: list[tuple[str, str]] = []
    changed: list[Change] = []
    for row in _rows(kind, new):
        key = kind.key(row)
        was = before.pop(key, None)
        if was is None:
            came.append((key, kind.label(row)))
            continue
        other = {name: (was[name], row[name]) for name in kind.columns if was[name] != row[name]}
        if other:
            changed.append(Change(key, kind.label(row), other))
    return Difference(
        new=tuple(sorted(came)),
        gone=tuple(sorted((key, kind.label(row)) for key, row in before.items())),
        changed=tuple(sorted(changed, key=lambda change: change.id)),
    )


def _rows(kind: _Kind, graph: Tables) -> Iterator[_Row]:
    columns: dict[str, None] = dict.fromkeys((*kind.needed, *kind.columns))
    return graph.rows(kind.table, list(columns))
