"""The server: how soon it shows the explorer, and fifty clients for a minute, without an error, without growing."""

import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from corpus import big_build

from paperkg.sparql.cookbook import list_cookbook
from paperkg.sparql.store import store_path

CLIENTS, SECONDS = 50, 60
CODE = """
import sys
from paperkg.server import ServerOptions, serve
serve(sys.argv[1], port=int(sys.argv[2]), options=ServerOptions(workers=2))
"""
CHEAP = ("models-by-papers", "profile", "neighbors", "doubtful-types", "software", "many-names")


@contextmanager
def served(build: Path) -> Iterator[tuple[str, int]]:
    """A server of the build that has shown its first page: its address and process."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    server = subprocess.Popen([sys.executable, "-c", CODE, str(build), str(port)], stderr=subprocess.DEVNULL)
    try:
        while server.poll() is None:
            try:
                httpx.get(url, timeout=60)
                break
            except httpx.ConnectError:
                time.sleep(0.02)
        yield url, server.pid
    finally:
        server.terminate()
        server.wait()


def memory(process: int) -> int:
    """Kilobytes that a process and its children hold."""
    table = subprocess.run(["ps", "-eo", "pid,ppid,rss"], capture_output=True, text=True, check=True).stdout
    rows = [tuple(map(int, line.split())) for line in table.splitlines()[1:]]
    return sum(rss for pid, parent, rss in rows if process in (pid, parent))


def client(url: str, until: float, number: int) -> Counter[int]:
    """One client's requests, one after the other; how many of each status."""
    queries = [recipe.sparql for recipe in list_cookbook() if recipe.name in CHEAP]
    found: Counter[int] = Counter()
    with httpx.Client(timeout=60) as http:
        while time.monotonic() < until:
            query = queries[(number + found.total()) % len(queries)]
            found[http.get(f"{url}/sparql", params={"query": query}).status_code] += 1
    return found


def load(url: str, seconds: float) -> Counter[int]:
    until = time.monotonic() + seconds
    with ThreadPoolExecutor(CLIENTS) as threads:
        return sum(threads.map(lambda number: client(url, until, number), range(CLIENTS)), Counter[int]())


def test_fifty_clients(benchmark: Any, tmp_path_factory: pytest.TempPathFactory) -> None:
    build: Path = big_build(tmp_path_factory.mktemp("load") / "build", 400)
    store_path(build)
    with served(build) as (url, process):
        load(url, 5)
        before = memory(process)
        found: Counter[int] = benchmark.pedantic(lambda: load(url, SECONDS), rounds=1)
        after = memory(process)
    benchmark.extra_info |= {"requests": found.total(), "MB before": before // 1024, "MB after": after // 1024}
    assert set(found) == {200}
    assert after < before * 1.2 + 20_000


def test_first_page(benchmark: Any, tmp_path_factory: pytest.TempPathFactory) -> None:
    """From the command to the explorer, for 100,000 papers whose store is not made yet."""
    build = big_build(tmp_path_factory.mktemp("first") / "build", 100_000)
    with ExitStack() as open_servers:
        benchmark.pedantic(
            lambda: open_servers.enter_context(served(build)), rounds=3, teardown=lambda: open_servers.close()
        )
