"""A server whose folder gets another build: with `--watch` it goes over to it whole, without it stays where it is."""

import asyncio
import json
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from builds import write_build
from loops import in_a_loop
from paperkg.graph.folder import read_manifest
from paperkg.graph.switching import MANIFEST, build_name
from paperkg.server import ServerOptions, create_app
from paperkg.server.watching import Watched
from paperkg.sparql.store import store_path
from records import tiny_records
from serving import PATIENCE, served

OPTIONS = ServerOptions(workers=1, time_limit=PATIENCE)
PAPERS = "SELECT (COUNT(?p) AS ?n) { ?p a pkg:Paper }"


def make(directory: Path) -> Starlette:
    return create_app(directory, OPTIONS)


def build(directory: Path, papers: int) -> Path:
    write_build(directory, tiny_records()[:papers])
    store_path(directory)
    return directory


@asynccontextmanager
async def asked(app: Any) -> AsyncIterator[httpx.AsyncClient]:
    """A client of an application that runs in this loop, once it answers everything."""
    lifespan = (app._current.app if isinstance(app, Watched) else app).router.lifespan_context
    running = app._running(app) if isinstance(app, Watched) else lifespan(app)
    transport = httpx.ASGITransport(app=app)
    async with running, httpx.AsyncClient(transport=transport, base_url="http://test", timeout=PATIENCE) as client:
        yield client


async def numbers(client: httpx.AsyncClient) -> set[int]:
    """How many papers the build has, by each of the ways of asking."""
    found = await client.get("/sparql", params={"query": PAPERS, "format": "json"})
    (row,) = found.json()["results"]["bindings"]
    health = (await client.get("/health")).json()
    listed = (await client.get("/api/papers")).json()
    return {int(row["n"]["value"]), health["papers"], listed["total"]}


@pytest.mark.parametrize("watch", [True, False])
def test_a_switched_build_is_served_whole_where_the_server_watches(tmp_path: Path, watch: bool) -> None:
    async def check() -> None:
        folder = build(tmp_path / "build", 3)
        app = Watched(folder, lambda: make(folder), seconds=PATIENCE) if watch else make(folder)
        async with asked(app) as client:
            assert await numbers(client) == {3}
            build(folder, 2)
            assert await numbers(client) == {3}
            if isinstance(app, Watched):
                await app.look()
                assert await numbers(client) == {2}
                assert (await client.get("/health")).json()["build"] == build_name(folder)
                await app.look()
            assert await numbers(client) == {2 if watch else 3}

    in_a_loop(check())


def test_the_server_looks_by_itself(tmp_path: Path) -> None:
    folder = build(tmp_path / "build", 3)
    with (
        served(Watched(folder, lambda: make(folder), seconds=0.01)) as url,
        httpx.Client(base_url=url, timeout=PATIENCE) as client,
    ):
        client.get("/sparql", params={"query": "ASK {}"})
        assert client.get("/health").json() == {
            "status": "ready", "build": build_name(folder), "papers": 3, "entities": 10,
        }  # fmt: skip
        build(folder, 1)
        while client.get("/health").json()["papers"] == 3:
            pass
        assert client.get("/api/papers").json()["total"] == 1


def test_a_build_that_cannot_be_served_leaves_the_one_before(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async def check() -> None:
        folder = build(tmp_path / "build", 3)
        app = Watched(folder, lambda: make(folder), seconds=PATIENCE)
        async with asked(app) as client:
            manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
            text = json.dumps(manifest | {"schema_version": 0})
            (folder / MANIFEST).write_text(text, encoding="utf-8")
            for _ in range(2):
                await app.look()
                assert await numbers(client) == {3}
            (folder / MANIFEST).unlink()
            await app.look()
            assert await numbers(client) == {3}
            build(folder, 2)
            await app.look()
            assert await numbers(client) == {2}

    in_a_loop(check())
    said = capsys.readouterr().err.splitlines()
    assert len(said) == 2
    assert said[0].startswith("the new build cannot be served, and the one before still is: ")
    assert said[1].startswith("serving the new build ")


class Slow:
    """Applications that answer when they are let, one for each build of a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.go = asyncio.Event()
        self.asked = asyncio.Event()
        self.ended: list[str] = []

    def __call__(self) -> Starlette:
        name = str(build_name(self.folder))

        async def answer(_request: Request) -> PlainTextResponse:
            self.asked.set()
            await self.go.wait()
            return PlainTextResponse(name)

        @asynccontextmanager
        async def lifespan(app: Starlette) -> AsyncIterator[None]:
            app.state.starting = asyncio.create_task(_nothing())
            yield
            self.ended.append(name)

        app = Starlette(routes=[Route("/", answer)], lifespan=lifespan)
        app.state.build = name
        return app


async def _nothing() -> None:
    pass


def test_requests_that_have_begun_are_finished_with_their_build(tmp_path: Path) -> None:
    async def check() -> None:
        (tmp_path / MANIFEST).write_text("one", encoding="utf-8")
        one = str(build_name(tmp_path))
        slow = Slow(tmp_path)
        app = Watched(tmp_path, slow, seconds=PATIENCE)
        async with asked(app) as client:
            early = asyncio.create_task(client.get("/"))
            await slow.asked.wait()
            (tmp_path / MANIFEST).write_text("two", encoding="utf-8")
            two = str(build_name(tmp_path))
            await app.look()
            slow.asked.clear()
            late = asyncio.create_task(client.get("/"))
            await slow.asked.wait()
            assert slow.ended == []
            slow.go.set()
            assert [(await early).text, (await late).text] == [one, two]
            await asyncio.gather(*app._before.values())
            assert slow.ended == [one]
        assert slow.ended == [one, two]

    in_a_loop(check())


def test_the_store_of_a_new_build_is_there_before_it_is_served(tmp_path: Path) -> None:
    async def check() -> None:
        folder = build(tmp_path / "build", 2)
        app = Watched(folder, lambda: make(folder), seconds=PATIENCE)
        async with asked(app) as client:
            write_build(folder, tiny_records())
            shutil.rmtree(folder / ".cache" / "stores", ignore_errors=True)
            await app.look()
            assert (await client.get("/health")).status_code == 200
            assert await numbers(client) == {read_manifest(folder)["counts"]["papers"]}

    in_a_loop(check())
