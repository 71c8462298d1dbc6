"""A build on disk, opened: its tables, streamed, and small lookups over them."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import pyarrow as pa
import pyarrow.parquet as pq

from paperkg.errors import BuildError
from paperkg.manifest import base_iri_of, manifest_of
from paperkg.tables import SCHEMAS

if TYPE_CHECKING:
    import networkx as nx
    import pandas as pd

    from paperkg.analysis import Found, LeaderboardRow, Neighbor, TrendPoint

BATCH_ROWS = 8192


class KnowledgeGraph:
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
    def open(cls, directory: str | Path) -> "KnowledgeGraph":
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

    # What is computed on the tables lives in `paperkg.analysis`; here it is at hand, loaded when first asked for.

    def search(self, query: str, limit: int = 10) -> "list[Found]":
        """Entities with a name that contains `query`; see `paperkg.analysis.search`."""
        from paperkg import analysis

        return analysis.search(self, query, limit)

    def neighbors(self, entity: str, limit: int = 20, types: Iterable[str] = ()) -> "list[Neighbor]":
        """The strongest neighbours of an entity; see `paperkg.analysis.neighbors`."""
        from paperkg import analysis

        return analysis.neighbors(self, entity, limit, types)

    def leaderboard(self, benchmark: str, metric: str | None = None) -> "list[LeaderboardRow]":
        """The results on a benchmark, the best first; see `paperkg.analysis.leaderboard`."""
        from paperkg import analysis

        return analysis.leaderboard(self, benchmark, metric)

    def trends(
        self, entities: Iterable[str] = (), by: Literal["month", "year"] = "month", limit: int = 10
    ) -> "list[TrendPoint]":
        """How many papers name an entity over time; see `paperkg.analysis.trends`."""
        from paperkg import analysis

        return analysis.trends(self, entities, by, limit)

    def to_networkx(self, projection: str = "full", min_papers: int = 1, types: Iterable[str] = ()) -> "nx.Graph[Any]":
        """The build as a networkx graph; see `paperkg.analysis.to_networkx`."""
        from paperkg import analysis

        return analysis.to_networkx(self, projection, min_papers, types)

    def to_pandas(self) -> "dict[str, pd.DataFrame]":
        """All tables as data frames, by name; needs pandas."""
        from paperkg import analysis

        return analysis.to_pandas(self)
