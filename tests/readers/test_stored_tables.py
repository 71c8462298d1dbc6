"""Parquet, Arrow, SQLite and DuckDB: the same rows in each give the same papers."""

import io
import sqlite3
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.feather as feather
import pyarrow.parquet as pq
import pytest

from paperkg.model import Paper, Rejected
from paperkg.readers import READERS, sniff
from paperkg.readers.source import Source

Row = dict[str, Any]
ROWS: list[Row] = [
    {"Title": "Nets", "Abstract": "We see.", "authors": "One, Ann; Two, Bea", "year": 2014, "pmid": 389.0, "other": 1},
    {"Title": "More", "Abstract": None, "authors": None, "year": None, "pmid": None, "other": 2},
    {"Title": "Yet", "Abstract": "We look.", "authors": "Cy Three", "year": 2015, "pmid": None, "other": 3},
]


def write_parquet(rows: list[Row], path: Path) -> None:
    pq.write_table(pa.Table.from_pylist(rows), path)


def write_feather(rows: list[Row], path: Path) -> None:
    feather.write_feather(pa.Table.from_pylist(rows), str(path))


def write_stream(rows: list[Row], path: Path) -> None:
    table = pa.Table.from_pylist(rows)
    with path.open("wb") as file, pa.ipc.new_stream(file, table.schema) as writer:
        writer.write_table(table)


def write_sqlite(rows: list[Row], path: Path) -> None:
    database = sqlite3.connect(path)
    database.execute(
        "CREATE TABLE papers (Title TEXT, Abstract TEXT, authors TEXT, year INTEGER, pmid REAL, other INT)"
    )
    database.executemany("INSERT INTO papers VALUES (?, ?, ?, ?, ?, ?)", [tuple(row.values()) for row in rows])
    database.execute("CREATE TABLE log (line TEXT)")
    database.execute("CREATE VIEW again AS SELECT * FROM papers")
    database.commit()
    database.close()


def write_duckdb(rows: list[Row], path: Path) -> None:
    with duckdb.connect(str(path)) as database:
        database.register("given", pa.Table.from_pylist(rows))
        database.execute("CREATE TABLE papers AS FROM given")
        database.execute("CREATE TABLE log (line TEXT)")
        database.execute("CREATE VIEW again AS FROM papers")


WRITERS: dict[str, tuple[str, Callable[[list[Row], Path], None]]] = {
    "parquet": ("parquet", write_parquet),
    "feather": ("arrow", write_feather),
    "stream": ("arrow", write_stream),
    "sqlite": ("sqlite", write_sqlite),
    "duckdb": ("duckdb", write_duckdb),
}


def read_bytes(data: bytes) -> list[Paper | Rejected]:
    source = Source("t", io.BytesIO(data))
    format = sniff(source)
    assert format is not None
    return list(READERS[format].read(source, None))


@pytest.mark.parametrize("kind", WRITERS)
def test_rows_become_papers(kind: str, tmp_path: Path) -> None:
    format, write = WRITERS[kind]
    write(ROWS, tmp_path / "t")
    data = (tmp_path / "t").read_bytes()
    assert sniff(Source("t", io.BytesIO(data))) == format
    nets, more, yet = read_bytes(data)
    assert isinstance(nets, Paper)
    assert (nets.title, nets.abstract, nets.authors) == ("Nets", "We see.", ("Ann One", "Bea Two"))
    assert (nets.date, nets.pubmed_id, nets.sources) == ("2014", "389", ("t:1",))
    assert isinstance(more, Rejected)
    assert (more.place, more.reason) == (2, "no abstract")
    assert isinstance(yet, Paper)
    assert yet.sources == ("t:3",)


@pytest.mark.parametrize("kind", WRITERS)
def test_more_rows_than_a_batch(kind: str, tmp_path: Path) -> None:
    rows = [{**ROWS[0], "Title": f"Nets {number}"} for number in range(2500)]
    WRITERS[kind][1](rows, tmp_path / "t")
    papers = [record for record in read_bytes((tmp_path / "t").read_bytes()) if isinstance(record, Paper)]
    assert [paper.title for paper in papers] == [row["Title"] for row in rows]
    assert papers[-1].sources == ("t:2500",)


@pytest.mark.parametrize("kind", WRITERS)
def test_tables_of_something_else_are_said_to_be_none(kind: str, tmp_path: Path) -> None:
    rows = [{"Titel_": 1, "b": "x", "c": "x", "d": 1, "e": 1.0, "f": 2}]
    if kind == "sqlite":
        with sqlite3.connect(tmp_path / "t") as database:
            database.execute("CREATE TABLE log (line TEXT)")
        database.close()
    else:
        WRITERS[kind][1](rows, tmp_path / "t")
    [reject] = read_bytes((tmp_path / "t").read_bytes())
    assert isinstance(reject, Rejected)
    assert (reject.reason, reject.records) == ("no table with a column for titles and another of papers", 0)


@pytest.mark.parametrize("kind", WRITERS)
@pytest.mark.parametrize("part", [0.3, 0.9])
def test_a_file_that_is_cut_off_is_said_to_be_damaged(kind: str, part: float, tmp_path: Path) -> None:
    WRITERS[kind][1]([{**ROWS[0], "Title": f"Nets {number}" * 9} for number in range(2000)], tmp_path / "t")
    data = (tmp_path / "t").read_bytes()
    *_, last = read_bytes(data[: int(part * len(data))])
    assert isinstance(last, Rejected)
    assert last.reason.startswith("damaged ")
    assert "\n" not in last.reason


def test_nested_and_dated_columns_of_parquet() -> None:
    file = io.BytesIO()
    row = {
        "title": "Nets",
        "abstract_inverted_index": '{"We": [0], "see.": [1]}',
        "authors": [{"name": "Ann One"}, {"name": "Bea Two"}],
        "publication_date": date(2014, 3, 5),
        "id": "https://openalex.org/W1",
    }
    pq.write_table(pa.Table.from_pylist([row]), file)
    [paper] = read_bytes(file.getvalue())
    assert isinstance(paper, Paper)
    assert (paper.abstract, paper.authors, paper.date) == ("We see.", ("Ann One", "Bea Two"), "2014-03-05")


def test_tables_of_a_search_index_do_not_repeat_the_papers(tmp_path: Path) -> None:
    write_sqlite(ROWS[:1], tmp_path / "t")
    with sqlite3.connect(tmp_path / "t") as database:
        database.execute("CREATE VIRTUAL TABLE found USING fts5(title, abstract)")
        database.execute("INSERT INTO found SELECT Title, Abstract FROM papers")
    database.close()
    assert len(read_bytes((tmp_path / "t").read_bytes())) == 1
