"""SQLite and DuckDB: every table of a database that has columns for titles and others of papers, by name.

Databases are opened to be read only. Nothing that they define, such as views, is carried out, and none reaches for
other files.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from paperkg.model import Paper, Rejected
from paperkg.readers.reader import Reader
from paperkg.readers.record import reject
from paperkg.readers.source import Source
from paperkg.readers.table_rows import BATCH_ROWS, NO_TABLE, damaged, known_columns, on_disk, read_rows

_SQLITE = b"SQLite format 3\0"
_DUCKDB = b"DUCK"


def is_sqlite(source: Source) -> bool:
    """Whether the file begins as a database of SQLite does."""
    return source.start.startswith(_SQLITE)


def is_duckdb(source: Source) -> bool:
    """Whether the file begins as a database of DuckDB does."""
    return source.start[8:12] == _DUCKDB


def read_sqlite(source: Source, year: int | None = None) -> Iterator[Paper | Rejected]:
    """The papers of a SQLite database, cited by the number of their rows, counted through all tables."""
    with on_disk(source) as path:
        try:
            with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)) as database:
                database.text_factory = lambda data: data.decode("utf-8", "replace")
                database.execute("PRAGMA trusted_schema = OFF")
                yield from _read(source, database, _sqlite_tables(database), year)
        except sqlite3.Error as error:
            yield damaged(source, "SQLite database", error)


def read_duckdb(source: Source, year: int | None = None) -> Iterator[Paper | Rejected]:
    """The papers of a DuckDB database, cited by the number of their rows, counted through all tables."""
    import duckdb

    with on_disk(source) as path:
        try:
            with _opened(path) as database:
                yield from _read(source, database, _duckdb_tables(database), year)
        except duckdb.Error as error:
            yield damaged(source, "DuckDB database", error)


def _opened(path: Path) -> Any:
    import duckdb

    options: dict[str, Any] = {"enable_external_access": False, "threads": 1, "memory_limit": "1GB"}
    return duckdb.connect(str(path), read_only=True, config=options)


def _read(source: Source, database: Any, tables: dict[str, list[str]], year: int | None) -> Iterator[Paper | Rejected]:
    """The papers of all tables that are of papers, in the order of their names."""
    done = 0
    known = {table: found for table, columns in sorted(tables.items()) if (found := known_columns(columns))}
    if not known:
        yield reject(source, None, NO_TABLE, records=0)
    for table, (names, columns) in known.items():
        rows = database.execute(f"SELECT {', '.join(map(_quoted, names))} FROM {table}")
        while batch := rows.fetchmany(BATCH_ROWS):
            yield from read_rows(source, batch, columns, done + 1, year)
            done += len(batch)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _sqlite_tables(database: sqlite3.Connection) -> dict[str, list[str]]:
    """The columns of each table; no tables of a search index, which would repeat the texts of others."""
    query = "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL %' ORDER BY name"
    names = [name for (name,) in database.execute(query)]
    return {
        _quoted(name): [row[1] for row in database.execute(f"PRAGMA table_info({_quoted(name)})")] for name in names
    }


def _duckdb_tables(database: Any) -> dict[str, list[str]]:
    """The columns of each table, by its name with that of its schema."""
    query = (
        "SELECT schema_name, table_name, column_name FROM duckdb_columns() JOIN duckdb_tables() "
        "USING (database_name, schema_name, table_name) WHERE NOT duckdb_tables.internal "
        "ORDER BY schema_name, table_name, column_index"
    )
    tables: dict[str, list[str]] = {}
    for schema, table, column in database.execute(query).fetchall():
        tables.setdefault(f"{_quoted(schema)}.{_quoted(table)}", []).append(column)
    return tables


SQLITE = Reader(
    read_sqlite,
    is_sqlite,
    (".sqlite", ".sqlite3", ".db"),
    description="SQLite databases: all tables with columns for titles and abstracts, under their usual names",
)
DUCKDB = Reader(
    read_duckdb,
    is_duckdb,
    (".duckdb", ".ddb"),
    description="DuckDB databases: all tables with columns for titles and abstracts, under their usual names",
)
