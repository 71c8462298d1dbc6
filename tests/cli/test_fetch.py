"""paperkg fetch, as a person meets it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from paperkg.cli.fetch import STOPPED
from paperkg.cli.main import app
from paperkg.errors import OptionError, UnknownValueError
from stand_in_services import World


def fetch(world: World, *arguments: str | Path) -> Result:
    return CliRunner().invoke(app, ["fetch", *map(str, arguments), "--endpoint", world.address])


def titles(path: Path) -> list[str]:
    return [json.loads(line)["title"] for line in path.read_text().splitlines()]


def test_a_day_of_daily_papers(world: World, tmp_path: Path) -> None:
    path = tmp_path / "papers.jsonl"
    result = fetch(world, "huggingface", "2025-11-20", "-o", path)
    assert (result.exit_code, result.stderr) == (0, f"3 papers in {path}\n")
    assert titles(path) == ["Paper 100 of 2025-11-20", "Paper 101 of 2025-11-20", "Paper 102 of 2025-11-20"]


def test_words_that_are_ids_are_looked_up(world: World, tmp_path: Path) -> None:
    fetch(world, "openalex", "10.1000/a", "https://doi.org/10.1000/b", "-o", tmp_path / "p")
    assert titles(tmp_path / "p") == ["Paper 10.1000/a", "Paper 10.1000/b"]
    assert world.services.asked[0].query_params["filter"] == "doi:10.1000/a|10.1000/b"


def test_ids_that_no_paper_has_are_told(world: World, tmp_path: Path) -> None:
    result = fetch(world, "openalex", "10.1000/a", "10.1000/missing", "-o", tmp_path / "p")
    assert result.stderr.splitlines()[-1] == "not found: 1 of 2 ids"


def test_other_words_are_a_query(world: World, tmp_path: Path) -> None:
    fetch(world, "openalex", "knowledge", "graph", "--limit", "3", "-o", tmp_path / "p")
    assert len(titles(tmp_path / "p")) == 3
    assert world.services.asked[0].query_params["search"] == "knowledge graph"


def test_ids_of_a_file_are_looked_up_where_they_come_from(world: World, tmp_path: Path) -> None:
    (tmp_path / "ids.txt").write_text("10.1000/a # a remark\n\nhttps://openalex.org/W2741809807\n10.1000/a\n")
    fetch(world, "--ids", tmp_path / "ids.txt", "-o", tmp_path / "p")
    assert [request.url.path for request in world.services.asked] == ["/works", "/works"]
    assert world.services.asked[0].query_params["filter"] == "doi:10.1000/a"
    assert world.services.asked[1].query_params["filter"] == "openalex:W2741809807"


def test_a_library_is_filled(world: World, tmp_path: Path) -> None:
    library, path = tmp_path / "library.bib", tmp_path / "papers.jsonl"
    library.write_text(
        "@article{a, title={One}, abstract={Its own.}}\n"
        "@article{b, title={Two}, doi={10.1000/x}, author={Roe, R.}}\n"
        "@article{c, title={Three}, doi={10.1000/missing.nowhere}}"
    )
    result = fetch(world, "--fill", library, "-o", path)
    assert result.stderr.endswith(f"3 papers in {path}\nabstracts missing: 2; found: 1\n")
    rows = [json.loads(line) for line in path.read_text().splitlines()]
    assert [row["abstract"] for row in rows] == ["Its own.", "We study 10.1000/x.", ""]
    assert rows[1]["authors"] == ["R. Roe"]


def test_records_that_are_no_papers_are_told(world: World, tmp_path: Path) -> None:
    from starlette.responses import Response

    items = [{"DOI": f"10.1000/{number}", "title": [f"Title {number}"]} for number in range(7)]
    world.services.faults = [Response(json.dumps({"message": {"items": items}}))]
    result = fetch(world, "crossref", "query:x", "-o", tmp_path / "p")
    lines = result.stderr.splitlines()
    assert lines[0] == f"0 papers in {tmp_path / 'p'}"
    assert len(lines) == 7
    assert lines[1].startswith("rejected: crossref: ")
    assert lines[1].endswith("Title 0")
    assert lines[6] == "and 2 more"


def test_ctrl_c_says_how_to_go_on(world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("paperkg.fetching.downloads.download", stop)
    result = fetch(world, "huggingface", "2025-11-20", "-o", tmp_path / "p")
    assert result.exit_code == STOPPED
    assert result.stderr == "stopped; the same command goes on from here\n"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "paperkg fetch needs one of: a source with a query, --ids, --fill"),
        (["openalex", "x", "--ids", "ids.txt"], "paperkg fetch needs one of: a source with a query, --ids, --fill"),
        (["openalex"], "openalex: no query; for example: paperkg fetch openalex 'search:knowledge graph completion'"),
        (["scholar", "x"], "scholar: not a source of papers (available: acl, arxiv, crossref, huggingface, openalex, "
         "pubmed, semanticscholar)"),
        (["--ids", "none.txt"], "none.txt: No such file or directory"),
    ],
)  # fmt: skip
def test_what_cannot_be_fetched(world: World, arguments: list[str], message: str) -> None:
    error = fetch(world, *arguments).exception
    assert isinstance(error, OptionError | UnknownValueError)
    assert str(error) == message


def test_without_httpx_the_message_says_what_to_install(tmp_path: Path) -> None:
    code = (
        "import sys; sys.modules['httpx'] = None; sys.argv = ['paperkg', 'fetch', 'openalex', 'x', '-o', sys.argv[1]]; "
        "from paperkg.cli.main import main; main()"
    )
    found = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "p")], capture_output=True, text=True, check=False
    )
    assert found.returncode == 2
    assert found.stderr == "paperkg: paperkg fetch needs httpx; install it with: pip install paperkg[fetch]\n"
