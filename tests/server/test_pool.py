"""The pool of workers: what happens to queries that take too long, and to workers that end."""

import asyncio
import os
import shutil
import sys
from contextlib import suppress
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from builds import write_build
from loops import in_a_loop
from paperkg.graph.tables import Tables
from paperkg.server import ServerOptions
from paperkg.server import pool as pool_module
from paperkg.server.kept_answers import KeptAnswers
from paperkg.server.options import Job, Reply
from paperkg.server.pool import WorkerPool
from paperkg.server.worker_process import Worker
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


def test_a_client_that_leaves_frees_its_worker(build: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The query would run for years, and the time limit is ten minutes."""
    monkeypatch.setattr(pool_module, "GRACE", SHORT)

    async def replies() -> list[Reply]:
        pool = WorkerPool(build, ServerOptions(workers=1, time_limit=PATIENCE))
        await pool.start()
        found = []
        for _ in range(3):
            left = asyncio.Event()
            asking = asyncio.create_task(pool.ask(ENDLESS, _set(left)))
            while not _at_work(pool):
                await asyncio.sleep(0)
            left.set()
            found.append(await asking)
        found.append(await pool.ask(ASK))
        await pool.close()
        return found

    assert [reply.status for reply in in_a_loop(replies())] == [499, 499, 499, 200]


def _at_work(pool: WorkerPool) -> bool:
    return any(lane.places.locked() for lane in pool._lanes)


async def _set(event: asyncio.Event) -> None:
    await event.wait()


def test_quick_queries_need_not_wait_for_long_ones(build: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool_module, "WORK", (SHORT, SHORT, 2 * SHORT, float("inf")))

    async def replies() -> tuple[list[Reply], bool]:
        pool = WorkerPool(build, ServerOptions(workers=1, time_limit=PATIENCE))
        await pool.start()
        long = [asyncio.create_task(pool.ask(ENDLESS)) for _ in range(3)]
        while not pool._lanes[-1].places.locked():
            await asyncio.sleep(0.01)
        found = [await pool.ask(ASK) for _ in range(5)]
        still = not any(task.done() for task in long)
        await pool.close()
        for task in long:
            task.cancel()
        await asyncio.gather(*long, return_exceptions=True)
        return found, still

    found, still = in_a_loop(replies())
    assert [reply.status for reply in found] == [200] * 5
    assert still


def test_queries_known_to_be_quick_need_not_wait_for_new_ones(build: Path) -> None:
    async def replies() -> tuple[list[Reply], Reply]:
        pool = WorkerPool(build, ServerOptions(workers=1, time_limit=PATIENCE))
        await pool.ask(ASK)
        pool._kept = KeptAnswers(0)
        async with pool._lanes[pool_module.NEW].places:  # as if one was running of which nobody knows what it is
            quick = [await pool.ask(job) for job in (ASK, Job("ASK { ?s ?p ?o }", own=True))]
            pool._options = replace(pool._options, time_limit=SHORT)
            new = await pool.ask(Job("ASK { ?a ?b ?c }"))
        await pool.close()
        return quick, new

    quick, new = in_a_loop(replies())
    assert [reply.status for reply in quick] == [200, 200]
    assert new.status == 503


def test_what_was_answered_is_answered_again_without_a_place(build: Path) -> None:
    """Unless it would be answered otherwise now."""

    async def statuses() -> list[int]:
        pool = WorkerPool(build, ServerOptions(workers=1, time_limit=PATIENCE))
        jobs = [ASK, Job("SELECT (NOW() AS ?time) {}"), replace(ASK, accept="text/csv")]
        found = [(await pool.ask(job)).status for job in jobs[:2]]
        for lane in pool._lanes:
            await lane.places.acquire()
        pool._options = replace(pool._options, time_limit=SHORT)
        found += [(await pool.ask(job)).status for job in jobs]
        await pool.close()
        return found

    assert in_a_loop(statuses()) == [200, 200, 200, 503, 503]


@pytest.mark.parametrize(
    "job",
    [
        Job("ASK { ?s ?p '\N{GRINNING FACE}" + "a" * 5_000 + "' }"),
        replace(ASK, accept="text/csv;" + "a" * 20_000),
        replace(ASK, base="http://localhost/" + "a" * 20_000),
        replace(ASK, default_graphs=("http://example.org/" + "a" * 20_000,)),
        replace(ASK, named_graphs=("http://example.org/",) * 200 + ("a" * 10_000,)),
    ],
    ids=["query", "accept", "base", "default graphs", "named graphs"],
)
def test_the_size_of_a_job_counts_each_text_that_a_client_chooses(job: Job) -> None:
    """A letter beyond the Basic Multilingual Plane makes all of a text take four bytes each."""
    assert job.size > 20_000


def test_queries_find_a_process_ready_whatever_was_stopped(build: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each that is stopped, or goes on among the long ones, has one started in its place."""
    monkeypatch.setattr(pool_module, "WORK", (SHORT, SHORT, 2 * SHORT, float("inf")))

    async def ready() -> tuple[int, int, list[int]]:
        pool = WorkerPool(build, ServerOptions(workers=1, time_limit=PATIENCE))
        await pool.start()
        before = len(pool._idle[0])
        long = [asyncio.create_task(pool.ask(ENDLESS)) for _ in range(2)]
        async with asyncio.timeout(PATIENCE):
            while not pool._lanes[pool_module.LONG].places.locked():
                await asyncio.sleep(0.01)
        policies = [_policy(worker) for worker in pool._alive]
        for task in long:
            task.cancel()
        await asyncio.gather(*long, return_exceptions=True)
        while pool._at_work:
            await asyncio.wait([*pool._at_work])
        after = len(pool._idle[0])
        await pool.close()
        return before, after, policies

    before, after, policies = in_a_loop(ready())
    assert before == after == 2
    if sys.platform == "linux":
        assert policies.count(os.SCHED_IDLE) == 1


def _policy(worker: Worker) -> int:
    return os.sched_getscheduler(worker._process.pid) if sys.platform == "linux" else 0


def test_a_pool_ends_at_once_whatever_it_does(build: Path) -> None:
    async def reply() -> Reply:
        pool = WorkerPool(build, ServerOptions(workers=1, time_limit=PATIENCE))
        await pool.start()
        asking = asyncio.create_task(pool.ask(ENDLESS))
        while not _at_work(pool):
            await asyncio.sleep(0)
        await pool.close()
        return await asking

    assert in_a_loop(reply()).status == 500


@pytest.mark.skipif(sys.platform != "linux", reason="memory is limited on Linux only")
@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?c LIMIT 1",
        "SELECT ?z { BIND('abcdefgh' AS ?a) "
        + " ".join(f"BIND(CONCAT(?{a}, ?{a}, ?{a}, ?{a}) AS ?{b})" for a, b in pairwise("abcdefghijklmnz"))
        + " }",
    ],
    ids=["a product", "doubling"],
)
def test_a_query_gets_so_much_memory(build: Path, query: str) -> None:
    async def replies() -> list[Reply]:
        pool = WorkerPool(build, ServerOptions(workers=1, time_limit=PATIENCE, memory_limit=40))
        found = [await pool.ask(Job(query)), await pool.ask(ASK)]
        await pool.close()
        return found

    found = in_a_loop(replies())
    assert [reply.status for reply in found] == [413, 200]
    assert b"memory" in found[0].body


def test_an_answer_has_so_many_bytes(build: Path) -> None:
    async def replies() -> list[Reply]:
        pool = WorkerPool(build, ServerOptions(workers=1, time_limit=PATIENCE, byte_limit=5_000))
        found = [await pool.ask(Job(f"SELECT * {{ ?s ?p ?o }} LIMIT {limit}")) for limit in (1, 500)]
        await pool.close()
        return found

    found = in_a_loop(replies())
    assert [reply.status for reply in found] == [200, 413]
    assert found[1].body == b"the answer has more than 5,000 bytes; ask for less, or use LIMIT\n"


def test_a_new_build_never_answers_beside_the_old_one(tmp_path: Path) -> None:
    """What is built under a running server has a store of its own; a worker that is replaced opens the first one."""
    build = write_build(tmp_path / "build", tiny_records())
    held = Tables.open(build)
    count = Job("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", "text/csv")

    async def replies() -> list[Reply]:
        pool = WorkerPool(held.home, ServerOptions(workers=1, time_limit=PATIENCE))
        found = [await pool.ask(count)]
        write_build(build, [*tiny_records()][:1])
        store_path(build)
        for _ in range(2):
            pool._kept = KeptAnswers(0)
            await pool._end(pool._idle[0].pop())
            found.append(await pool.ask(count))
            shutil.rmtree(pool._store or tmp_path, ignore_errors=True)  # the second time it is gone
        await pool.close()
        return found

    first, again, gone = in_a_loop(replies())
    assert again == first
    assert gone.status == 503
    assert b"restart the server" in gone.body


def test_a_client_that_leaves_costs_no_worker(build: Path) -> None:
    async def status() -> int:
        pool = WorkerPool(build, ServerOptions(workers=1, time_limit=SHORT))
        await pool.start()
        asking = asyncio.create_task(pool.ask(ENDLESS))
        while not _at_work(pool):
            await asyncio.sleep(0)
        asking.cancel()
        with suppress(asyncio.CancelledError):
            await asking
        reply = await patient(pool).ask(ASK)
        await pool.close()
        return reply.status

    assert in_a_loop(status()) == 200


def test_a_worker_that_dies_is_replaced(build: Path) -> None:
    """Only the query that it works on is told, and there are as many as before in the end."""

    async def statuses() -> tuple[list[int], int]:
        pool = WorkerPool(build, ServerOptions(workers=1, time_limit=PATIENCE))
        await pool.start()
        asking = asyncio.create_task(pool.ask(ENDLESS))
        while not _at_work(pool):
            await asyncio.sleep(0)
        await asyncio.gather(*(worker.end() for worker in [*pool._alive]))
        found = [(await asking).status, *[(await pool.ask(replace(ASK, own=own))).status for own in (True, False)]]
        while pool._at_work:
            await asyncio.wait([*pool._at_work])
        ready = len(pool._idle[0])
        await pool.close()
        return found, ready

    assert in_a_loop(statuses()) == ([500, 200, 200], 2)


def test_too_many_queries_wait_and_are_sent_away(build: Path) -> None:
    async def reply() -> Reply:
        pool = WorkerPool(build, ServerOptions(workers=1, time_limit=SHORT))
        await pool.start()
        await pool._lanes[pool_module.NEW].places.acquire()
        found = await pool.ask(ASK)
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

        async def late(build: Path, options: ServerOptions, store: Path | None, niceness: int) -> Worker:
            started.append(options.row_limit)
            await made.wait()
            return await start(build, options, store, niceness)

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
    assert started == [7] * 4  # two each for new and quick queries
