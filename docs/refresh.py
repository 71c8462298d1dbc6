"""Runs the code that the pages show and writes what it prints below it.

    python docs/refresh.py

It runs in a scratch folder that holds `outputs/`, a copy of the committed build, and `papers/` with a sample page:

- A line `$ paperkg ...` of a `console` block is a command; quotes may keep it open over several lines. If a block has
  one command, and it prints an answer (query, show, stats), the rest of the block is that answer, shortened.
- The `python` blocks of a page run in order, in one namespace. A `text` block right below one is what it prints.
- `<!-- file: NAME -->` above a block writes the block to that file. `<!-- not run -->` leaves the block alone, and
  so does `<!-- on Spark -->`, which `tests/test_spark.py` runs.

The tests run the pages in the same way and compare.
"""

import io
import re
import shlex
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import chdir, contextmanager, redirect_stdout
from pathlib import Path
from typing import Any

from typer.testing import CliRunner

from paperkg.cli.main import app

ROOT = Path(__file__).resolve().parents[1]
GENERATED = {"ontology.md", "tables.md", "command-line.md", "formats.md"}
PAGES = [
    ROOT / "README.md",
    *sorted(path for path in (ROOT / "docs").rglob("*.md") if path.name not in GENERATED),
]
MOST_LINES = 24
MOST_COLUMNS = 118

BLOCK = re.compile(
    r"^(?:<!-- (?P<mark>[^>\n]+) -->\n)?"
    r"```(?P<language>\w+)\n(?P<body>.*?)^```\n"
    r"(?:\n```text\n(?P<printed>.*?)^```\n)?",
    re.DOTALL | re.MULTILINE,
)
_ANSWERS = ("query", "show", "stats")


@contextmanager
def scratch() -> Iterator[Path]:
    """A folder with the committed build and a sample page, in which the code of the documents runs."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        shutil.copytree(ROOT / "outputs", place / "outputs", ignore=shutil.ignore_patterns(".cache"))
        (place / "papers").mkdir()
        for page in (ROOT / "tests" / "data" / "daily_papers").glob("000_*"):
            shutil.copy(page, place / "papers")
        yield place


def refreshed(text: str, place: Path) -> str:
    """The page with everything that its code prints now."""
    names: dict[str, Any] = {"__name__": "__main__"}
    return BLOCK.sub(lambda block: _replayed(block, place, names), text)


def _replayed(block: re.Match[str], place: Path, names: dict[str, Any]) -> str:
    mark, body = block["mark"] or "", block["body"]
    if mark.startswith("file: "):
        (place / mark.removeprefix("file: ")).write_text(body, encoding="utf-8", newline="\n")
    elif mark in ("not run", "on Spark"):
        return block[0]
    elif block["language"] == "console":
        commands = list(commands_of(body))
        answers = [output_of(command, place) for command in commands]
        if len(commands) == 1 and commands[0].split()[1] in _ANSWERS:
            return block[0].replace(body, f"$ {commands[0]}\n{answers[0]}")
    elif block["language"] == "python":
        printed = printed_by(body, place, names)
        if block["printed"] is not None:
            start, end = block.span("printed")
            return block[0][: start - block.start()] + printed + block[0][end - block.start() :]
    return block[0]


def commands_of(body: str) -> Iterator[str]:
    """The commands of ours in a console block, each as it is written; quotes may hold line breaks."""
    lines = iter(body.splitlines())
    for line in lines:
        if line.startswith("$ paperkg "):
            command = line.removeprefix("$ ")
            while command.count("'") % 2:
                command += "\n" + next(lines)
            yield command


def output_of(command: str, place: Path) -> str:
    """What a command prints, shortened.

    Raises:
        RuntimeError: it fails.
    """
    _, *words = shlex.split(command, comments=True)
    with chdir(place):
        run = CliRunner().invoke(app, words, env={"NO_COLOR": "1", "COLUMNS": "100"})
    if run.exit_code:
        raise RuntimeError(f"{command}\n{run.stderr}") from run.exception
    return _shortened(run.stdout)


def printed_by(code: str, place: Path, names: dict[str, Any]) -> str:
    """What Python code prints, shortened; `names` is its namespace, which it changes."""
    printed = io.StringIO()
    with chdir(place), redirect_stdout(printed):
        exec(compile(code, "<page>", "exec"), names)
    return _shortened(printed.getvalue())


def _shortened(text: str) -> str:
    lines = [line.rstrip() for line in text.strip("\n").splitlines()]
    cut = [line if len(line) <= MOST_COLUMNS else line[: MOST_COLUMNS - 1].rstrip() + "…" for line in lines]
    shown = cut if len(cut) <= MOST_LINES else [*cut[:MOST_LINES], "…"]
    return "".join(line + "\n" for line in shown)


if __name__ == "__main__":
    for page in PAGES:
        with scratch() as folder:
            before = page.read_text(encoding="utf-8")
            page.write_text(refreshed(before, folder), encoding="utf-8", newline="\n")
