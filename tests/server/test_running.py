"""The server on its port."""

import errno
import signal
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn

from builds import write_build
from paperkg.errors import OptionError
from paperkg.server import running, serve
from paperkg.sparql.store import store_path
from records import tiny_records
from serving import PATIENCE


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = write_build(tmp_path_factory.mktemp("running") / "build", tiny_records())
    store_path(directory)
    return directory


def test_a_port_that_another_program_has_is_told_in_one_line(build: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(OptionError) as refused:
            serve(build, port=port)
    told, _, advice = str(refused.value).partition("; ")
    assert told.startswith(f"127.0.0.1, port {port}: ")
    assert str(port) not in told.removeprefix(f"127.0.0.1, port {port}: ")  # Python's reason names the address again
    assert advice == "choose others with --host and --port"


@pytest.mark.parametrize(
    ("host", "port", "told"),
    [
        ("a" * 70, 0, "a{70}, port 0: not a name that a host can have; "),
        ("..", 0, r"\.\., port 0: not a name that a host can have; "),
        ("127.0.0.1", 70_000, "70000: not a port, which is a number from 0 to 65535$"),
        ("127.0.0.1", -1, "-1: not a port, "),
    ],
    ids=["a long name", "an empty name", "a large port", "a negative port"],
)
def test_a_host_or_port_that_cannot_be_is_told_in_one_line(host: str, port: int, told: str) -> None:
    with pytest.raises(OptionError, match=f"^{told}"):
        running._listen(host, port)


def lacking(monkeypatch: pytest.MonkeyPatch, *lacked: str) -> None:
    """Lets localhost have two addresses, of which this machine lacks some."""
    families = {"127.0.0.1": socket.AF_INET, "::1": socket.AF_INET6}
    found = [(family, socket.SOCK_STREAM, 6, "", (address, 0)) for address, family in families.items()]
    create = socket.create_server

    def create_server(address: tuple[str, int], **options: Any) -> socket.socket:
        if address[0] in lacked:
            raise OSError(errno.EADDRNOTAVAIL, f"Cannot assign requested address (while attempting to bind {address})")
        return create(("127.0.0.1", 0), backlog=options["backlog"])

    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
    monkeypatch.setattr(socket, "create_server", create_server)


@pytest.mark.parametrize("missing", ["::1", "127.0.0.1"])
def test_an_address_that_this_machine_lacks_is_passed_over(missing: str, monkeypatch: pytest.MonkeyPatch) -> None:
    lacking(monkeypatch, missing)
    (opened,) = running._listen("localhost", 0)
    opened.close()


def test_a_host_none_of_whose_addresses_this_machine_has_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    lacking(monkeypatch, "::1", "127.0.0.1")
    with pytest.raises(OptionError, match=r"^localhost, port 0: cannot assign requested address; choose"):
        running._listen("localhost", 0)


def test_all_addresses_of_a_host_have_one_port() -> None:
    sockets = running._listen("localhost", 0)
    assert len({opened.getsockname()[1] for opened in sockets}) == 1
    for opened in sockets:
        opened.close()


def test_a_caller_in_python_finds_all_as_it_was(build: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where Ctrl-C has stopped the server, which raises that once more when it has stopped."""
    during = list[object]()

    def settings() -> object:
        if sys.platform == "win32":
            return sys.getswitchinterval()
        import resource

        return sys.getswitchinterval(), resource.getrlimit(resource.RLIMIT_NOFILE)

    def run(_server: uvicorn.Server, sockets: list[socket.socket]) -> None:
        during.extend([settings(), *sockets])
        raise KeyboardInterrupt

    monkeypatch.setattr(uvicorn.Server, "run", run)
    before = settings()
    serve(build, port=0)
    assert settings() == before != during[0]
    assert all(isinstance(opened, socket.socket) and opened.fileno() == -1 for opened in during[1:])


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends Ctrl-C to all of a console")
def test_ctrl_c_is_how_the_server_ends(build: Path) -> None:
    command = [sys.executable, "-m", "paperkg", "serve", str(build), "--port", "0", "--workers", "1"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as server:
        assert server.stderr is not None
        address = server.stderr.readline().split()[0]
        assert httpx.get(f"{address}health/live", timeout=PATIENCE).text == "alive\n"
        server.send_signal(signal.SIGINT)
        _, told = server.communicate(timeout=PATIENCE)
    assert (server.returncode, told) == (0, "")
