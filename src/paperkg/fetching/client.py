"""The client that asks a service at its pace, and again where it is busy or out of order."""

import os
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from functools import cache
from types import TracebackType
from typing import TYPE_CHECKING

from paperkg._version import __version__
from paperkg.errors import FetchError
from paperkg.fetching.service import BrokenPageError, Page, RefusedError, Request, Service
from paperkg.optional import needed_for

if TYPE_CHECKING:
    import ssl

    import httpx

ATTEMPTS = 7
"""How often a request is made before it counts as failed."""

LONGEST_WAIT = 300.0
"""Seconds; a service that asks for a longer wait is given up."""

_BUSY = frozenset((408, 425, 429, 500, 502, 503, 504))


@dataclass(frozen=True, slots=True)
class Clock:
    """Seconds that pass, the time of day in seconds since 1970, and how to wait."""

    elapsed: Callable[[], float] = time.monotonic
    now: Callable[[], float] = time.time
    wait: Callable[[float], None] = time.sleep


@dataclass(slots=True)
class Client:
    """Asks one service; a context manager that closes its connections.

    Attributes:
        endpoint: where to ask instead of the service's own address.
        environment: where keys and e-mail addresses come from.
        report: is told what is waited for.
        transport: what carries requests, other than the network.
    """

    service: Service
    endpoint: str | None = None
    clock: Clock = field(default_factory=Clock)
    environment: Mapping[str, str] = field(default_factory=lambda: os.environ)
    report: Callable[[str], None] = lambda _message: None
    transport: "httpx.BaseTransport | None" = None
    _http: "httpx.Client | None" = None
    _last: float | None = None

    def __enter__(self) -> "Client":
        with needed_for("paperkg fetch", "paperkg[fetch]"):
            import httpx
        contact = self.environment.get("PAPERKG_EMAIL")
        about = "https://github.com/paperkg/paperkg" + (f"; mailto:{contact}" if contact else "")
        headers = {"User-Agent": f"paperkg/{__version__} ({about})", **self.service.headers(self.environment)}
        self._http = httpx.Client(
            headers=headers, timeout=60, follow_redirects=True, transport=self.transport, verify=_certificates()
        )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._http is not None:
            self._http.close()

    def ask(self, request: Request) -> tuple[bytes, Page]:
        """The answer to a request, and what it says about itself.

        Raises:
            FetchError: the service refuses the request, or has not answered it after `ATTEMPTS` tries.
        """
        problem = ""
        for attempt in range(ATTEMPTS):
            self._keep_pace()
            wait = min(2.0**attempt, 60.0)
            try:
                status, headers, body = self._send(request)
            except _NoAnswerError as error:
                problem = str(error)
            else:
                if status in self.service.missing:
                    return b"", Page(records=b"")
                if status in _BUSY:
                    problem = f"status {status}"
                    wait = max(wait, self._asked_wait(headers) or 0)
                elif status >= 400:
                    raise FetchError(self._where(request), f"status {status}: {_first_line(body)}")
                else:
                    try:
                        return body, self.service.read_page(request, body)
                    except BrokenPageError as error:
                        problem = str(error)
                    except RefusedError as error:
                        raise FetchError(self._where(request), str(error)) from None
            if wait > LONGEST_WAIT:
                raise FetchError(
                    self._where(request), f"{problem}, and a wait of {wait:,.0f} s is asked for; try later"
                )
            if attempt + 1 < ATTEMPTS:
                self.report(f"{self._where(request)}: {problem}; trying again in {wait:,.0f} s")
                self.clock.wait(wait)
        raise FetchError(self._where(request), f"{problem}, {ATTEMPTS} times")

    def _send(self, request: Request) -> tuple[int, Mapping[str, str], bytes]:
        import httpx

        assert self._http is not None, "a client is a context manager"
        parameters = {**request.parameters, **self.service.parameters(self.environment)}
        try:
            if request.posted is not None:
                answer = self._http.post(self._where(request), params=parameters, json=request.posted)
            else:
                answer = self._http.get(self._where(request), params=parameters)
        except httpx.TimeoutException:
            raise _NoAnswerError("no answer in time") from None
        except httpx.TransportError as error:
            raise _NoAnswerError(str(error) or type(error).__name__) from None
        return answer.status_code, answer.headers, answer.content

    def _where(self, request: Request) -> str:
        return f"{(self.endpoint or self.service.address).rstrip('/')}/{request.path.lstrip('/')}"

    def _keep_pace(self) -> None:
        """Waits until the service may be asked again."""
        if self._last is not None:
            left = self._last + self.service.interval - self.clock.elapsed()
            if left > 0:
                self.clock.wait(left)
        self._last = self.clock.elapsed()

    def _asked_wait(self, headers: Mapping[str, str]) -> float | None:
        """The seconds of a Retry-After, which may be a number or a date."""
        value = headers.get("retry-after", "").strip()
        if value.isdecimal():
            return float(value)
        try:
            return max(parsedate_to_datetime(value).timestamp() - self.clock.now(), 0)
        except (ValueError, TypeError):
            return None


@cache
def _certificates() -> "ssl.SSLContext":
    """The certificates that are trusted; reading them takes longer than many a request."""
    import httpx

    return httpx.create_ssl_context()


class _NoAnswerError(Exception):
    """No answer came: a connection failed, or took too long."""


def _first_line(body: bytes) -> str:
    text = body[:400].decode("utf-8", "replace").strip()
    return " ".join(text.split())[:200] or "no explanation"
