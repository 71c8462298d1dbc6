"""What is new from one build to another, as one HTML file that opens anywhere and loads nothing."""

import base64
import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from paperkg.analysis.differences import Change, Difference, differences
from paperkg.explorer.page import WEB
from paperkg.explorer.readable_text import readable, readable_name
from paperkg.files import whole_file
from paperkg.graph.row_types import RELATION_ENDS, RESULT_PARTS, PaperRow, RelationRow, ResultRow
from paperkg.graph.rows import sentence_texts, titles_of
from paperkg.graph.tables import Tables
from paperkg.text.counts import counted

SHOWN = 200
_LONGEST = 300  # characters of a value that changed
_AUTHORS = 3

_TEMPLATES = Environment(
    loader=FileSystemLoader(WEB), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """Something that is new or gone: what it is called, what is known of it, and the sentence that says so."""

    text: str
    facts: str = ""
    quote: str = ""
    link: str | None = None


@dataclass(frozen=True, slots=True)
class Changed:
    """Something that changed: what it is called, and (name, old value, new value) of what did."""

    text: str
    values: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands below it; `more` says how many are left out."""

    anchor: str
    heading: str
    items: Sequence[Item | Changed]
    more: int


def write_differences(old: Tables, new: Tables, path: str | Path, most: int = SHOWN) -> None:
    """Writes what is new, gone or changed from one build to another as a page; of each kind at most `most`."""
    page = differences_page(old, new, most)
    with whole_file(path) as file:
        file.write(page)


def differences_page(old: Tables, new: Tables, most: int = SHOWN) -> str:
    """The text of the page."""
    found = differences(old, new)
    kinds = ("papers", "entities", "results", "relations")
    sections: list[Section] = []
    for kind in kinds:
        sections += _sections(kind, getattr(found, kind), old, new, most)
    script = (WEB / "page_theme.js").read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    counts = [
        (kind, len(part.new), len(part.gone), len(part.changed)) for kind in kinds for part in [getattr(found, kind)]
    ]
    return _TEMPLATES.get_template("differences.html").render(
        old=_about(old), new=_about(new), counts=counts, sections=sections, script=script, digest=digest
    )


def _about(graph: Tables) -> str:
    return f"{graph.directory.resolve().name} ({counted(graph.count('papers'), 'papers')})"


def _sections(kind: str, found: Difference, old: Tables, new: Tables, most: int) -> Iterator[Section]:
    for word, graph, pairs in (("new", new, found.new), ("gone", old, found.gone)):
        if pairs:
            items = _ITEMS[kind](graph, {identifier for identifier, _ in pairs}, most)
            yield _section(word, kind, items, len(pairs))
    if found.changed:
        changed = [_changed(change) for change in found.changed[:most]]
        yield _section("changed", kind, changed, len(found.changed))


def _section(word: str, kind: str, items: Sequence[Item | Changed], number: int) -> Section:
    return Section(f"{word}-{kind}", counted(number, f"{word} {kind}"), items, number - len(items))


def _changed(change: Change) -> Changed:
    values = ((name, _shown(old), _shown(new)) for name, (old, new) in change.changed.items())
    return Changed(readable_name(change.label), tuple(values))


def _shown(value: Any) -> str:
    text = ", ".join(map(str, value)) if isinstance(value, list) else "none" if value is None else str(value)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _papers(graph: Tables, ids: set[str], most: int) -> list[Item]:
    """Papers, the latest first, each with what it introduces."""
    columns = ["paper_id", "title", "authors", "date", "year", "month", "venue", "url"]
    rows = sorted(graph.rows("papers", columns, where=[("paper_id", ids)]), key=_latest_first)[:most]
    introduced: dict[str, list[str]] = {}
    shown = {row["paper_id"] for row in rows}
    for row in graph.rows("statements", ["paper_id", "role", "entity_id"], where=[("paper_id", shown)]):
        if row["role"] == "introduces":
            introduced.setdefault(row["paper_id"], []).append(row["entity_id"])
    labels = _labels(graph, (one for several in introduced.values() for one in several))
    return [_paper(row, [labels[one] for one in introduced.get(row["paper_id"], ())]) for row in rows]


def _latest_first(row: PaperRow) -> tuple[int, int, str, str]:
    return -(row["year"] or 0), -(row["month"] or 0), row["title"], row["paper_id"]


def _paper(row: PaperRow, introduced: Sequence[str]) -> Item:
    authors = ", ".join(row["authors"][:_AUTHORS]) + (" et al." if len(row["authors"]) > _AUTHORS else "")
    facts = [authors, row["venue"], row["date"], f"introduces {', '.join(introduced)}" if introduced else None]
    link = row["url"] if (row["url"] or "").startswith(("http://", "https://")) else None
    return Item(text=readable_name(row["title"]), facts="; ".join(filter(None, facts)), link=link)


def _entities(graph: Tables, ids: set[str], most: int) -> list[Item]:
    """Entities, those in most papers first, each with the first sentence about it."""
    rows = list(graph.rows("entities", ["entity_id", "label", "type", "papers"], where=[("entity_id", ids)]))
    rows = sorted(rows, key=lambda row: (-row["papers"], row["label"], row["entity_id"]))[:most]
    said: dict[str, str] = {}
    shown = {row["entity_id"] for row in rows}
    for row in graph.rows("statements", ["entity_id", "sentence_ids"], where=[("entity_id", shown)]):
        if row["sentence_ids"]:
            said.setdefault(row["entity_id"], row["sentence_ids"][0])
    texts = sentence_texts(graph, set(said.values()))
    return [
        Item(
            text=readable_name(row["label"]),
            facts=f"{row['type']} in {counted(row['papers'], 'papers')}",
            quote=_quote(texts, said.get(row["entity_id"])),
        )
        for row in rows
    ]


def _results(graph: Tables, ids: set[str], most: int) -> list[Item]:
    rows = list(graph.rows("results", where=[("result_id", ids)]))
    labels = _labels(graph, (row[part] for row in rows for part in RESULT_PARTS))
    return _claims(graph, [(_result(row, labels), row) for row in rows], most)


def _result(row: ResultRow, labels: Mapping[str | None, str]) -> str:
    subject, benchmark, metric = (labels.get(row[part]) for part in RESULT_PARTS)
    value = " ".join(filter(None, (row["value"], metric)))
    return value + (f" of {subject}" if subject else "") + (f" on {benchmark}" if benchmark else "")


def _relations(graph: Tables, ids: set[str], most: int) -> list[Item]:
    papers = {identifier.rpartition(" ")[2] for identifier in ids}
    rows = [
        row
        for row in graph.rows("relations", where=[("paper_id", papers)])
        if f"{row['head']} {row['relation']} {row['tail']} {row['paper_id']}" in ids
    ]
    labels = _labels(graph, (row[end] for row in rows for end in RELATION_ENDS))
    told = [(f"{labels[row['head']]} {row['relation'].replace('_', ' ')} {labels[row['tail']]}", row) for row in rows]
    return _claims(graph, told, most)


def _claims(graph: Tables, told: Iterable[tuple[str, ResultRow | RelationRow]], most: int) -> list[Item]:
    """Claims of papers, each with its paper and its sentence."""
    shown = sorted(told, key=lambda one: (one[0], one[1]["sentence_id"]))[:most]
    titles = titles_of(graph, {row["paper_id"] for _, row in shown})
    texts = sentence_texts(graph, {row["sentence_id"] for _, row in shown})
    return [
        Item(text=text, facts=readable_name(titles[row["paper_id"]]), quote=_quote(texts, row["sentence_id"]))
        for text, row in shown
    ]


_ITEMS = {"papers": _papers, "entities": _entities, "results": _results, "relations": _relations}


def _labels(graph: Tables, ids: Iterable[str | None]) -> dict[str | None, str]:
    wanted = {identifier for identifier in ids if identifier is not None}
    rows = graph.rows("entities", ["entity_id", "label"], where=[("entity_id", wanted)])
    return {row["entity_id"]: readable_name(row["label"]) for row in rows}


def _quote(texts: Mapping[str, str], sentence_id: str | None) -> str:
    return "" if sentence_id is None else readable(texts[sentence_id]).text
