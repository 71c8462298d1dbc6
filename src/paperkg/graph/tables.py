"""The tables of a build on disk: opened and streamed, and written.

A table is one file, or a folder of files with a number of rows each.
"""

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal, Self, overload

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from paperkg.batching import in_parts
from paperkg.errors import BuildError
from paperkg.graph.filters import Filter, Wanted
from paperkg.graph.folder import (
    build_command,
    read_manifest,
    table_files,
    table_part,
    table_path,
)
from paperkg.graph.row_types import (
    AliasRow,
    CooccurrenceRow,
    DecisionRow,
    EntityRow,
    MentionRow,
    PaperRow,
    RelationRow,
    ResultRow,
    SentenceRow,
    StatementRow,
)
from paperkg.graph.schema import SCHEMAS
from paperkg.graph.stamps import edited_tables
from paperkg.graph.switching import changed_file, hold, is_placed

BATCH_ROWS = 8192
GROUP_ROWS = 131_072
_GROUP_BYTES = 32 << 20
Columns = Sequence[str] | None
Where = Wanted | None


class Tables:
    """The tables of one build. Nothing is read before it is asked for.

    Args:
        directory: the build, a folder with `tables/*.parquet` or `tables/*/part-*.parquet`.

    Raises:
        BuildError: there is no build, or one of another version; later, when a table is read, that it is broken.

    Attributes:
        home: where its tables lie, which stay there for as long as this object lives.
        manifest: what the build was made of: version, inputs by digest, counts.
    """

    def __init__(self, directory: str | Path) -> None:
        self.directory = Path(directory)
        # Another build may take its place in the directory; what was opened stays.
        self.home = hold(self.directory, self)
        self.manifest = read_manifest(self.directory if self.home == self.directory else self.home)
        self._check_files()

    @classmethod
    def open(cls, directory: str | Path) -> Self:
        """Opens the build in `directory`."""
        return cls(directory)

    def _check_files(self) -> None:
        """Refuses tables that were removed, replaced, changed, or left half replaced by a build that was stopped."""
        if is_placed(self.home):
            names = [path.relative_to(self.home).as_posix() for name in SCHEMAS for path in self.files(name)]
            changed = changed_file(self.home, self.directory, names)
            if changed is not None:
                raise self._broken(self.home / changed[0], changed[1])
        edited = edited_tables(self.home, self.manifest["digest"])
        if edited is not None:
            raise BuildError(
                f"{self.directory / edited}: not what manifest.json describes; "
                f"build it again with: {build_command(self.directory)}"
            )

    def files(self, name: str) -> list[Path]:
        """The files of one table, in the order of its rows."""
        return table_files(self.home, name, self.manifest["counts"].get(name, 0), self.manifest.get("rows_per_part"))

    def _broken(self, path: Path, reason: object) -> BuildError:
        place = self.directory / path.relative_to(self.home)
        return BuildError(f"{place}: {reason}; build it again with: {build_command(self.directory)}")

    def _opened(self, name: str) -> Iterator[pq.ParquetFile]:
        """The files of one table, each open until the next is asked for."""
        for path in self.files(name):
            with self._opened_file(name, path) as file:
                yield file

    @contextmanager
    def _opened_file(self, name: str, path: Path) -> Iterator[pq.ParquetFile]:
        try:
            # Not pq.read_table: it loads pyarrow's datasets, and pandas with them.
            with pq.ParquetFile(path) as file:
                missing = [column for column in SCHEMAS[name].names if column not in file.schema_arrow.names]
                if missing:
                    raise self._broken(path, f"column {missing[0]!r} is missing")
                yield file
        except (OSError, pa.ArrowException) as error:
            raise self._broken(path, error) from error

    def check(self) -> None:
        """Opens each table once; where all of them can be opened, only damage inside them shows later.

        Raises:
            BuildError: a table is broken.
        """
        for name in SCHEMAS:
            for _file in self._opened(name):
                pass

    @property
    def base_iri(self) -> str:
        """What the IRIs of the build's data begin with."""
        return self.manifest["base_iri"]

    def table(self, name: str, columns: Columns = None) -> pa.Table:
        """One whole table, as Arrow."""
        return pa.concat_tables(file.read(columns=columns and list(columns)) for file in self._opened(name))

    def count(self, name: str) -> int:
        """How many rows a table has; only its metadata is read."""
        return sum(int(file.metadata.num_rows) for file in self._opened(name))

    def batches(self, name: str, columns: Columns = None, where: Where = None) -> Iterator[pa.RecordBatch]:
        """One table in batches of at most `BATCH_ROWS` rows, in its sorted order.

        Args:
            name: the table.
            columns: those wanted; all where none are given.
            where: ids by column; only rows that hold them are taken.
        """
        wanted = columns and list(columns)
        picked = None if where is None else Filter(where)
        for file in self._opened(name):
            if picked is None:
                yield from file.iter_batches(batch_size=BATCH_ROWS, columns=wanted)
                continue
            for group in range(file.num_row_groups):
                # Most groups hold none of the ids, which their columns alone tell.
                ids = file.read_row_group(group, picked.columns)
                mask = picked.mask(ids)
                if pc.any(mask).as_py():
                    found = _read_rest(file, group, ids, wanted or file.schema_arrow.names).filter(mask)
                    yield from found.to_batches(max_chunksize=BATCH_ROWS)

    @overload
    def rows(self, name: Literal["papers"], columns: Columns = None, where: Where = None) -> Iterator[PaperRow]: ...
    @overload
    def rows(
        self, name: Literal["sentences"], columns: Columns = None, where: Where = None
    ) -> Iterator[SentenceRow]: ...
    @overload
    def rows(self, name: Literal["entities"], columns: Columns = None, where: Where = None) -> Iterator[EntityRow]: ...
    @overload
    def rows(self, name: Literal["aliases"], columns: Columns = None, where: Where = None) -> Iterator[AliasRow]: ...
    @overload
    def rows(self, name: Literal["mentions"], columns: Columns = None, where: Where = None) -> Iterator[MentionRow]: ...
    @overload
    def rows(
        self, name: Literal["statements"], columns: Columns = None, where: Where = None
    ) -> Iterator[StatementRow]: ...
    @overload
    def rows(self, name: Literal["results"], columns: Columns = None, where: Where = None) -> Iterator[ResultRow]: ...
    @overload
    def rows(
        self, name: Literal["relations"], columns: Columns = None, where: Where = None
    ) -> Iterator[RelationRow]: ...
    @overload
    def rows(
        self, name: Literal["cooccurrences"], columns: Columns = None, where: Where = None
    ) -> Iterator[CooccurrenceRow]: ...
    @overload
    def rows(
        self, name: Literal["decisions"], columns: Columns = None, where: Where = None
    ) -> Iterator[DecisionRow]: ...
    @overload
    def rows(self, name: str, columns: Columns = None, where: Where = None) -> Iterator[Mapping[str, Any]]: ...
    def rows(self, name: str, columns: Columns = None, where: Where = None) -> Iterator[Any]:
        """The rows of one table as dictionaries, streamed in its sorted order.

        Args:
            name: the table.
            columns: those wanted; all where none are given.
            where: ids by column; only rows that hold them are taken.
        """
        for batch in self.batches(name, columns, where):
            yield from batch.to_pylist()


def _read_rest(file: pq.ParquetFile, group: int, read: pa.Table, columns: Sequence[str]) -> pa.Table:
    """The columns of a group of rows, some of which were read already."""
    rest = [column for column in columns if column not in read.column_names]
    if rest:
        others = file.read_row_group(group, rest)
        for field in others.schema:
            read = read.append_column(field, others[field.name])
    return read.select(columns)


def write_table(directory: Path, name: str, batches: Iterable[pa.RecordBatch], rows_per_part: int | None = None) -> int:
    """Writes a table of a build, and gives its number of rows; the same rows give the same bytes.

    Args:
        directory: the build.
        name: of the table.
        batches: its rows, in its order and with its columns; memory holds one group of rows.
        rows_per_part: how many rows each of its files has, which lie in a folder; None for one file.
    """
    count = 0
    for number, part in in_parts(batches, rows_per_part or sys.maxsize):
        path = table_path(directory, name) if rows_per_part is None else table_part(directory, name, number)
        count += _write_file(path, name, part)
    return count


def _write_file(path: Path, name: str, batches: Iterable[pa.RecordBatch]) -> int:
    path.parent.mkdir(parents=True, exist_ok=True)
    count = 0
    with pq.ParquetWriter(path, SCHEMAS[name], compression="zstd", compression_level=9) as writer:
        for group in _groups(batches):
            writer.write_table(pa.Table.from_batches(group, SCHEMAS[name]).combine_chunks())
            count += sum(batch.num_rows for batch in group)
    return count


def _groups(batches: Iterable[pa.RecordBatch]) -> Iterator[list[pa.RecordBatch]]:
    """The batches in groups of `GROUP_ROWS` rows, fewer where these are large; there is always one."""
    group: list[pa.RecordBatch] = []
    rows = size = 0
    for batch in batches:
        group.append(batch)
        rows += batch.num_rows
        size += batch.nbytes
        if rows >= GROUP_ROWS or size >= _GROUP_BYTES:
            yield group
            group, rows, size = [], 0, 0
    if group or not rows:
        yield group
