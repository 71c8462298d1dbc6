"""The pool of worker processes: one lane for quick queries, one for long ones.

Every query begins in the quick lane. One that runs on goes to the long lane, at a lower priority, and another process
takes its place, so quick queries never wait for long ones. A query that takes too long, or whose client has left, is
stopped with its process.
"""

import asyncio
import hashlib
from collections import OrderedDict
from collections.abc import Awaitable
from pathlib import Path

from paperkg.server.options import Job, Reply, ServerOptions
from paperkg.server.worker_process import MemoryExceededError, Worker

QUICK = 0.5
"""Seconds after which a query is a long one."""
GRACE = 1.0
"""Seconds that a query may still take when its client has left; to end its process would cost as much."""
_REMEMBERED = 1_000
_MAKING = "the store of this build is still being made; try again"
_BUSY = "too many queries are running; try again"
_STOPPED = "the query was stopped after {:g} s; ask for less, or make it narrower"
_DIED = "the process running the query ended; ask for less"
_TOO_BIG = "the query was stopped, for it needed more than {:,} MB of memory; ask for less, or make it narrower"
_CHANGED = "the build has been made anew since the server started; restart the server"
_LEFT = "the client has left"


class StoreGoneError(Exception):
    """The store that the first worker opened is no longer there."""


class WorkerPool:
    """Workers over the store of a build: the one that the first of them opened, also when the build is made anew.

    Args:
        build: the folder of the build.
        options: how many workers, and their limits.
    """

    def __init__(self, build: Path, options: ServerOptions) -> None:
        self._build = build
        self._options = options
        self._store: Path | None = None
        # A place in the queue is the right to run a quick query; None stands for a worker not yet started.
        self._idle: asyncio.Queue[Worker | None] = asyncio.Queue()
        for _ in range(options.workers):
            self._idle.put_nowait(None)
        self._long = asyncio.Semaphore(options.workers)
        self._known_long: OrderedDict[bytes, None] = OrderedDict()
        self._alive: set[Worker] = set()
        self._starting: set[asyncio.Task[None]] = set()
        self._closed = False

    @property
    def is_ready(self) -> bool:
        """Whether the store is there, and a worker has opened it."""
        return self._store is not None

    async def ask(self, job: Job, left: Awaitable[None] | None = None) -> Reply:
        """The reply to a job; 503 where it takes too long, or where none is free for as long.

        Args:
            job: what to ask.
            left: comes to an end when the client has left, which stops the query.
        """
        asking = asyncio.ensure_future(self._ask(job))
        leaving = asyncio.ensure_future(_never() if left is None else left)
        try:
            await asyncio.wait({asking, leaving}, return_when=asyncio.FIRST_COMPLETED)
            if not asking.done():
                await asyncio.wait({asking}, timeout=GRACE)
            if not asking.done():
                return Reply.plain(499, _LEFT)  # nobody reads it
            return asking.result()
        finally:
            for task in (asking, leaving):
                task.cancel()

    async def _ask(self, job: Job) -> Reply:
        try:
            if _digest(job) in self._known_long:
                return await self._ask_long(job)
            return await self._ask_quick(job)
        except MemoryExceededError:
            return Reply.plain(413, _TOO_BIG.format(self._options.memory_limit))
        except StoreGoneError:
            return Reply.plain(503, _CHANGED)
        except (OSError, EOFError):
            return Reply.plain(500, _DIED)

    async def _ask_quick(self, job: Job) -> Reply:
        """The reply to a job that begins in the quick lane."""
        limit = self._options.time_limit
        try:
            place = await asyncio.wait_for(self._idle.get(), limit)
        except TimeoutError:
            return Reply.plain(503, _BUSY if self.is_ready else _MAKING)
        worker, kept, runs_on = place, None, False
        try:
            worker = place or await self._start()
            asking = asyncio.ensure_future(worker.ask(job))
            await asyncio.wait({asking}, timeout=min(QUICK, limit))
            if asking.done():
                reply = asking.result()
                kept = worker
                return reply
            runs_on = limit > QUICK
            if not runs_on:
                asking.cancel()
                return Reply.plain(503, _STOPPED.format(limit))
        finally:
            if kept is None and not runs_on:
                await self._end(worker)
            self._idle.put_nowait(kept)
        self._remember(job)
        self._replace()
        return await self._run_on(worker, asking, job)

    async def _run_on(self, worker: Worker, asking: asyncio.Task[Reply], job: Job) -> Reply:
        """The reply to a job that turned out to be long: it goes on if there is room, else it begins anew later."""
        try:
            if not self._long.locked():
                async with self._long:
                    worker.step_back()
                    await asyncio.wait({asking}, timeout=self._options.time_limit - QUICK)
                    if asking.done():
                        return asking.result()
                    return Reply.plain(503, _STOPPED.format(self._options.time_limit))
        finally:
            asking.cancel()
            await self._end(worker)  # its priority cannot be raised again, and its memory is free at once
        return await self._ask_long(job)

    async def _ask_long(self, job: Job) -> Reply:
        """The reply to a job that is known to be long."""
        limit = self._options.time_limit
        try:
            await asyncio.wait_for(self._long.acquire(), limit)
        except TimeoutError:
            return Reply.plain(503, _BUSY)
        worker = None
        try:
            worker = await self._start()
            worker.step_back()
            return await asyncio.wait_for(worker.ask(job), limit)
        except TimeoutError:
            return Reply.plain(503, _STOPPED.format(limit))
        finally:
            await self._end(worker)
            self._long.release()

    def _remember(self, job: Job) -> None:
        self._known_long[_digest(job)] = None
        if len(self._known_long) > _REMEMBERED:
            self._known_long.popitem(last=False)

    def _replace(self) -> None:
        """Starts a worker for a place that has lost its own, so that the next query need not wait for it."""
        task = asyncio.ensure_future(self._prepare())
        self._starting.add(task)
        task.add_done_callback(self._starting.discard)

    async def _start(self) -> Worker:
        if self._store is not None and not self._store.is_dir():
            raise StoreGoneError
        if self._closed:
            raise EOFError
        worker = await Worker.start(self._build, self._options, self._store)
        self._alive.add(worker)
        if self._closed:  # meanwhile
            await self._end(worker)
            raise EOFError
        self._store = worker.store
        return worker

    async def _end(self, worker: Worker | None) -> None:
        if worker is not None:
            self._alive.discard(worker)
            await worker.end()

    async def start(self) -> None:
        """Starts all workers, so that later queries need not wait.

        Raises:
            EOFError: one of them ended instead; a query will try to start it again.
        """
        # No query may start one beside the first, for both would make the store where there is none.
        first, *others = [await self._idle.get() for _ in range(self._options.workers)]
        try:
            first = first or await self._start()
        finally:
            for worker in (*others, first):
                self._idle.put_nowait(worker)
        await asyncio.gather(*(self._prepare() for _ in others))

    async def _prepare(self) -> None:
        worker = await self._idle.get()
        try:
            worker = worker or await self._start()
        except (OSError, EOFError, StoreGoneError):
            pass  # the query that comes next says what is wrong
        finally:
            self._idle.put_nowait(worker)

    async def close(self) -> None:
        """Ends the workers, whatever they do."""
        self._closed = True
        for task in self._starting:
            task.cancel()
        await asyncio.gather(*(worker.end() for worker in [*self._alive]))
        self._alive.clear()


async def _never() -> None:
    await asyncio.Event().wait()


def _digest(job: Job) -> bytes:
    return hashlib.sha256(job.query.encode("utf-8", "surrogatepass")).digest()
