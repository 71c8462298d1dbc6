"""What the commands print: text for people, data for programs, and progress.

Text is written in the encoding of the console, data always in UTF-8. A reader of our output that is gone, as `head` is
after its lines, ends the program without a word; a stream that cannot be written to is an error.
"""

import os
import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from paperkg.errors import OptionError, PaperKGError
from paperkg.text.counts import counted

if TYPE_CHECKING:
    from paperkg.extracting import Progress
    from paperkg.sparql.store import Progress as StoreProgress

CLOSED_PIPE = 1
"""The exit status where nobody reads on."""


def prepare() -> None:
    """Makes the streams replace what the console's encoding lacks: letters to write, and bytes that are read."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")


def print_text(text: str) -> None:
    """Prints text for people, and a newline."""
    with _writing(sys.stdout, "standard output") as stream:
        stream.write(text + "\n")


def print_data(pieces: Iterable[str]) -> None:
    """Prints data for programs, as UTF-8 whatever the console's encoding; each piece as it comes."""
    with _writing(sys.stdout, "standard output") as stream:
        stream.flush()
        for piece in pieces:
            stream.buffer.write(piece.encode())


def is_standard_output(path: Path | None) -> bool:
    """Whether a path that a person gives for output stands for standard output."""
    return path is not None and str(path) == "-"


def refuse_standard_output(path: Path, reason: str) -> None:
    """Raises an error where a command that cannot write to standard output is asked to.

    Raises:
        OptionError: `path` is "-".
    """
    if is_standard_output(path):
        raise OptionError(f"-: {reason}; name a place for it")


@contextmanager
def output_file(path: Path) -> Iterator[Path]:
    """A file to write to: `path` itself, or for "-" one whose bytes standard output gets when the block ends well."""
    if not is_standard_output(path):
        yield path
        return
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "output"
        yield file
        with _writing(sys.stdout, "standard output") as stream, file.open("rb") as content:
            stream.flush()
            shutil.copyfileobj(content, stream.buffer)


def say(message: str) -> None:
    """Prints a message to standard error."""
    with _writing(sys.stderr, "standard error") as stream:
        stream.write(message + "\n")


def finish() -> None:
    """Writes out what is still buffered, so that an error shows before the interpreter ends."""
    with _writing(sys.stdout, "standard output"):
        pass


@contextmanager
def _writing(stream: TextIO | None, name: str) -> Iterator[TextIO]:
    """A standard stream to write to, flushed at the end; the null device where the process has none."""
    if stream is None:
        with open(os.devnull, "w", encoding="utf-8") as nowhere:  # noqa: PTH123  # it is no path on Windows
            yield nowhere
        return
    try:
        yield stream
        stream.flush()
    except OSError as error:
        if error.filename is not None:  # of a file that the block reads
            raise
        _discard(stream)
        if isinstance(error, BrokenPipeError):
            sys.exit(CLOSED_PIPE)
        raise PaperKGError(f"{name}: {error.strerror}") from error


def _discard(stream: TextIO) -> None:
    """Sends what is still buffered to the null device, for the interpreter would try once more to write it."""
    with suppress(OSError, ValueError):
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, stream.fileno())
        os.close(null)


@contextmanager
def store_progress() -> "Iterator[StoreProgress]":
    """A bar while a SPARQL store is made, or a line where there is no terminal."""
    with progress_bars() as progress:

        def show(done: int, total: int) -> None:
            if not done and not _on_terminal():
                say(f"making the SPARQL store of {counted(total, 'papers')}; it is kept")
            progress("storing", done, total)

        yield show


def _on_terminal() -> bool:
    return sys.stderr is not None and sys.stderr.isatty()


@contextmanager
def progress_bars() -> "Iterator[Progress]":
    """Bars on a terminal, nothing elsewhere."""
    if not _on_terminal():
        yield lambda _stage, _done, _total: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description:11}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bars:
        tasks: dict[str, TaskID] = {}

        def show(stage: str, done: int, total: int | None) -> None:
            if stage not in tasks:
                tasks[stage] = bars.add_task(stage, total=total)
            bars.update(tasks[stage], completed=done, total=total)

        yield show
