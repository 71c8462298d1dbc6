"""The whole flow: readers -> extract -> link -> graph -> export.

    papers  = read and merge the inputs
    found   = extract each paper
    links   = resolve the entities of all papers to nodes
    tables  = tabulate both, and write them
    exports = write every export from the tables

Extractions go into a database in a scratch folder as they come, so memory does not grow with the number of papers.

Only this module joins the stages.
"""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from paperkg.arrow import EXTRACTION_SCHEMA, PROBLEM, outcomes_of
from paperkg.choices import at_least, chosen
from paperkg.database import create_table, scratch_database, values
from paperkg.errors import OptionError, ReadError
from paperkg.exporters.build_exports import BuildExport, chosen_formats, exports_of, write_exports
from paperkg.extracting import Progress, kept_for, rejection, silent
from paperkg.extraction import read_lexicons, read_word_lists
from paperkg.graph.folder import BASE_IRI, InputEntry, new_build, write_manifest
from paperkg.graph.tabulate import tabulate
from paperkg.linking import Links, link, propose, read_decisions
from paperkg.model import Decision, Failure, Paper, Rejected
from paperkg.rdf.mapping import detail_of
from paperkg.readers import InputDigest, merge, read

if TYPE_CHECKING:
    import pyarrow as pa

    from paperkg.extraction.parallel import Engine

ENGINES = ("processes", "spark")
"""What can extract."""

_BASE_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|^`\\]*[/#]")


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildSummary:
    """What a build made: where, of how much, and what it could not use."""

    directory: Path
    counts: dict[str, int]
    rejected: tuple[Rejected, ...]
    unused_decisions: tuple[Decision, ...]
    kept: int = 0
    """Number of papers whose extraction was kept from an earlier build."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reading:
    """What the inputs hold: papers, each once, sorted by id; what is none; and the inputs by digest.

    Of the records that were found, each is a paper, or merged into one, or rejected.
    """

    papers: list[Paper]
    rejected: list[Rejected]
    inputs: list[InputEntry]
    counts: dict[str, int]


def _rejected_order(record: Rejected) -> tuple[str, int, str]:
    return record.source, record.place or 0, record.reason


def _read_papers(
    inputs: Sequence[str | Path], format: str | None, year: int | None, title_only: bool, strict: bool
) -> _Reading:
    papers: list[Paper] = []
    rejected: list[Rejected] = []
    digests: list[InputDigest] = []
    for record in read(inputs, format=format, year=year, title_only=title_only, digested=digests.append):
        if isinstance(record, Rejected):
            if strict and not record.passed_over:
                raise ReadError(record.source, record.reason, record.place)
            rejected.append(record)
        else:
            papers.append(record)
    rejected.sort(key=_rejected_order)
    merged = merge(papers)
    refused = sum(record.records for record in rejected)
    return _Reading(
        papers=merged,
        rejected=rejected,
        inputs=[InputEntry(name=d.name, sha256=d.sha256, bytes=d.bytes) for d in digests],
        counts={"found": len(papers) + refused, "merged": len(papers) - len(merged), "rejected": refused},
    )


def build(
    inputs: Sequence[str | Path] | str | Path,
    output: str | Path = "outputs",
    *,
    format: str | None = None,
    year: int | None = None,
    lexicon: Sequence[str | Path] = (),
    words: str | Path | None = None,
    decisions: str | Path | None = None,
    jobs: int = 1,
    title_only: bool = False,
    strict: bool = False,
    base_iri: str = BASE_IRI,
    formats: Sequence[str] | str | None = None,
    rdf: str | None = None,
    cache: str | Path | bool = True,
    cache_limit: int | None = None,
    engine: str = "processes",
    master: str | None = None,
    progress: Progress = silent,
) -> BuildSummary:
    """Builds the graph of the papers in `inputs` and writes all of it to `output`.

    Args:
        inputs: files, folders, globs or "-" (standard input).
        output: a directory; made where it is missing, its older build replaced.
        format: of the inputs, where it is not to be found out; a name in `paperkg.readers.READERS`.
        year: for dates that lack one.
        lexicon: lexicons of the user, TSV or SKOS.
        words: a directory of word lists that replace the shipped ones of the same name.
        decisions: a file of decisions about entities.
        jobs: processes that extract, and that write the exports.
        title_only: whether records without an abstract are papers too.
        strict: whether a bad record is an error.
        base_iri: what the IRIs of the RDF begin with; it ends in "/" or "#".
        formats: the exports, as a list or separated by commas, such as "ttl,graphml,html"; by default
            `paperkg.exporters.BUILD_FORMATS`, and in builds of more than 2,500 papers all of these but Turtle.
        rdf: how much the RDF says: "full", the default, or "claims".
        cache: where extractions are kept, so that a later build extracts only what is new: a directory, which builds
            may share; within `output` where it is True, nowhere where it is False.
        cache_limit: bytes that these may take, 10 GB by default; what was not used for longest is dropped.
        engine: what extracts: "processes" of this machine, or "spark".
        master: of Spark, such as "spark://host:7077"; this machine, with `jobs` processes, where it is None.
        progress: is told how far each stage is.

    Raises:
        OptionError: an argument has a value that it cannot have.
        EngineError: Spark cannot be started or reached.
        PaperKGError: an input, a lexicon, a word list or the decisions file cannot be used.
        OSError: `output` cannot be written.
    """
    from paperkg.extraction.corpus import extract_records  # heavy, and needed only where papers are read

    if isinstance(inputs, str | Path):
        inputs = [inputs]
    target = Path(output)
    _check_options(target, jobs, base_iri)
    run = _engine(engine, master, jobs)
    wanted = None if formats is None else chosen_formats(formats)
    detail = None if rdf is None else detail_of(rdf)
    decided = read_decisions(decisions) if decisions is not None else ()
    user_lexicon, lists = read_lexicons(lexicon), read_word_lists(words)
    progress("reading", 0, None)
    reading = _read_papers(inputs, format, year, title_only, strict)
    papers = reading.papers
    # The folder comes before the long work, which would be wasted where nothing can be written.
    with new_build(target) as fresh:
        kept = kept_for(target, cache, cache_limit, user_lexicon, lists)
        if kept is not None:
            papers = kept.in_order(papers)
        found = extract_records(papers, user_lexicon, words=lists, jobs=jobs, kept=kept, engine=run)
        failures: list[Rejected] = []
        with scratch_database(fresh, threads=jobs) as database:
            told = _told(found, len(papers), progress)
            create_table(database, "extractions", EXTRACTION_SCHEMA, _without_failures(told, failures, strict))
            progress("linking", 0, None)
            links = link(database, decided)
            counts = tabulate(links, fresh, _statuses(decided, links))
            ((not_english,),) = values(database, "SELECT count(*) FROM extractions WHERE NOT english")
        counts |= reading.counts | {"not_english": not_english}
        counts["rejected"] += len(failures)
        rejected = sorted([*reading.rejected, *failures], key=_rejected_order)
        _write_rejected(rejected, fresh / "rejected.jsonl")
        lower = None if lists.lower_is_better == read_word_lists().lower_is_better else lists.lower_is_better
        write_manifest(fresh, reading.inputs, counts, base_iri, lower)
        _write_exports(fresh, exports_of(len(papers), wanted, detail), jobs, progress)
    return BuildSummary(
        directory=target,
        counts=counts,
        rejected=tuple(rejected),
        unused_decisions=links.unused,
        kept=0 if kept is None else kept.taken,
    )


def _check_options(target: Path, jobs: int, base_iri: str) -> None:
    if not _BASE_IRI.fullmatch(base_iri):
        raise OptionError(f"{base_iri}: not the base of IRIs (an absolute IRI that ends in / or #)")
    at_least(1, jobs=jobs)
    if target.exists() and not target.is_dir():
        raise OptionError(f"{target}: a file, and a build is a folder")


def _engine(name: str, master: str | None, jobs: int) -> "Engine | None":
    """What extracts in place of processes of this machine, started."""
    if chosen(name, ENGINES, "an engine") == "processes":
        if master is not None:
            raise OptionError("master: only the engine spark has one")
        return None
    from paperkg.spark import SparkEngine, start_session

    return SparkEngine(start_session(master, jobs))


def _told(batches: Iterable["pa.RecordBatch"], total: int, progress: Progress) -> Iterator["pa.RecordBatch"]:
    """The batches of extractions; how many there were is told after each."""
    done = 0
    for batch in batches:
        yield batch
        done += batch.num_rows
        progress("extracting", done, total)


def _without_failures(
    batches: Iterable["pa.RecordBatch"], failures: list[Rejected], strict: bool
) -> Iterator["pa.RecordBatch"]:
    """What could be extracted; papers that could not are added to `failures`."""
    for batch in batches:
        problems = batch[PROBLEM]
        outcomes = outcomes_of(batch.filter(problems.is_valid()))
        failures += [rejection(outcome, strict) for outcome in outcomes if isinstance(outcome, Failure)]
        yield batch.filter(problems.is_null())


def _statuses(decided: Sequence[Decision], links: Links) -> list[tuple[Decision, str]]:
    """The decisions with what became of them, and the merges we propose."""
    unused = set(links.unused)
    known = [(d, "unused" if d in unused else "applied") for d in decided]
    return known + [(d, "proposed") for d in propose(links.labels())]


def _write_rejected(rejected: Iterable[Rejected], path: Path) -> None:
    text = "".join(json.dumps(asdict(record), ensure_ascii=False) + "\n" for record in rejected)
    path.write_text(text, encoding="utf-8", newline="\n")


def _write_exports(build: Path, exports: Sequence[BuildExport], jobs: int, progress: Progress) -> None:
    """What is made from the tables, and the guide to all of it."""
    write_exports(build, exports, jobs, lambda done: progress("writing", done, len(exports)))
    guide = files("paperkg") / "outputs_readme.md"
    (build / "README.md").write_bytes(guide.read_bytes())
