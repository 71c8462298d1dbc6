"""Filters: which rows of a table hold some ids, told before they become Python values."""

from collections.abc import Collection, Sequence
from functools import reduce
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from paperkg.graph.arrays import to_strings

Wanted = Sequence[tuple[str | tuple[str, ...], Collection[str]]]
"""Columns with the ids wanted there. A row is taken where each has one of its ids; of several columns together, any."""


class Filter:
    """A filter of rows, made once for all batches of a table."""

    def __init__(self, where: Wanted) -> None:
        self._wanted = [
            ((columns,) if isinstance(columns, str) else columns, to_strings(sorted(ids))) for columns, ids in where
        ]

    @property
    def columns(self) -> list[str]:
        """The columns that it looks at."""
        return [column for columns, _ in self._wanted for column in columns]

    def mask(self, rows: pa.Table | pa.RecordBatch) -> Any:
        """A truth value for each row, as an Arrow array."""
        return reduce(
            pc.and_,
            (
                reduce(pc.or_, (pc.is_in(rows[column], value_set=ids) for column in columns))
                for columns, ids in self._wanted
            ),
        )
