"""The server: the application behind a port, until it is interrupted."""

import errno
import socket
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
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
_LAST_PORT = 65_535
_MISSING = (errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT)
"""Errors of an address that this machine does not have, as of version 6 for localhost where that is switched off. One
that another program has is a fault, for those who ask there would get to that program."""
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
        port: port to listen on; 0 for any that is free.
        options: limits, and who may ask.
        title: name of the corpus.
        read_timeout: seconds within which a request has to arrive, or some of an answer to be taken.
        watch: whether to go over to each new build of the directory, once it answers everything.

    Raises:
        BuildError: there is no build.
        OptionError: answers to doubts are to be written, and others than this machine may ask; or another program
            listens there, or the host or port cannot be.
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
    listening = _listen(host, port)
    if find_store(directory) is None:
        sys.stderr.write("making the SPARQL store, which can take minutes; the explorer works without it\n")
    shown = f"http://{f'[{host}]' if ':' in host else host}:{listening[0].getsockname()[1]}{chosen.root_path}"
    sys.stderr.write(f"{shown}/ (SPARQL at {shown}/sparql); stop with Ctrl-C\n")
    with ExitStack() as held:
        for opened in listening:
            held.enter_context(opened)
        config = uvicorn.Config(
            app,
            http=patient_protocol(read_timeout, held.enter_context(_readied_process())),
            backlog=_MOST_WAITING,
            log_level="warning",
            access_log=False,
            server_header=False,
            root_path=chosen.root_path,
            timeout_graceful_shutdown=_SECONDS_TO_STOP,
        )
        with suppress(KeyboardInterrupt):  # raised once the server has stopped, which is what was wanted
            uvicorn.Server(config).run(listening)


@contextmanager
def _readied_process() -> Iterator[int]:
    """Switches threads more often and lets this process open more files meanwhile; gives the most connections."""
    interval = sys.getswitchinterval()
    sys.setswitchinterval(_SECONDS_OF_A_THREAD)
    try:
        with _more_files() as most_connections:
            yield most_connections
    finally:
        sys.setswitchinterval(interval)


@contextmanager
def _more_files() -> Iterator[int]:
    """Lets this process open as many files as it may meanwhile, up to a number; gives the most connections."""
    if sys.platform == "win32":
        yield _MOST_FILES // 4
        return
    import resource

    limit, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _MOST_FILES if most == resource.RLIM_INFINITY else min(most, _MOST_FILES)
    raised = limit != resource.RLIM_INFINITY and limit < wanted
    if raised:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, most))
    try:
        # As many as leave enough for all else, and for those that are taken before they can be turned away.
        yield max(wanted - 2 * _MOST_WAITING, wanted // 4)
    finally:
        if raised:
            resource.setrlimit(resource.RLIMIT_NOFILE, (limit, most))


def _listen(host: str, port: int) -> list[socket.socket]:
    """A socket for each address of a host that this machine has, all on one port."""
    if not 0 <= port <= _LAST_PORT:
        raise OptionError(f"{port}: not a port, which is a number from 0 to {_LAST_PORT}")
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except OSError as error:
        raise _unheard(host, port, error.strerror or str(error)) from error
    except ValueError as error:  # UnicodeError is one
        raise _unheard(host, port, "not a name that a host can have") from error
    sockets: list[socket.socket] = []
    missing = ""
    for family, address in dict.fromkeys((family, address[0]) for family, *_, address in found):
        try:
            opened = socket.create_server((address, port), family=family, backlog=_MOST_WAITING)
        except OSError as error:
            # Python adds the address, in brackets.
            reason = (error.strerror or str(error)).partition(" (")[0]
            if error.errno in _MISSING:
                missing = reason
                continue
            for other in sockets:
                other.close()
            raise _unheard(host, port, reason) from error
        sockets.append(opened)
        port = opened.getsockname()[1]  # where it was 0, the system has chosen one
    if not sockets:
        raise _unheard(host, port, missing)
    return sockets


def _unheard(host: str, port: int, reason: str) -> OptionError:
    return OptionError(f"{host}, port {port}: {reason.lower()}; choose others with --host and --port")
