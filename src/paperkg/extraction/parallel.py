"""Extraction in several processes, each with a pipeline of its own, passing back small values."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import islice
from multiprocessing import get_context
from typing import TypeVar

from paperkg.model import Extraction, Paper

_T = TypeVar("_T")
_AHEAD = 4  # batches that wait for each process, so that none idles and memory stays flat

Extract = Callable[[Iterable[Paper]], Iterator[Extraction]]
_extract: Extract | None = None


def batched(items: Iterable[_T], size: int) -> Iterator[tuple[_T, ...]]:
    """The items in tuples of `size`, the last one shorter."""
    iterator = iter(items)
    while batch := tuple(islice(iterator, size)):
        yield batch


def _start(make: Callable[[], Extract]) -> None:
    global _extract  # a process keeps its pipeline
    _extract = make()


def _run(batch: tuple[Paper, ...]) -> list[Extraction]:
    assert _extract is not None
    return list(_extract(batch))


def in_processes(
    make: Callable[[], Extract], papers: Iterable[Paper], *, jobs: int, batch: int
) -> Iterator[Extraction]:
    """Extractions in the order of the papers, made by `jobs` processes.

    Args:
        make: builds the extraction of one process; it must be picklable.
        papers: read as fast as they are worked off.
        jobs: number of processes, at least 2.
        batch: papers a task.
    """
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn"), initializer=_start, initargs=(make,)) as pool:
        waiting: deque[Future[list[Extraction]]] = deque()
        try:
            for chunk in batched(papers, batch):
                waiting.append(pool.submit(_run, chunk))
                if len(waiting) >= _AHEAD * jobs:
                    yield from waiting.popleft().result()
            while waiting:
                yield from waiting.popleft().result()
        finally:
            # Whoever stops early, for an error or for having seen enough, need not wait for what was queued.
            pool.shutdown(cancel_futures=True)
