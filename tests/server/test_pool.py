"""The pool of workers: what happens to queries that take too long, and to workers that end."""

import asyncio
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from builds import write_build
from loops import in_a_loop
from paperkg.server import ServerOptions
from paperkg.server.options import Job, Reply
from paperkg.server.pool import Worker, WorkerPool
from paperkg.sparql.store import store_path
from records import tiny_records
from serving import PATIENCE

ASK = Job("ASK {}")
# Years of work, so it is running still whenever its time is up.
ENDLESS = Job("SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l FILTER(?a = ?l && ?c = ?j && ?b = ?i) }")
SHORT = 0.05


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = write_build(tmp_path_factory.mktemp("pool") / "build", tiny_records())
    store_path(directory)
    return directory


def patient(pool: WorkerPool) -> WorkerPool:
    """The pool with time for every query from now on."""
    pool._options = replace(pool._options, time_limit=PATIENCE)
    return pool


def test_a_query_that_takes_too_long_is_stopped_and_the_pool_lives(build: Path) -> None:
    async def replies() -> list[Reply]:
        pool = WorkerPool(build, ServerOptions(workers=2, time_limit=SHORT))
        await pool.start()
        while b"was stopped after 0.05 s" not in (stopped := await pool.ask(ENDLESS)).body:
            pass  # the wait for a worker was over first
        many = await asyncio.gather(*(pool.ask(ENDLESS) for _ in range(3)))
        found = [stopped, *many, *await asyncio.gather(*(patient(pool).ask(ASK) for _ in range(4)))]
        await pool.close()
        return found

    assert [reply.status for reply in in_a_loop(replies())] == [503] * 4 + [200] * 4


def test_a_client_that_leaves_costs_no_worker(build: Path) -> None:
    async def status() -> int:
        pool = WorkerPool(build, ServerOptions(workers=1, time_limit=SHORT))
        await pool.start()
        asking = asyncio.create_task(pool.ask(ENDLESS))
        while not pool._idle.empty():
            await asyncio.sleep(0)
        asking.cancel()
        with suppress(asyncio.CancelledError):
            await asking
        reply = await patient(pool).ask(ASK)
        await pool.close()
        return reply.status

    assert in_a_loop(status()) == 200


def test_a_worker_that_dies_is_replaced(build: Path) -> None:
    async def statuses() -> list[int]:
        pool = WorkerPool(build, ServerOptions(workers=1, time_limit=PATIENCE))
        found = [(await pool.ask(ASK)).status]
        worker = await pool._idle.get()
        assert worker is not None
        await worker.end()
        pool._idle.put_nowait(worker)
        found += [(await pool.ask(ASK)).status for _ in range(2)]
        await pool.close()
        return found

    assert in_a_loop(statuses()) == [200, 500, 200]


def test_too_many_queries_wait_and_are_sent_away(build: Path) -> None:
    async def reply() -> Reply:
        pool = WorkerPool(build, ServerOptions(workers=1, time_limit=SHORT))
        await pool.start()
        worker = await pool._idle.get()
        found = await pool.ask(ASK)
        pool._idle.put_nowait(worker)
        await pool.close()
        return found

    found = in_a_loop(reply())
    assert found.status == 503
    assert b"too many queries" in found.body


def test_until_the_store_is_made_only_one_worker_starts(build: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    start = Worker.start
    started = []

    async def replies() -> list[Reply]:
        made = asyncio.Event()

        async def late(build: Path, row_limit: int) -> Worker:
            started.append(row_limit)
            await made.wait()
            return await start(build, row_limit)

        monkeypatch.setattr(Worker, "start", late)
        pool = WorkerPool(build, ServerOptions(workers=2, time_limit=SHORT, row_limit=7))
        starting = asyncio.create_task(pool.start())
        early = await asyncio.gather(*(pool.ask(ASK) for _ in range(3)))
        assert started == [7]
        made.set()
        await starting
        found = [*early, await patient(pool).ask(ASK)]
        await pool.close()
        return found

    *early, last = in_a_loop(replies())
    assert [reply.status for reply in early] == [503] * 3
    assert all(b"still being made" in reply.body for reply in early)
    assert last.status == 200
    assert started == [7, 7]
