"""The tables of a build as views, in SQL for DuckDB.

    duckdb -init graph.sql

Paths are relative to the folder where the file lies, so it is run there. The views show all results, whatever their
confidence.
"""

import glob
import os
from pathlib import Path

from paperkg.files import whole_file
from paperkg.graph.row_types import ROW_TYPES
from paperkg.graph.tables import Tables


def write_views(graph: Tables, path: str | Path) -> None:
    """Writes a view for each table, with what its rows are."""
    tables = Path(os.path.relpath(graph.directory / "tables", Path(path).parent))
    files = "/part-*.parquet" if "rows_per_part" in graph.manifest else ".parquet"
    with whole_file(path) as file:
        for name, row in ROW_TYPES.items():
            place = _quoted(glob.escape((tables / name).as_posix()) + files)
            file.write(f"CREATE OR REPLACE VIEW {name} AS FROM read_parquet({place});\n")
            file.write(f"COMMENT ON VIEW {name} IS {_quoted(_first_line(row))};\n")


def _first_line(row: type) -> str:
    return (row.__doc__ or "").partition("\n")[0]


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
