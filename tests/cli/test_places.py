"""Places that cannot be written to, builds that cannot be read, and streams that are closed: one line, no traceback."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from builds import write_build
from paperkg.cli.main import main
from paperkg.graph.folder import table_path
from records import toy_records

PAPER = json.dumps({"id": "a", "title": "FooNet", "abstract": "We propose FooNet."}) + "\n"
needs_shell = pytest.mark.skipif(sys.platform == "win32", reason="streams are closed by a POSIX shell")

READING = (
    "stats BUILD",
    "show BUILD foonet",
    "query BUILD --name counts",
    "query BUILD ASK{}",
    "export BUILD -f graphml -o OUT",
    "export BUILD -f turtle -o OUT",
    "export BUILD -f html -o OUT",
    "export BUILD -f csv -o OUT",
    "diff BUILD BUILD",
    "diff BUILD BUILD --html OUT",
    "review BUILD --decisions OUT",
    "validate BUILD",
    "serve BUILD --port 0",
    "mcp BUILD",
)
GROWING = ("add BUILD PAPERS", "remove BUILD a")
"""They make the tables anew, of the records that a build keeps, and so mend an edited one."""
WRITING = (
    "export BUILD -f gexf -o {}",
    "export BUILD -f ntriples -o {}",
    "export BUILD -f html -o {}",
    "diff BUILD BUILD --html {}",
    "extract PAPERS -o {}",
    "extract PAPERS -o {}.parquet",
)


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_build(tmp_path_factory.mktemp("places") / "build", toy_records(12))


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    path = tmp_path / "papers.jsonl"
    path.write_text(PAPER, encoding="utf-8")
    return path


def arguments(command: str, **places: Path) -> list[str]:
    words = command.split()
    for name, place in places.items():
        words = [word.replace(name, str(place)) for word in words]
    return words


def files(*folders: Path) -> list[Path]:
    return sorted(path for folder in folders for path in folder.rglob("*") if path.is_file())


def failed(words: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> str:
    """The one line that a command says as it fails, without its beginning."""
    monkeypatch.setattr(sys, "argv", ["paperkg", *words])
    with pytest.raises(SystemExit) as ended:
        main()
    said = capsys.readouterr()
    assert (ended.value.code, said.out) == (2, "")
    (line,) = said.err.splitlines()
    assert line.startswith("paperkg: ")
    return line.removeprefix("paperkg: ")


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of two builds: the rows of one were put into another order, the other is of another version."""
    folder = tmp_path_factory.mktemp("broken")
    path = table_path(write_build(folder / "edited", toy_records(5)), "mentions")
    table = pq.read_table(path)
    pq.write_table(table.take(list(reversed(range(table.num_rows)))), path)
    write_build(folder / "another", toy_records(5))
    for path in (folder / "another").rglob("manifest.json"):
        content = json.loads(path.read_text(encoding="utf-8"))
        path.write_text(json.dumps({**content, "schema_version": 1}), encoding="utf-8")
    return folder


NO_BUILDS = {
    "edited": "not what manifest.json describes; build it again with: paperkg build",
    "another": "made with schema 1, this version reads",
    "another/manifest.json": "not a build",
    "gone": "not a build",
}


@pytest.mark.parametrize(
    ("command", "wrong"),
    [
        (command, wrong)
        for command in (*READING, *GROWING)
        for wrong in NO_BUILDS
        if command in READING or wrong != "edited"
    ],
)
def test_what_is_no_build_is_told_by_every_command(
    command: str,
    wrong: str,
    broken: Path,
    tmp_path: Path,
    papers: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    place = broken / wrong
    before = files(tmp_path, broken)
    line = failed(arguments(command, BUILD=place, PAPERS=papers, OUT=tmp_path / "out"), monkeypatch, capsys)
    assert NO_BUILDS[wrong] in line
    assert str(place) in line
    assert files(tmp_path, broken) == before


@pytest.mark.parametrize("command", WRITING)
@pytest.mark.parametrize(
    ("place", "says"), [("file/x", "a file, where a folder is needed"), ("folder", ": a folder, ")]
)
def test_what_no_file_can_be_written_to_is_told(
    command: str,
    place: str,
    says: str,
    build: Path,
    tmp_path: Path,
    papers: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder.parquet").mkdir()
    before = sorted(tmp_path.rglob("*"))
    words = arguments(command.format(tmp_path / place), BUILD=build, PAPERS=papers)
    assert says in failed(words, monkeypatch, capsys)
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize(
    "command",
    ["export BUILD -f csv -o -", "build PAPERS -o -", "fetch arxiv cats -o -", "train PAPERS --corpus PAPERS -o -"],
)
def test_what_standard_output_cannot_take_is_told(
    command: str, build: Path, papers: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(papers.parent)
    assert failed(arguments(command, BUILD=build, PAPERS=papers), monkeypatch, capsys).startswith("-: ")
    assert [path.name for path in papers.parent.iterdir()] == [papers.name]


@pytest.mark.parametrize("command", ["export BUILD -f gexf -o", "export BUILD -f html -o", "diff BUILD BUILD --html"])
def test_a_hyphen_is_standard_output(command: str, build: Path, tmp_path: Path) -> None:
    words = [sys.executable, "-m", "paperkg", *arguments(command, BUILD=build)]
    done = subprocess.run([*words, "-"], capture_output=True, check=False, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, b"")
    assert list(tmp_path.iterdir()) == []
    subprocess.run([*words, "file"], check=True, cwd=tmp_path)
    assert (tmp_path / "file").read_bytes() == done.stdout


CLOSED = {
    "stats BUILD": 0,
    "extract PAPERS": 0,
    "extract -": 2,
    "query BUILD --file -": 2,
    "review BUILD --decisions OUT": 0,
    "mcp BUILD": 2,
    "export BUILD -f gexf -o -": 0,
}


@needs_shell
@pytest.mark.parametrize("command", CLOSED)
def test_closed_streams_are_no_fault_unless_they_are_needed(
    command: str, build: Path, papers: Path, tmp_path: Path
) -> None:
    words = arguments(command, BUILD=build, PAPERS=papers, OUT=tmp_path / "decisions.tsv")
    closed = ["sh", "-c", 'exec "$@" <&- >&-', "sh", sys.executable, "-m", "paperkg", *words]
    done = subprocess.run(closed, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == CLOSED[command], done.stderr
    assert "Traceback" not in done.stderr
    if CLOSED[command]:
        (line,) = done.stderr.splitlines()
        assert line.startswith("paperkg: standard input")


def test_answers_that_are_no_text_are_no_answers(build: Path, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "paperkg", "review", build, "--decisions", tmp_path / "decisions.tsv"],
        input=b"\xff\xfe\nq\n",
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONUTF8": "1"},
    )
    assert done.returncode == 0, done.stderr


@needs_shell
@pytest.mark.parametrize("command", ["export BUILD -f ntriples -o -", "diff BUILD BUILD --html -"])
def test_a_reader_that_leaves_ends_it_without_a_word(command: str, build: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    try:
        words = arguments(command, BUILD=build)
        done = subprocess.run(
            [sys.executable, "-m", "paperkg", *words], stdout=writing, stderr=subprocess.PIPE, check=False
        )
    finally:
        os.close(writing)
    assert (done.returncode, done.stderr) == (1, b"")
