"""Damages files of papers in random ways, and checks that reading them neither fails, hangs nor loses a record untold.

    python evaluation/fuzz_readers.py ../shared/samples --runs 10000

A damaged copy of a file has to be read

- without an exception,
- in at most `SECONDS` of processor time, and `SECONDS_PER_MB` for each megabyte more,
- so that a paper is missing only where its title is too, or where it left a trace: a rejected record, or a paper with
  another title in its place.

The damage depends on the seed alone. What fails is printed, and written to the folder that `--keep` names.
"""

import argparse
import random
import signal
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from types import FrameType

from paperkg.errors import INTERNAL, ReadError
from paperkg.model import Paper
from paperkg.readers import read
from paperkg.readers.inputs import find_files

SECONDS, SECONDS_PER_MB = 1.0, 1.0
LONGEST = 30
"""Seconds after which a run is stopped."""

_SIGNS = [b"<", b">", b"&", b'"', b"'", b"{", b"}", b"[", b"]", b"@", b",", b";", b"\\", b"\t", b"\n", b"\r\n", b"\0"]
_SIGNS += [b"\xff", b"\xe9", b"\xc3", b"ER  - ", b"]]>", b"<!--", b"%", b"$", b"#", b"=", b"\xef\xbb\xbf", b"\n\n"]
_MOST_BYTES = 40


@dataclass(frozen=True)
class Outcome:
    """What came of reading a file: titles of papers, beginnings of rejected records, and files left unread."""

    titles: Counter[str]
    rejected: Counter[str]
    unread: int


class TooLongError(Exception):
    """A run was stopped."""


def outcome(data: bytes, name: str) -> Outcome:
    """Reads `data` as a file of that name would be."""
    titles, rejected = Counter[str](), Counter[str]()
    unread = 0
    records = read(["-"], stdin=_Named(data, name))
    try:
        for record in records:
            if isinstance(record, Paper):
                titles[record.title] += 1
            elif INTERNAL in record.reason:
                raise RuntimeError(record.reason)
            else:
                rejected[record.excerpt] += record.records
                unread += record.records == 0
    except ReadError:
        pass  # no paper at all: told by the records before
    return Outcome(titles, rejected, unread)


class _Named(BytesIO):
    """Bytes on standard input, and the name of the file that they are from."""

    def __init__(self, data: bytes, name: str) -> None:
        super().__init__(data)
        self.name = name


def lost(before: Outcome, after: Outcome, data: bytes, changed: bytes) -> list[str]:
    """Titles of papers that are missing without a trace, although the damaged file has them as often as the whole one.

    Damage may join two records, so that what became of them is one trace.
    """
    missing = before.titles - after.titles
    expected = Counter(
        {title: n for title, n in missing.items() if 0 < data.count(title.encode()) <= changed.count(title.encode())}
    )
    traces = (after.titles - before.titles).total() + (after.rejected - before.rejected).total()
    if after.unread > before.unread or expected.total() <= traces + (traces > 0):
        return []
    return sorted(expected.elements())


def damaged(data: bytes, rng: random.Random) -> bytes:
    """A copy of `data` with one to three damages."""
    for _ in range(rng.choice((1, 1, 1, 2, 3))):
        data = rng.choice(_DAMAGES)(data, rng)
    return data


def _place(data: bytes, rng: random.Random) -> tuple[int, int]:
    start = rng.randrange(len(data) + 1)
    return start, min(len(data), start + rng.randint(1, _MOST_BYTES))


def _flip(data: bytes, rng: random.Random) -> bytes:
    if not data:
        return data
    at = rng.randrange(len(data))
    return data[:at] + bytes([data[at] ^ 1 << rng.randrange(8)]) + data[at + 1 :]


def _delete(data: bytes, rng: random.Random) -> bytes:
    start, end = _place(data, rng)
    return data[:start] + data[end:]


def _insert(data: bytes, rng: random.Random) -> bytes:
    start, _ = _place(data, rng)
    return data[:start] + rng.choice(_SIGNS) * rng.choice((1, 1, 1, 2, 5)) + data[start:]


def _repeat(data: bytes, rng: random.Random) -> bytes:
    start, end = _place(data, rng)
    return data[:end] + data[start:end] * rng.choice((1, 3)) + data[end:]


def _overwrite(data: bytes, rng: random.Random) -> bytes:
    start, end = _place(data, rng)
    return data[:start] + rng.randbytes(end - start) + data[end:]


def _cut(data: bytes, rng: random.Random) -> bytes:
    return data[: rng.randrange(len(data) + 1)]


def _line_ends(data: bytes, rng: random.Random) -> bytes:
    return data.replace(b"\n", rng.choice((b"\r", b"\r\n", b"\n\n")))


_DAMAGES: Sequence[Callable[[bytes, random.Random], bytes]] = (
    _flip, _flip, _delete, _delete, _insert, _insert, _repeat, _overwrite, _cut, _line_ends,
)  # fmt: skip


@contextmanager
def stopped_after(seconds: float) -> Iterator[None]:
    """Raises `TooLongError` in a block that takes longer."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise TooLongError

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def failure(data: bytes, changed: bytes, name: str, before: Outcome) -> str | None:
    """What is wrong with reading a damaged file; None where nothing is."""
    started = time.process_time()
    try:
        with stopped_after(LONGEST):
            after = outcome(changed, name)
    except TooLongError:
        return "does not end"
    except Exception:
        return traceback.format_exc().strip()
    used = time.process_time() - started
    if used > SECONDS + SECONDS_PER_MB * len(changed) / 1e6:
        return f"took {used:.1f} s for {len(changed):,} bytes"
    missing = lost(before, after, data, changed)
    return f"lost without a trace: {missing[:3]}" if missing else None


def sample_files(samples: Path) -> list[tuple[str, bytes]]:
    """Names and bytes of the files of a folder that hold papers or titles."""
    files, _ = find_files([samples])
    loaded = [(file.name, file.path.read_bytes()) for file in files]
    return [(name, data) for name, data in loaded if _holds_records(outcome(data, name))]


def _holds_records(found: Outcome) -> bool:
    return bool(found.titles or found.rejected)


def main() -> int:
    """Runs from the command line; exit 1 where anything failed."""
    arguments = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    arguments.add_argument("samples", type=Path)
    arguments.add_argument("--runs", type=int, default=10_000)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--keep", type=Path)
    given = arguments.parse_args()
    files = sample_files(given.samples)
    known = {name: outcome(data, name) for name, data in files}
    failures = 0
    started = time.process_time()
    size = 0
    for run in range(given.seed, given.seed + given.runs):
        rng = random.Random(run)
        name, data = files[run % len(files)]
        changed = damaged(data, rng)
        size += len(changed)
        problem = failure(data, changed, name, known[name])
        if problem is not None:
            failures += 1
            print(f"seed {run}, {name}: {problem}", flush=True)
            if given.keep:
                given.keep.mkdir(parents=True, exist_ok=True)
                (given.keep / f"{run}-{Path(name).name}").write_bytes(changed)
    used = time.process_time() - started
    print(
        f"{given.runs:,} damaged copies of {len(files)} files, {size / 1e6:,.0f} MB in {used:,.0f} s: {failures} failed"
    )
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
