"""Papers and extractions as Arrow records, without loss: so they pass between processes and engines, and are kept.

A record is one paper. Its columns are the attributes of `Paper`; that of an extraction has those of `Extraction` too,
and `problem`, which says why a paper could not be extracted and is null otherwise. Tuples are lists, values such as
spans are structs, and enumerations are their strings.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass
from enum import StrEnum
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

import pyarrow as pa

from paperkg.kinds import EntityType
from paperkg.model import Extraction, Failure, Outcome, Paper


@dataclass(frozen=True, slots=True)
class _Form:
    """The Arrow type of a kind of value, and the ways from such a value to plain ones and back."""

    type: pa.DataType
    to_plain: Callable[[Any], Any]
    from_plain: Callable[[Any], Any]


def _same(value: Any) -> Any:
    return value


_PLAIN = {
    str: _Form(pa.string(), _same, _same),
    int: _Form(pa.int64(), _same, _same),
    float: _Form(pa.float64(), _same, _same),
    bool: _Form(pa.bool_(), _same, _same),
}
_PAIRS: dict[tuple[type, ...], tuple[str, ...]] = {(EntityType, float): ("type", "probability")}
"""The names of the parts of pairs, by their types."""


def _form(kind: Any) -> _Form:
    """The form of a type as annotations name it."""
    if kind in _PLAIN:
        return _PLAIN[kind]
    if isinstance(kind, UnionType):
        return _optional(_form(get_args(kind)[0]))
    if get_origin(kind) is tuple:
        *parts, last = get_args(kind)
        return _list(_form(parts[0])) if last is Ellipsis else _pair((*parts, last))
    if is_dataclass(kind):
        return _struct(kind)
    members: type[StrEnum] = kind
    return _Form(pa.string(), str, {member.value: member for member in members}.__getitem__)


def _optional(form: _Form) -> _Form:
    return _Form(
        form.type,
        lambda value: None if value is None else form.to_plain(value),
        lambda plain: None if plain is None else form.from_plain(plain),
    )


def _list(form: _Form) -> _Form:
    # The name that Parquet and Spark give to what is in a list.
    kind = pa.list_(pa.field("element", form.type))
    if form.to_plain is _same:
        return _Form(kind, list, tuple)
    return _Form(
        kind,
        lambda values: [form.to_plain(value) for value in values],
        lambda plain: tuple([form.from_plain(part) for part in plain]),
    )


def _pair(kinds: tuple[type, ...]) -> _Form:
    names, forms = _PAIRS[kinds], [_form(kind) for kind in kinds]
    parts = tuple(zip(names, forms, strict=True))
    return _Form(
        pa.struct([(name, form.type) for name, form in parts]),
        lambda value: {name: form.to_plain(part) for (name, form), part in zip(parts, value, strict=True)},
        lambda plain: tuple([form.from_plain(plain[name]) for name, form in parts]),
    )


def _struct(kind: Any) -> _Form:
    parts = _parts(kind)
    return _Form(
        pa.struct([(name, form.type) for name, form in parts.items()]),
        lambda value: _plain(parts, value),
        lambda plain: kind(**_values(parts, plain)),
    )


def _parts(kind: Any) -> dict[str, _Form]:
    hints = get_type_hints(kind)
    return {field.name: _form(hints[field.name]) for field in fields(kind)}


_PAPER = _parts(Paper)
_FOUND = {name: form for name, form in _parts(Extraction).items() if name != "paper"}

PAPER_SCHEMA = pa.schema([(name, form.type) for name, form in _PAPER.items()])
"""The columns of a paper."""
FOUND_SCHEMA = pa.schema([(name, form.type) for name, form in _FOUND.items()])
"""The columns that an extraction has beside those of its paper."""
PROBLEM = "problem"
EXTRACTION_SCHEMA = pa.schema([*PAPER_SCHEMA, *FOUND_SCHEMA, (PROBLEM, pa.string())])
"""The columns of an extraction: those of its paper, what was found, and why nothing could be."""

_NOTHING = Extraction(paper=Paper(id="", title="", abstract=""))


def papers_to_batch(papers: Iterable[Paper]) -> pa.RecordBatch:
    """The records of papers."""
    return pa.RecordBatch.from_pylist([_plain(_PAPER, paper) for paper in papers], schema=PAPER_SCHEMA)


def papers_of(batch: pa.RecordBatch) -> list[Paper]:
    """The papers of records, which may have further columns, and may lack optional ones."""
    present = {name: form for name, form in _PAPER.items() if name in batch.schema.names}
    return [Paper(**_values(present, row)) for row in batch.select(list(present)).to_pylist()]


def outcomes_to_batch(outcomes: Iterable[Outcome]) -> pa.RecordBatch:
    """The records of extractions, and of papers that could not be extracted."""
    return pa.RecordBatch.from_pylist([to_row(outcome) for outcome in outcomes], schema=EXTRACTION_SCHEMA)


def outcomes_of(batch: pa.RecordBatch) -> Iterator[Outcome]:
    """The extractions of records, and a `Failure` for each paper that could not be extracted.

    >>> from paperkg.model import Extraction, Paper
    >>> found = Extraction(paper=Paper(id="p1", title="A title", abstract="An abstract."))
    >>> next(outcomes_of(outcomes_to_batch([found]))) == found
    True
    """
    return map(of_row, batch.to_pylist())


def joined(batches: Sequence[pa.RecordBatch]) -> pa.RecordBatch:
    """Batches of the same columns as one."""
    table = pa.Table.from_batches(batches).combine_chunks()
    return next(iter(table.to_batches()), pa.RecordBatch.from_pylist([], schema=table.schema))


def to_row(outcome: Outcome) -> dict[str, Any]:
    """One record as plain values: dictionaries, lists, strings and numbers."""
    found, problem = (_NOTHING, outcome.reason) if isinstance(outcome, Failure) else (outcome, None)
    return {**_plain(_PAPER, outcome.paper), **_plain(_FOUND, found), PROBLEM: problem}


def of_row(row: dict[str, Any]) -> Outcome:
    """What `to_row` made the record of."""
    paper = Paper(**_values(_PAPER, row))
    if row[PROBLEM] is not None:
        return Failure(paper=paper, reason=row[PROBLEM])
    return Extraction(paper=paper, **_values(_FOUND, row))


def _plain(parts: dict[str, _Form], value: object) -> dict[str, Any]:
    return {name: form.to_plain(getattr(value, name)) for name, form in parts.items()}


def _values(parts: dict[str, _Form], row: dict[str, Any]) -> dict[str, Any]:
    return {name: form.from_plain(row[name]) for name, form in parts.items()}
