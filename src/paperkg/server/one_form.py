"""Addresses that have one form only: a request for another form of them is refused rather than passed over."""

from starlette.datastructures import QueryParams
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from paperkg.rdf.vocabulary import KINDS
from paperkg.server.protocol import FORMAT

_OTHERS = frozenset({"sparql", "api", *KINDS})
"""What the paths of other addresses begin with: those that have several forms, and those that know all parameters."""


class OneForm:
    """Middleware that refuses parameters for a format where the address has none to choose from."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes a request on, or refuses it."""
        name = None
        if scope["type"] == "http":
            path = scope["path"].removeprefix(scope.get("root_path") or "").removeprefix("/")
            if path.partition("/")[0] not in _OTHERS:
                asked = QueryParams(scope["query_string"])
                name = next((name for name in FORMAT if name in asked), None)
        if name is None:
            await self._app(scope, receive, send)
        else:
            message = f"{name}: this address has one form only; that of a thing leads to all, as /paper/ID?format=ttl\n"
            await PlainTextResponse(message, 400)(scope, receive, send)
