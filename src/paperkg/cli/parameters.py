"""Arguments and options that several commands have."""

from pathlib import Path
from typing import Annotated

import typer

Inputs = Annotated[
    list[str],
    typer.Argument(help="Papers: files, folders, or globs; - for standard input.", show_default=False),
]
InputFormat = Annotated[
    str | None,
    typer.Option("--format", "-f", help="Input format, such as jsonl; recognized for each file by default."),
]
Year = Annotated[int | None, typer.Option(help="Year for dates without one, such as 'Mar 5'.")]
Lexicons = Annotated[
    list[Path] | None,
    typer.Option(
        "--lexicon", "-l", help="Lexicon of your own: TSV (name, type, named, aliases) or SKOS (.ttl); repeatable."
    ),
]
Words = Annotated[
    Path | None,
    typer.Option(help="Folder of your own word lists, which replace the shipped ones.", show_default=False),
]
Jobs = Annotated[int, typer.Option("--jobs", "-j", min=1, help="Number of processes.")]
TitleOnly = Annotated[
    bool, typer.Option("--keep-title-only", help="Take records without an abstract too, and read their titles.")
]
Strict = Annotated[bool, typer.Option("--strict", help="Stop at the first record that cannot be read.")]
Cache = Annotated[
    Path | None,
    typer.Option("--cache", help="Folder to keep extractions in, which builds may share; within the build by default."),
]
NoCache = Annotated[bool, typer.Option("--no-cache", help="Keep no extractions, and use none that are kept.")]
CacheLimit = Annotated[
    float, typer.Option(min=0, help="Limit of what is kept, in GB; what was not used for longest is dropped.")
]
Directory = Annotated[Path, typer.Argument(help="Build: a folder that `paperkg build` wrote.", show_default=False)]
DecisionsFile = Annotated[Path, typer.Option("--decisions", help="File that answers are added to; made where missing.")]
