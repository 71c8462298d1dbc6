"""A worker, seen from the server: a process that answers one job at a time (`paperkg.server.worker`)."""

import asyncio
import json
import os
import signal
import sys
import time
from asyncio.subprocess import PIPE, Process
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

from paperkg.server.options import Job, Reply, ServerOptions

LAST = 19
"""The niceness of processes that work only while no other has work to do."""
_SECONDS_TO_END = 10
_USER_TIME = 11
"""Place of a process's own time among the fields behind its name, followed by the kernel's time for it; see proc(5)."""


class MemoryExceededError(Exception):
    """A query needed more memory than its process may use."""


class Worker:
    """One process with the store open."""

    def __init__(self, process: Process) -> None:
        self._process = process
        self.store = Path()

    @classmethod
    async def start(cls, build: Path, options: ServerOptions, store: Path | None = None, niceness: int = 0) -> "Worker":
        """Starts a process and waits until it is ready, which takes long where it has to make the store.

        Args:
            build: the folder of the build.
            options: the limits of its answers.
            store: the store to open; that of the build, made where it is missing, if none is given.
            niceness: how far it steps back for other processes, from its very start.

        Raises:
            EOFError: it ended instead.
        """
        limits = {name: getattr(options, name) for name in ("row_limit", "byte_limit", "memory_limit")}
        told = json.dumps({"build": str(build), "store": None if store is None else str(store), **limits})
        command = (sys.executable, "-m", "paperkg.server.worker", told)
        starting = asyncio.ensure_future(asyncio.create_subprocess_exec(*command, stdin=PIPE, stdout=PIPE))
        try:
            process = await asyncio.shield(starting)
        except asyncio.CancelledError:  # a process half started would be nobody's
            await cls(await starting).end()
            raise
        worker = cls(process)
        worker.step_back(niceness)
        try:
            ready = b"" if process.stdout is None else await process.stdout.readline()
            if not ready:
                raise EOFError
        except BaseException:
            await worker.dismiss()
            raise
        worker.store = Path(json.loads(ready))
        return worker

    @property
    def is_alive(self) -> bool:
        """Whether the process has not ended, as far as is known."""
        return self._process.returncode is None

    async def ask(self, job: Job) -> Reply:
        """The reply to a job.

        Raises:
            OSError, EOFError: the process has ended.
            MemoryExceededError: it has, for want of memory.
        """
        if self._process.stdin is None or self._process.stdout is None:
            raise EOFError
        try:
            self._process.stdin.write(json.dumps(asdict(job)).encode() + b"\n")
            await self._process.stdin.drain()
            head = json.loads(await self._process.stdout.readuntil(b"\n"))
            body = await self._process.stdout.readexactly(head["length"])
        except (OSError, EOFError) as error:
            # What cannot allocate aborts. A process that was ended by us is not waited for: it has its code already.
            if await self._process.wait() == -getattr(signal, "SIGABRT", 6):
                raise MemoryExceededError from error
            raise
        return Reply(head["status"], head["media_type"], body)

    def step_back(self, niceness: int) -> None:
        """Lets other processes go first, where the system knows priorities; 0 lets it be as important as the server."""
        if niceness and hasattr(os, "setpriority"):
            with suppress(OSError):  # it has just ended, or the system does not allow it
                own = os.getpriority(os.PRIO_PROCESS, 0)
                os.setpriority(os.PRIO_PROCESS, self._process.pid, own + niceness)
                if niceness == LAST and sys.platform == "linux":  # where others need not wait for the end of its slice
                    os.sched_setscheduler(self._process.pid, os.SCHED_IDLE, os.sched_param(0))

    def seconds_worked(self) -> float:
        """Processor time of the process, from any zero; the time on the clock where the system does not tell."""
        try:
            fields = Path(f"/proc/{self._process.pid}/stat").read_bytes().rpartition(b")")[2].split()
            return (int(fields[_USER_TIME]) + int(fields[_USER_TIME + 1])) / os.sysconf("SC_CLK_TCK")
        except (OSError, AttributeError, IndexError):  # no Linux, or it has just ended
            return time.monotonic()

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
