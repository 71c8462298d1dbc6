"""Relational algebra out of core: a DuckDB database in a scratch folder.

What does not fit into its memory goes to the folder, so memory stays flat. Strings are ordered by their UTF-8 bytes,
which is the order of code points, as in Python.
"""

import glob
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import pyarrow as pa

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

BATCH_ROWS = 16_384
_APPENDED_ROWS = 1024  # each time that rows are appended takes milliseconds
_PREFIX = "Out of Memory Error: "  # of DuckDB
MEMORY = "1GB"
"""What a database holds in memory before it writes to its folder."""


@contextmanager
def scratch_database(folder: Path, *, threads: int = 1, memory: str = MEMORY) -> "Iterator[DuckDBPyConnection]":
    """A new database, which is gone when the block ends.

    Args:
        folder: where its files lie, in a folder of their own.
        threads: how many threads a query takes.
        memory: how much it holds, such as "1GB".

    Raises:
        MemoryError: the system gives less.
    """
    import duckdb  # heavy, and needed only where whole corpora are linked

    with TemporaryDirectory(prefix=".scratch-", dir=folder) as scratch:
        options: dict[str, str | bool | int | float | list[str]] = {
            "threads": threads,
            "memory_limit": memory,
            "temp_directory": scratch,
            "preserve_insertion_order": False,  # every query that is written says its order
        }
        try:
            with duckdb.connect(config=options) as database:
                yield database
        except duckdb.OutOfMemoryException as error:
            raise MemoryError(str(error).removeprefix(_PREFIX).partition("\n")[0]) from error


def batches_of(database: "DuckDBPyConnection", query: str) -> Iterator[pa.RecordBatch]:
    """The rows of a query, streamed; meanwhile the database can be asked other things."""
    with database.cursor() as cursor:
        yield from cursor.sql(query).to_arrow_reader(BATCH_ROWS)


def create_table(
    database: "DuckDBPyConnection", name: str, schema: pa.Schema, batches: Iterable[pa.RecordBatch]
) -> None:
    """Makes a table and fills it with the rows of batches as they come."""
    database.register("columns", schema.empty_table())
    database.execute(f"CREATE TABLE {name} AS FROM columns")
    database.unregister("columns")
    waiting: list[pa.RecordBatch] = []
    for batch in batches:
        waiting.append(batch)
        if sum(each.num_rows for each in waiting) >= _APPENDED_ROWS:
            append(database, name, pa.Table.from_batches(waiting, schema))
            waiting.clear()
    append(database, name, pa.Table.from_batches(waiting, schema))


def append(database: "DuckDBPyConnection", table: str, rows: pa.RecordBatch | pa.Table) -> None:
    """Appends rows to a table of the same columns, in their order."""
    database.register("appended", pa.Table.from_batches([rows]) if isinstance(rows, pa.RecordBatch) else rows)
    database.execute(f"INSERT INTO {table} SELECT * FROM appended")
    database.unregister("appended")


def map_rows(
    database: "DuckDBPyConnection", query: str, table: str, make: Callable[[pa.RecordBatch], pa.RecordBatch]
) -> None:
    """Appends to a table what `make` makes of the rows of a query, batch by batch."""
    for batch in batches_of(database, query):
        append(database, table, make(batch))


def parquet(files: Iterable[Path]) -> str:
    """The rows of Parquet files, in SQL."""
    quoted = (glob.escape(str(path)).replace("'", "''") for path in files)
    return "read_parquet([" + ", ".join(f"'{path}'" for path in quoted) + "])"


def values(database: "DuckDBPyConnection", query: str, parameters: Sequence[object] = ()) -> list[tuple[Any, ...]]:
    """The rows of a query of few, as tuples."""
    return database.execute(query, list(parameters)).fetchall()
