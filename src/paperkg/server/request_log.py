"""A line of JSON for each request: when, who, what, and how it went."""

import json
import sys
import time
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from starlette.types import ASGIApp, Message, Receive, Scope, Send

STANDARD_ERROR = "-"
_LONGEST = 2_000  # characters of a path that are logged


class RequestLog:
    """Middleware that logs requests as they end.

    Args:
        app: what answers.
        path: the file to add to; "-" for standard error.
    """

    def __init__(self, app: ASGIApp, path: str) -> None:
        self._app = app
        self._path = path

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes a request on, and logs it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        start, status, sent = time.monotonic(), 0, 0

        async def counted(message: Message) -> None:
            nonlocal status, sent
            if message["type"] == "http.response.start":
                status = message["status"]
            sent += len(message.get("body", b""))
            await send(message)

        try:
            await self._app(scope, receive, counted)
        finally:
            line = {
                "time": datetime.now(UTC).isoformat(timespec="milliseconds"),
                "client": scope["client"][0] if scope.get("client") else None,
                "method": scope["method"],
                "path": scope["path"][:_LONGEST],
                "query": scope["query_string"].decode("latin-1")[:_LONGEST],
                "status": status or None,
                "bytes": sent,
                "seconds": round(time.monotonic() - start, 4),
            }
            self._write(json.dumps(line) + "\n")

    def _write(self, line: str) -> None:
        """Adds a line to the file, which may have been moved away since the last one."""
        if self._path == STANDARD_ERROR:
            sys.stderr.write(line)
            return
        with suppress(OSError), Path(self._path).open("a", encoding="utf-8") as stream:  # a full disk stops no answer
            stream.write(line)


def check_log(path: str) -> None:
    """Whether requests can be logged there.

    Raises:
        OSError: the file cannot be written.
    """
    if path != STANDARD_ERROR:
        Path(path).open("a", encoding="utf-8").close()
