"""The tables of a build as views of a DuckDB database, to be asked in SQL."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import gettempdir
from typing import TYPE_CHECKING

from paperkg.database import parquet, scratch_database
from paperkg.errors import BuildError
from paperkg.graph.folder import build_command
from paperkg.graph.schema import SCHEMAS
from paperkg.graph.tables import Tables

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


@contextmanager
def table_views(graph: Tables, *, in_memory: bool = False) -> "Iterator[DuckDBPyConnection]":
    """A database in which each table of a build is a view of its name; only what is asked for is read.

    Args:
        graph: the build, with all of its results.
        in_memory: read all tables at once instead, for many queries.

    Raises:
        BuildError: a table is broken; also within the block, when it is read.
    """
    import duckdb

    try:
        with scratch_database(Path(gettempdir())) as database:
            for name in SCHEMAS:
                kind = "TABLE" if in_memory else "VIEW"
                database.execute(f"CREATE {kind} {name} AS FROM {parquet(graph.files(name))}")
            yield database
    except (duckdb.IOException, duckdb.InvalidInputException, duckdb.BinderException) as error:
        graph.check()
        reason = str(error).partition("\n")[0]
        raise BuildError(
            f"{graph.directory}: {reason}; build it again with: {build_command(graph.directory)}"
        ) from error
