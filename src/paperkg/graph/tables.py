"""The tables of a build on disk: opened and streamed, and written."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any, Self

import pyarrow as pa
import pyarrow.parquet as pq

from paperkg.errors import BuildError
from paperkg.graph.folder import base_iri_of, manifest_of
from paperkg.graph.schema import SCHEMAS

BATCH_ROWS = 8192


class Tables:
    """The tables of one build. Nothing is read before it is asked for.

    Args:
        directory: the build, a folder with `tables/*.parquet`.

    Raises:
        BuildError: there is no build; later, when a table is read, that it is broken or lacks columns
            of this version.
    """

    def __init__(self, directory: str | Path) -> None:
        self.directory = Path(directory)
        missing = [name for name in SCHEMAS if not self._path(name).is_file()]
        if missing:
            raise BuildError(
                f"{self.directory}: no paperkg build here (tables/{missing[0]}.parquet is missing); "
                f"make one with: paperkg build PAGES... -o {self.directory}"
            )

    @classmethod
    def open(cls, directory: str | Path) -> Self:
        """Opens the build in `directory`."""
        return cls(directory)

    def _path(self, name: str) -> Path:
        return self.directory / "tables" / f"{name}.parquet"

    @contextmanager
    def _opened(self, name: str) -> Iterator[pq.ParquetFile]:
        path = self._path(name)
        try:
            # Not pq.read_table: it loads pyarrow's datasets, and pandas with them.
            with pq.ParquetFile(path) as file:
                lacking = [column for column in SCHEMAS[name].names if column not in file.schema_arrow.names]
                if lacking:
                    raise BuildError(f"{path}: no column {lacking[0]!r}; build it anew with this version")
                yield file
        except (OSError, pa.ArrowException) as error:
            raise BuildError(f"{path}: {error}") from error

    def check(self) -> None:
        """Opens each table once; where all of them can be opened, only damage inside them shows later.

        Raises:
            BuildError: a table is broken or lacks columns of this version.
        """
        for name in SCHEMAS:
            with self._opened(name):
                pass

    @cached_property
    def manifest(self) -> dict[str, Any]:
        """What the build was made of: version, inputs by digest, counts."""
        return manifest_of(self.directory)

    @property
    def base_iri(self) -> str:
        """What the IRIs of the build's data begin with."""
        return base_iri_of(self.directory)

    def table(self, name: str, columns: list[str] | None = None) -> pa.Table:
        """One whole table, as Arrow."""
        with self._opened(name) as file:
            return file.read(columns=columns)

    def batches(self, name: str, columns: list[str] | None = None) -> Iterator[pa.RecordBatch]:
        """One table in batches of at most `BATCH_ROWS` rows, in its sorted order."""
        with self._opened(name) as file:
            yield from file.iter_batches(batch_size=BATCH_ROWS, columns=columns)

    def rows(self, name: str, columns: list[str] | None = None) -> Iterator[dict[str, Any]]:
        """The rows of one table as dictionaries, streamed in its sorted order."""
        for batch in self.batches(name, columns):
            yield from batch.to_pylist()


def write_tables(tables: Mapping[str, pa.Table], directory: str | Path) -> None:
    """Writes `<name>.parquet` for each table; the same rows give the same bytes.

    Args:
        tables: by name, as `tables.SCHEMAS` has them.
        directory: made where it is missing.
    """
    folder = Path(directory)
    folder.mkdir(parents=True, exist_ok=True)
    for name, table in tables.items():
        pq.write_table(table, folder / f"{name}.parquet", compression="zstd", compression_level=9)
