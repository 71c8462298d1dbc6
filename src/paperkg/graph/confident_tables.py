"""A build without the results that are too unsure to be shown to everybody."""

from collections.abc import Iterator
from typing import Any, Self

import pyarrow as pa
import pyarrow.compute as pc

from paperkg.graph.tables import Columns, Tables, Where

RESULT_CONFIDENCE = 0.7
"""The least confidence of results in exports and in the explorer, unless another is asked for.

Of the results below it, 7 % were right. Entities, roles and relations have no such edge, and all of them are kept. The
tables, Python and the command line hold every result with its confidence.
"""


class ConfidentTables(Tables):
    """The tables of a build, without results below a confidence.

    Args:
        graph: the build.
        least: the confidence, in [0, 1]; 0 keeps all.
    """

    def __init__(self, graph: Tables, least: float = RESULT_CONFIDENCE) -> None:
        self._graph = graph  # which keeps the build in its place
        self.directory = graph.directory
        self.home = graph.home
        self.manifest = graph.manifest
        self.least = least

    @classmethod
    def open(cls, directory: Any) -> Self:
        """Opens the build in `directory`."""
        return cls(Tables(directory))

    def _kept(self, found: Any, columns: Columns) -> Any:
        sure = found.filter(pc.greater_equal(found["confidence"], self.least))
        return sure if columns is None else sure.select(list(columns))

    def table(self, name: str, columns: Columns = None) -> pa.Table:
        """One whole table, as Arrow."""
        if name != "results":
            return super().table(name, columns)
        return self._kept(super().table(name, columns and list(dict.fromkeys([*columns, "confidence"]))), columns)

    def count(self, name: str) -> int:
        """How many rows a table has."""
        return self.table(name, ["confidence"]).num_rows if name == "results" else super().count(name)

    def batches(self, name: str, columns: Columns = None, where: Where = None) -> Iterator[pa.RecordBatch]:
        """One table in batches, in its sorted order; see `Tables.batches`."""
        if name != "results":
            yield from super().batches(name, columns, where)
            return
        for batch in super().batches(name, columns and list(dict.fromkeys([*columns, "confidence"])), where):
            yield self._kept(batch, columns)
