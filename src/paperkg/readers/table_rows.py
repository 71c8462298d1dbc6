"""The rows of tables that are stored with their columns, as papers: what readers of binary formats share."""

import json
import math
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from paperkg.model import Paper, Rejected
from paperkg.readers.columns import Columns, find_columns
from paperkg.readers.openalex import uninverted
from paperkg.readers.record import make_paper, reject
from paperkg.readers.source import Source

BATCH_ROWS = 1024
"""Rows that are read at once."""

NO_TABLE = "no table with a column for titles and another of papers"
"""Why nothing is read of a file that is whole."""


def known_columns(header: Iterable[str]) -> tuple[tuple[str, ...], Columns] | None:
    """The names of the columns that say something of a paper, and their meaning; None where these are not of papers."""
    names = list(header)
    found = find_columns(names)
    if not found.score:
        return None
    kept = tuple(names[place] for place in sorted({place for places in found.places.values() for place in places}))
    return kept, find_columns(kept)


def read_rows(
    source: Source, rows: Iterable[Sequence[Any]], columns: Columns, first: int, year: int | None
) -> Iterator[Paper | Rejected]:
    """The papers of rows, cited by their number from `first` on."""
    for number, row in enumerate(rows, first):
        fields = columns.fields([_plain(value) for value in row])
        if isinstance(fields.get("abstract"), str | dict) and (text := _uninverted(fields["abstract"])):
            fields["abstract"] = text
        yield make_paper(fields, source, number, year)


def _plain(value: object) -> object:
    """A value as text files would have it: whole numbers without a point, bytes as text, none for what is no number."""
    if isinstance(value, float):
        return None if math.isnan(value) else int(value) if value.is_integer() else value
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else value


def _uninverted(abstract: object) -> str | None:
    """The text of an abstract that is an inverted index, as a value or as JSON."""
    if isinstance(abstract, str) and abstract[:1] == "{":
        with suppress(ValueError, RecursionError):
            return uninverted(json.loads(abstract))
    return uninverted(abstract)


@contextmanager
def on_disk(source: Source) -> Iterator[Path]:
    """The source as a file, for libraries that go back and forth in it; gone when the block ends."""
    with tempfile.TemporaryDirectory(prefix="paperkg-") as folder:
        path = Path(folder) / "table"
        with path.open("wb") as file:
            shutil.copyfileobj(source.stream, file)
        yield path


def damaged(source: Source, what: str, error: Exception) -> Rejected:
    """What is said of a file that cannot be read, or not to its end."""
    reason = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
    return reject(source, None, f"damaged {what}: {reason}", records=0)
