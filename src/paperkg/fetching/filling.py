"""A library whose abstracts are missing, completed from the services that have them.

Papers are looked up by their ids, at first all of them where most abstracts are, then what is left elsewhere, and at
last by title. What the library says stays; what it does not say is taken from the service.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from paperkg.fetching.downloads import Manners, follow, plan_look_up
from paperkg.fetching.semantic_scholar_api import find_title
from paperkg.fetching.spool import Spool, Step
from paperkg.files import whole_file
from paperkg.model import Paper
from paperkg.readers.jsonl import to_row
from paperkg.text.keys import title_key


@dataclass(frozen=True, slots=True)
class Filled:
    """How many papers a library has, how many of them lacked an abstract, and how many still do."""

    papers: int
    lacking: int
    left: int


_STAGES = ("arxiv", "openalex", "crossref", "semanticscholar", "title")


def fill(library: Sequence[Paper], output: str | Path, *, manners: Manners | None = None) -> Filled:
    """Writes the papers of a library as JSON lines, with the abstracts that services have.

    Raises:
        FetchError: a service refuses, or does not answer; the next run goes on from there.
    """
    path, manners = Path(output), manners or Manners()
    lacking = [paper for paper in library if not paper.abstract]
    found: dict[str, Mapping[str, Any]] = {}
    spools: list[Spool] = []
    for stage in _STAGES:
        wanted = [paper for paper in lacking if _found(paper, found) is None]
        plan = _plan(stage, wanted)
        if plan:
            spool = Spool(path.with_name(f"{path.name}.{stage}"), plan)
            follow(spool, None, manners)
            spools.append(spool)
            for row in map(json.loads, spool.rows()):
                found |= {key: row for key in _keys(row) if key not in found}
    filled = [paper if paper.abstract else _completed(paper, _found(paper, found)) for paper in library]
    with whole_file(path) as file:
        for paper in filled:
            row = {name: value for name, value in to_row(paper).items() if name != "sources"}
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
    for spool in spools:
        spool.remove()
    return Filled(len(filled), len(lacking), sum(not paper.abstract for paper in filled))


def _plan(stage: str, papers: Sequence[Paper]) -> list[Step]:
    if stage == "arxiv":
        identifiers = [paper.arxiv_id for paper in papers if paper.arxiv_id]
    elif stage == "title":
        titles = (paper.title for paper in papers if not paper.doi and not paper.arxiv_id)
        return [Step("semanticscholar", find_title(title)) for title in titles]
    else:
        identifiers = [paper.doi for paper in papers if paper.doi]
    return plan_look_up({stage: list(dict.fromkeys(identifiers))}) if identifiers else []


def _keys(row: Mapping[str, Any]) -> Iterator[str]:
    """The keys under which a fetched paper is found: its ids, and its title."""
    if row.get("doi"):
        yield f"doi:{row['doi'].casefold()}"
    if row.get("arxiv_id"):
        yield f"arxiv:{row['arxiv_id']}"
    yield f"title:{title_key(row['title'])}"


def _found(paper: Paper, found: Mapping[str, Mapping[str, Any]]) -> Mapping[str, Any] | None:
    """What was fetched for a paper; of one that has an id only what has the same id or title."""
    row = {"doi": paper.doi, "arxiv_id": paper.arxiv_id, "title": paper.title}
    return next((found[key] for key in _keys(row) if key in found), None)


def _completed(paper: Paper, row: Mapping[str, Any] | None) -> Paper:
    """The paper with what the row knows besides."""
    if row is None:
        return paper
    lacking = {field.name for field in fields(Paper) if getattr(paper, field.name) in (None, "", ())}
    said: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in row.items() if name in lacking
    }
    return replace(paper, **said)
