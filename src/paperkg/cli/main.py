"""The command line: thin commands over the library, one module a group of them."""

import sys
from contextlib import suppress
from typing import Annotated

import typer

from paperkg._version import __version__
from paperkg.cli import build, export, fetch, formats, grow, quality, questions, serve
from paperkg.cli.output import finish, prepare, print_text, say
from paperkg.errors import PaperKGError

app = typer.Typer(
    name="paperkg",
    help="Build and explore a knowledge graph from abstracts of papers, every edge with its evidence.",
    no_args_is_help=True,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

for group in (fetch, build, grow, formats, questions, export, serve, quality):
    app.add_typer(group.commands)


def _version(wanted: bool) -> None:
    if wanted:
        print_text(f"paperkg {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", help="Show the version and exit.", callback=_version, is_eager=True)
    ] = False,
) -> None:
    pass


_INTERRUPTED = 130


def main() -> None:
    """Runs the command line; an error of ours is one line and exit status 2."""
    prepare()
    try:
        try:
            app()
        finally:
            finish()
    except SystemExit as error:
        if error.code == _INTERRUPTED:  # by Ctrl-C, which Typer makes this
            _say("stopped")
        raise
    except PaperKGError as error:
        _fail(str(error))
    except OSError as error:
        place = "" if error.filename is None else f"{error.filename}: "  # no name where a disk or stream is full
        _fail(f"{place}{error.strerror or error}")
    except MemoryError as error:
        _fail(f"not enough memory{f': {error}' if str(error) else ''}")


def _fail(message: str) -> None:
    _say(message)
    sys.exit(2)


def _say(message: str) -> None:
    with suppress(PaperKGError):  # standard error cannot be written to either
        say(f"paperkg: {message}")
