"""The commands that read papers: build and extract."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from paperkg.cli.output import (
    is_standard_output,
    print_data,
    progress_bars,
    refuse_standard_output,
    say,
    store_progress,
)
from paperkg.cli.parameters import (
    Cache,
    CacheLimit,
    InputFormat,
    Inputs,
    Jobs,
    Lexicons,
    NoCache,
    Strict,
    TitleOnly,
    Words,
    Year,
)
from paperkg.errors import ReadError
from paperkg.graph.folder import BASE_IRI
from paperkg.text.counts import counted, counts_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from paperkg.model import Rejected
    from paperkg.pipeline import BuildSummary

commands = typer.Typer()

_SHOWN_REASONS = 10


@commands.command(epilog="Example: paperkg build pages/*.txt -o outputs")
def build(
    inputs: Inputs,
    output: Annotated[
        Path, typer.Option("--output", "-o", help="Output folder; an older build in it is replaced.")
    ] = Path("outputs"),
    format: InputFormat = None,
    year: Year = None,
    lexicon: Lexicons = None,
    words: Words = None,
    decisions: Annotated[
        Path | None, typer.Option(help="Decisions to merge, split, retype, rename, or drop entities, as TSV.")
    ] = None,
    jobs: Jobs = 1,
    keep_title_only: TitleOnly = False,
    strict: Strict = False,
    base_iri: Annotated[str, typer.Option(help="Start of all IRIs in the RDF; it ends in / or #.")] = BASE_IRI,
    formats: Annotated[
        str | None,
        typer.Option(
            help="Exports beside the tables, such as ttl,graphml,html; by default ttl,nt,graphml,html, without ttl for "
            "more than 2,500 papers. In builds of that size, all but html are compressed (.gz)."
        ),
    ] = None,
    rdf: Annotated[
        str | None,
        typer.Option(help="RDF: full, or claims, which leaves out sentences and places in the text; full by default."),
    ] = None,
    title: Annotated[
        str | None, typer.Option(help="Name of the corpus, which the explorer and the served pages show.")
    ] = None,
    rows_per_part: Annotated[
        int | None,
        typer.Option(
            min=1,
            help="Number of rows in a file: tables, N-Triples, N-Quads, Parquet, and Neo4j become folders of files; "
            "one file each by default.",
        ),
    ] = None,
    store: Annotated[
        bool, typer.Option("--store", help="Make the SPARQL store too, which else the first typed query makes.")
    ] = False,
    cache: Cache = None,
    no_cache: NoCache = False,
    cache_limit: CacheLimit = 10,
    engine: Annotated[
        str, typer.Option(help="What extracts: processes of this machine, or spark, for many machines.")
    ] = "processes",
    master: Annotated[
        str | None, typer.Option(help="Master of Spark, such as spark://host:7077; this machine by default.")
    ] = None,
) -> None:
    """Build a graph from papers, and write it in all its forms."""
    from paperkg.pipeline import build as run

    refuse_standard_output(output, "a build is a folder of files")
    with progress_bars() as progress:
        summary = run(
            inputs,
            output,
            format=format,
            year=year,
            lexicon=lexicon or (),
            words=words,
            decisions=decisions,
            jobs=jobs,
            title_only=keep_title_only,
            strict=strict,
            base_iri=base_iri,
            formats=formats,
            rdf=rdf,
            title=title,
            rows_per_part=rows_per_part,
            cache=False if no_cache else cache or True,
            cache_limit=int(cache_limit * 10**9),
            engine=engine,
            master=master,
            progress=progress,
        )
    if store:
        from paperkg.sparql.store import store_path

        with store_progress() as making:
            store_path(output, making)
    report(summary)


def report(summary: "BuildSummary") -> None:
    """Says what a build has come to."""
    from paperkg.extracting import not_english, read_in_part
    from paperkg.readers.record import NO_ABSTRACT  # with all readers, which no other command needs

    counts = summary.counts
    say(f"{counts_line(counts)} in {summary.directory}")
    say(
        f"{counted(counts['found'], 'records')} found: {counted(counts['papers'], 'papers')},"
        f" {counts['merged']:,} merged into these, {counts['rejected']:,} rejected"
    )
    if summary.kept:
        say(f"extracted before: {counted(summary.kept, 'papers')}")
    skipped = summary.counts["not_english"]
    if skipped:
        say(not_english(skipped))
    if summary.in_part:
        say(read_in_part(summary.in_part))
    told = [record for record in summary.rejected if not record.passed_over]
    reasons = _by_reason(told)
    _tell_reasons(reasons)
    passed_over = len(summary.rejected) - len(told)
    if passed_over:
        say(f"passed over, for nothing reads them: {counted(passed_over, 'files')}")
    if len(told) > len(reasons) or len(reasons) > _SHOWN_REASONS or passed_over:
        say(f"all that was rejected or passed over is in {summary.directory / 'rejected.jsonl'}")
    title_only = sum(record.records for record in told if record.reason == NO_ABSTRACT)
    if title_only:
        say(f"without an abstract: {counted(title_only, 'records')} (--keep-title-only takes their titles)")
    for decision in summary.unused_decisions:
        say(f"no entity for the decision: {decision.action} {decision.entity}")


def _tell_reasons(reasons: "Sequence[Sequence[Rejected]]") -> None:
    for records in reasons[:_SHOWN_REASONS]:
        number = sum(record.records for record in records)
        several = f"{counted(number, 'records')} such as " if number > 1 else ""
        say(f"rejected: {several}{ReadError(records[0].source, records[0].reason, records[0].place)}")


def _by_reason(rejected: "Sequence[Rejected]") -> "list[list[Rejected]]":
    """What was rejected by its reason, the most frequent first."""
    groups: dict[str, list[Rejected]] = {}
    for record in rejected:
        groups.setdefault(record.reason, []).append(record)
    return sorted(groups.values(), key=lambda records: -sum(record.records for record in records))


@commands.command(epilog="Example: paperkg extract page.txt -o found.jsonl")
def extract(
    inputs: Inputs,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            help="Output file; standard output by default, or with -. With .parquet, `build` takes it as input.",
        ),
    ] = None,
    format: InputFormat = None,
    year: Year = None,
    lexicon: Lexicons = None,
    words: Words = None,
    jobs: Jobs = 1,
    keep_title_only: TitleOnly = False,
    strict: Strict = False,
    cache: Annotated[
        Path | None,
        typer.Option("--cache", help="Folder to keep extractions in, from which `build --cache` takes them."),
    ] = None,
    cache_limit: CacheLimit = 10,
) -> None:
    """Extract entities, results, and relations, as one JSON line for each paper, or for a build elsewhere."""
    from paperkg.extracting import extract_lines
    from paperkg.extraction_files import SUFFIX, extract_file
    from paperkg.files import whole_file

    with progress_bars() as progress:
        options: dict[str, Any] = {
            "format": format,
            "year": year,
            "lexicon": lexicon or (),
            "words": words,
            "jobs": jobs,
            "title_only": keep_title_only,
            "strict": strict,
            "cache": cache,
            "cache_limit": int(cache_limit * 10**9),
            "progress": progress,
        }
        if output is not None and output.suffix.lower() == SUFFIX:
            summary = extract_file(output, inputs, **options)
            _tell_reasons(_by_reason([record for record in summary.rejected if not record.passed_over]))
            say(f"{counted(summary.papers, 'records')} extracted into {output}")
            return
        found = extract_lines(inputs, report=say, **options)
        lines = (line + "\n" for line in found)
        if output is None or is_standard_output(output):
            print_data(lines)
        else:
            with whole_file(output) as file:
                file.writelines(lines)
