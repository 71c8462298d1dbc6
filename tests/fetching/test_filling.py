"""A library whose abstracts are missing."""

import json
from pathlib import Path

import pytest
from starlette.responses import Response

from paperkg.errors import FetchError
from paperkg.fetching import fill
from paperkg.fetching.filling import Filled
from paperkg.model import Paper
from stand_in_services import World


def paper(title: str, **more: str) -> Paper:
    return Paper(id=title, title=title, abstract=more.pop("abstract", ""), sources=("library.bib:1",), **more)  # type: ignore[arg-type]


LIBRARY = [
    paper("Has one", abstract="Its own.", doi="10.1000/own"),
    paper("By DOI", doi="10.1000/x", date="2023"),
    paper("Only Crossref", doi="10.1000/missing"),
    paper("Nowhere", doi="10.1000/missing.nowhere"),
    paper("By title"),
    paper("Unknown title"),
]


def rows(path: Path) -> dict[str, dict[str, object]]:
    return {row["title"]: row for row in map(json.loads, path.read_text().splitlines())}


def test_abstracts_are_looked_for_where_they_may_be(world: World, tmp_path: Path) -> None:
    path = tmp_path / "papers.jsonl"
    assert fill(LIBRARY, path, manners=world.manners) == Filled(papers=6, lacking=5, left=2)
    found = rows(path)
    assert {title: row["abstract"] for title, row in found.items()} == {
        "Has one": "Its own.",
        "By DOI": "We study 10.1000/x.",
        "Only Crossref": "We study 10.1000/missing.",
        "Nowhere": "",
        "By title": "We study 1.",
        "Unknown title": "",
    }
    assert (found["By DOI"]["date"], found["By DOI"]["authors"]) == ("2023", ["Jane Doe"])
    assert [one.name for one in tmp_path.iterdir()] == ["papers.jsonl"]


def test_a_stopped_run_goes_on(world: World, tmp_path: Path) -> None:
    world.services.faults = [Response(status_code=403)]
    path = tmp_path / "papers.jsonl"
    with pytest.raises(FetchError):
        fill(LIBRARY[1:3], path, manners=world.manners)
    assert not path.exists()
    assert fill(LIBRARY[1:3], path, manners=world.manners).left == 0


def test_a_whole_library_needs_no_service(world: World, tmp_path: Path) -> None:
    assert fill(LIBRARY[:1], tmp_path / "p", manners=world.manners) == Filled(papers=1, lacking=0, left=0)
    assert world.services.asked == []
