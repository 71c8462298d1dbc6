"""Builds opened, and what is said of those that cannot be."""

import json
import os
import shutil
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from builds import write_build
from paperkg.errors import BuildError
from paperkg.graph import stamps
from paperkg.graph import tables as module
from paperkg.graph.folder import read_manifest, table_path
from paperkg.graph.row_types import SCHEMA_VERSION
from paperkg.graph.schema import SCHEMAS
from paperkg.graph.stamps import digest_of_tables
from paperkg.graph.tables import Tables
from paperkg.rdf.conformance import validate
from paperkg.server import create_app
from paperkg.sparql.ask import query
from records import tiny_records, toy_records


@pytest.fixture
def build(tmp_path: Path) -> Path:
    return write_build(tmp_path / "build", tiny_records())


def with_manifest(build: Path, **changes: object) -> Path:
    """The build with other entries in its manifest; None takes one away."""
    path = build / "manifest.json"
    content = json.loads(path.read_text(encoding="utf-8")) | changes
    path.write_text(json.dumps({k: v for k, v in content.items() if v is not None}), encoding="utf-8")
    return build


def test_a_folder_without_a_build_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(BuildError, match=r"not a build \(manifest.json is missing\); make one with: paperkg build"):
        Tables.open(tmp_path)


@pytest.mark.parametrize("text", ["{", "[]", "\udcff"])
def test_a_broken_manifest_is_told(tmp_path: Path, text: str) -> None:
    (tmp_path / "manifest.json").write_bytes(text.encode(errors="surrogateescape"))
    with pytest.raises(BuildError, match=r"manifest\.json: "):
        Tables.open(tmp_path)


@pytest.mark.parametrize("version", [None, SCHEMA_VERSION - 1, SCHEMA_VERSION + 1])
@pytest.mark.parametrize("opened", [Tables, validate, create_app, lambda build: query(build, "ASK {}")])
def test_a_build_of_another_version_says_what_to_do(build: Path, opened: object, version: int | None) -> None:
    assert callable(opened)
    with_manifest(build, schema_version=version)
    told = f"made with schema {version or 0}, this version reads {SCHEMA_VERSION}; build it again with: paperkg build"
    with pytest.raises(BuildError, match=told):
        opened(build)


@pytest.mark.parametrize("name", ["digest", "inputs", "counts", "base_iri", "paperkg"])
def test_a_manifest_without_an_entry_is_told(build: Path, name: str) -> None:
    with pytest.raises(BuildError, match=f"{name!r} is missing"):
        Tables.open(with_manifest(build, **{name: None}))


@pytest.mark.parametrize("rows", [0, -1, "10", 1.5, True])
def test_a_manifest_with_another_number_of_rows_than_files_have_is_told(build: Path, rows: object) -> None:
    with pytest.raises(BuildError, match="is not a number of rows; build it again with"):
        Tables.open(with_manifest(build, rows_per_part=rows))


def test_a_table_that_is_missing_is_told(build: Path) -> None:
    table_path(build, "mentions").unlink()
    with pytest.raises(BuildError, match=r"mentions\.parquet: the file is missing; build it again with"):
        Tables.open(build)


def test_a_table_without_a_column_is_told(build: Path) -> None:
    graph = Tables.open(build)
    pq.write_table(graph.table("papers").drop_columns(["doi"]), table_path(build, "papers"))
    with pytest.raises(BuildError, match=r"papers\.parquet: column 'doi' is missing; build it again with"):
        list(graph.rows("papers", ["title"]))


def test_a_table_that_is_damaged_is_told(build: Path) -> None:
    graph = Tables.open(build)
    graph.check()
    table_path(build, "papers").write_bytes(b"not a table")
    with pytest.raises(BuildError, match=r"papers\.parquet: .*; build it again with"):
        graph.check()
    with pytest.raises(BuildError, match=r"papers\.parquet: .*; build it again with"):
        graph.table("papers")


def shuffled(path: Path) -> None:
    """Writes the rows of a table in another order, in place."""
    table = pq.read_table(path)
    pq.write_table(table.take(list(reversed(range(table.num_rows)))), path)


@pytest.mark.parametrize("copied", [False, True])
def test_a_table_that_was_edited_is_told_of_by_whatever_opens_it(build: Path, tmp_path: Path, copied: bool) -> None:
    Tables(build)  # notes what they are
    if copied:
        shutil.copytree(build, tmp_path / "copy")
        build = tmp_path / "copy"
        Tables(build)
    for table in build.rglob("mentions.parquet"):
        shuffled(table)
    for opened in (Tables, validate, create_app, lambda build: query(build, "ASK {}")):
        with pytest.raises(
            BuildError, match=r"tables/mentions\.parquet: not what manifest\.json describes; build it again"
        ):
            opened(build)


def test_tables_whose_times_alone_are_others_are_as_they_were(build: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Tables(build)
    read = []

    def note(home: Path) -> str:
        read.append(home)
        return digest_of_tables(home)

    monkeypatch.setattr(stamps, "digest_of_tables", note)
    Tables(build)
    assert read == []
    os.utime(table_path(build, "papers"), (0, 0))
    Tables(build)
    assert len(read) == 1
    Tables(build)
    assert len(read) == 1


def test_the_digest_follows_the_tables(build: Path, tmp_path: Path) -> None:
    digest = read_manifest(build)["digest"]
    assert read_manifest(write_build(tmp_path / "same", tiny_records()))["digest"] == digest
    assert read_manifest(write_build(tmp_path / "other", tiny_records()[:2]))["digest"] != digest


def test_a_new_build_takes_the_place_of_the_old_one(build: Path) -> None:
    (build / "mine.txt").write_text("mine", encoding="utf-8")
    with_manifest(build, schema_version=0)
    write_build(build, toy_records(2))
    assert Tables.open(build).table("papers").num_rows == 2
    assert sorted(path.name for path in build.iterdir()) == [".cache", "manifest.json", "mine.txt", "tables"]


def test_rows_are_streamed_in_batches(build: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    graph = Tables.open(build)
    whole = {name: list(graph.rows(name)) for name in SCHEMAS}
    monkeypatch.setattr(module, "BATCH_ROWS", 2)
    for name, rows in whole.items():
        assert rows == graph.table(name).to_pylist()
        assert list(graph.rows(name)) == rows
        assert all(batch.num_rows <= 2 for batch in graph.batches(name))


def test_rows_with_ids_are_picked_from_all_batches(build: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "BATCH_ROWS", 2)
    graph = Tables.open(build)
    rows = [row for row in graph.rows("statements") if row["entity_id"] in ("method:fastkey", "model:llama")]
    assert len(rows) == 3
    ids = {"method:fastkey", "model:llama"}
    assert list(graph.rows("statements", where=[("entity_id", ids)])) == rows
    found = graph.rows("statements", ["role"], where=[("entity_id", ids), ("paper_id", ["p0000000002"])])
    assert [dict(row) for row in found] == [{"role": row["role"]} for row in rows[1:]]
    assert list(graph.rows("statements", where=[("entity_id", ())])) == []


def test_a_moved_build_is_the_same(build: Path, tmp_path: Path) -> None:
    shutil.move(build, tmp_path / "moved")
    assert Tables.open(tmp_path / "moved").manifest["counts"]["papers"] == 3
