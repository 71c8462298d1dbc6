"""The tables of a build, made in a database from extractions and links, and written in their order as they come.

Tables of papers come from the extractions, the others from the tables of papers that are written already. What does not
fit into the database's memory goes to its folder, so memory does not grow with the build.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

import pyarrow as pa

from paperkg.database import batches_of, map_rows, parquet
from paperkg.graph.folder import table_files
from paperkg.graph.queries import DERIVED, OF_PAPERS, PREPARED
from paperkg.graph.row_types import DecisionRow
from paperkg.graph.schema import SCHEMAS, SORT_KEYS
from paperkg.graph.tables import write_table
from paperkg.linking import Links
from paperkg.model import Decision
from paperkg.text.dates import year_and_month


def tabulate(
    links: Links,
    directory: Path,
    decisions: Iterable[tuple[Decision, str]] = (),
    rows_per_part: int | None = None,
) -> dict[str, int]:
    """Writes all tables of a build, and gives the number of rows of each.

    Args:
        links: what `link` made of the extractions, in the database that has these.
        directory: the build.
        decisions: decisions, each with its status (applied, proposed, unused).
        rows_per_part: how many rows each file of a table has, which then is a folder; None for one file a table.
    """
    database = links.database
    database.execute("CREATE TABLE dates (date VARCHAR, year INTEGER, month INTEGER)")
    map_rows(database, "SELECT DISTINCT date FROM extractions WHERE date IS NOT NULL", "dates", _dates)
    database.execute(PREPARED)
    counts = {}
    for name, query in OF_PAPERS.items():
        counts[name] = write_table(directory, name, _rows(links, name, query), rows_per_part)
        # The tables that follow are made from this one.
        files = table_files(directory, name, counts[name], rows_per_part)
        database.execute(f"CREATE VIEW {name} AS FROM {parquet(files)}")
    for name, query in DERIVED.items():
        counts[name] = write_table(directory, name, _rows(links, name, query), rows_per_part)
    counts["decisions"] = write_table(directory, "decisions", [_decisions(decisions)], rows_per_part)
    return {name: counts[name] for name in SCHEMAS}


def _rows(links: Links, name: str, query: str) -> Iterator[pa.RecordBatch]:
    """The rows of a table in its order, with its columns."""
    columns = ", ".join(f'"{column}"' for column in SCHEMAS[name].names)
    order = ", ".join(f'"{column}"' for column in SORT_KEYS[name])
    for batch in batches_of(links.database, f"SELECT {columns} FROM ({query}) ORDER BY {order}"):
        yield batch.cast(SCHEMAS[name])


def _dates(batch: pa.RecordBatch) -> pa.RecordBatch:
    dates: list[str] = batch.column(0).to_pylist()
    years, months = zip(*map(year_and_month, dates), strict=True)
    columns = {"date": batch.column(0), "year": pa.array(years, pa.int32()), "month": pa.array(months, pa.int32())}
    return pa.record_batch(columns)


def _decisions(decisions: Iterable[tuple[Decision, str]]) -> pa.RecordBatch:
    rows: list[DecisionRow] = [
        {
            "action": decision.action.value,
            "entity": decision.entity,
            "argument": decision.argument,
            "status": status,
            "reason": decision.reason,
        }
        for decision, status in decisions
    ]
    rows.sort(key=lambda row: (row["action"], row["entity"], row["argument"]))
    return pa.RecordBatch.from_pylist(rows, schema=SCHEMAS["decisions"])
