"""The commands by which a build grows: add, remove, diff, and review."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from paperkg.cli.build import report
from paperkg.cli.output import output_file, print_data, print_text, progress_bars, say
from paperkg.cli.parameters import Cache, CacheLimit, DecisionsFile, Directory, InputFormat, Jobs, NoCache, Strict, Year

commands = typer.Typer()


@commands.command(epilog="Example: paperkg add outputs new-papers.jsonl")
def add(
    directory: Directory,
    inputs: Annotated[
        list[str] | None,
        typer.Argument(help="New papers: files, folders, or globs; - for standard input.", show_default=False),
    ] = None,
    replace: Annotated[bool, typer.Option("--replace", help="Replace inputs of the same names.")] = False,
    format: InputFormat = None,
    year: Year = None,
    decisions: Annotated[
        Path | None, typer.Option(help="Decisions, as TSV, in place of those that the build was made with.")
    ] = None,
    jobs: Jobs = 1,
    strict: Strict = False,
    cache: Cache = None,
    no_cache: NoCache = False,
    cache_limit: CacheLimit = 10,
) -> None:
    """Add papers to a build; the outcome is that of building from all its inputs, in a fraction of the time."""
    from paperkg.pipeline import add as run

    with progress_bars() as progress:
        summary = run(
            directory,
            inputs or (),
            replacing=replace,
            format=format,
            year=year,
            decisions=decisions,
            jobs=jobs,
            strict=strict,
            cache=False if no_cache else cache or True,
            cache_limit=int(cache_limit * 10**9),
            progress=progress,
        )
    report(summary)


@commands.command(epilog="Example: paperkg remove outputs 003_d095febb8f32966b.txt p01d4305dac")
def remove(
    directory: Directory,
    names: Annotated[
        list[str],
        typer.Argument(help="Inputs, sources (file, or file:line), or ids of papers.", show_default=False),
    ],
    jobs: Jobs = 1,
    cache: Cache = None,
    no_cache: NoCache = False,
    cache_limit: CacheLimit = 10,
) -> None:
    """Remove papers from a build; the outcome is that of building without them."""
    from paperkg.pipeline import remove as run

    with progress_bars() as progress:
        summary = run(
            directory,
            names,
            jobs=jobs,
            cache=False if no_cache else cache or True,
            cache_limit=int(cache_limit * 10**9),
            progress=progress,
        )
    report(summary)


@commands.command(epilog="Example: paperkg diff yesterday today")
def diff(
    old: Annotated[Path, typer.Argument(help="Build to compare with.", show_default=False)],
    new: Annotated[Path, typer.Argument(help="Build that is compared.", show_default=False)],
    most: Annotated[
        int | None,
        typer.Option(min=0, help="Number of differences to list for each kind; 20 by default, 200 on a page."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print all differences as a JSON object.")] = False,
    html: Annotated[
        Path | None,
        typer.Option(
            help="Write a page for people instead, with sentences; one file, without a network; - for standard output."
        ),
    ] = None,
) -> None:
    """Show what is new, gone, or changed from one build to another: papers, entities, results, and relations."""
    import json

    from paperkg.analysis.differences import SHOWN, differences
    from paperkg.graph.tables import Tables

    if html is not None:
        from paperkg.explorer import differences_page
        from paperkg.graph.confident_tables import ConfidentTables

        before, after = ConfidentTables.open(old), ConfidentTables.open(new)
        with output_file(html) as path:
            differences_page.write_differences(before, after, path, differences_page.SHOWN if most is None else most)
        return
    found = differences(Tables(old), Tables(new))
    if as_json:
        print_data((json.dumps(found.to_row(), ensure_ascii=False, indent=1), "\n"))
    else:
        print_text(found.to_text(SHOWN if most is None else most))


@commands.command(epilog="Example: paperkg review outputs --decisions decisions.tsv")
def review(directory: Directory, decisions: DecisionsFile = Path("decisions.tsv")) -> None:
    """Review doubtful merges, types, and splits: each is shown with evidence, and your answers become decisions."""
    from paperkg.analysis.review import Review
    from paperkg.graph.tables import Tables
    from paperkg.origin import start_decisions

    graph = Tables(directory)
    start_decisions(directory, decisions)
    review = Review(graph, decisions)
    open_doubts = review.open()
    for number, doubt in enumerate(open_doubts, 1):
        print_text(f"\n{number} of {len(open_doubts)}: {doubt.question}")
        for name, sentence in doubt.evidence:
            print_text(f"  {name}: “{sentence}”")
        choices = ["y"] if len(doubt.answers) == 1 else [str(place) for place, _ in enumerate(doubt.answers, 1)]
        if len(doubt.answers) > 1:
            print_text(
                "  " + ", ".join(f"{place} {a.argument}" for place, a in zip(choices, doubt.answers, strict=True))
            )
        answer = _ask(f"[{'/'.join(choices)}, Enter to skip, q to stop] ", choices)
        if answer == "q":
            break
        if answer:
            review.answer(doubt.answers[choices.index(answer)])
    say(f"decisions added to {decisions}: {review.taken}")
    if review.taken:
        say(f"apply them with: paperkg add {directory} --decisions {decisions}")


def _ask(prompt: str, choices: list[str]) -> str:
    """One of the choices, "q" to stop, also at the end of the input, or nothing."""
    while True:
        print_text(prompt)
        line = sys.stdin.readline() if sys.stdin is not None else ""
        answer = line.strip().lower()
        if not line:
            return "q"
        if answer in (*choices, "q", ""):
            return answer
