"""The tables of a build in Arrow's words, made from the types of their rows."""

from types import UnionType
from typing import Any, get_args, get_type_hints

import pyarrow as pa

from paperkg.graph.row_types import ROW_TYPES

_ARROW_TYPES: dict[Any, pa.DataType] = {
    str: pa.string(),
    int: pa.int32(),
    float: pa.float64(),
    bool: pa.bool_(),
    list[str]: pa.list_(pa.string()),
}


def _arrow_type(column: Any) -> pa.DataType:
    """The Arrow type of a column, whether or not it may be None."""
    known = get_args(column)[0] if isinstance(column, UnionType) else column
    return _ARROW_TYPES[known]


def _schema(row: type) -> pa.Schema:
    return pa.schema([(name, _arrow_type(column)) for name, column in get_type_hints(row).items()])


SCHEMAS: dict[str, pa.Schema] = {name: _schema(row) for name, row in ROW_TYPES.items()}
"""The columns of each table, in their order."""

SORT_KEYS: dict[str, tuple[str, ...]] = {
    "papers": ("paper_id",),
    "sentences": ("paper_id", "start"),
    "entities": ("entity_id",),
    "aliases": ("entity_id", "alias"),
    "mentions": ("paper_id", "start"),
    "statements": ("paper_id", "entity_id"),
    "results": ("paper_id", "start", "result_id"),
    "relations": ("paper_id", "head", "relation", "tail"),
    "cooccurrences": ("entity_a", "entity_b"),
    "decisions": ("action", "entity", "argument"),
}
"""The columns by which each table is sorted, so that equal builds are equal bytes."""
