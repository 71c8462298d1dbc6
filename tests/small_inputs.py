"""Small inputs read by one reader."""

import io

from paperkg.model import Paper, Rejected
from paperkg.readers import Reader, sniff
from paperkg.readers.source import Line, Source


def source_of(text: str, name: str = "file") -> Source:
    return Source(name, io.BytesIO(text.encode("utf-8")))


def lines_of(text: str) -> list[Line]:
    return [Line(number, line) for number, line in enumerate(text.split("\n"), 1)]


def outcomes(reader: Reader, text: str) -> list[Paper | Rejected]:
    return list(reader.read(source_of(text), None))


def papers_of(reader: Reader, text: str) -> list[Paper]:
    """The papers of an input that has nothing else."""
    found = outcomes(reader, text)
    papers = [record for record in found if isinstance(record, Paper)]
    assert len(papers) == len(found), found
    return papers


def format_of(text: str) -> str | None:
    """The format that is recognized whatever the name."""
    return sniff(source_of(text))
