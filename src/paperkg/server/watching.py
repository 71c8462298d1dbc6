"""A server that goes over to the next build of its folder, once that is switched to.

Every request is answered from one build alone: those that have begun are finished with the build they began with, and
the next ones find the new build, as soon as it answers everything.
"""

import asyncio
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.routing import Router
from starlette.types import ASGIApp, Receive, Scope, Send

from paperkg.graph.switching import build_name

_SECONDS_BETWEEN_LOOKS = 1.0


class _Served:
    """An application that runs, and how many requests it has at the moment."""

    def __init__(self, app: Starlette) -> None:
        self.app = app
        self.idle = asyncio.Event()
        self.idle.set()
        self._requests = 0
        self._running = AsyncExitStack()

    async def start(self) -> None:
        """Starts it, and waits until it answers everything."""
        await self._running.enter_async_context(self.app.router.lifespan_context(self.app))

    async def answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers a request."""
        self._requests += 1
        self.idle.clear()
        try:
            await self.app(scope, receive, send)
        finally:
            self._requests -= 1
            if not self._requests:
                self.idle.set()

    async def end(self) -> None:
        """Ends it."""
        await self._running.aclose()


class Watched:
    """An ASGI application over the build that a folder holds now.

    Args:
        directory: the folder.
        make: makes the application for the build that the folder holds. Its `state` has the name of that `build`, as
            `build_name` tells it, and, once it runs, the task `starting`, after which it answers everything.
        seconds: between two looks at the folder.

    Raises:
        BuildError: there is no build.
    """

    def __init__(
        self, directory: str | Path, make: Callable[[], Starlette], seconds: float = _SECONDS_BETWEEN_LOOKS
    ) -> None:
        self._directory = Path(directory)
        self._make = make
        self._seconds = seconds
        self._current = _Served(make())
        self._complaint = ""
        self._before: dict[_Served, asyncio.Task[None]] = {}
        self._lifespan: ASGIApp = Router(lifespan=self._running)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes a request to the build that is served now."""
        if scope["type"] == "lifespan":
            await self._lifespan(scope, receive, send)
        else:
            await self._current.answer(scope, receive, send)

    @asynccontextmanager
    async def _running(self, _app: object) -> AsyncIterator[None]:
        await self._current.start()
        watching = asyncio.create_task(self._watch())
        try:
            yield
        finally:
            watching.cancel()
            await asyncio.wait([watching])
            for before in self._before:
                before.idle.set()  # nobody waits for its requests any more
            await asyncio.gather(self._current.end(), *self._before.values())

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(self._seconds)
            await self.look()

    async def look(self) -> None:
        """Goes over to the build that the folder holds, if that is another one.

        Where it cannot be served, the one before goes on, and the reason is told once.
        """
        name = await run_in_threadpool(build_name, self._directory)
        if name in (None, self._current.app.state.build):
            return
        try:
            following = _Served(await run_in_threadpool(self._make))
            await self._begin(following)
        except Exception as error:  # whatever it is, the build before is as good as it was
            reason = str(error) or "its store cannot be made"
            self._tell(f"the new build cannot be served, and the one before still is: {reason}")
            return
        before, self._current = self._current, following
        self._tell(f"serving the new build {following.app.state.build}")
        self._before[before] = asyncio.create_task(self._end_when_idle(before))

    @staticmethod
    async def _begin(following: _Served) -> None:
        await following.start()
        try:
            await following.app.state.starting
        except BaseException:
            await following.end()
            raise

    async def _end_when_idle(self, before: _Served) -> None:
        await before.idle.wait()
        await before.end()
        del self._before[before]

    def _tell(self, message: str) -> None:
        if message != self._complaint:
            self._complaint = message
            sys.stderr.write(message + "\n")
