"""How long the server waits for a client that says nothing more of a request, or takes nothing of its answer."""

import asyncio
import sys
from math import inf
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

_OWING = (h11.IDLE, h11.SEND_BODY)
"""States of a client that has not sent its request, or not all of it."""
_SHOWS_WHAT_IS_TAKEN = sys.platform != "win32"
"""Whether a transport's buffer shrinks as a client takes its answer; on Windows it does so at its end alone, so that a
client that takes nothing looks like a slow one."""

_FULL = b"HTTP/1.1 503 Service Unavailable\r\nretry-after: 5\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"


def patient_protocol(seconds: float, most: float = inf) -> type[H11Protocol]:
    """The HTTP protocol that closes a connection on which nothing goes on for some seconds.

    A request has to arrive whole within that time, and within each such time something of an answer has to be taken.
    Beyond `most` connections at a time, further ones are turned away.
    """

    class PatientProtocol(H11Protocol):
        """Waits for a request no longer than `seconds`."""

        def __init__(self, *arguments: Any, **options: Any) -> None:
            super().__init__(*arguments, **options)
            self._clock: asyncio.TimerHandle | None = None
            self._taking: asyncio.TimerHandle | None = None

        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
            super().connection_made(transport)
            # However little a client leaves untaken, the transport is to tell: by default it tells of 64 KiB and more.
            transport.set_write_buffer_limits(high=0)
            if len(self.connections) > most:
                transport.write(_FULL)
                transport.close()
            else:
                self._wait()

        def data_received(self, data: bytes) -> None:
            super().data_received(data)
            # With a whole request at hand the client owes nothing; else its time runs on.
            if self.conn.their_state not in _OWING or self.transport.is_closing():
                self._stop()
            elif self._clock is None:
                self._wait()

        def on_response_complete(self) -> None:
            super().on_response_complete()
            if self.conn.their_state is h11.SEND_BODY and self._clock is None:
                self._wait()

        def pause_writing(self) -> None:
            super().pause_writing()
            if _SHOWS_WHAT_IS_TAKEN:
                self._watch(self.transport.get_write_buffer_size())

        def resume_writing(self) -> None:
            self._unwatch()
            super().resume_writing()

        def _watch(self, untaken: int) -> None:
            self._taking = self.loop.call_later(seconds, self._look, untaken)

        def _unwatch(self) -> None:
            if self._taking is not None:
                self._taking.cancel()
                self._taking = None

        def _look(self, before: int) -> None:
            """Hangs up if as many bytes of answers wait as some seconds before."""
            untaken = self.transport.get_write_buffer_size()
            if untaken < before:
                self._watch(untaken)
            else:
                self.transport.abort()  # to close it would wait until they are taken

        def connection_lost(self, exc: Exception | None) -> None:
            self._stop()
            self._unwatch()
            super().connection_lost(exc)

        def _wait(self) -> None:
            self._clock = self.loop.call_later(seconds, self._give_up)

        def _stop(self) -> None:
            if self._clock is not None:
                self._clock.cancel()
                self._clock = None

        def _give_up(self) -> None:
            self._clock = None
            if not self.transport.is_closing():
                self.transport.close()

    return PatientProtocol
