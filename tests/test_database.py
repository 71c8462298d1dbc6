"""The database in which a corpus is linked and tabulated."""

from pathlib import Path

import pyarrow as pa
import pytest

from paperkg.database import batches_of, create_table, map_rows, scratch_database, values

SCHEMA = pa.schema([("number", pa.int64()), ("text", pa.string())])


def numbered(start: int, count: int) -> pa.RecordBatch:
    numbers = range(start, start + count)
    return pa.record_batch([pa.array(numbers), pa.array([f"text {number}" for number in numbers])], schema=SCHEMA)


def test_a_table_is_filled_by_batches_and_read_by_batches(tmp_path: Path) -> None:
    with scratch_database(tmp_path) as database:
        create_table(database, "texts", SCHEMA, (numbered(start, 7) for start in range(0, 70_000, 7)))
        batches = list(batches_of(database, "SELECT number, text FROM texts ORDER BY number"))
    assert len(batches) > 1
    assert pa.Table.from_batches(batches) == pa.Table.from_batches([numbered(0, 70_000)])


def test_a_table_without_rows_has_its_columns(tmp_path: Path) -> None:
    with scratch_database(tmp_path) as database:
        create_table(database, "texts", SCHEMA, [])
        assert values(database, "SELECT column_name FROM (DESCRIBE texts)") == [("number",), ("text",)]


def test_rows_are_made_of_a_query_that_is_still_read(tmp_path: Path) -> None:
    with scratch_database(tmp_path) as database:
        database.execute("CREATE TABLE doubled (number BIGINT)")
        create_table(database, "texts", SCHEMA, [numbered(0, 40_000)])
        map_rows(
            database,
            "SELECT number FROM texts",
            "doubled",
            lambda batch: pa.record_batch({"number": [2 * number for number in batch.column(0).to_pylist()]}),
        )
        assert values(database, "SELECT count(*), sum(number) FROM doubled") == [(40_000, 39_999 * 40_000)]


def test_what_does_not_fit_goes_to_the_folder_which_is_gone_at_the_end(tmp_path: Path) -> None:
    with scratch_database(tmp_path, memory="40MB") as database:
        create_table(database, "texts", SCHEMA, (numbered(start, 20_000) for start in range(0, 600_000, 20_000)))
        query = "SELECT number, text || text || text || text FROM texts ORDER BY text DESC"
        assert sum(batch.num_rows for batch in batches_of(database, query)) == 600_000
        assert any(path.is_file() for path in tmp_path.rglob("*"))
    assert list(tmp_path.iterdir()) == []


def test_what_cannot_go_to_the_folder_and_does_not_fit_is_a_memory_error(tmp_path: Path) -> None:
    with (
        pytest.raises(MemoryError, match=r"^(?!Out of Memory)[^\n]+$"),
        scratch_database(tmp_path, memory="10MB") as database,
    ):
        values(database, "SELECT string_agg(repeat('x', 1000)) FROM range(100000)")
    assert list(tmp_path.iterdir()) == []
