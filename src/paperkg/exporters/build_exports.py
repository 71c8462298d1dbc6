"""The exports of a build: which it holds, in which files, and several of them written at a time."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import active_children, get_context
from pathlib import Path
from typing import Any

from paperkg.errors import OptionError, PaperKGError
from paperkg.exporters import BUILD_FORMATS, Reads, format_of, formats
from paperkg.graph.tables import Tables
from paperkg.processes import end_with_the_parent, leave_interrupts_to_the_parent, without_main

LARGE_PAPERS = 2_500
"""Builds of more papers are large: their RDF and networks are compressed, and hold no Turtle unless it is chosen."""

_LARGE_FORMATS = ("ntriples", "graphml", "html")
_COMPRESSED = (Reads.TRIPLES, Reads.DATED_TRIPLES, Reads.NETWORK)


@dataclass(frozen=True, slots=True)
class BuildExport:
    """A file, or a folder, that a build holds beside its tables."""

    format: str
    name: str
    options: tuple[tuple[str, Any], ...] = ()

    def write(self, build: Path) -> None:
        """Writes it from the tables."""
        formats()[self.format].write(Tables.open(build), build / self.name, **dict(self.options))


def chosen_formats(names: Sequence[str] | str) -> tuple[str, ...]:
    """The formats of these names, each once; a string names several with commas: "ttl,graphml".

    Raises:
        OptionError: no format is named.
        UnknownFormatError: there is no format of a name.
    """
    parts = names.split(",") if isinstance(names, str) else names
    found = tuple(dict.fromkeys(format_of(part.strip()) for part in parts if part.strip()))
    if not found:
        raise OptionError("formats: at least one, such as ttl; the tables are written anyway")
    return found


def exports_of(
    papers: int, chosen: Sequence[str] | None = None, rdf: str | None = None, rows_per_part: int | None = None
) -> list[BuildExport]:
    """What a build of that many papers holds beside its tables.

    Args:
        papers: how many.
        chosen: the formats; None for the usual ones.
        rdf: how much RDF says.
        rows_per_part: makes those that can be in parts folders of files with so many rows.
    """
    large = papers > LARGE_PAPERS
    usual = _LARGE_FORMATS if large else BUILD_FORMATS
    return [_export(format, large, {"rdf": rdf, "rows_per_part": rows_per_part}) for format in chosen or usual]


def _export(format: str, large: bool, given: Mapping[str, Any]) -> BuildExport:
    exporter = formats()[format]
    taken = {name: value for name, value in given.items() if value is not None and name in exporter.options}
    options = tuple(taken.items())
    if not exporter.suffix or "rows_per_part" in taken:
        return BuildExport(format, f"graph-{format}", options)
    packed = ".gz" if large and exporter.reads in _COMPRESSED else ""
    return BuildExport(format, f"graph{exporter.suffix}{packed}", options)


def write_exports(
    build: Path, exports: Sequence[BuildExport], jobs: int, progress: Callable[[int], None] = lambda _done: None
) -> None:
    """Writes the exports of a build, up to `jobs` at a time; `progress` is told how many are written.

    Where a process that writes one is killed, what is not yet written is tried again, one at a time.

    Raises:
        PaperKGError: a process was killed again.
    """
    left = list(exports)
    progress(0)
    if jobs == 1 or len(exports) < 2:
        for done, export in enumerate(exports, 1):
            export.write(build)
            progress(done)
        return
    for processes in (min(jobs, len(exports)), 1):
        try:
            for export in _written(build, left, processes):
                left.remove(export)
                progress(len(exports) - len(left))
        except BrokenProcessPool:
            continue
        return
    names = ", ".join(export.name for export in left)
    raise PaperKGError(f"{names}: the process that writes it was killed, twice; it may need more memory than there is")


def _written(build: Path, exports: Sequence[BuildExport], processes: int) -> Iterator[BuildExport]:
    """Each export, once it is written."""
    others = set(active_children())
    pool = ProcessPoolExecutor(processes, mp_context=get_context("spawn"), initializer=_prepare)
    try:
        with without_main():
            waiting = {pool.submit(export.write, build): export for export in exports}
        for future in as_completed(waiting):
            future.result()
            yield waiting[future]
    except BrokenProcessPool:
        raise
    except BaseException:
        for process in set(active_children()) - others:  # nobody waits for what was begun
            process.kill()
        raise
    finally:
        pool.shutdown(cancel_futures=True)


def _prepare() -> None:
    leave_interrupts_to_the_parent()
    end_with_the_parent()
