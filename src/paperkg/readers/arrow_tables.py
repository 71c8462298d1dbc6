"""Parquet and Arrow: one table in a file, read batch by batch, only the columns that say something of a paper."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from paperkg.model import Paper, Rejected
from paperkg.readers.reader import Reader
from paperkg.readers.record import reject
from paperkg.readers.source import Source
from paperkg.readers.table_rows import BATCH_ROWS, NO_TABLE, damaged, known_columns, on_disk, read_rows

if TYPE_CHECKING:
    import pyarrow as pa

_PARQUET = b"PAR1"
_ARROW_FILE = b"ARROW1\0\0"
_ARROW_STREAM = b"\xff\xff\xff\xff"
_SCHEMA_BYTES = 1 << 24
"""The longest description of a table that begins a stream."""


def is_parquet(source: Source) -> bool:
    """Whether the file begins as Parquet does."""
    return source.start.startswith(_PARQUET)


def is_arrow(source: Source) -> bool:
    """Whether the file begins as an Arrow (or Feather) file or an Arrow stream does."""
    if source.start.startswith(_ARROW_STREAM):
        return 0 < int.from_bytes(source.start[4:8], "little") < _SCHEMA_BYTES
    return source.start.startswith(_ARROW_FILE)


def read_parquet(source: Source, year: int | None = None) -> Iterator[Paper | Rejected]:
    """The papers of a Parquet file, one a row; each is cited by the number of its row."""
    yield from _read(source, year, "Parquet file")


def read_arrow(source: Source, year: int | None = None) -> Iterator[Paper | Rejected]:
    """The papers of an Arrow file or stream, one a row; each is cited by the number of its row."""
    yield from _read(source, year, "Arrow file")


def _read(source: Source, year: int | None, what: str) -> Iterator[Paper | Rejected]:
    import pyarrow as pa

    with on_disk(source) as path:
        try:
            yield from _papers(source, _parquet_batches(path) if is_parquet(source) else _arrow_batches(path), year)
        except (pa.ArrowException, OSError) as error:
            yield damaged(source, what, error)


def _papers(source: Source, batches: Iterator["pa.RecordBatch"], year: int | None) -> Iterator[Paper | Rejected]:
    """The papers of batches, the first of which has no rows and tells the columns."""
    known = known_columns(next(batches).schema.names)
    if known is None:
        yield reject(source, None, NO_TABLE, records=0)
        return
    names, columns = known
    done = 0
    for batch in batches:
        values = [batch.column(batch.schema.names.index(name)).to_pylist() for name in names]
        yield from read_rows(source, zip(*values, strict=True), columns, done + 1, year)
        done += batch.num_rows


def _parquet_batches(path: Path) -> Iterator["pa.RecordBatch"]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    with pq.ParquetFile(path) as file:
        schema = file.schema_arrow
        yield pa.RecordBatch.from_pylist([], schema=schema)
        known = known_columns(schema.names)
        yield from file.iter_batches(BATCH_ROWS, columns=list(known[0]) if known else None)


def _arrow_batches(path: Path) -> Iterator["pa.RecordBatch"]:
    import pyarrow as pa

    with pa.memory_map(str(path)) as file:
        if file.read(8) == _ARROW_FILE:
            reader = pa.ipc.open_file(file)
            yield pa.RecordBatch.from_pylist([], schema=reader.schema)
            for number in range(reader.num_record_batches):
                yield from _sliced(reader.get_batch(number))
        else:
            file.seek(0)
            stream = pa.ipc.open_stream(file)
            yield pa.RecordBatch.from_pylist([], schema=stream.schema)
            for batch in stream:
                yield from _sliced(batch)


def _sliced(batch: "pa.RecordBatch") -> Iterator["pa.RecordBatch"]:
    for start in range(0, batch.num_rows, BATCH_ROWS):
        yield batch.slice(start, BATCH_ROWS)


PARQUET = Reader(
    read_parquet,
    is_parquet,
    (".parquet", ".pq"),
    description="Parquet tables with columns for titles and abstracts, under their usual names",
)
ARROW = Reader(
    read_arrow,
    is_arrow,
    (".arrow", ".feather", ".arrows", ".ipc"),
    description="Arrow and Feather tables with columns for titles and abstracts, under their usual names",
)
