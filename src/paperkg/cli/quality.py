"""The commands that tell how good the outcome is, and that make it better: evaluate, train, validate."""

import time
from pathlib import Path
from typing import Annotated

import typer

from paperkg.errors import PaperKGError

quality = typer.Typer()

Directory = Annotated[Path, typer.Argument(help="A build, as `paperkg build` wrote it.", show_default=False)]
Lexicons = Annotated[
    list[Path] | None,
    typer.Option("--lexicon", "-l", help="Your own names: TSV (name, type, named, aliases) or SKOS (.ttl)."),
]
Words = Annotated[
    Path | None,
    typer.Option(help="Directory of your own word lists, which replace the shipped ones.", show_default=False),
]
Jobs = Annotated[int, typer.Option("--jobs", "-j", min=1, help="Processes that extract.")]


@quality.command(epilog="Example: paperkg evaluate gold.jsonl --errors 20")
def evaluate(
    gold: Annotated[
        list[Path],
        typer.Argument(help="Annotated papers: JSON lines with title, abstract, entities.", show_default=False),
    ],
    lexicon: Lexicons = None,
    words: Words = None,
    corpus: Annotated[
        list[Path] | None, typer.Option(help="Papers, for annotations that give no text but their id.")
    ] = None,
    errors: Annotated[int, typer.Option(min=0, help="How many of the commonest errors to list.")] = 0,
    as_json: Annotated[bool, typer.Option("--json", help="Write a JSON object.")] = False,
    jobs: Jobs = 1,
) -> None:
    """Measure extraction against annotated papers: precision, recall, F1, reliability."""
    import json

    from paperkg.evaluation.evaluate import evaluate as run
    from paperkg.evaluation.evaluate import scores_row
    from paperkg.evaluation.scoring import scores_text
    from paperkg.extraction import read_lexicons, read_word_lists

    scores = run(gold, read_lexicons(lexicon or ()), words=read_word_lists(words), corpora=corpus or (), jobs=jobs)
    typer.echo(json.dumps(scores_row(scores), indent=1) if as_json else scores_text(scores, errors))


@quality.command(epilog="Example: paperkg train gold.jsonl --corpus abstracts.jsonl.gz -o trained")
def train(
    gold: Annotated[list[Path], typer.Argument(help="Annotated papers: JSON lines.", show_default=False)],
    corpus: Annotated[list[Path], typer.Option(help="Unlabelled abstracts: JSON lines; may be given again.")],
    output: Annotated[Path, typer.Option("--output", "-o", help="Directory for what was learned.")],
    more: Annotated[
        list[Path] | None, typer.Option(help="Papers of other annotators, JSON lines; may be given again.")
    ] = None,
    held_out: Annotated[
        list[Path] | None,
        typer.Option(help="Annotated papers to measure on: not labelled to learn from."),
    ] = None,
    seed: Annotated[int, typer.Option(help="Of all random choices.")] = 0,
    jobs: Annotated[int, typer.Option("--jobs", "-j", min=1, help="Processes that train.")] = 1,
    keep: Annotated[
        Path | None, typer.Option(help="Directory to keep long steps in: a run that was stopped goes on from there.")
    ] = None,
) -> None:
    """Train the recognizer, roles, results and relations anew; takes hours."""
    from paperkg.training.train import train as run

    began = time.monotonic()
    try:
        run(
            gold,
            corpus,
            output,
            more=more or (),
            held_out=held_out or (),
            seed=seed,
            jobs=jobs,
            keep=keep,
            report=lambda line: typer.echo(f"{(time.monotonic() - began) / 60:5.1f} min  {line}", err=True),
        )
    except ModuleNotFoundError as error:
        raise PaperKGError(f"training needs {error.name}: pip install 'paperkg[train]'") from error


@quality.command(epilog="Example: paperkg validate outputs")
def validate(directory: Directory) -> None:
    """Check a build's graph against the shapes; exit status 1 and a line for each violation."""
    from paperkg.rdf.conformance import validate as check

    report = check(directory)
    typer.echo(str(report))
    if not report.conforms:
        raise typer.Exit(1)
