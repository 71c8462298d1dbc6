"""Readers: files in several formats become papers, and what cannot be read becomes a reason.

`READERS` names the formats. Another package adds its own through an entry point of the group
`paperkg.readers` whose name is the format's and whose value is a `Reader`.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import entry_points
from pathlib import Path
from typing import BinaryIO

from paperkg.choices import chosen_format
from paperkg.errors import OptionError, ReadError
from paperkg.files import standard_input
from paperkg.model import Paper, Rejected
from paperkg.readers import daily_papers, jsonl
from paperkg.readers.digests import DigestedStream, InputDigest
from paperkg.readers.inputs import STDIN, InputFile, find_files
from paperkg.readers.jsonl import write_jsonl
from paperkg.readers.merging import merge
from paperkg.readers.source import Readable, Source, open_source
from paperkg.text.dates import FIRST_YEAR, LAST_YEAR

__all__ = ["READERS", "InputDigest", "Reader", "Source", "formats", "merge", "read", "sniff", "write_jsonl"]


@dataclass(frozen=True, slots=True)
class Reader:
    """A format: how it is read, how it is recognized, and which files of a folder may have it.

    `read` gets the source and the year for dates without one. `suffixes` are in lower case, with the
    dot and without ".gz".
    """

    read: Callable[[Source, int | None], Iterator[Paper | Rejected]]
    recognizes: Callable[[Source], bool]
    suffixes: tuple[str, ...]


# In the order in which they are asked whether they recognize a file: the most particular first.
READERS: dict[str, Reader] = {
    "daily_papers": Reader(daily_papers.read_daily_papers, daily_papers.recognizes, (".txt",)),
    "jsonl": Reader(jsonl.read_jsonl, jsonl.recognizes, (".jsonl", ".ndjson", ".json")),
}


@cache
def formats() -> Mapping[str, Reader]:
    """All readers by format: those of other packages, then `READERS`."""
    found = {entry.name: entry.load() for entry in entry_points(group="paperkg.readers")}
    return found | {name: reader for name, reader in READERS.items() if name not in found}


def sniff(source: Source) -> str | None:
    """The format of a source, by its content and its name."""
    return next((name for name, reader in formats().items() if reader.recognizes(source)), None)


def read(
    inputs: Sequence[str | Path],
    *,
    format: str | None = None,
    year: int | None = None,
    stdin: BinaryIO | None = None,
    digested: Callable[[InputDigest], None] = lambda _digest: None,
) -> Iterator[Paper | Rejected]:
    """Streams the papers of the inputs, and a `Rejected` for everything that is none.

    Args:
        inputs: files, folders (read recursively), globs, and "-" for standard input. Their order does
            not matter: files are read sorted by name, standard input last.
        format: a name in `formats()`; found out for each file where it is None.
        year: for dates that have none, "Mar 5".
        stdin: what "-" reads, other than the process's standard input.
        digested: is told the digest of each input that could be opened, once it is read; pipes with a
            name of the moment are left out.

    Raises:
        UnknownFormatError: there is no such format (at once).
        OptionError: no paper can be of that year (at once).
        ReadError: there is no standard input to read "-" from (at once), or not one paper could be read from all
            the inputs (at the end).
    """
    if format is not None:
        format = chosen_format(format, formats())
    if year is not None and not FIRST_YEAR <= year <= LAST_YEAR:
        raise OptionError(f"year {year}: not a year of a paper (available: {FIRST_YEAR} to {LAST_YEAR})")
    given = list(map(str, inputs))
    return _read_all(given, format, year, stdin or (standard_input() if STDIN in given else None), digested)


def _read_all(
    inputs: list[str],
    format: str | None,
    year: int | None,
    stdin: BinaryIO | None,
    digested: Callable[[InputDigest], None],
) -> Iterator[Paper | Rejected]:
    suffixes = {suffix for reader in formats().values() for suffix in reader.suffixes}
    files, problems = find_files([given for given in inputs if given != STDIN], suffixes)
    papers = 0
    rejected: list[Rejected] = []
    streams = [_read_file(file, format, year, digested) for file in files]
    if stdin is not None and STDIN in inputs:
        streams.append(_read_digested("stdin", stdin, format, year, digested))
    for records in [iter(problems), *streams]:
        for record in records:
            if isinstance(record, Paper):
                papers += 1
            elif not papers and len(rejected) < 2:
                rejected.append(record)
            yield record
    if not papers:
        raise _nothing_read(rejected)


def _nothing_read(rejected: Sequence[Rejected]) -> ReadError:
    if not rejected:
        return ReadError("inputs", "none given")
    more = " (and more like it: no paper could be read)" if len(rejected) > 1 else ""
    return ReadError(rejected[0].source, rejected[0].reason + more, rejected[0].line)


def _read_file(
    file: InputFile, format: str | None, year: int | None, digested: Callable[[InputDigest], None]
) -> Iterator[Paper | Rejected]:
    try:
        with file.path.open("rb") as stream:
            # A device may have no end, and what a reader leaves of it must stay unread.
            if file.path.is_file():
                yield from _read_digested(file.name, stream, format, year, digested)
            else:
                yield from _read_stream(file.name, stream, format, year)
    except OSError as error:
        reason = f"cannot be read: {error.strerror or error}"
        yield Rejected(source=file.name, line=None, reason=reason)


def _read_digested(
    name: str, stream: BinaryIO, format: str | None, year: int | None, digested: Callable[[InputDigest], None]
) -> Iterator[Paper | Rejected]:
    counted = DigestedStream(stream)
    yield from _read_stream(name, counted, format, year)
    digested(counted.digest(name))


def _read_stream(name: str, stream: Readable, format: str | None, year: int | None) -> Iterator[Paper | Rejected]:
    source = open_source(name, stream)
    problem = source.problem
    format = format or (sniff(source) if problem is None else None)
    if problem is not None or format is None:
        known = ", ".join(sorted(formats()))
        reason = problem or f"not in a known format (available: {known}; choose one with --format)"
        yield Rejected(source=name, line=None, reason=reason)
        return
    empty = True
    for record in formats()[format].read(source, year):
        empty = False
        yield record
    if empty:
        yield Rejected(source=name, line=None, reason=f"no records in this {format} file")
