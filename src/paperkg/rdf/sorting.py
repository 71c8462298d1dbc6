"""Sorted, distinct lines in flat memory: chunks are sorted, spilled to disk as runs, and merged a block at a time.

At most `FAN_IN` runs are merged at once, into a longer run where there are more. So the number of open files grows
with the logarithm of the lines only, and so does the time a line takes.

The order is that of code points, which is also that of UTF-8 bytes.
"""

import tempfile
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from itertools import chain, islice
from pathlib import Path
from typing import IO

from paperkg.batching import in_parts
from paperkg.files import part_name, whole_file, whole_folder

CHUNK_LINES = 100_000
FAN_IN = 32
_BLOCK_BYTES = 1 << 20
_BUFFER_BYTES = 1 << 18

_Run = IO[bytes]


def sorted_blocks(lines: Iterable[str], chunk_lines: int = CHUNK_LINES, fan_in: int = FAN_IN) -> Iterator[str]:
    """The distinct lines in order, many to a block of text. Each ends in a newline and has no other.

    Args:
        lines: any number of lines.
        chunk_lines: how many of them memory holds at a time.
        fan_in: how many runs are merged at once, at least 2.
    """
    source = iter(lines)
    first = sorted(islice(source, chunk_lines))
    chunk = list(islice(source, chunk_lines))
    if not chunk:
        yield "".join(dict.fromkeys(first))
        return
    with ExitStack() as stack:
        runs = _Runs(fan_in, stack)
        runs.add(["".join(first).encode()])
        del first
        while chunk:
            chunk.sort()
            runs.add(["".join(chunk).encode()])
            chunk = list(islice(source, chunk_lines))
        for block in runs.merged():
            yield block.decode()


def write_blocks(path: str | Path, suffix: str, blocks: Iterable[str], rows_per_part: int | None = None) -> None:
    """Writes blocks of lines to a file, or to a folder of compressed files.

    Args:
        path: of the file or the folder.
        suffix: of the files in the folder, without ".gz".
        blocks: text, each block some whole lines.
        rows_per_part: how many lines each file of the folder has; None for one file.
    """
    if rows_per_part is None:
        with whole_file(path) as file:
            file.writelines(blocks)
        return
    lines = (block.split("\n")[:-1] for block in blocks)
    with whole_folder(path) as folder:
        for number, part in in_parts(lines, rows_per_part):
            with whole_file(folder / part_name(number, f"{suffix}.gz")) as file:
                for piece in part:
                    file.write("\n".join(piece) + "\n")


class _Runs:
    """Sorted files by level: `fan_in` runs of a level become one of the next."""

    def __init__(self, fan_in: int, stack: ExitStack) -> None:
        self._fan_in = fan_in
        self._stack = stack
        self._levels: list[list[_Run]] = []

    def add(self, blocks: Iterable[bytes], level: int = 0) -> None:
        """Adds what a sorted run holds, and merges the runs of its level where these are enough."""
        if level == len(self._levels):
            self._levels.append([])
        runs = self._levels[level]
        runs.append(self._spilled(blocks))
        if len(runs) == self._fan_in:
            self._levels[level] = []
            self.add(_merged(runs), level + 1)

    def merged(self) -> Iterator[bytes]:
        """All lines, in blocks; shorter runs are merged first where there are too many to read at once."""
        runs = list(chain.from_iterable(self._levels))
        while len(runs) > self._fan_in:
            runs = [*runs[self._fan_in :], self._spilled(_merged(runs[: self._fan_in]))]
        yield from _merged(runs)

    def _spilled(self, blocks: Iterable[bytes]) -> _Run:
        file: _Run = tempfile.TemporaryFile(buffering=_BUFFER_BYTES)  # noqa: SIM115
        self._stack.enter_context(file)
        file.writelines(blocks)
        file.seek(0)
        return file


def _merged(runs: Sequence[_Run]) -> Iterator[bytes]:
    """The distinct lines of sorted files in order, in blocks; the files are closed at the end.

    All that is not greater than the least of the blocks' last lines can be given away at once; sorting that
    much is faster than choosing line by line, for it consists of sorted runs.
    """
    size = max(_BLOCK_BYTES // len(runs), 1 << 12)
    blocks: dict[_Run, list[bytes]] = {run: [] for run in runs}
    last = b""
    while blocks:
        blocks = {run: read for run, block in blocks.items() if (read := block or run.readlines(size))}
        if blocks:
            bound = min(block[-1] for block in blocks.values())
            ready: list[bytes] = []
            for run, block in blocks.items():
                cut = bisect_right(block, bound)
                ready += block[:cut]
                blocks[run] = block[cut:]
            ready.sort()
            distinct = dict.fromkeys(ready)
            distinct.pop(last, None)
            last = ready[-1]
            yield b"".join(distinct)
    for run in runs:
        run.close()
