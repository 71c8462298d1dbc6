"""From what was read to a build: extract, link, tabulate, export.

    papers  = merge the records
    found   = extract each paper
    links   = resolve the entities of all papers to nodes
    tables  = tabulate both, and write them
    exports = write every export from the tables

Extractions go into a database in a scratch folder as they come, so memory does not grow with the number of papers.
"""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from paperkg.arrow import EXTRACTION_SCHEMA, PROBLEM, outcomes_of
from paperkg.choices import at_least, chosen
from paperkg.database import create_table, scratch_database, values
from paperkg.errors import OptionError
from paperkg.exporters.build_exports import BuildExport, exports_of, write_exports
from paperkg.extracting import Progress, kept_for, rejection, silent
from paperkg.extraction import LexiconEntry, WordLists, read_lexicons, read_word_lists
from paperkg.extraction_files import check_pipeline, extractions_of
from paperkg.graph.folder import new_build, write_manifest
from paperkg.graph.tabulate import tabulate
from paperkg.linking import Links, link, propose, read_decisions
from paperkg.model import Decision, Failure, Rejected
from paperkg.origin import Origin, Recipe, write_kept
from paperkg.rdf.mapping import Detail, detail_of
from paperkg.readers import merge_stored
from paperkg.text.size import MOST_WORDS, size_note

if TYPE_CHECKING:
    import pyarrow as pa
    from duckdb import DuckDBPyConnection

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
    in_part: int = 0
    """Number of papers that are so long that only their beginning was read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """How a build is made, which does not change what it is; see `paperkg.build`."""

    jobs: int = 1
    strict: bool = False
    cache: str | Path | bool = True
    cache_limit: int | None = None
    engine: str = "processes"
    master: str | None = None
    progress: Progress = silent


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a recipe names, read, and what extracts in place of processes of this machine."""

    lexicon: tuple[LexiconEntry, ...]
    words: WordLists
    decisions: tuple[Decision, ...]
    detail: str | None
    engine: "Engine | None"


def make_plan(recipe: Recipe, target: Path, work: Work) -> Plan:
    """Reads what is to be read before the papers, and refuses what cannot be.

    Raises:
        OptionError: an option has a value that it cannot have.
        EngineError: Spark cannot be started or reached.
        PaperKGError: a lexicon, a word list or the decisions file cannot be used.
    """
    _check_options(target, work.jobs, recipe)
    return Plan(
        engine=_engine(work),
        detail=None if recipe.rdf is None else detail_of(recipe.rdf),
        decisions=() if recipe.decisions is None else read_decisions(recipe.decisions),
        lexicon=read_lexicons(recipe.lexicon),
        words=read_word_lists(recipe.words),
    )


def make(
    target: Path, origin: Origin, recipe: Recipe, plan: Plan, work: Work, extracted: Sequence[Path] = ()
) -> BuildSummary:
    """Makes the build of records that were read.

    Args:
        target: the directory; nobody else writes to it.
        origin: the records.
        recipe: what is made of them.
        plan: the plan of the recipe.
        work: how it is made.
        extracted: files of extractions of some of the records.

    Raises:
        ReadError: with `strict`, a paper cannot be extracted.
        OptionError: a file of extractions is of another pipeline.
        OSError: the directory cannot be written.
    """
    from paperkg.extraction.corpus import extract_records  # heavy, and needed only where papers are read
    from paperkg.extraction.fingerprint import fingerprint

    if extracted:
        check_pipeline(extracted, fingerprint(plan.lexicon, plan.words))
    records, rejected = origin.papers, origin.rejected
    papers, refused = merge_stored(records), sum(record.records for record in rejected)
    # The folder comes before the long work, which would be wasted where nothing can be written.
    with new_build(target) as fresh, TemporaryDirectory(prefix=".scratch-", dir=fresh) as scratch:
        write_kept(origin, recipe, fresh)
        cache = work.cache or (scratch if extracted else False)
        kept = kept_for(target, cache, work.cache_limit, plan.lexicon, plan.words)
        if kept is not None:
            kept.take_in(extractions_of(extracted))
        ordered = papers if kept is None else kept.in_order(papers)
        found = extract_records(ordered, plan.lexicon, words=plan.words, jobs=work.jobs, kept=kept, engine=plan.engine)
        failures: list[Rejected] = []
        with scratch_database(fresh, threads=work.jobs) as database:
            told = _told(found, len(papers), work.progress)
            create_table(database, "extractions", EXTRACTION_SCHEMA, _without_failures(told, failures, work.strict))
            work.progress("linking", 0, None)
            links = link(database, plan.decisions)
            counts = tabulate(links, fresh, _statuses(plan.decisions, links), recipe.rows_per_part)
            ((not_english,),) = values(database, "SELECT count(*) FROM extractions WHERE NOT english")
            in_part = _count_in_part(database)
        counts |= {
            "found": len(records) + refused,
            "merged": len(records) - len(papers),
            "rejected": refused + len(failures),
            "not_english": not_english,
        }
        rejected = sorted([*rejected, *failures], key=_rejected_order)
        _write_rejected(rejected, fresh / "rejected.jsonl")
        lower = plan.words.lower_is_better
        shown = None if lower == read_word_lists().lower_is_better else lower
        write_manifest(
            fresh,
            origin.inputs,
            counts,
            recipe.base_iri,
            lower_is_better=shown,
            removed=origin.removed,
            title=recipe.title,
            rows_per_part=recipe.rows_per_part,
            rdf=None if plan.detail == Detail.FULL else plan.detail,
        )
        exports = exports_of(len(papers), recipe.formats, plan.detail, recipe.rows_per_part)
        _write_exports(fresh, exports, work.jobs, work.progress)
    return BuildSummary(
        directory=target,
        counts=counts,
        rejected=tuple(rejected),
        unused_decisions=links.unused,
        kept=0 if kept is None else kept.taken,
        in_part=in_part,
    )


def _check_options(target: Path, jobs: int, recipe: Recipe) -> None:
    if not _BASE_IRI.fullmatch(recipe.base_iri):
        raise OptionError(f"{recipe.base_iri}: not the base of IRIs (an absolute IRI that ends in / or #)")
    at_least(1, jobs=jobs)
    if recipe.rows_per_part is not None:
        at_least(1, rows_per_part=recipe.rows_per_part)
    if target.exists() and not target.is_dir():
        raise OptionError(f"{target}: a file, and a build is a folder")


def _engine(work: Work) -> "Engine | None":
    """What extracts in place of processes of this machine, started."""
    if chosen(work.engine, ENGINES, "an engine") == "processes":
        if work.master is not None:
            raise OptionError("master: only the engine spark has one")
        return None
    from paperkg.spark import SparkEngine, start_session

    return SparkEngine(start_session(work.master, work.jobs))


def _rejected_order(record: Rejected) -> tuple[str, int, str]:
    return record.source, record.place or 0, record.reason


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


def _count_in_part(database: "DuckDBPyConnection") -> int:
    """How many papers are so long that only their beginning was read."""
    query = """
        SELECT title || chr(10) || abstract FROM extractions WHERE english AND length(title) + length(abstract) >= ?
    """
    return sum(size_note(text) is not None for (text,) in values(database, query, [MOST_WORDS]))


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
