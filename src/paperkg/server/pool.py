"""The pool of worker processes: queries wait for a free one, and one that takes too long is ended."""

import asyncio
import json
import sys
from asyncio.subprocess import PIPE, Process
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

from paperkg.server.options import Job, Reply, ServerOptions

_MAKING = "the store of this build is still being made; try again"
_BUSY = "too many queries are running; try again"
_STOPPED = "the query was stopped after {:g} s; ask for less, or make it narrower"
_SECONDS_TO_END = 10
_DIED = "the process running the query ended; ask for less"


class Worker:
    """One process with the store open. It answers one job at a time."""

    def __init__(self, process: Process) -> None:
        self._process = process

    @classmethod
    async def start(cls, build: Path, row_limit: int) -> "Worker":
        """Starts a process and waits until it is ready, which takes long where it has to make the store.

        Raises:
            EOFError: it ended instead.
        """
        command = (sys.executable, "-m", "paperkg.server.worker", str(build), str(row_limit))
        process = await asyncio.create_subprocess_exec(*command, stdin=PIPE, stdout=PIPE)
        worker = cls(process)
        try:
            if process.stdout is None or await process.stdout.readline() != b"\n":
                raise EOFError
        except BaseException:
            await worker.dismiss()
            raise
        return worker

    async def ask(self, job: Job) -> Reply:
        """The reply to a job.

        Raises:
            OSError, EOFError: the process has ended.
        """
        if self._process.stdin is None or self._process.stdout is None:
            raise EOFError
        self._process.stdin.write(json.dumps(asdict(job)).encode() + b"\n")
        await self._process.stdin.drain()
        head = json.loads(await self._process.stdout.readuntil(b"\n"))
        body = await self._process.stdout.readexactly(head["length"])
        return Reply(head["status"], head["media_type"], body)

    async def dismiss(self) -> None:
        """Ends the process, and lets it put away what it has begun."""
        with suppress(ProcessLookupError):
            self._process.terminate()
        with suppress(TimeoutError):
            await asyncio.wait_for(self._process.wait(), _SECONDS_TO_END)
        await self.end()

    async def end(self) -> None:
        """Ends the process, whatever it does."""
        with suppress(ProcessLookupError):
            self._process.kill()
        await self._process.wait()
        if self._process.stdin is not None:
            self._process.stdin.close()


class WorkerPool:
    """A number of workers over the store of a build.

    Args:
        build: the folder of the build.
        options: how many workers, and their limits.
    """

    def __init__(self, build: Path, options: ServerOptions) -> None:
        self._build = build
        self._options = options
        self._has_store = False
        # A place in the queue is the right to run a query; None stands for a worker not yet started.
        self._idle: asyncio.Queue[Worker | None] = asyncio.Queue()
        for _ in range(options.workers):
            self._idle.put_nowait(None)

    async def ask(self, job: Job) -> Reply:
        """The reply to a job; 503 where it takes too long, or where none is free for as long.

        The job is carried through even where the client has left, so that its worker is never lost.
        """
        return await asyncio.shield(asyncio.ensure_future(self._ask(job)))

    async def _ask(self, job: Job) -> Reply:
        limit = self._options.time_limit
        try:
            worker = await asyncio.wait_for(self._idle.get(), limit)
        except TimeoutError:
            return Reply.plain(503, _BUSY if self._has_store else _MAKING)
        kept: Worker | None = None
        try:
            kept = worker or await self._start()
            return await asyncio.wait_for(kept.ask(job), limit)
        except TimeoutError:
            kept = await _ended(kept)
            return Reply.plain(503, _STOPPED.format(limit))
        except (OSError, EOFError):
            kept = await _ended(kept)
            return Reply.plain(500, _DIED)
        finally:
            self._idle.put_nowait(kept)

    async def _start(self) -> Worker:
        worker = await Worker.start(self._build, self._options.row_limit)
        self._has_store = True
        return worker

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
        finally:
            self._idle.put_nowait(worker)

    async def close(self) -> None:
        """Ends the workers."""
        for _ in range(self._options.workers):
            worker = await self._idle.get()
            if worker is not None:
                await worker.end()


async def _ended(worker: Worker | None) -> Worker | None:
    """Ends a worker, and leaves its place to another."""
    if worker is not None:
        await worker.end()
    return None
