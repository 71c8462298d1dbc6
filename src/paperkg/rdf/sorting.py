"""Sorted, distinct lines in flat memory: chunks are sorted, spilled to disk, and merged a block at a time.

The order is that of code points, which is also that of UTF-8 bytes.
"""

import tempfile
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from itertools import islice
from typing import IO

CHUNK_LINES = 100_000
_BLOCK_BYTES = 1 << 20


def sorted_blocks(lines: Iterable[str], chunk_lines: int = CHUNK_LINES) -> Iterator[str]:
    """The distinct lines in order, many to a block of text. Each ends in a newline and has no other.

    Args:
        lines: any number of lines.
        chunk_lines: how many of them memory holds at a time.
    """
    source = iter(lines)
    first = sorted(islice(source, chunk_lines))
    chunk = list(islice(source, chunk_lines))
    if not chunk:
        yield "".join(dict.fromkeys(first))
        return
    with ExitStack() as stack:
        runs = [stack.enter_context(_spilled(first))]
        del first
        while chunk:
            chunk.sort()
            runs.append(stack.enter_context(_spilled(chunk)))
            chunk = list(islice(source, chunk_lines))
        last = b""
        for block in _merged(runs):
            if block[0] == last:
                del block[0]
            last = block[-1] if block else last
            yield b"".join(block).decode()


def _spilled(lines: list[str]) -> IO[bytes]:
    file = tempfile.TemporaryFile(buffering=1 << 20)  # noqa: SIM115
    file.write("".join(lines).encode())
    file.seek(0)
    return file


def _merged(runs: list[IO[bytes]]) -> Iterator[list[bytes]]:
    """The lines of sorted files in order, in blocks without repetition.

    All that is not greater than the least of the blocks' last lines can be given away at once; sorting that
    much is faster than choosing line by line, for it consists of sorted runs.
    """
    size = max(_BLOCK_BYTES // len(runs), 1 << 12)
    blocks: dict[IO[bytes], list[bytes]] = {run: [] for run in runs}
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
            yield list(dict.fromkeys(ready))
