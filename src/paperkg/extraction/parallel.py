"""Extraction in several processes, each with a pipeline of its own, to and from which Arrow records pass.

A process that is killed is replaced, and its papers are tried again one by one; a paper that ends two more processes is
given up, with the reason. Nothing of the caller's script is loaded in the processes, so it needs no main guard.
"""

import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.context import BaseContext
from typing import TYPE_CHECKING

from paperkg.errors import PaperKGError, internal_error
from paperkg.model import Failure
from paperkg.processes import leave_interrupts_to_the_parent, without_main

if TYPE_CHECKING:
    import pyarrow as pa

_AHEAD = 4  # batches that wait for each process, so that none idles and memory stays flat
_ATTEMPTS = 3  # to start a process
_TRIES = 2  # of a paper alone, after a process ended while it had a batch with it

ExtractBatches = Callable[[Iterator["pa.RecordBatch"]], Iterator["pa.RecordBatch"]]
Engine = Callable[[ExtractBatches, Iterable["pa.RecordBatch"]], Iterator["pa.RecordBatch"]]
"""Runs the first on the second wherever it likes, and gives a batch out for each batch in, in their order."""


def in_processes(
    extract: ExtractBatches, batches: Iterable["pa.RecordBatch"], *, jobs: int
) -> Iterator["pa.RecordBatch"]:
    """Records of extractions for records of papers, in their order, made by `jobs` processes.

    Args:
        extract: what each process does, as `extract_batches`; it must be picklable.
        batches: read as fast as they are worked off.
        jobs: number of processes.
    """
    crew = _Crew(extract)
    # A thread for each process sends it a batch, waits for the answer, and sees where it ends instead.
    threads = ThreadPoolExecutor(jobs, initializer=_leave_interrupts_to_the_main_thread)
    waiting: deque[Future[pa.RecordBatch]] = deque()
    try:
        for batch in batches:
            waiting.append(threads.submit(crew.extract, batch))
            if len(waiting) >= _AHEAD * jobs:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        # Whoever stops early, for an error or for having seen enough, need not wait for what was begun.
        crew.stop()
        threads.shutdown(cancel_futures=True)


class _EndedError(Exception):
    """A process ended before it had answered."""


class _Crew:
    """Processes that extract, one for each thread that asks.

    Args:
        extract: what each of them does.
    """

    def __init__(self, extract: ExtractBatches) -> None:
        self._extract = extract
        self._context = _context()
        self._own = threading.local()
        self._lock = threading.Lock()
        self._workers: list[_Worker] = []
        self._stopped = False

    def extract(self, batch: "pa.RecordBatch") -> "pa.RecordBatch":
        """The answer to a batch; papers that end each process that reads them have a problem instead."""
        from paperkg.arrow import joined, outcomes_to_batch

        if not batch.num_rows:
            return outcomes_to_batch(())
        try:
            return self._ask(batch)
        except _EndedError:
            return joined([self._alone(batch.slice(place, 1)) for place in range(batch.num_rows)])

    def _alone(self, record: "pa.RecordBatch") -> "pa.RecordBatch":
        from paperkg.arrow import outcomes_to_batch, papers_of

        how = ""
        for _ in range(_TRIES):
            try:
                return self._ask(record)
            except _EndedError as ended:
                how = str(ended)
        reason = internal_error(f"its extraction ended {_TRIES} processes {how}")
        return outcomes_to_batch(Failure(paper=paper, reason=reason) for paper in papers_of(record))

    def _ask(self, batch: "pa.RecordBatch") -> "pa.RecordBatch":
        worker: _Worker | None = getattr(self._own, "worker", None)
        if worker is None:
            worker = self._own.worker = self._start()
        try:
            return worker.ask(batch)
        except _EndedError:
            if self._stopped:
                raise PaperKGError("stopped") from None
            self._own.worker = None
            raise

    def _start(self) -> "_Worker":
        for attempt in range(_ATTEMPTS):
            if self._stopped:
                break
            try:
                # The last attempt needs nothing but itself.
                context = self._context if attempt < _ATTEMPTS - 1 else get_context("spawn")
                worker = _Worker(context, self._extract)
                self._know(worker)
                worker.wait_until_ready()
            except _EndedError as ended:
                if attempt == _ATTEMPTS - 1:
                    raise PaperKGError(f"a process that extracts cannot be started: it ended {ended}") from None
            else:
                return worker
        raise PaperKGError("stopped")

    def _know(self, worker: "_Worker") -> None:
        """Lets whoever stops end this process too."""
        with self._lock:
            self._workers.append(worker)
            if self._stopped:
                worker.end()

    def stop(self) -> None:
        """Ends all processes, whatever they do."""
        with self._lock:
            self._stopped = True
            for worker in self._workers:
                worker.end()


class _Worker:
    """A process, and the pipe to it."""

    def __init__(self, context: BaseContext, extract: ExtractBatches) -> None:
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=_work, args=(extract, theirs), daemon=True)  # type: ignore[attr-defined]
        try:
            with without_main():
                self._process.start()
        except (OSError, EOFError) as error:  # what starts processes has ended itself
            raise _EndedError("before it began") from error
        finally:
            theirs.close()

    def wait_until_ready(self) -> None:
        self._receive()

    def ask(self, batch: "pa.RecordBatch") -> "pa.RecordBatch":
        try:
            self._pipe.send(batch)
        except OSError:
            raise self._ended() from None
        return self._receive()

    def _receive(self) -> "pa.RecordBatch":
        try:
            answer = self._pipe.recv()
        except (EOFError, OSError):
            raise self._ended() from None
        if isinstance(answer, Exception):
            raise answer
        return answer

    def _ended(self) -> _EndedError:
        self._process.join()
        code = self._process.exitcode or 0
        return _EndedError(f"by signal {-code}" if code < 0 else f"with status {code}")

    def end(self) -> None:
        self._process.kill()
        self._process.join()


def _context() -> BaseContext:
    """How processes are made: forked from one that has loaded the pipeline, where forking is safe."""
    if not sys.platform.startswith("linux"):
        return get_context("spawn")
    context = get_context("forkserver")
    context.set_forkserver_preload(["paperkg.extraction.preloaded"])
    return context


def _leave_interrupts_to_the_main_thread() -> None:
    """Blocks Ctrl-C in this thread, and so in the processes that it starts: who started them ends them."""
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})


def _work(extract: ExtractBatches, pipe: Connection) -> None:
    """What a process does: it says that it is ready, then answers batches until there are no more."""
    leave_interrupts_to_the_parent()
    try:
        for found in extract(_received(pipe)):
            pipe.send(found)
    except OSError:  # nobody is there to answer
        return
    except Exception as error:
        pipe.send(error)


def _received(pipe: Connection) -> "Iterator[pa.RecordBatch]":
    pipe.send(None)  # asked for the first batch, the pipeline is loaded
    while True:
        try:
            yield pipe.recv()
        except EOFError:
            return
