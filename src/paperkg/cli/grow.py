"""The commands by which a build grows: add and remove."""

from pathlib import Path
from typing import Annotated

import typer

from paperkg.cli.build import report
from paperkg.cli.output import progress_bars
from paperkg.cli.parameters import Cache, CacheLimit, Directory, InputFormat, Jobs, NoCache, Strict, Year

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
