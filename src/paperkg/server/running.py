"""The server: the application behind a port, until it is interrupted."""

import socket
import sys
from dataclasses import replace
from functools import partial
from pathlib import Path

from paperkg.errors import OptionError
from paperkg.server.app import create_app
from paperkg.server.gatekeeper import LOOPBACK
from paperkg.server.options import EVERYONE, ServerOptions
from paperkg.server.watching import Watched
from paperkg.sparql.store import find_store

_SECONDS_TO_STOP = 5
_MOST_WAITING = 256
"""Connections that wait to be taken, and then are taken at one go."""
_MOST_FILES = 4096
"""Files and connections that the server opens at a time, where it may."""
_SECONDS_OF_A_THREAD = 0.0005
"""For how long a thread that makes an answer may keep the loop, which passes on all others, from running: Python's own
5 ms are more than most answers take."""


def serve(
    directory: str | Path,
    *,
    host: str = "127.0.0.1",
    port: int = 8000,
    options: ServerOptions | None = None,
    title: str | None = None,
    read_timeout: float = 10.0,
    watch: bool = False,
) -> None:
    """Serves the build in `directory` until it is interrupted; queries that still run then get a few seconds.

    A new build in the directory is not served until the server is started again, unless it watches.

    On this machine alone, it answers only under this machine's names and to no scripts of other sites, unless the
    options name hosts and origins.

    Args:
        directory: the build.
        host: address to listen on.
        port: port to listen on.
        options: limits, and who may ask.
        title: name of the corpus.
        read_timeout: seconds within which a request has to arrive, or some of an answer to be taken.
        watch: whether to go over to each new build of the directory, once it answers everything.

    Raises:
        BuildError: there is no build.
        OptionError: answers to doubts are to be written, and others than this machine may ask; or another program
            listens there.
        OSError: the log cannot be written.
    """
    import uvicorn

    from paperkg.server.patience import patient_protocol

    chosen = options or ServerOptions()
    private = host in LOOPBACK or host == "::1"
    if chosen.review is not None and not (private and chosen.hosts == EVERYONE):
        raise OptionError(
            "--review writes to a file, so it is for this machine alone; leave out --host and --allow-host"
        )
    if private:
        hosts = LOOPBACK if chosen.hosts == EVERYONE else (*chosen.hosts, *LOOPBACK)
        origins = () if chosen.hosts == chosen.origins == EVERYONE else chosen.origins
        chosen = replace(chosen, hosts=hosts, origins=origins)
    make = partial(create_app, directory, chosen, title)
    app = Watched(directory, make) if watch else make()
    if find_store(directory) is None:
        sys.stderr.write("making the SPARQL store, which can take minutes; the explorer works without it\n")
    listening = _listen(host, port)
    shown = f"http://{f'[{host}]' if ':' in host else host}:{listening[0].getsockname()[1]}{chosen.root_path}"
    sys.stderr.write(f"{shown}/ (SPARQL at {shown}/sparql); stop with Ctrl-C\n")
    sys.setswitchinterval(_SECONDS_OF_A_THREAD)
    config = uvicorn.Config(
        app,
        http=patient_protocol(read_timeout, _most_connections()),
        backlog=_MOST_WAITING,
        log_level="warning",
        access_log=False,
        server_header=False,
        root_path=chosen.root_path,
        timeout_graceful_shutdown=_SECONDS_TO_STOP,
    )
    uvicorn.Server(config).run(listening)


def _most_connections() -> int:
    """As many as leave enough files for all else, and for those that are taken before they can be sent away."""
    if sys.platform == "win32":
        return _MOST_FILES // 4
    import resource

    limit, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _MOST_FILES if most == resource.RLIM_INFINITY else min(most, _MOST_FILES)
    if limit != resource.RLIM_INFINITY and limit < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, most))
    return max(wanted - 2 * _MOST_WAITING, wanted // 4)


def _listen(host: str, port: int) -> list[socket.socket]:
    """A socket for each address of a host."""
    sockets: list[socket.socket] = []
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        for family, address in dict.fromkeys((family, address[:2]) for family, *_, address in found):
            sockets.append(socket.create_server(address, family=family, backlog=_MOST_WAITING))
    except OSError as error:
        for opened in sockets:
            opened.close()
        reason = (error.strerror or str(error)).lower()
        raise OptionError(f"{host}, port {port}: {reason}; choose others with --host and --port") from error
    return sockets
