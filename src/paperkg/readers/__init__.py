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
from paperkg.errors import OptionError, PaperKGError, ReadError, internal_error
from paperkg.files import standard_input
from paperkg.model import Paper, Rejected
from paperkg.readers.acl_xml import ACL_XML
from paperkg.readers.archives import open_sources
from paperkg.readers.arrow_tables import ARROW, PARQUET
from paperkg.readers.arxiv_atom import ARXIV_ATOM
from paperkg.readers.arxiv_json import ARXIV_JSON
from paperkg.readers.bibtex import BIBTEX
from paperkg.readers.crossref import CROSSREF
from paperkg.readers.csl_json import CSL_JSON
from paperkg.readers.daily_papers import DAILY_PAPERS
from paperkg.readers.databases import DUCKDB, SQLITE
from paperkg.readers.dblp_xml import DBLP_XML
from paperkg.readers.delimited import DELIMITED
from paperkg.readers.digests import DigestedStream, InputDigest
from paperkg.readers.endnote_xml import ENDNOTE_XML
from paperkg.readers.gathering import gather
from paperkg.readers.hugging_face import HUGGING_FACE
from paperkg.readers.inputs import STDIN, InputFile, find_files
from paperkg.readers.jats import JATS
from paperkg.readers.jsonl import JSONL, write_jsonl
from paperkg.readers.medline import MEDLINE
from paperkg.readers.merging import merge, merge_stored
from paperkg.readers.oai_pmh import OAI_PMH
from paperkg.readers.openalex import OPENALEX
from paperkg.readers.packing import Readable
from paperkg.readers.plain_json import JSON
from paperkg.readers.pubmed_xml import PUBMED_XML
from paperkg.readers.reader import Reader
from paperkg.readers.refer import REFER
from paperkg.readers.ris import RIS
from paperkg.readers.semantic_scholar import SEMANTIC_SCHOLAR
from paperkg.readers.source import Source
from paperkg.readers.web_of_science import WEB_OF_SCIENCE
from paperkg.text.dates import FIRST_YEAR, LAST_YEAR

__all__ = [
    "READERS",
    "InputDigest",
    "Reader",
    "Source",
    "formats",
    "merge",
    "merge_stored",
    "read",
    "sniff",
    "write_jsonl",
]


# In the order in which they are asked whether they recognize a file: the most particular first.
READERS: dict[str, Reader] = {
    "daily_papers": DAILY_PAPERS,
    "oai_pmh": OAI_PMH,
    "pubmed_xml": PUBMED_XML,
    "jats": JATS,
    "endnote_xml": ENDNOTE_XML,
    "arxiv_atom": ARXIV_ATOM,
    "acl_xml": ACL_XML,
    "dblp_xml": DBLP_XML,
    "bibtex": BIBTEX,
    "ris": RIS,
    "refer": REFER,
    "medline": MEDLINE,
    "web_of_science": WEB_OF_SCIENCE,
    "openalex": OPENALEX,
    "semantic_scholar": SEMANTIC_SCHOLAR,
    "crossref": CROSSREF,
    "hugging_face": HUGGING_FACE,
    "arxiv_json": ARXIV_JSON,
    "csl_json": CSL_JSON,
    "json": JSON,
    "jsonl": JSONL,
    "delimited": DELIMITED,
    "parquet": PARQUET,
    "arrow": ARROW,
    "sqlite": SQLITE,
    "duckdb": DUCKDB,
}

MOST_FRUITLESS = 100_000
"""Files of an archive without a paper, one after the other, after which the rest of it is left unread."""

_COMMON = frozenset({".txt", ".json", ".xml", ".tsv", ".csv"})
"""Endings that files of any kind have."""


@cache
def formats() -> Mapping[str, Reader]:
    """All readers by format: those of other packages, then `READERS`."""
    found = {entry.name: entry.load() for entry in entry_points(group="paperkg.readers")}
    return found | {name: reader for name, reader in READERS.items() if name not in found}


def sniff(source: Source) -> str | None:
    """The format of a source, by its content; by its name where that tells nothing."""
    recognized = next((name for name, reader in formats().items() if reader.recognizes(source)), None)
    if recognized is not None or not source.is_text:
        return recognized
    named = [name for name, reader in formats().items() if source.suffix in reader.suffixes]
    return named[0] if len(named) == 1 and source.suffix not in _COMMON else None


@dataclass(frozen=True, slots=True)
class _Options:
    """How every input is read."""

    format: str | None
    year: int | None
    title_only: bool
    digested: Callable[[InputDigest | None], None]


def read(
    inputs: Sequence[str | Path],
    *,
    format: str | None = None,
    year: int | None = None,
    title_only: bool = False,
    stdin: BinaryIO | None = None,
    digested: Callable[[InputDigest | None], None] = lambda _digest: None,
) -> Iterator[Paper | Rejected]:
    """Streams the papers of the inputs, and a `Rejected` for everything that is none.

    Args:
        inputs: files, folders (read recursively, whatever lies in them), globs, and "-" for standard input. Their order
            does not matter: files are read sorted by name, standard input last. Packed files are unpacked, and archives
            read like folders.
        format: a name in `formats()`; found out for each file where it is None.
        year: for dates that have none, "Mar 5".
        title_only: whether records without an abstract are papers too, and not rejected.
        stdin: what "-" reads, other than the process's standard input.
        digested: is told the digest of each input, once it is read; None of a pipe, whose name is of the moment, and
            of what could not be read to its end.

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
    options = _Options(format, year, title_only, digested)
    return _read_all(given, options, stdin or (standard_input() if STDIN in given else None))


def _read_all(inputs: list[str], options: _Options, stdin: BinaryIO | None) -> Iterator[Paper | Rejected]:
    files, problems = find_files([given for given in inputs if given != STDIN])
    papers = 0
    rejected: list[Rejected] = []
    streams = [_read_file(file, options) for file in files]
    if stdin is not None and STDIN in inputs:
        streams.append(_read_digested("stdin", stdin, options, named=True))
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
    return ReadError(rejected[0].source, rejected[0].reason + more, rejected[0].place)


def _read_file(file: InputFile, options: _Options) -> Iterator[Paper | Rejected]:
    try:
        with file.path.open("rb") as stream:
            # A device may have no end, and what a reader leaves of it must stay unread.
            if file.path.is_file():
                yield from _read_digested(file.name, stream, options, file.named)
            else:
                yield from _read_stream(file.name, stream, options, file.named)
                options.digested(None)
    except OSError as error:
        options.digested(None)
        yield _unread(file.name, f"cannot be read: {error.strerror or error}")


def _read_digested(name: str, stream: BinaryIO, options: _Options, named: bool) -> Iterator[Paper | Rejected]:
    """Reads an input. A file that just lies in a folder is none if it has no records."""
    counted = DigestedStream(stream)
    is_input = named
    for record in _read_stream(name, counted, options, named):
        is_input |= isinstance(record, Paper) or record.records > 0
        yield record
    if is_input:
        options.digested(counted.digest(name))


def _read_stream(name: str, stream: Readable, options: _Options, named: bool) -> Iterator[Paper | Rejected]:
    return gather(_read_sources(name, stream, options, named))


def _read_sources(name: str, stream: Readable, options: _Options, named: bool) -> Iterator[Paper | Rejected]:
    fruitless = 0
    for source in open_sources(name, stream, title_only=options.title_only):
        if fruitless >= MOST_FRUITLESS:
            yield _unread(name, f"no paper in {MOST_FRUITLESS:,} files, one after the other; the rest is not read")
            return
        fruitless += 1
        for record in [source] if isinstance(source, Rejected) else _read_opened(source, options, named, name):
            if isinstance(record, Paper):
                fruitless = 0
            yield record


def _read_opened(source: Source, options: _Options, named: bool, name: str) -> Iterator[Paper | Rejected]:
    """The records of an input called `name`, or of one file of it."""
    format = options.format or sniff(source)
    if source.problem is not None or format is None:
        yield _unread(source.name, source.problem or _unknown(source), not named or source.name != name)
    else:
        yield from _read_source(source, format, options.year)


def _read_source(source: Source, format: str, year: int | None) -> Iterator[Paper | Rejected]:
    empty = True
    try:
        for record in formats()[format].read(source, year):
            empty = False
            yield record
    except (PaperKGError, OSError, MemoryError):
        raise
    except Exception as error:
        yield _unread(source.name, f"the rest is not read; {internal_error(error)}")
        return
    if source.damage is not None:
        yield _unread(source.name, source.damage)
    elif empty:
        yield _unread(source.name, f"no records in this {format} file{_seen(source)}")


def _unread(name: str, reason: str, passed_over: bool = False) -> Rejected:
    """A file that cannot be read, or not to its end."""
    return Rejected(source=name, place=None, reason=reason, records=0, passed_over=passed_over)


def _unknown(source: Source) -> str:
    if not source.is_text:
        return "binary data of no known format"
    return f"not in a known format{_seen(source)} (`paperkg formats` lists them; choose one with --format)"


def _seen(source: Source) -> str:
    return f"; it begins with {source.beginning!r}" if source.beginning else ""
