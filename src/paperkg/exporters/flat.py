"""Networks as two tables, nodes and edges: CSV, Parquet, and the CSV that `neo4j-admin` imports.

Each makes a folder. The CSV's columns `id`, `label`, `source`, `target` and `weight` are those that
Gephi and most other programs look for. Neo4j's files go into an empty database by

    neo4j-admin database import full --nodes=nodes.csv --relationships=relationships.csv
"""

import csv
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from paperkg.analysis.network import Attributes, Fields, Network, Scalar
from paperkg.files import whole_file, whole_folder

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


def write_neo4j(network: Network, folder: str | Path) -> None:
    """Writes `nodes.csv` and `relationships.csv` with Neo4j's headers into `folder`."""
    node_head = ["id:ID", *(name + _NEO4J[kind] for name, kind in network.node_fields.items()), ":LABEL"]
    edge_head = [":START_ID", ":END_ID", *(name + _NEO4J[kind] for name, kind in network.edge_fields.items()), ":TYPE"]
    with whole_folder(folder) as beside:
        nodes = ([i, *_lines(data, network.node_fields), _neo4j_label(data)] for i, data in network.nodes())
        _write_rows(beside / "nodes.csv", node_head, nodes)
        edges = ([s, t, *_lines(data, network.edge_fields), _neo4j_type(data)] for s, t, data in network.edges())
        _write_rows(beside / "relationships.csv", edge_head, edges)


def write_parquet(network: Network, folder: str | Path) -> None:
    """Writes `nodes.parquet` and `edges.parquet` into `folder`."""
    key: Fields = {"id": str}
    ends: Fields = {"source": str, "target": str}
    with whole_folder(folder) as beside:
        nodes = ({"id": i, **data} for i, data in network.nodes())
        _write_batches(beside / "nodes.parquet", key | network.node_fields, nodes)
        edges = ({"source": s, "target": t, **data} for s, t, data in network.edges())
        _write_batches(beside / "edges.parquet", ends | network.edge_fields, edges)


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


def _write_batches(path: Path, fields: Fields, rows: Iterator[dict[str, Any]]) -> None:
    schema = pa.schema([(name, _ARROW[kind]) for name, kind in fields.items()])
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        while batch := list(islice(rows, _ROWS)):
            columns = [
                pa.array([row.get(name) for row in batch], kind)
                for name, kind in zip(schema.names, schema.types, strict=True)
            ]
            writer.write_table(pa.Table.from_arrays(columns, schema=schema))
