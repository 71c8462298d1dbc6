"""A disk that is full: one line, nothing half-written, and what was there is whole. A limit on files stands for it."""

import os
import subprocess
import sys
from pathlib import Path
from tempfile import gettempdir

import pytest

from builds import write_build
from records import toy_records

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit on the size of files")

LIMITED = """
import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (2_000, 2_000))
from paperkg.cli.main import main
main()
"""


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_build(tmp_path_factory.mktemp("full") / "build", toy_records(30))


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    # What measures coverage would find the disk full as well.
    told = {name: value for name, value in os.environ.items() if not name.startswith("COV")}
    return subprocess.run(
        [sys.executable, "-c", LIMITED, *arguments], capture_output=True, text=True, check=False, env=told
    )


@pytest.mark.parametrize("format", ["turtle", "graphml", "html", "csv", "parquet"])
def test_what_was_written_before_stays_whole(build: Path, tmp_path: Path, format: str) -> None:
    target = tmp_path / "out"
    if format in ("csv", "parquet"):
        target.mkdir()
    else:
        target.write_text("as it was", encoding="utf-8")
    done = run("export", str(build), "--format", format, "--output", str(target))
    assert done.returncode == 2
    assert done.stderr.startswith("paperkg: ")
    assert done.stderr.count("\n") == 1
    assert "File too large" in done.stderr
    assert list(tmp_path.iterdir()) == [target]
    assert list(target.iterdir()) == [] if target.is_dir() else target.read_text(encoding="utf-8") == "as it was"


def test_no_part_of_a_store_stays(build: Path) -> None:
    before = sorted(build.rglob("*"))
    done = run("query", str(build), "ASK {}")
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert [path for path in sorted(build.rglob("*")) if path not in before and path.is_file()] == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no device that is always full")
@pytest.mark.parametrize("command", [("formats",), ("stats",)])
def test_standard_output_that_is_full_is_told_in_one_line(build: Path, command: tuple[str, ...]) -> None:
    arguments = [*command, *([str(build)] if command == ("stats",) else [])]
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        done = subprocess.run(
            [sys.executable, "-m", "paperkg", *arguments], stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    assert (done.returncode, done.stderr) == (2, "paperkg: standard output: No space left on device\n")


def test_a_full_temporary_folder_is_named(tmp_path: Path) -> None:
    row = '{"title": "T%d", "abstract": "%s"}\n'
    text = "".join(row % (number, "x" * 50_000) for number in range(100))
    (tmp_path / "papers.jsonl").write_text(text, encoding="utf-8")
    done = run("build", str(tmp_path / "papers.jsonl"), "--output", str(tmp_path / "build"))
    assert done.returncode == 2
    assert done.stderr == f"paperkg: {gettempdir()}: File too large\n"
    assert not (tmp_path / "build").exists()
