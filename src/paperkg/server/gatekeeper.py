"""Who may ask: requests under a foreign name are refused, and those of one address beyond its rate.

A browser can be brought to ask a server on its own machine under a name of the attacker's, whose scripts may then read
the answers (DNS rebinding). Such requests give the foreign name as their host.
"""

import time
from collections import OrderedDict
from collections.abc import Callable, Collection

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from paperkg.server.options import EVERYONE

LOOPBACK = ("localhost", "127.0.0.1", "[::1]")
"""Names of this machine."""
HEALTH_CHECKS = ("/health/live", "/health/ready")
"""Paths of answers that say nothing about a build."""
_MOST_ADDRESSES = 10_000


def host_of(scope: Scope) -> str:
    """The host that a request names, without its port, in lower case."""
    value = next((value for name, value in scope["headers"] if name == b"host"), b"").decode("latin-1").lower()
    name, colon, port = value.rpartition(":")
    return name if colon and port.isdigit() else value


class HostCheck:
    """Middleware that answers only under the given names.

    Whether the server lives and is ready it says under any name, for those who check it ask for its address.
    """

    def __init__(self, app: ASGIApp, hosts: Collection[str]) -> None:
        self._app = app
        self._hosts = frozenset(host.lower() for host in hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes a request on, or refuses it."""
        foreign = scope["type"] == "http" and self._hosts.isdisjoint((*EVERYONE, host_of(scope)))
        if foreign and scope["path"].removeprefix(scope.get("root_path") or "") not in HEALTH_CHECKS:
            message = "this server does not answer under that name; start it with --allow-host NAME\n"
            await PlainTextResponse(message, 421)(scope, receive, send)
        else:
            await self._app(scope, receive, send)


class RateLimit:
    """Middleware that lets each address make a number of requests a minute, at first all at once.

    Args:
        app: what answers.
        rate: requests a minute.
        clock: gives seconds.
    """

    def __init__(self, app: ASGIApp, rate: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._app = app
        self._rate = rate
        self._clock = clock
        # By address how many requests it may still make, and when that was so; the one that asked last at the end.
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes a request on, or sends it away for as long as it takes until the next one may come."""
        wait = self._wait(scope["client"][0] if scope.get("client") else "") if scope["type"] == "http" else 0.0
        if wait > 0:
            answer = PlainTextResponse("too many requests; try again later\n", 429, {"Retry-After": str(int(wait) + 1)})
            await answer(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    def _wait(self, address: str) -> float:
        now = self._clock()
        left, since = self._left.pop(address, (float(self._rate), now))
        left = min(float(self._rate), left + (now - since) * self._rate / 60)
        if len(self._left) >= _MOST_ADDRESSES:
            self._left.popitem(last=False)
        self._left[address] = (left - 1 if left >= 1 else left, now)
        return 0.0 if left >= 1 else (1 - left) * 60 / self._rate
