"""Extraction on Spark: the same rows, whatever happens to its workers."""

import importlib
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

import paperkg
from builds import contents
from paperkg import spark
from paperkg.arrow import EXTRACTION_SCHEMA, outcomes_of, papers_to_batch
from paperkg.errors import EngineError, MissingPackageError, OptionError, UnknownValueError
from paperkg.extraction.batches import extract_batches
from paperkg.extraction.corpus import extract_records
from paperkg.extraction.parallel import ExtractBatches
from paperkg.model import Extraction, Failure, Paper
from paperkg.readers import read
from paperkg.remote_files import fetched
from places import PAGE, PAGES, ROOT

pytestmark = [
    pytest.mark.filterwarnings("ignore:PySpark does not yet fully support pandas:FutureWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),  # sockets that PySpark leaves to the collector
]


@pytest.fixture(scope="module")
def engine() -> Iterator[spark.SparkEngine]:
    pytest.importorskip("pyspark", reason="needs PySpark: pip install 'paperkg[spark]'")
    session = spark.start_session(jobs=2)
    yield spark.SparkEngine(session)
    session.stop()


@pytest.fixture(scope="module")
def papers() -> list[Paper]:
    found = [record for record in read([PAGE]) if isinstance(record, Paper)]
    return found[:12]


def test_a_dataframe_gives_the_rows_of_one_process(engine: spark.SparkEngine, papers: list[Paper]) -> None:
    batch = papers_to_batch(papers)
    table = pa.Table.from_batches([batch]).append_column("shelf", pa.array(["a"] * len(papers)))
    found = spark.extract(engine.session.createDataFrame(table).repartition(3))
    assert found.schema.simpleString() == spark.schema().simpleString()
    (expected,) = extract_batches(iter([batch]))
    order = [("id", "ascending")]
    assert (
        found.toArrow().cast(EXTRACTION_SCHEMA).sort_by(order).equals(pa.Table.from_batches([expected]).sort_by(order))
    )


def test_a_build_is_the_same_byte_for_byte(engine: spark.SparkEngine, page_build: Path, tmp_path: Path) -> None:
    assert engine.session is not None  # `build` takes the session that is there
    paperkg.build(PAGE, tmp_path, engine="spark", cache=False, formats="nt")
    assert contents(tmp_path) == contents(page_build)


def test_a_build_takes_what_a_dataframe_was_written_as(
    engine: spark.SparkEngine, page_build: Path, tmp_path: Path
) -> None:
    records = [record for record in read([PAGE]) if isinstance(record, Paper)]
    table = pa.Table.from_batches([papers_to_batch(records)])
    found = spark.extract(engine.session.createDataFrame(table).repartition(3))
    found.write.parquet(str(tmp_path / "found"))
    summary = paperkg.build(tmp_path / "found", tmp_path / "spark", formats="nt")
    assert summary.kept == len(records)
    assert (tmp_path / "spark" / "graph.nt").read_bytes() == (page_build / "graph.nt").read_bytes()


@pytest.fixture
def stored(tmp_path: Path) -> Path:
    """Papers in a folder, as a data set of Parquet and as lines."""
    rows = [{"title": paper.title, "abstract": paper.abstract} for paper in read([PAGE]) if isinstance(paper, Paper)]
    folder = tmp_path / "a store"
    for year, part in ((2024, rows[:4]), (2025, rows[4:9])):
        (folder / f"year={year}").mkdir(parents=True)
        pq.write_table(pa.Table.from_pylist(part), folder / f"year={year}" / "part-0.parquet")
    (folder / "_SUCCESS").touch()
    (folder / "more.jsonl").write_text(json.dumps(rows[9]), encoding="utf-8")
    return folder


@pytest.mark.parametrize("end", ["", "/more.jsonl", "/year=*/*.parquet", "/year=2024", "/year={2024,2025}"])
def test_addresses_are_read_as_the_files_that_they_name(engine: spark.SparkEngine, stored: Path, end: str) -> None:
    with fetched([f"{stored.as_uri().replace('%20', ' ')}{end}", PAGES], engine.session) as (here, other):
        assert other == PAGES
        got = [record for record in read([here]) if isinstance(record, Paper)]
    if "{" in end:  # which only Hadoop's globs have
        end = "/year=*/*"
    assert got == [record for record in read([f"{stored}{end}"]) if isinstance(record, Paper)]
    assert not Path(here).exists()


def test_a_build_from_an_address_is_the_same_byte_for_byte(
    engine: spark.SparkEngine, stored: Path, tmp_path: Path
) -> None:
    assert engine.session is not None
    glob, cache = "year=*/*.parquet", tmp_path / "cache"
    paperkg.build(stored / glob, tmp_path / "own", cache=cache, formats="nt")
    paperkg.build(f"file://{stored}/{glob}", tmp_path / "spark", engine="spark", cache=cache, formats="nt")
    for name in ("graph.nt", "manifest.json"):
        assert (tmp_path / "spark" / name).read_bytes() == (tmp_path / "own" / name).read_bytes()


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("file:///no/such/folder/*.parquet", "no such file or folder"),
        ("nofs://bucket/papers", 'No FileSystem for scheme "nofs"'),
        ("s3a://bucket/papers", "Class org.apache.hadoop.fs.s3a.S3AFileSystem not found"),
    ],
)
def test_addresses_that_cannot_be_read_are_told_in_one_line(
    engine: spark.SparkEngine, address: str, reason: str
) -> None:
    with pytest.raises(EngineError) as told, fetched([address], engine.session):
        pass
    assert str(told.value).endswith(reason)


def _ends_once(mark: str, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Ends its process at the first call of all, and extracts at all others."""
    try:
        os.close(os.open(mark, os.O_CREAT | os.O_EXCL))
    except FileExistsError:
        yield from extract_batches(batches)
    else:
        os.kill(os.getpid(), signal.SIGKILL)


def _ends_at_poison(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    for batch in batches:
        if "poison" in batch.column("title").to_pylist():
            os.kill(os.getpid(), signal.SIGKILL)
        yield from extract_batches(iter([batch]))


def test_papers_of_a_killed_worker_are_tried_again(
    engine: spark.SparkEngine, papers: list[Paper], tmp_path: Path
) -> None:
    batches = [papers_to_batch(papers[:5]), papers_to_batch([]), papers_to_batch(papers[5:])]
    found = list(engine(partial(_ends_once, str(tmp_path / "mark")), batches))
    assert (tmp_path / "mark").exists()
    assert [batch.num_rows for batch in found] == [5, 0, len(papers) - 5]
    assert pa.Table.from_batches(found).equals(pa.Table.from_batches(extract_batches(iter(batches))))


def test_a_paper_that_ends_every_worker_is_given_up_alone(engine: spark.SparkEngine, papers: list[Paper]) -> None:
    poison = Paper(id="poison", title="poison", abstract="None.")
    (found,) = engine(_ends_at_poison, [papers_to_batch([papers[0], poison, papers[1]])])
    first, given_up, last = outcomes_of(found)
    assert isinstance(first, Extraction)
    assert isinstance(last, Extraction)
    assert first.entities
    assert last.entities
    assert isinstance(given_up, Failure)
    assert "ended 2 processes by signal 9" in given_up.reason


DRIVER = """
import os, signal, sys
import paperkg, paperkg.spark
import paperkg.extraction.corpus as corpus
import paperkg.extraction.kept as kept

corpus.BATCH, paperkg.spark._PAPERS_OF_JOB, kept._ROWS = 2, 2, 2
# What a driver keeps is its own doing: its jobs are done without a second Java.
paperkg.spark.start_session = lambda *_: None
paperkg.spark.SparkEngine._job = lambda _self, extract, group: next(extract(iter(group)))

def progress(stage, done, total):
    if stage == "extracting" and done == 4:
        os.kill(os.getpid(), signal.SIGKILL)

paperkg.build(sys.argv[1], sys.argv[2], engine="spark", progress=progress)
"""


def test_a_driver_that_is_killed_goes_on_where_it_was_but_for_a_file_that_is_lost(
    engine: spark.SparkEngine, papers: list[Paper], tmp_path: Path
) -> None:
    page, out = tmp_path / "papers.jsonl", tmp_path / "out"
    lines = [json.dumps({"title": paper.title, "abstract": paper.abstract}) for paper in papers[:6]]
    page.write_text("\n".join(lines), encoding="utf-8")
    command = [sys.executable, "-c", DRIVER, str(page), str(out)]
    assert subprocess.run(command, check=False, stderr=subprocess.DEVNULL).returncode == -signal.SIGKILL
    assert not (out / "manifest.json").exists()
    first, *others = sorted((out / ".cache" / "extractions").glob("*/*.parquet"))
    assert len(others) == 1
    first.unlink()
    assert engine.session is not None
    assert paperkg.build(page, out, engine="spark", formats="nt").kept == 2
    paperkg.build(page, tmp_path / "own", formats="nt")
    assert (out / "graph.nt").read_bytes() == (tmp_path / "own" / "graph.nt").read_bytes()
    assert paperkg.build(page, out, engine="spark", formats="nt").kept == 6


def test_the_notebook_shows_what_its_code_prints(
    engine: spark.SparkEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert engine.session is not None  # the page's `start_session` takes it
    monkeypatch.syspath_prepend(ROOT / "docs")
    refresh = importlib.import_module("refresh")
    names: dict[str, Any] = {"__name__": "__main__"}
    blocks = refresh.BLOCK.finditer((ROOT / "docs" / "guides" / "spark.md").read_text(encoding="utf-8"))
    shown = [block for block in blocks if block["mark"] == "on Spark"]
    assert len(shown) == 3
    for block in shown:
        assert refresh.printed_by(block["body"], tmp_path, names) == block["printed"]


def test_columns_are_checked_before_the_work(engine: spark.SparkEngine) -> None:
    make = engine.session.createDataFrame
    with pytest.raises(OptionError, match=r"has no column id, abstract \(needed: id, title, abstract\)"):
        spark.extract(make(pa.table({"title": ["A title"]})))
    with pytest.raises(OptionError, match=r"column authors .* is string, and array<string> is needed"):
        spark.extract(make(pa.table({name: ["x"] for name in ("id", "title", "abstract", "authors")})))


def test_an_engine_answers_for_each_batch(papers: list[Paper]) -> None:
    def engine(extract: ExtractBatches, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        return extract(iter(list(batches)))

    own = pa.Table.from_batches(extract_records(papers))
    assert pa.Table.from_batches(extract_records(papers, engine=engine)).equals(own)


def test_unknown_engines_and_masters_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UnknownValueError, match=r"ray: not an engine \(available: processes, spark\)"):
        paperkg.build(PAGES, tmp_path / "out", engine="ray")
    with pytest.raises(OptionError, match="master: only the engine spark has one"):
        paperkg.build(PAGES, tmp_path / "out", master="local[2]")
    assert not (tmp_path / "out").exists()


@pytest.fixture
def no_session(monkeypatch: pytest.MonkeyPatch) -> None:
    sql = pytest.importorskip("pyspark.sql", reason="needs PySpark: pip install 'paperkg[spark]'")
    monkeypatch.setattr(sql.SparkSession, "getActiveSession", lambda: None)


@pytest.mark.usefixtures("no_session")
def test_a_missing_or_old_java_is_told_in_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    with pytest.raises(EngineError, match=r"Spark needs Java, and there is none in .*apt-get install openjdk-17"):
        spark.start_session()
    java = tmp_path / "bin" / "java"
    java.parent.mkdir()
    java.write_text("#!/bin/sh\necho 'openjdk version \"1.8.0_402\"' >&2\n", encoding="utf-8")
    java.chmod(0o755)
    with pytest.raises(EngineError, match=r"Spark needs Java 17, and .*java is version 8; install"):
        spark.start_session()


@pytest.mark.usefixtures("no_session")
def test_a_master_that_does_not_answer_is_told_in_one_line() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    with pytest.raises(EngineError, match=rf"spark://127.0.0.1:{port} does not answer: "):
        spark.start_session(f"spark://127.0.0.1:{port}")
    with pytest.raises(OptionError, match=r"yarm: not a master \(available: spark://HOST:PORT"):
        spark.start_session("yarm")


def test_pyspark_is_asked_for_where_it_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyspark.sql", None)
    with pytest.raises(MissingPackageError, match=r"pip install 'paperkg\[spark\]'"):
        spark.start_session()


@given(st.text(max_size=20))
def test_no_text_but_a_master_passes_for_one(text: str) -> None:
    if not text.startswith(("spark://", "k8s://", "local", "yarn")):
        with pytest.raises(OptionError):
            spark._check_master(text)
