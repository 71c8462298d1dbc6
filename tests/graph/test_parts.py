"""Builds whose tables are folders of files: they say what others say, byte for byte."""

import csv
import gzip
import shutil
from pathlib import Path
from typing import Any

import duckdb
import httpx
import pyarrow.parquet as pq
import pytest

from builds import write_build
from loops import in_a_loop
from paperkg.errors import BuildError, OptionError
from paperkg.exporters import EXPORTERS, export
from paperkg.exporters.build_exports import exports_of, write_exports
from paperkg.graph.schema import SCHEMAS
from paperkg.graph.views import table_views
from paperkg.knowledge_graph import KnowledgeGraph
from paperkg.server import ServerOptions, create_app
from paperkg.sparql.ask import query
from paperkg.sparql.store import store_path
from records import toy_records

ROWS = 7
ASKED = "SELECT ?s ?p ?o { ?s ?p ?o } ORDER BY ?s ?p ?o"


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_build(tmp_path_factory.mktemp("whole") / "build", toy_records(12))


@pytest.fixture(scope="module")
def in_parts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_build(tmp_path_factory.mktemp("parts") / "build", toy_records(12), rows_per_part=ROWS)


def files_of(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_each_file_has_so_many_rows_but_for_the_last(in_parts: Path) -> None:
    graph = KnowledgeGraph(in_parts)
    for name in SCHEMAS:
        files = sorted((in_parts / "tables" / name).iterdir())
        assert [path.name for path in files] == [f"part-{number:05}.parquet" for number in range(len(files))]
        counts = [pq.read_metadata(path).num_rows for path in files]
        assert sum(counts) == graph.count(name) == graph.manifest["counts"][name]
        assert all(count == ROWS for count in counts[:-1])
        assert 0 < counts[-1] <= ROWS or counts == [0]
    assert len(list((in_parts / "tables" / "mentions").iterdir())) > 9


def test_tables_say_the_same(whole: Path, in_parts: Path) -> None:
    one, other = KnowledgeGraph(whole), KnowledgeGraph(in_parts)
    ids = [("entity_id", [row["entity_id"] for row in one.rows("entities")][:3])]
    for name in SCHEMAS:
        assert other.table(name).equals(one.table(name))
        assert list(other.rows(name)) == list(one.rows(name))
    for name in ("statements", "mentions", "aliases"):
        assert list(other.rows(name, where=ids)) == list(one.rows(name, where=ids))
    with table_views(one) as of_one, table_views(other) as of_other:
        for name in SCHEMAS:
            asked = f"FROM {name} ORDER BY ALL"
            assert of_other.execute(asked).fetchall() == of_one.execute(asked).fetchall()
    assert other.manifest["counts"] == one.manifest["counts"]


@pytest.mark.parametrize("name", sorted(EXPORTERS.keys() - {"duckdb"}))
def test_exports_are_the_same_byte_for_byte(whole: Path, in_parts: Path, name: str, tmp_path: Path) -> None:
    found = []
    for build in (whole, in_parts):
        graph = KnowledgeGraph(build)
        folder = tmp_path / build.parent.name
        export(graph, name, folder / "out")
        digest = graph.manifest["digest"].encode()  # names the build in two of the formats
        found.append(
            {
                place: content.replace(digest, b"digest").replace(digest[:16], b"digest")
                for place, content in files_of(folder).items()
            }
        )
    assert found[0] == found[1]


def test_queries_and_pages_answer_the_same(whole: Path, in_parts: Path) -> None:
    async def pages(build: Path) -> list[bytes]:
        app = create_app(build, ServerOptions(workers=1))
        transport = httpx.ASGITransport(app=app)
        async with (
            app.router.lifespan_context(app),
            httpx.AsyncClient(transport=transport, base_url="http://x", headers={"accept": "text/html"}) as http,
        ):
            entity = next(iter(KnowledgeGraph(build).rows("entities")))["entity_id"].replace(":", "/")
            found = [await http.get(path) for path in ("/list", f"/page/{entity}")]
        assert all(answer.status_code == 200 for answer in found)
        return [answer.content for answer in found]

    answers: list[Any] = []
    for build in (whole, in_parts):
        store_path(build)
        answers.append((list(query(build, ASKED)), in_a_loop(pages(build))))
    assert answers[0] == answers[1]


def test_rdf_in_parts_is_the_rdf(whole: Path, tmp_path: Path) -> None:
    graph = KnowledgeGraph(whole)
    for name, suffix in (("ntriples", ".nt"), ("nquads", ".nq")):
        graph.export(name, tmp_path / "one")
        graph.export(name, tmp_path / name, rows_per_part=100)
        parts = sorted((tmp_path / name).iterdir())
        assert [path.name for path in parts] == [f"part-{n:05}{suffix}.gz" for n in range(len(parts))]
        texts = [gzip.decompress(path.read_bytes()) for path in parts]
        assert b"".join(texts) == (tmp_path / "one").read_bytes()
        assert all(text.count(b"\n") == 100 for text in texts[:-1])


def test_networks_in_parts_are_the_networks(whole: Path, tmp_path: Path) -> None:
    graph = KnowledgeGraph(whole)
    for name in ("parquet", "neo4j"):
        graph.export(name, tmp_path / name)
        graph.export(name, tmp_path / f"{name} parts", rows_per_part=10)
    for table in ("nodes", "edges"):
        one = pq.read_table(tmp_path / "parquet" / f"{table}.parquet")
        parts = sorted((tmp_path / "parquet parts" / table).glob("part-*.parquet"))
        assert len(parts) == -(-one.num_rows // 10)
        assert [row for part in parts for row in pq.ParquetFile(part).read().to_pylist()] == one.to_pylist()
    for table in ("nodes", "relationships"):
        folder = tmp_path / "neo4j parts"
        parts = sorted(folder.glob(f"{table}-part-*.csv.gz"))
        texts = [gzip.decompress(part.read_bytes()) for part in parts]
        header = (folder / f"{table}-header.csv").read_bytes()
        assert header + b"".join(texts) == (tmp_path / "neo4j" / f"{table}.csv").read_bytes()
        assert all(len(list(csv.reader(text.decode().splitlines()))) == 10 for text in texts[:-1])


def test_a_build_holds_its_exports_in_parts(in_parts: Path, tmp_path: Path) -> None:
    exports = exports_of(1, ("ntriples", "parquet", "turtle"), rows_per_part=500)
    assert [one.name for one in exports] == ["graph-ntriples", "graph-parquet", "graph.ttl"]
    build = shutil.copytree(in_parts, tmp_path / "build")
    write_exports(build, exports, 1)
    assert (build / "graph-ntriples" / "part-00001.nt.gz").exists()
    assert (build / "graph-parquet" / "edges" / "part-00000.parquet").exists()


@pytest.mark.parametrize("place", ["build/graph.sql", "a 'place' of its own/views.sql"])
@pytest.mark.parametrize("kind", ["whole", "in_parts"])
def test_views_are_the_tables(
    request: pytest.FixtureRequest, kind: str, place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    graph = KnowledgeGraph(shutil.copytree(request.getfixturevalue(kind), tmp_path / "build"))
    path = tmp_path / place
    graph.export("duckdb", path)
    assert str(tmp_path) not in path.read_text(encoding="utf-8")
    monkeypatch.chdir(path.parent)
    with duckdb.connect() as database:
        database.execute(path.read_text(encoding="utf-8"))
        for name in SCHEMAS:
            assert database.execute(f"SELECT count(*) FROM {name}").fetchone() == (graph.count(name),)
        comments = database.execute("SELECT comment FROM duckdb_views() WHERE NOT internal").fetchall()
    assert len(comments) == len(SCHEMAS)
    assert all(comment for (comment,) in comments)


def test_a_file_that_is_missing_or_damaged_is_told(in_parts: Path, tmp_path: Path) -> None:
    build = shutil.copytree(in_parts, tmp_path / "build")
    part = Path("tables", "mentions", "part-00003.parquet")
    (build / part).unlink()
    with pytest.raises(BuildError, match=r"mentions.part-00003\.parquet: the file is missing; build it again with"):
        KnowledgeGraph(build)
    build = shutil.copytree(in_parts, tmp_path / "other")
    graph = KnowledgeGraph(build)
    (graph.home / part).write_bytes(b"nothing")
    with pytest.raises(BuildError, match=r"other.tables.mentions.part-00003\.parquet: .*; build it again with"):
        graph.table("mentions")


def test_a_copy_without_its_cache_is_read_and_checked(in_parts: Path, tmp_path: Path) -> None:
    build = shutil.copytree(in_parts, tmp_path / "build", ignore=shutil.ignore_patterns(".cache"))
    assert KnowledgeGraph(build).table("mentions").equals(KnowledgeGraph(in_parts).table("mentions"))
    parts = sorted((build / "tables" / "mentions").iterdir())
    parts[0].write_bytes(parts[1].read_bytes())
    with pytest.raises(BuildError, match="tables: not what manifest"):
        KnowledgeGraph(build)


def test_either_kind_takes_the_place_of_the_other(whole: Path, in_parts: Path, tmp_path: Path) -> None:
    build = write_build(tmp_path / "build", toy_records(3), rows_per_part=1)  # in more files than what follows
    for rows_per_part, expected in ((ROWS, in_parts), (None, whole), (ROWS, in_parts)):
        write_build(build, toy_records(12), rows_per_part=rows_per_part)
        assert files_of(build / "tables") == files_of(expected / "tables")
        assert sorted(path.name for path in (build / "tables").iterdir()) == sorted(
            path.name for path in (expected / "tables").iterdir()
        )


def test_parts_are_written_to_a_new_folder_only(whole: Path, tmp_path: Path) -> None:
    graph = KnowledgeGraph(whole)
    graph.export("ntriples", tmp_path / "out", rows_per_part=100)
    with pytest.raises(OptionError, match=r"out: exists, and parts need a new folder, or they mix with what is there"):
        graph.export("ntriples", tmp_path / "out", rows_per_part=200)
    with pytest.raises(OptionError, match=r"^rows_per_part: at least 1, not 0$"):
        graph.export("ntriples", tmp_path / "other", rows_per_part=0)
    with pytest.raises(OptionError, match="turtle takes no option rows_per_part"):
        graph.export("turtle", tmp_path / "other", rows_per_part=100)
