"""Networks as two tables, nodes and edges: CSV, Parquet, and the CSV that `neo4j-admin` imports.

Each makes a folder. The CSV's columns `id`, `label`, `source`, `target` and `weight` are those that
Gephi and most other programs look for. Neo4j's files go into an empty database by

    neo4j-admin database import full --nodes=nodes.csv --relationships=relationships.csv
"""

import csv
import sys
from collections.abc import Iterable
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from paperkg.analysis.network import Attributes, Fields, Network, Scalar
from paperkg.batching import batched, in_parts
from paperkg.files import part_name, whole_file, whole_folder

_ARROW: dict[type[Scalar], pa.DataType] = {str: pa.string(), int: pa.int64(), float: pa.float64()}
_NEO4J: dict[type[Scalar], str] = {str: "", int: ":long", float: ":double"}
_ROWS = 8192
_FORMULAS = ("=", "+", "-", "@", "\t", "\r")
"""How text begins that spreadsheets run: https://owasp.org/www-community/attacks/CSV_Injection"""


def write_csv(network: Network, folder: str | Path, *, spreadsheet_safe: bool = False) -> None:
    """Writes `nodes.csv` and `edges.csv` into `folder`.

    Args:
        network: what to write.
        folder: where to.
        spreadsheet_safe: puts an apostrophe before text that a spreadsheet would run as a formula; other programs
            then read the apostrophe too.
    """
    cells = _safe_cells if spreadsheet_safe else _cells
    node_head = ["id", *network.node_fields]
    edge_head = ["source", "target", *network.edge_fields]
    with whole_folder(folder) as beside:
        nodes = ([i, *cells(data, network.node_fields)] for i, data in network.nodes())
        _write_rows(beside / "nodes.csv", node_head, nodes)
        edges = ([s, t, *cells(data, network.edge_fields)] for s, t, data in network.edges())
        _write_rows(beside / "edges.csv", edge_head, edges)


def write_neo4j(network: Network, folder: str | Path, *, rows_per_part: int | None = None) -> None:
    """Writes `nodes.csv` and `relationships.csv` with Neo4j's headers into `folder`.

    With `rows_per_part`, each is a file of its header and compressed files of so many rows, which the importer takes
    as one: `nodes-header.csv`, `nodes-part-00000.csv.gz` and so on.
    """
    write = _write_rows if rows_per_part is None else partial(_write_rows_in_parts, rows_per_part)
    node_head = ["id:ID", *(name + _NEO4J[kind] for name, kind in network.node_fields.items()), ":LABEL"]
    edge_head = [":START_ID", ":END_ID", *(name + _NEO4J[kind] for name, kind in network.edge_fields.items()), ":TYPE"]
    with whole_folder(folder) as beside:
        nodes = ([i, *_lines(data, network.node_fields), _neo4j_label(data)] for i, data in network.nodes())
        write(beside / "nodes.csv", node_head, nodes)
        edges = ([s, t, *_lines(data, network.edge_fields), _neo4j_type(data)] for s, t, data in network.edges())
        write(beside / "relationships.csv", edge_head, edges)


def write_parquet(network: Network, folder: str | Path, *, rows_per_part: int | None = None) -> None:
    """Writes `nodes.parquet` and `edges.parquet` into `folder`.

    With `rows_per_part`, each is a folder of files of so many rows: `nodes/part-00000.parquet` and so on.
    """
    key: Fields = {"id": str}
    ends: Fields = {"source": str, "target": str}
    with whole_folder(folder) as beside:
        nodes = ({"id": i, **data} for i, data in network.nodes())
        _write_batches(beside / "nodes.parquet", key | network.node_fields, nodes, rows_per_part)
        edges = ({"source": s, "target": t, **data} for s, t, data in network.edges())
        _write_batches(beside / "edges.parquet", ends | network.edge_fields, edges, rows_per_part)


def _cells(data: Attributes, fields: Fields) -> list[Scalar]:
    return [data.get(name, "") for name in fields]


def _safe_cells(data: Attributes, fields: Fields) -> list[Scalar]:
    """The cells, each text of which a spreadsheet would make a formula behind an apostrophe."""
    cells = _cells(data, fields)
    return ["'" + cell if isinstance(cell, str) and cell.startswith(_FORMULAS) else cell for cell in cells]


def _lines(data: Attributes, fields: Fields) -> list[Scalar]:
    """The cells on one line each: Neo4j refuses line breaks in quotes unless told otherwise."""
    return [" ".join(cell.splitlines()) if isinstance(cell, str) else cell for cell in _cells(data, fields)]


def _neo4j_label(data: Attributes) -> str:
    return "Paper" if data["kind"] == "paper" else f"Entity;{data['type']}"


def _neo4j_type(data: Attributes) -> str:
    return str(data.get("role") or data.get("relation") or data["label"]).upper().replace(" ", "_")


def _write_rows(path: Path, head: list[str], rows: Iterable[list[Scalar]]) -> None:
    with whole_file(path) as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(head)
        writer.writerows(rows)


def _write_rows_in_parts(rows_per_part: int, path: Path, head: list[str], rows: Iterable[list[Scalar]]) -> None:
    _write_rows(path.with_stem(f"{path.stem}-header"), head, ())
    for number, part in in_parts(batched(rows, _ROWS), rows_per_part):
        with whole_file(path.with_name(f"{path.stem}-{part_name(number, '.csv.gz')}")) as file:
            csv.writer(file, lineterminator="\n").writerows(chain.from_iterable(part))


def _write_batches(path: Path, fields: Fields, rows: Iterable[dict[str, Any]], rows_per_part: int | None) -> None:
    schema = pa.schema([(name, _ARROW[kind]) for name, kind in fields.items()])
    for number, part in in_parts(batched(rows, _ROWS), rows_per_part or sys.maxsize):
        file = path if rows_per_part is None else path.with_suffix("") / part_name(number, path.suffix)
        file.parent.mkdir(exist_ok=True)
        with pq.ParquetWriter(file, schema, compression="zstd") as writer:
            for batch in part:
                columns = [
                    pa.array([row.get(name) for row in batch], kind)
                    for name, kind in zip(schema.names, schema.types, strict=True)
                ]
                writer.write_table(pa.Table.from_arrays(columns, schema=schema))
