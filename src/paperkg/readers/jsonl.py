"""JSON lines: one object a line, with `title` and `abstract` and whatever else of a paper is known.

Other keys than those of `paperkg.model.Paper` are passed over, so annotated rows are read as papers too.
"""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

from paperkg.files import whole_file
from paperkg.model import Paper, Rejected
from paperkg.readers.reader import Reader
from paperkg.readers.record import make_paper, reject
from paperkg.readers.source import Line, Source

_LONG = 1000
"""A line that is no JSON but that long may be cut off."""

_NEAR = 4
"""Characters in which a line of an object begins, damage borne with."""

_NAMED = re.compile(r'\{(?:.*,)?\s*"(?:title|abstract)"\s*:')


def recognizes(source: Source) -> bool:
    """Whether any line of the head is an object with a title or an abstract, or the cut beginning of one."""
    return any(_is_paper(line) for line in source.head)


def _is_paper(line: Line) -> bool:
    row = _parse(line.text) if line.text.startswith("{") else ""
    if isinstance(row, dict):
        return not row.keys().isdisjoint({"title", "abstract"})
    return len(line.text) > _LONG and "{" in line.text[:_NEAR] and _NAMED.search(line.text[:_LONG]) is not None


def _parse(text: str) -> dict[str, Any] | str:
    """The JSON object of a line, or the reason why there is none."""
    try:
        value = json.loads(text)
    except json.JSONDecodeError as error:
        return f"not JSON: {error.msg} at character {error.pos + 1}"
    except (ValueError, RecursionError) as error:  # numbers of thousands of digits, deep nesting
        return f"not usable JSON: {error}"
    return value if isinstance(value, dict) else f"a JSON {type(value).__name__}, no object"


def read_jsonl(source: Source, year: int | None = None) -> Iterator[Paper | Rejected]:
    """The papers of a source, one a line that is not blank."""
    for line in source.lines:
        if line.problem is not None:
            yield reject(source, line.number, line.problem, line.text)
        elif line.text.strip():
            record = _parse(line.text)
            if isinstance(record, dict):
                yield make_paper(record, source, line.number, year)
            else:
                yield reject(source, line.number, str(record), line.text)


def to_row(paper: Paper) -> dict[str, Any]:
    """The JSON object of a paper: its attributes in the order of `Paper`, less those that are empty."""
    values = ((field.name, getattr(paper, field.name)) for field in fields(paper))
    return {
        name: list(value) if isinstance(value, tuple) else value for name, value in values if value not in (None, ())
    }


def write_jsonl(papers: Iterable[Paper], path: str | Path) -> None:
    """Writes papers one a line, as `whole_file` does: compressed where the name ends in ".gz"."""
    with whole_file(path) as file:
        for paper in papers:
            file.write(json.dumps(to_row(paper), ensure_ascii=False) + "\n")


JSONL = Reader(
    read_jsonl,
    recognizes,
    (".jsonl", ".ndjson", ".json"),
    description="JSON lines: one object a line with title, abstract, and other attributes of a paper",
    example='{"title": "Speculative decoding", "abstract": "We draft with early layers.", "date": "2025-03-05"}\n',
)
