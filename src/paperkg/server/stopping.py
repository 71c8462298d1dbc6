"""What clients are told whose requests are cut short because the server stops."""

import asyncio

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send


class Stopped:
    """Middleware that answers a request whose task is canceled, as those are that run when the time to stop is up."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes a request on, and says that the server stops where that ends before its answer begins."""
        begun = False

        async def noted(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self._app(scope, receive, noted)
        except asyncio.CancelledError:
            if scope["type"] != "http" or begun:
                raise
            answer = PlainTextResponse("the server is stopping; try again later\n", 503, {"Retry-After": "5"})
            await answer(scope, receive, send)
