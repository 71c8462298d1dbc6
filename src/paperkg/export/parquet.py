"""Parquet: the tables of a build, the form that all others are made from."""

from collections.abc import Mapping
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq


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
