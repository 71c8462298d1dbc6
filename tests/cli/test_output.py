"""What reaches the standard streams, whatever these are."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from builds import write_build
from records import tiny_records

SNOWMAN = 'SELECT ("naïve ☃" AS ?x) {}'
FULL = Path("/dev/full")
needs_full_device = pytest.mark.skipif(not FULL.exists(), reason="this system has no /dev/full")


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_build(tmp_path_factory.mktemp("output") / "build", tiny_records())


def run(*arguments: str | Path, stdin: bytes = b"", **options: object) -> subprocess.CompletedProcess[bytes]:
    """The command line with pipes, or what `options` names, for its streams, on a console that knows ASCII only."""
    streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE} | options
    done: subprocess.CompletedProcess[bytes] = subprocess.run(
        [sys.executable, "-m", "paperkg", *map(str, arguments)],
        input=stdin,
        env=os.environ | {"PYTHONIOENCODING": "ascii", "TERM": "dumb"},
        check=False,
        **streams,  # type: ignore[call-overload]
    )
    return done


@pytest.mark.parametrize("format", ["csv", "tsv", "json", "xml"])
def test_data_are_utf_8_whatever_the_console(build: Path, format: str) -> None:
    assert "naïve ☃".encode() in run("query", build, SNOWMAN, "-f", format).stdout


def test_a_table_for_eyes_replaces_what_the_console_lacks(build: Path) -> None:
    assert b"na?ve ?" in run("query", build, SNOWMAN).stdout


def test_a_query_on_standard_input_is_utf_8(build: Path) -> None:
    for place in (("--file", "-"), ("-",)):
        done = run("query", build, *place, "-f", "csv", stdin=SNOWMAN.encode())
        assert "naïve ☃".encode() in done.stdout
    done = run("query", build, "--file", "-", stdin=SNOWMAN.encode("utf-16"))
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.startswith(b"paperkg: standard input: not UTF-8 text")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows gives arguments as Unicode")
def test_a_query_that_is_typed_is_utf_8_whatever_the_locale(build: Path) -> None:
    """Python takes the C locale for UTF-8 unless it is told not to."""
    ascii_only = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    for query, told in (
        (SNOWMAN.encode(), "naïve ☃"),
        (SNOWMAN.encode("latin-1", "replace"), "the query is not UTF-8"),
    ):
        done = subprocess.run(
            [sys.executable.encode(), b"-m", b"paperkg", b"query", str(build).encode(), b"-f", b"csv", query],
            env=os.environ | ascii_only,
            capture_output=True,
            check=False,
        )
        assert told.encode() in done.stdout + done.stderr
        assert done.returncode == (2 if "not" in told else 0)


@needs_full_device
@pytest.mark.parametrize(
    "arguments",
    [
        ("query", "DIR", "SELECT * { ?s ?p ?o }", "-f", "csv"),
        ("query", "DIR", SNOWMAN),
        ("stats", "DIR"),
        ("--version",),
    ],
    ids=lambda arguments: " ".join(arguments[:1]),
)
def test_a_full_device_is_one_line_and_exit_2(build: Path, arguments: tuple[str, ...]) -> None:
    with FULL.open("wb") as full:
        done = run(*(build if argument == "DIR" else argument for argument in arguments), stdout=full)
    assert done.returncode == 2
    (line,) = done.stderr.decode().splitlines()
    assert line.startswith("paperkg: standard output: ")


@needs_full_device
def test_help_on_a_full_device_is_one_line_too() -> None:
    with FULL.open("wb") as full:
        done = run("--help", stdout=full)
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1


@needs_full_device
def test_where_nobody_can_be_told_the_exit_status_says_it(build: Path) -> None:
    with FULL.open("wb") as full:
        assert run("show", build, "nothing", stderr=full).returncode == 2


@pytest.mark.parametrize("command", [("stats",), ("query", "SELECT * { ?s ?p ?o }", "-f", "csv")])
def test_a_closed_pipe_ends_without_a_word(build: Path, command: tuple[str, ...]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    name, *rest = command
    try:
        done = run(name, build, *rest, stdout=writing)
    finally:
        os.close(writing)
    assert done.returncode == 1
    assert done.stderr == b""
