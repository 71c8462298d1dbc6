"""The pool of worker processes, in lanes: new queries, quick ones, middling ones, and long ones.

A query that was never asked begins among the new ones, and one that was goes where it ended; the server's own are
quick. A query that works on moves to the next lane with its process, at a lower priority, and a new process is started
in place of that one, as of each that ends. So quick queries do not wait for others, nor for those of which nobody knows
yet what they are, nor for a process. One that takes too long, or whose client has left, is stopped with its process.
"""

import asyncio
import hashlib
from collections import OrderedDict
from collections.abc import Awaitable, Coroutine
from contextlib import AsyncExitStack, suppress
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from paperkg.server.kept_answers import KeptAnswers, is_constant
from paperkg.server.options import Job, Reply, ServerOptions
from paperkg.server.worker_process import LAST, MemoryExceededError, Worker

NEW, QUICK, MIDDLING, LONG = range(4)
WORK = (0.05, 0.1, 1.0, float("inf"))
"""By lane the seconds of work after which a query leaves it. On a busy machine even a quick query may take long, so
work is processor time."""
NICENESS = (0, 0, 10, LAST)
"""By lane how far processes step back for others. They cannot come forward again, which the system allows few."""
GRACE = 1.0
"""Seconds that a query may still take when its client has left; to end its process would cost as much."""
_PAUSE = 0.02
"""Seconds between two looks at how much a query has worked."""
_REMEMBERED = 10_000
_KEPT_BYTES = 32 << 20
_KEPT_BESIDES = 1_000
"""Bytes that a kept reply takes beside the texts of its job and its body, about."""
_MAKING = "the store of this build is still being made; try again"
_BUSY = "too many queries are running; try again"
_STOPPED = "the query was stopped after {:g} s; ask for less, or make it narrower"
_DIED = "the process running the query ended; ask for less"
_TOO_BIG = "the query was stopped, for it needed more than {:,} MB of memory; ask for less, or make it narrower"
_CHANGED = "the build has been made anew since the server started; restart the server"
_LEFT = "the client has left"
_Found = TypeVar("_Found")


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
        half = max(1, options.workers // 2)
        places = (options.workers, options.workers, half, options.workers)
        lanes = zip(places, map(asyncio.Semaphore, places), WORK, NICENESS, strict=True)
        self._lanes = [_Lane(*lane) for lane in lanes]
        # Those of new and quick queries, and those of middling ones.
        self._idle: dict[int, list[Worker]] = {NICENESS[QUICK]: [], NICENESS[MIDDLING]: []}
        self._most_idle = {NICENESS[QUICK]: places[NEW] + places[QUICK], NICENESS[MIDDLING]: places[MIDDLING]}
        self._known: OrderedDict[bytes, int] = OrderedDict()  # by query, the lane where it ended
        self._kept = KeptAnswers[Reply](_KEPT_BYTES)
        self._alive: set[Worker] = set()
        self._at_work: set[asyncio.Task[Any]] = set()
        self._replacing: set[asyncio.Task[None]] = set()
        self._turn = asyncio.Semaphore(1)  # to start one in place of another, which costs more than most queries
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
        kept = self._kept.get(job)
        if kept is not None:
            return kept
        limit = self._options.time_limit
        try:
            while True:
                number = self._lane_of(job)
                lane = self._lanes[number]
                try:
                    await asyncio.wait_for(lane.places.acquire(), limit)
                except TimeoutError:
                    return Reply.plain(503, _BUSY if self.is_ready else _MAKING)
                if self._lane_of(job) != number:  # the same query has told meanwhile what it is
                    lane.places.release()
                    continue
                reply = await self._run(job, number)
                if reply is not None:
                    return reply
        except MemoryExceededError:
            return Reply.plain(413, _TOO_BIG.format(self._options.memory_limit))
        except StoreGoneError:
            return Reply.plain(503, _CHANGED)
        except (OSError, EOFError):
            return Reply.plain(500, _DIED)

    async def _run(self, job: Job, number: int) -> Reply | None:
        """The reply to a job that has a place in a lane; None where the next lane is full, and it must begin anew."""
        worker, asking, answered = None, None, False
        try:
            worker = await self._worker(number)
            asking = asyncio.ensure_future(worker.ask(job))
            clock = asyncio.get_running_loop().time
            until, begun = clock() + self._options.time_limit, worker.seconds_worked()
            while True:
                await _wait(worker, asking, until, begun + self._lanes[number].work)
                if asking.done():
                    reply = asking.result()
                    answered = True
                    self._remember(job, max(number, QUICK))
                    if reply.status == 200 and is_constant(job.query):
                        self._kept.put(job, reply, job.size + len(reply.body) + _KEPT_BESIDES)
                    return reply
                if clock() >= until:
                    return Reply.plain(503, _STOPPED.format(self._options.time_limit))
                following = max(number + 1, MIDDLING)
                self._remember(job, following)
                if self._lanes[following].places.locked():
                    return None
                await self._lanes[following].places.acquire()  # at once, for there is one
                self._lanes[number].places.release()
                self._replace(self._lanes[number].niceness)
                number = following
                worker.step_back(self._lanes[number].niceness)
        finally:
            if asking is not None:
                asking.cancel()
            if worker is None:
                self._lanes[number].places.release()
            else:
                self._leave(worker, self._lanes[number], answered)

    async def _worker(self, number: int) -> Worker:
        """One to ask in a lane; new queries leave quick ones as many as they may need."""
        niceness = self._lanes[number].niceness
        idle = self._idle.get(niceness, [])
        kept_back = self._lanes[QUICK].most if number == NEW else 0
        while True:
            while len(idle) > kept_back:
                worker = idle.pop()
                if worker.is_alive:
                    return worker
                self._alive.discard(worker)
                self._replace(niceness)
            if niceness != NICENESS[QUICK] or not self._replacing:
                return await self._start(niceness)
            await asyncio.wait({*self._replacing}, return_when=asyncio.FIRST_COMPLETED)

    def _leave(self, worker: Worker, lane: "_Lane", answered: bool) -> None:
        """Gives a place back, and keeps its worker for later queries, where it can be used and there are too few.

        The reply does not wait for the end of a process. The place does, where it may have taken much memory.
        """
        if answered and self._lay_down(worker, lane.niceness):
            lane.places.release()
            return
        if not answered:
            self._replace(lane.niceness)
        ending = self._in_background(self._end(worker))
        if lane.niceness == NICENESS[QUICK]:
            lane.places.release()
        else:
            ending.add_done_callback(lambda _: lane.places.release())

    def _lay_down(self, worker: Worker, niceness: int) -> bool:
        """Keeps a worker for later queries, unless there are enough."""
        idle = self._idle.get(niceness, [])
        wanted = len(idle) < self._most_idle.get(niceness, 0)
        if wanted:
            idle.append(worker)
        return wanted

    def _lane_of(self, job: Job) -> int:
        return self._known.get(_digest(job), QUICK if job.own else NEW)

    def _remember(self, job: Job, number: int) -> None:
        digest = _digest(job)
        self._known[digest] = number
        self._known.move_to_end(digest)
        if len(self._known) > _REMEMBERED:
            self._known.popitem(last=False)

    def _replace(self, niceness: int) -> None:
        """Starts a worker in the place of one that is gone, if quick or new queries would have to wait for it."""
        if niceness == NICENESS[QUICK] and self.is_ready and not self._closed:
            task = self._in_background(self._prepare())
            self._replacing.add(task)
            task.add_done_callback(self._replacing.discard)

    async def _prepare(self) -> None:
        # What comes next says what is wrong.
        with suppress(OSError, EOFError, StoreGoneError):
            async with self._turn:
                worker = await self._start(NICENESS[QUICK])
            if not self._lay_down(worker, NICENESS[QUICK]):
                await self._end(worker)

    def _in_background(self, work: Coroutine[Any, Any, _Found]) -> asyncio.Task[_Found]:
        """A task of the pool, which waits for it at the close."""
        task = asyncio.ensure_future(work)
        self._at_work.add(task)
        task.add_done_callback(self._at_work.discard)
        return task

    async def _start(self, niceness: int) -> Worker:
        if self._store is not None and not self._store.is_dir():
            raise StoreGoneError
        if self._closed:
            raise EOFError
        # A task of the pool, so that a process half started is ended whoever waits for it, and waited for at the close.
        starting = self._in_background(self._begin(niceness))
        try:
            worker = await asyncio.shield(starting)
        except asyncio.CancelledError:
            _cancel(starting)
            begun = starting.done() and not starting.cancelled() and starting.exception() is None
            if begun and not self._lay_down(starting.result(), niceness):
                self._in_background(self._end(starting.result()))
            raise
        if self._closed:  # meanwhile
            await self._end(worker)
            raise EOFError
        self._store = worker.store
        return worker

    async def _begin(self, niceness: int) -> Worker:
        worker = await Worker.start(self._build, self._options, self._store, niceness)
        self._alive.add(worker)
        return worker

    async def _end(self, worker: Worker) -> None:
        await worker.end()
        self._alive.discard(worker)  # not before: a close in between ends it too

    async def start(self) -> None:
        """Starts the workers of new and quick queries, so that later queries need not wait.

        Raises:
            EOFError: the first one ended instead; a query will try to start it again.
        """
        # No query may start one beside the first, for both would make the store where there is none.
        async with AsyncExitStack() as held:
            for lane in self._lanes[:MIDDLING]:
                for _ in range(lane.most):
                    await held.enter_async_context(lane.places)
            niceness = NICENESS[QUICK]
            self._lay_down(await self._start(niceness), niceness)
        await asyncio.gather(*(self._prepare() for _ in range(self._most_idle[niceness] - 1)))

    async def close(self) -> None:
        """Ends the workers, whatever they do."""
        self._closed = True
        at_work = [*self._at_work]
        for task in at_work:
            _cancel(task)
        await asyncio.gather(*at_work, return_exceptions=True)
        await asyncio.gather(*(worker.end() for worker in [*self._alive]))
        self._alive.clear()


class _Lane(NamedTuple):
    """Where queries of one kind run: how many at most, a place for each, when they leave it, and their niceness."""

    most: int
    places: asyncio.Semaphore
    work: float
    niceness: int


async def _wait(worker: Worker, asking: asyncio.Task[Reply], until: float, work: float) -> None:
    """Waits for a reply until a time of the loop, or until its worker has worked for so many seconds."""
    clock = asyncio.get_running_loop().time
    while not asking.done() and (left := until - clock()) > 0 and (more := work - worker.seconds_worked()) > 0:
        await asyncio.wait({asking}, timeout=min(left, max(more, _PAUSE)))


def _cancel(task: asyncio.Task[Any]) -> None:
    """Cancels a task once: a second time would keep it from ending what it has started."""
    if not task.cancelling():
        task.cancel()


async def _never() -> None:
    await asyncio.Event().wait()


def _digest(job: Job) -> bytes:
    return hashlib.sha256(job.query.encode("utf-8", "surrogatepass")).digest()
