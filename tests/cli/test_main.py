"""The command line, as a person meets it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from commands import call
from paperkg.cli.main import app, main
from paperkg.knowledge_graph import KnowledgeGraph
from paperkg.readers import READERS
from places import ROOT

PAPER = {"id": "a", "title": "FooNet: a network", "abstract": "We propose FooNet. It is evaluated on GSM8K."}


def run(*arguments: str | Path, stdin: str | None = None, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "paperkg", *map(str, arguments)],
        input=stdin,
        env={**os.environ, **env},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    path = tmp_path / "papers.jsonl"
    path.write_text(json.dumps(PAPER) + "\n", encoding="utf-8")
    return path


def test_every_command_has_help_with_an_example() -> None:
    import typer

    group = typer.main.get_command(app)
    commands = group.commands  # type: ignore[attr-defined]
    assert {"build", "extract", "query", "show", "stats"} <= set(commands)
    for name, command in commands.items():
        assert command.help, name
        assert command.epilog, name
        assert command.epilog.startswith(f"Example: paperkg {name}"), name
        for parameter in command.params:
            assert getattr(parameter, "help", None), (name, parameter.name)


def test_extract_writes_one_line_a_paper(papers: Path) -> None:
    done = call("extract", papers)
    assert done.returncode == 0
    (line,) = done.stdout.splitlines()
    row = json.loads(line)
    text = f"{PAPER['title']}\n{PAPER['abstract']}"
    assert row["id"] == "a"
    for entity in row["entities"]:
        assert entity["rules"]
        assert 0 <= entity["confidence"] <= 1
        for start, end in entity["mentions"]:
            assert text[start:end] in entity["aliases"]
    assert done.stderr == ""


def test_extract_reads_standard_input_and_writes_a_file(tmp_path: Path) -> None:
    out = tmp_path / "found.jsonl"
    done = run("extract", "-", "-o", out, stdin=json.dumps(PAPER) + "\n")
    assert done.returncode == 0, done.stderr
    assert json.loads(out.read_text(encoding="utf-8"))["id"] == "a"


def test_an_ascii_locale_does_no_harm(tmp_path: Path) -> None:
    papers = tmp_path / "p.jsonl"
    papers.write_text(json.dumps({**PAPER, "title": "FooNet — réseau 𝔸"}, ensure_ascii=False), encoding="utf-8")
    done = run("build", papers, "-o", tmp_path / "out", LC_ALL="C", PYTHONUTF8="0", PYTHONIOENCODING="")
    assert done.returncode == 0, done.stderr
    assert "𝔸" in KnowledgeGraph.open(tmp_path / "out").table("papers")["title"][0].as_py()


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["build", "nowhere.txt"], "nowhere.txt"),
        (["show", "nowhere", "x"], "nowhere: not a build"),
        (["stats", "nowhere"], "nowhere: not a build"),
        (["extract", "nowhere.txt"], "nowhere.txt"),
        (["build", "p.jsonl", "-o", "p.jsonl"], "p.jsonl: a file, and a build is a folder"),
        (["build", "p.jsonl", "--lexicon", "gone.tsv"], "gone.tsv: No such file"),
        (["build", "p.jsonl", "--decisions", "gone.tsv"], "gone.tsv: No such file"),
        (["evaluate", "gone.jsonl"], "gone.jsonl: No such file"),
        (["query", "nowhere", "ASK {}"], "nowhere: not a build"),
        (["query"], "a directory is missing"),
        (["build", "p.jsonl", "--base-iri", "no iri"], "no iri: not the base of IRIs"),
        (["export", "nowhere", "-f", "gexf", "-o", "x"], "nowhere: not a build"),
    ],
)
def test_an_error_is_one_line_and_exit_2(
    arguments: list[str], says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "p.jsonl").write_text(json.dumps(PAPER) + "\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    done = call(*arguments)
    assert done.returncode == 2
    (line,) = done.stderr.splitlines()
    assert line.startswith("paperkg: ")
    assert says in line


def test_a_summary_says_what_was_built(papers: Path, tmp_path: Path) -> None:
    done = call("build", papers, tmp_path / "missing.txt", "-o", tmp_path / "out")
    assert done.returncode == 0
    first, second, third = done.stderr.splitlines()
    assert first.startswith("1 paper, ")
    assert second == "1 record found: 1 paper, 0 merged into these, 0 rejected"
    assert "missing.txt" in third


def test_a_summary_accounts_for_every_record(tmp_path: Path) -> None:
    folder = tmp_path / "library"
    folder.mkdir()
    rows = [{"title": "One", "abstract": "We propose FooNet."}, {"title": "One"}, {"title": "Two"}, {"abstract": "x"}]
    (folder / "p.jsonl").write_text("".join(json.dumps(row) + "\n" for row in [rows[0], *rows]), encoding="utf-8")
    (folder / "q.xml").write_text(
        "<dblp><article key='a'><title>A.</title></article><article key='b'><title>B.</title></article></dblp>",
        encoding="utf-8",
    )
    (folder / "notes.txt").write_text("Dear reader", encoding="utf-8")
    told = call("build", folder, "-o", tmp_path / "out").stderr.splitlines()
    assert told[1:] == [
        "7 records found: 1 paper, 1 merged into these, 5 rejected",
        "rejected: 4 records such as p.jsonl:3: no abstract",
        "rejected: p.jsonl:5: no title",
        "passed over, for nothing reads them: 1 file",
        f"all that was rejected or passed over is in {tmp_path / 'out' / 'rejected.jsonl'}",
        "without an abstract: 4 records (--keep-title-only takes their titles)",
    ]
    told = call("build", folder, "-o", tmp_path / "out", "--keep-title-only", "--strict").stderr.splitlines()
    assert told == ["paperkg: p.jsonl:5: no title"]
    told = call("build", folder, "-o", tmp_path / "out", "--keep-title-only").stderr.splitlines()
    assert told[1] == "7 records found: 4 papers, 2 merged into these, 1 rejected"


def test_formats_are_listed_with_examples() -> None:
    told = call("formats").stdout
    for name, reader in READERS.items():
        assert f"{name} ({', '.join(reader.suffixes)}): {reader.description}\n" in told
    assert call("formats", "JATS").stdout.startswith("jats (.xml, .nxml): JATS and BITS XML")
    assert "docx: not a known format" in call("formats", "docx").stderr


def test_a_console_without_the_letters_gets_marks(papers: Path, tmp_path: Path) -> None:
    assert call("build", papers, "-o", tmp_path / "out").returncode == 0
    done = run("show", tmp_path / "out", "FooNet", PYTHONIOENCODING="latin-1")
    assert done.returncode == 0, done.stderr
    assert "?FooNet: a network?" in done.stdout


def test_version() -> None:
    assert run("--version").stdout.startswith("paperkg ")


def test_an_export_refuses_options_that_do_not_apply(tmp_path: Path) -> None:
    target = tmp_path / "graph"
    for arguments, says in (
        (("turtle", "--min-papers", "99"), "turtle takes no option min_papers (it takes: rdf)"),
        (("gexf", "--type", "Foo"), "Foo: not an entity type (available: Method, Model, "),
        (("GEXF", "--projection", "half"), "half: not a projection (available: full, "),
        (("void", "--date", "today"), "today: not a date"),
    ):
        done = call("export", ROOT / "outputs", "-o", target, "-f", *arguments)
        assert done.returncode == 2
        assert says in done.stderr
        assert not target.exists()
    done = call("export", ROOT / "outputs", "-o", target, "-f", "JSON", "--type", "model", "--min-papers", "3")
    assert done.returncode == 0, done.stderr
    assert json.loads(target.read_text(encoding="utf-8"))["nodes"]


@pytest.mark.parametrize(
    ("error", "line"), [(MemoryError(), "not enough memory"), (MemoryError("no 5 MB"), "not enough memory: no 5 MB")]
)
def test_too_little_memory_is_one_line(
    error: MemoryError, line: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def failing() -> None:
        raise error

    monkeypatch.setattr("paperkg.cli.main.app", failing)
    with pytest.raises(SystemExit) as stopped:
        main()
    assert stopped.value.code == 2
    assert capsys.readouterr().err == f"paperkg: {line}\n"
