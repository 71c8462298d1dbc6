"""Who is answered, what is said about it, and what is not sent twice: everything that requests pass."""

import asyncio
import gzip
import json
import socket
import sys
import threading
import time
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import httpx
import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route
from uvicorn.protocols.http.h11_impl import H11Protocol

from builds import write_build
from loops import in_a_loop
from paperkg.errors import OptionError
from paperkg.server import ServerOptions, create_app
from paperkg.server.gatekeeper import LOOPBACK, RateLimit
from paperkg.server.linked_data import kind_and_local
from paperkg.server.patience import patient_protocol
from paperkg.server.stopping import Stopped
from paperkg.server.validators import EntityTags
from paperkg.sparql.store import store_path
from records import tiny_records
from serving import PATIENCE, served


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = write_build(tmp_path_factory.mktemp("gate") / "build", tiny_records())
    store_path(directory)
    return directory


@contextmanager
def client(build: Path, options: ServerOptions) -> Iterator[httpx.Client]:
    with served(create_app(build, options)) as url, httpx.Client(base_url=url, timeout=PATIENCE) as http:
        yield http


@pytest.fixture(scope="module")
def local(build: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[httpx.Client, Path]]:
    """A server for this machine alone, behind a proxy's prefix, with a log."""
    log = tmp_path_factory.mktemp("log") / "requests.jsonl"
    options = ServerOptions(hosts=LOOPBACK, origins=(), log=str(log), root_path="/graph", time_limit=PATIENCE)
    with client(build, options) as http:
        yield http, log


@pytest.mark.parametrize("path", ["/", "/list", "/sparql?query=ASK%7B%7D", "/method/fastkey", "/api/search?q=a"])
def test_foreign_names_are_refused(local: tuple[httpx.Client, Path], path: str) -> None:
    http, _ = local
    found = http.get(path, headers={"host": "evil.example:80"})
    assert found.status_code == 421
    assert found.headers["x-content-type-options"] == "nosniff"
    assert http.get(path, headers={"host": "LOCALHOST:1234"}).status_code in (200, 303)
    assert http.get(path, headers={"host": "[::1]:80"}).status_code in (200, 303)


def test_who_checks_the_server_by_its_address_is_answered(local: tuple[httpx.Client, Path]) -> None:
    http, _ = local
    for path in ("/health/live", "/health/ready"):
        assert http.get(path, headers={"host": "192.0.2.1:80"}).status_code in (200, 503)
    assert http.get("/health", headers={"host": "192.0.2.1:80"}).status_code == 421


def test_scripts_of_other_sites_read_nothing_of_a_private_server(local: tuple[httpx.Client, Path]) -> None:
    http, _ = local
    found = http.get("/sparql?query=ASK%7B%7D", headers={"origin": "https://evil.example"})
    assert "access-control-allow-origin" not in found.headers


def test_a_prefix_is_in_redirects_and_links(local: tuple[httpx.Client, Path]) -> None:
    http, _ = local
    assert http.get("/method/fastkey", headers={"accept": "text/html"}).headers["location"] == (
        "/graph/page/method/fastkey"
    )
    page = http.get("/page/method/fastkey").text
    links = [part.partition('"')[0] for part in page.split('href="')[1:]]
    assert all(link.startswith(("/graph/", "http", "data:")) for link in links)
    assert any(link.startswith("/graph/paper/") for link in links)


def test_a_prefix_is_a_path() -> None:
    with pytest.raises(OptionError, match=r"^graph/: not a prefix of paths; one looks like /graph$"):
        ServerOptions(root_path="graph/")


def test_requests_are_logged_as_lines_of_json(local: tuple[httpx.Client, Path]) -> None:
    http, log = local
    http.get("/list?a=%0A%22")
    http.get("/nothing\u2028here")
    lines = [json.loads(line) for line in log.read_text("utf-8").splitlines()]
    assert {"time", "client", "method", "path", "query", "status", "bytes", "seconds"} == set(lines[-1])
    assert (lines[-2]["path"], lines[-2]["query"], lines[-2]["status"]) == ("/list", "a=%0A%22", 200)
    assert lines[-1]["status"] == 404


def test_health(build: Path) -> None:
    with client(build, ServerOptions(time_limit=PATIENCE)) as http:
        assert http.get("/health/live").text == "alive\n"
        http.get("/sparql", params={"query": "ASK {}"})
        assert http.get("/health").json()["status"] == "ready"
        assert http.get("/health/ready").text == "ready\n"


def test_an_address_makes_so_many_requests_a_minute(build: Path) -> None:
    with client(build, ServerOptions(rate_limit=3)) as http:
        found = [http.get("/health/live") for _ in range(4)]
    assert [response.status_code for response in found] == [200, 200, 200, 429]
    assert 0 < int(found[-1].headers["retry-after"]) <= 21


def test_the_rate_is_that_of_a_clock() -> None:
    now = 0.0
    limit = RateLimit(Starlette(), rate=60, clock=lambda: now)
    assert [limit._wait("a") for _ in range(61)] == [0.0] * 60 + [1.0]
    assert limit._wait("b") == 0.0
    now = 1.5
    assert [limit._wait("a") for _ in range(2)] == [0.0, 0.5]


def test_what_a_client_has_is_not_sent_again(build: Path) -> None:
    with client(build, ServerOptions(time_limit=PATIENCE)) as http:
        for path in ("/", "/list", "/page/method/fastkey", "/data/method/fastkey.ttl", "/ns", "/static/editor.js"):
            first = http.get(path)
            tag = first.headers["etag"]
            again = http.get(path, headers={"if-none-match": f'"other", {tag}'})
            assert (again.status_code, again.content) == (304, b""), path
            assert http.get(path, headers={"if-none-match": '"other"'}).status_code == 200


def test_answers_are_compressed(build: Path) -> None:
    with client(build, ServerOptions(time_limit=PATIENCE)) as http:
        plain = http.get("/ns", headers={"accept-encoding": "identity"})
        packed = http.get("/ns", headers={"accept-encoding": "gzip"})
        assert "content-encoding" not in plain.headers
        assert packed.headers["content-encoding"] == "gzip"
        assert "Accept-Encoding" in packed.headers["vary"]
        assert packed.content == plain.content
        assert int(packed.headers["content-length"]) == len(gzip.compress(plain.content, 5, mtime=0))


def test_answers_that_come_in_pieces_have_no_tag() -> None:
    async def pieces(_: Request) -> Response:
        from starlette.responses import StreamingResponse

        return StreamingResponse(iter([b"a", b"b"]))

    async def answer() -> httpx.Response:
        transport = httpx.ASGITransport(app=EntityTags(Starlette(routes=[Route("/", pieces)])))
        async with httpx.AsyncClient(transport=transport, base_url="http://x") as http:
            return await http.get("/")

    found = in_a_loop(answer())
    assert (found.content, "etag" in found.headers) == (b"ab", False)


@pytest.mark.parametrize(
    ("path", "local"),
    [
        ("/software/c++", "c++"),
        ("/software/c%2B%2B", "c++"),
        ("/software/c%2b%2b", "c++"),
        ("/metric/pass@1", "pass@1"),
        ("/metric/pass%401", "pass@1"),
        ("/method/a*", "a*"),
        ("/method/a%2A", "a*"),
        ("/software/c%23", "c%23"),
        ("/paper/a%3ab", "a%3Ab"),
        ("/method/%7e", "%7E"),
        ("/method/~", "%7E"),
        ("/method/%41", "A"),
        ("/statement/p:method:a", "p:method:a"),
        ("/method/x> {é", "x%3E%20%7B%C3%A9"),
    ],
)
def test_however_a_path_is_escaped_it_names_the_iri(path: str, local: str) -> None:
    scope = {"raw_path": path.encode(), "path": path, "root_path": ""}
    assert kind_and_local(scope)[1] == local
    assert kind_and_local(scope | {"raw_path": f"/graph/page{path}".encode(), "root_path": "/graph"})[1] == local


def test_documents_about_nothing_are_not_found(build: Path) -> None:
    with client(build, ServerOptions(time_limit=PATIENCE)) as http:
        assert http.get("/data/method/nothing.ttl").status_code == 404
        assert http.get("/data/method/fastkey.ttl").status_code == 200
        assert http.get(f"/api/search?q=a&limit={'9' * 5000}").status_code == 200


ONE_FORM = (
    "/",
    "/list",
    "/ns",
    "/health",
    "/health/live",
    "/review",
    "/entity/method:fastkey",
    "/static/main.js",
    "/nothing",
)


@pytest.mark.parametrize(
    ("path", "status", "told"),
    [
        ("/method/fastkey?format=ttl", 303, "/data/method/fastkey.ttl"),
        ("/method/fastkey?output=json", 303, "/data/method/fastkey.jsonld"),
        ("/method/fastkey?format=html", 303, "/page/method/fastkey"),
        ("/method/fastkey?utm_source=letter", 303, "/page/method/fastkey"),
        ("/method/fastkey?format=xlsx", 400, "xlsx: not a format"),
        ("/page/method/fastkey?format=ttl", 400, "format: this address has one form only"),
        ("/data/method/fastkey.ttl?output=json", 400, "output: this address has one form only"),
        *((f"{path}?format=ttl", 400, "format: this address has one form only") for path in ONE_FORM),
        ("/method/fastkey?format=csv", 400, "csv: not a format (available: html, json, xml, turtle, ttl, nt, "),
        ("/method/fastkey?x=%ff&format=nt", 303, "/data/method/fastkey.nt"),
        (f"/method/fastkey?{'x&' * 2_000}", 303, "/page/method/fastkey"),
        ("/sparql?query=ASK%7B%7D&format=json", 200, "true"),
        ("/api/search?q=a&format=xml", 400, "format: not a parameter (available: q, limit)"),
        ("/api/benchmarks?top=5", 400, "top: not a parameter (available: none)"),
    ],
)
def test_parameters_are_honored_or_refused(local: tuple[httpx.Client, Path], path: str, status: int, told: str) -> None:
    http, _ = local
    found = http.get(path)
    assert found.status_code == status
    assert told in (found.headers["location"] if status == 303 else found.text)


def test_who_waits_when_the_server_stops_is_told() -> None:
    """A request that is still at work when the time to stop is up is canceled."""
    heard = threading.Event()

    async def waiting(_request: Request) -> Response:
        heard.set()
        await asyncio.Event().wait()
        raise AssertionError

    app = Starlette(routes=[Route("/", waiting)], middleware=[Middleware(Stopped)])
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="critical", timeout_graceful_shutdown=0))
    serving = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    serving.start()
    with ThreadPoolExecutor(1) as threads:
        url = f"http://127.0.0.1:{listener.getsockname()[1]}/"
        asking = threads.submit(lambda: httpx.get(url, timeout=PATIENCE))
        heard.wait(PATIENCE)
        server.should_exit = True
        found = asking.result()
    serving.join()
    listener.close()
    assert (found.status_code, found.headers["retry-after"]) == (503, "5")
    assert "stopping" in found.text


# ---- Clients that say nothing


IMPATIENT = patient_protocol(0.1)


@contextmanager
def impatient(app: Starlette, protocol: type[H11Protocol] = IMPATIENT) -> Iterator[tuple[str, int]]:
    """The address of a server that gives a request a tenth of a second."""
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", http=protocol))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    try:
        yield listener.getsockname()
    finally:
        server.should_exit = True
        thread.join()
        listener.close()


async def _echo(request: Request) -> Response:
    return PlainTextResponse(await request.body())


POST = b"POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 4\r\n\r\n"


@pytest.mark.parametrize(
    "begun",
    [b"", b"GET / HT", b"GET / HTTP/1.1\r\nhost: x\r\n", POST, POST + b"ab"],
    ids=["nothing", "half a line", "half a head", "no body", "half a body"],
)
def test_who_says_nothing_is_hung_up_on(begun: bytes) -> None:
    app = Starlette(routes=[Route("/", _echo, methods=["GET", "POST"])])
    with impatient(app) as address, socket.create_connection(address, timeout=PATIENCE) as connection:
        connection.sendall(begun)
        assert connection.recv(100) == b""


def test_who_has_asked_may_wait_for_the_answer_on_a_connection_that_then_closes() -> None:
    async def late(_request: Request) -> Response:
        await asyncio.sleep(0.3)  # three times as long as a request may take to arrive
        return PlainTextResponse("late")

    with impatient(Starlette(routes=[Route("/", late)])) as address:
        for head in (b"GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n", b"GET / HTTP/1.0\r\nhost: x\r\n\r\n"):
            with socket.create_connection(address, timeout=PATIENCE) as connection:
                connection.sendall(head)
                assert connection.makefile("rb").read().endswith(b"late")


def test_connections_beyond_the_most_are_sent_away() -> None:
    app = Starlette(routes=[Route("/", _echo)])
    with impatient(app, patient_protocol(PATIENCE, most=2)) as address, ExitStack() as opened:

        def connect() -> socket.socket:
            return opened.enter_context(socket.create_connection(address, timeout=PATIENCE))

        def status() -> bytes:
            connection = connect()
            connection.sendall(b"GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n")
            with suppress(ConnectionResetError):  # it was closed before the request came
                return connection.recv(12)
            return b""

        silent = [connect(), connect()]
        assert connect().recv(12) == b"HTTP/1.1 503"
        silent[0].close()
        until = time.monotonic() + PATIENCE
        while (found := status()) != b"HTTP/1.1 200" and time.monotonic() < until:
            pass
        assert found == b"HTTP/1.1 200"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows does not show what of an answer is taken")
@pytest.mark.parametrize("connection_header", ["keep-alive", "close"])
@pytest.mark.parametrize("piece", [20_000, 64 << 20], ids=["a little is left", "much is left"])
def test_who_takes_nothing_of_an_answer_is_hung_up_on(piece: int, connection_header: str) -> None:
    """Its answer would stay in memory, and its connection would count among the most."""
    transports, ended = list[asyncio.Transport](), threading.Event()

    class Noted(IMPATIENT):  # type: ignore[misc, valid-type]
        def connection_made(self, transport: asyncio.Transport) -> None:
            super().connection_made(transport)
            transports.append(transport)

        def connection_lost(self, exc: Exception | None) -> None:
            super().connection_lost(exc)
            ended.set()

    async def pieces() -> AsyncIterator[bytes]:
        while not transports[0].get_write_buffer_size():  # the system takes over some
            yield b"a" * piece

    async def answer(_request: Request) -> Response:
        return StreamingResponse(pieces())

    app = Starlette(routes=[Route("/", answer)])
    with impatient(app, Noted) as address, socket.create_connection(address, timeout=PATIENCE) as connection:
        connection.sendall(f"GET / HTTP/1.1\r\nhost: x\r\nconnection: {connection_header}\r\n\r\n".encode())
        assert ended.wait(PATIENCE)


def test_who_takes_some_of_an_answer_each_time_is_waited_for() -> None:
    protocol: Any = object.__new__(patient_protocol(1.0))
    looks, sizes, ended = list[int](), [30, 30, 50], list[bool]()
    protocol.loop = SimpleNamespace(call_later=lambda _seconds, _look, before: looks.append(before))
    protocol.transport = SimpleNamespace(get_write_buffer_size=sizes.pop, abort=lambda: ended.append(True))
    protocol._watch(80)
    while looks:
        assert not ended
        protocol._look(looks.pop())
    assert ended
    assert not sizes


def test_who_asks_again_and_again_is_answered() -> None:
    app = Starlette(routes=[Route("/", _echo, methods=["GET", "POST"])])
    with impatient(app) as (host, port), httpx.Client(base_url=f"http://{host}:{port}", timeout=PATIENCE) as http:
        assert [http.post("/", content=b"ab").content for _ in range(50)] == [b"ab"] * 50
