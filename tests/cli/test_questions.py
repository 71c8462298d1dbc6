"""Asking on the command line: when the store of a build is made, and what is said meanwhile."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from builds import write_build
from paperkg.cli.main import app
from paperkg.sparql.store import find_store
from records import tiny_records


@pytest.fixture
def build(tmp_path: Path) -> Path:
    return write_build(tmp_path / "build", tiny_records())


def test_the_first_query_says_that_it_makes_the_store(build: Path) -> None:
    first = CliRunner().invoke(app, ["query", str(build), "ASK {}"])
    assert (first.stdout, first.stderr) == ("yes\n", "making the SPARQL store of 3 papers; it is kept\n")
    assert CliRunner().invoke(app, ["query", str(build), "ASK {}"]).stderr == ""


def test_a_question_by_name_makes_no_store(build: Path) -> None:
    asked = CliRunner().invoke(app, ["query", str(build), "--name", "evidence", "entity=fastkey", "-f", "csv"])
    assert asked.stdout.startswith("role,sentence,start,end,confidence,title")
    assert asked.stderr == ""
    assert find_store(build) is None


def test_a_build_makes_its_store_where_it_is_told_to(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"id": "a", "title": "FooNet", "abstract": "We propose FooNet."}\n')
    out = tmp_path / "out"
    made = CliRunner().invoke(app, ["build", str(tmp_path / "a.jsonl"), "-o", str(out), "--formats", "ttl", "--store"])
    assert made.exit_code == 0, made.output
    assert find_store(out) is not None


def test_a_query_comes_from_standard_input_unless_that_is_empty(build: Path) -> None:
    def asked(*arguments: str, given: str = "") -> str:
        done = CliRunner().invoke(app, ["query", str(build), *arguments], input=given)
        return done.stdout if done.exception is None else str(done.exception)

    assert asked("-", given="ASK {}") == "yes\n"
    for arguments in (["-"], ["--file", "-"]):
        assert asked(*arguments, given=" \n") == "standard input: empty, where a query was expected"
    empty = build.parent / "empty.rq"
    empty.touch()
    assert asked("--file", str(empty)) == f"{empty}: empty, where a query was expected"
