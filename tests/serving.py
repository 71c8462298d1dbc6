"""An application behind a real socket."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from starlette.types import ASGIApp

PATIENCE = 600.0
"""Seconds to wait for what is sure to come. Only a fault takes that long, however slow the machine."""


@contextmanager
def served(app: ASGIApp) -> Iterator[str]:
    """The application's address, without a slash at its end.

    The socket takes connections before the server does, so nobody needs to wait until that has started.
    """
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="error"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()
        listener.close()
