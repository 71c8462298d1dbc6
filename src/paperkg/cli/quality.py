"""The commands that tell how good extraction and a build are, and that make it better: evaluate, train, validate."""

import time
from pathlib import Path
from typing import Annotated

import typer

from paperkg.cli.output import print_data, print_text, refuse_standard_output, say
from paperkg.cli.parameters import Directory, Jobs, Lexicons, Words
from paperkg.optional import needed_for

commands = typer.Typer()


@commands.command(epilog="Example: paperkg evaluate gold.jsonl --errors 20")
def evaluate(
    gold: Annotated[
        list[Path],
        typer.Argument(help="Annotated papers, as JSON lines with title, abstract, and entities.", show_default=False),
    ],
    lexicon: Lexicons = None,
    words: Words = None,
    corpus: Annotated[
        list[Path] | None, typer.Option(help="Papers whose texts annotations refer to by id; repeatable.")
    ] = None,
    errors: Annotated[int, typer.Option(min=0, help="Number of most common errors to list.")] = 0,
    as_json: Annotated[bool, typer.Option("--json", help="Print a JSON object instead of a table.")] = False,
    jobs: Jobs = 1,
) -> None:
    """Evaluate extraction on annotated papers: precision, recall, F1, and reliability."""
    import json

    from paperkg.evaluation.evaluate import evaluate as run
    from paperkg.evaluation.evaluate import scores_row
    from paperkg.evaluation.scoring import scores_text
    from paperkg.extraction import read_lexicons, read_word_lists

    lists = read_word_lists(words)
    scores = run(gold, read_lexicons(lexicon or ()), words=lists, corpora=corpus or (), jobs=jobs)
    if as_json:
        print_data((json.dumps(scores_row(scores), indent=1), "\n"))
    else:
        print_text(scores_text(scores, errors))


@commands.command(epilog="Example: paperkg train gold.jsonl --corpus abstracts.jsonl.gz -o trained")
def train(
    gold: Annotated[list[Path], typer.Argument(help="Annotated papers, as JSON lines.", show_default=False)],
    corpus: Annotated[list[Path], typer.Option(help="Unlabeled abstracts, as JSON lines; repeatable.")],
    output: Annotated[Path, typer.Option("--output", "-o", help="Output folder for the trained models.")],
    more: Annotated[
        list[Path] | None, typer.Option(help="Papers of other annotators, as JSON lines; repeatable.")
    ] = None,
    held_out: Annotated[
        list[Path] | None,
        typer.Option(help="Annotated papers to measure on, kept out of the training data; repeatable."),
    ] = None,
    seed: Annotated[int, typer.Option(help="Seed of all random choices.")] = 0,
    jobs: Annotated[int, typer.Option("--jobs", "-j", min=1, help="Number of training processes.")] = 1,
    keep: Annotated[
        Path | None, typer.Option(help="Folder for the results of long steps, from which a stopped run resumes.")
    ] = None,
) -> None:
    """Train all models of extraction from scratch; this takes hours."""
    from paperkg.training.train import train as run

    refuse_standard_output(output, "trained models are a folder of files")
    began = time.monotonic()
    with needed_for("training", "'paperkg[train]'"):
        run(
            gold,
            corpus,
            output,
            more=more or (),
            held_out=held_out or (),
            seed=seed,
            jobs=jobs,
            keep=keep,
            report=lambda line: say(f"{(time.monotonic() - began) / 60:5.1f} min  {line}"),
        )


@commands.command(epilog="Example: paperkg validate outputs")
def validate(directory: Directory) -> None:
    """Validate a build against its SHACL shapes; violations are listed, and the exit status is 1."""
    from paperkg.rdf.conformance import validate as check

    report = check(directory)
    print_text(str(report))
    if not report.conforms:
        raise typer.Exit(1)
