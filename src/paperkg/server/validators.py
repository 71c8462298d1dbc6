"""Entity tags: a client that has an answer already is told so, and nothing is sent again (RFC 9110, section 13)."""

import hashlib

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send


class EntityTags:
    """Middleware that tags whole answers by their content, and answers 304 to those who have them."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes a request on, and its answer back with a tag, or without its body."""
        if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD"):
            await self._app(scope, receive, send)
            return
        wanted = {tag.strip().removeprefix("W/") for tag in Headers(scope=scope).get("if-none-match", "").split(",")}
        start: Message = {}

        async def tagged(message: Message) -> None:
            nonlocal start
            if message["type"] == "http.response.start" and message["status"] == 200:
                start = message  # held back until the body is there
                return
            if start and message["type"] == "http.response.body":
                headers = MutableHeaders(scope=start)
                if not message.get("more_body") and "etag" not in headers and scope["method"] == "GET":
                    tag = f'"{hashlib.sha256(message.get("body", b"")).hexdigest()[:32]}"'
                    headers["ETag"] = f"W/{tag}"  # a weak one, for the bytes differ where they are compressed
                    if tag in wanted:
                        start["status"] = 304
                        del headers["content-length"]
                        message = {"type": "http.response.body", "body": b""}
                await send(start)
                start = {}
            await send(message)

        await self._app(scope, receive, tagged)
