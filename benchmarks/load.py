"""Puts a server under load and prints how long quick requests take: `python benchmarks/load.py [--clients 100]`.

Three rounds on one build: one client alone, many clients with quick requests, many clients of whom a tenth sends long
queries. A client thinks between its requests, as a person does; with `--think 0` it never rests. It waits as long as a
503 tells it to. Last comes the memory that the server's processes hold before and after.
"""

import argparse
import asyncio
import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from corpus import big_build
from test_serving import CHEAP, memory, served

from paperkg.graph.tables import Tables
from paperkg.sparql.cookbook import list_cookbook
from paperkg.sparql.store import store_path

LONG = (
    "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?c LIMIT 1",
    "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . FILTER(?c != ?f) }",
)
NEW = f"/sparql?query={quote('SELECT ?name { ?paper a pkg:Paper ; dcterms:title ?name } LIMIT 10')}"
"""A quick query that the server is sent with another comment each time, so that it has to ask it."""
EXPECTED_OF_LONG = (200, 413, 503)


@dataclass
class Seen:
    """Seconds of the answers to quick requests by kind, and how many answers had which status."""

    seconds: dict[str, list[float]] = field(default_factory=dict)
    quick: Counter[int] = field(default_factory=Counter)
    long: Counter[int] = field(default_factory=Counter)

    def add(self, other: "Seen") -> None:
        """Takes over what another client saw."""
        for kind, seconds in other.seconds.items():
            self.seconds.setdefault(kind, []).extend(seconds)
        self.quick += other.quick
        self.long += other.long

    def line(self, name: str) -> str:
        """One line on all that was seen."""
        kinds = " ".join(
            f"{kind} {percentile(each, 50) * 1000:.0f}/{percentile(each, 99) * 1000:.0f}"
            for kind, each in sorted(self.seconds.items())
        )
        return f"{name:28} p50/p99 ms: {kinds}  quick {dict(self.quick)} long {dict(self.long)}"


def percentile(values: list[float], percent: int) -> float:
    """The value that so many percent of the values do not pass."""
    return sorted(values)[min(len(values) - 1, len(values) * percent // 100)]


def requests_of(build: Path) -> dict[str, list[str]]:
    """Paths of quick requests by kind."""
    entities = Tables(build).table("entities").column("entity_id").to_pylist()
    queries = [recipe.sparql for recipe in list_cookbook() if recipe.name in CHEAP]
    return {
        "ask": ["/sparql?query=ASK%20%7B%7D"],
        "query": [f"/sparql?query={quote(query)}" for query in queries],
        "new": [NEW],
        "page": [f"/page/{quote(name.replace(':', '/', 1))}" for name in entities],
        "api": [f"/api/entity?id={quote(name)}" for name in entities],
    }


async def get(port: int, path: str) -> tuple[int, int]:
    """The status of an answer, and the seconds to wait before the next request, on a connection of its own."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
        answer = await reader.read()
        while part := await reader.read():
            answer += part
    finally:
        writer.close()
    head = answer.partition(b"\r\n\r\n")[0].decode("latin-1").lower()
    if not head:
        return 0, 1  # hung up on
    wait = next((line.split(":")[1] for line in head.split("\r\n") if line.startswith("retry-after")), "0")
    return int(head.split(" ")[1]), int(wait)


async def client(port: int, paths: dict[str, list[str]], until: float, think: float) -> Seen:
    """What one client sees; one without paths sends long queries."""
    seen, rng = Seen(), random.Random()
    await asyncio.sleep(rng.random() * think)
    while time.monotonic() < until:
        kind = rng.choice(sorted(paths)) if paths else "long"
        path = rng.choice(paths[kind]) if paths else f"/sparql?query={quote(rng.choice(LONG))}"
        if kind in ("long", "new"):  # a comment makes it one that the server has not seen
            path += quote(f"\n# {rng.random()}")
        started = time.perf_counter()
        status, wait = await get(port, path)
        if paths:
            seen.quick[status] += 1
            if status == 200:
                seen.seconds.setdefault(kind, []).append(time.perf_counter() - started)
        else:
            seen.long[status] += 1
        await asyncio.sleep(max(wait, rng.uniform(0.5, 1.5) * think))
    return seen


def load(port: int, paths: dict[str, list[str]], clients: int, long: int, seconds: float, think: float) -> Seen:
    """What clients see who come together, some of them with long queries."""

    async def together() -> list[Seen]:
        until = time.monotonic() + seconds
        return await asyncio.gather(*(client(port, {} if n < long else paths, until, think) for n in range(clients)))

    found = Seen()
    for seen in asyncio.run(together()):
        found.add(seen)
    return found


def main() -> int:
    """Measures, prints, and fails where an answer was neither good nor a 503."""
    arguments = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    arguments.add_argument("--papers", type=int, default=2_000)
    arguments.add_argument("--clients", type=int, default=100)
    arguments.add_argument("--seconds", type=float, default=60)
    arguments.add_argument("--think", type=float, default=2.0)
    given = arguments.parse_args()
    folder = Path(tempfile.mkdtemp())
    try:
        build = big_build(folder / "build", given.papers)
        store_path(build)
        paths = requests_of(build)
        with served(build) as (url, process):
            port = int(url.rpartition(":")[2])
            load(port, paths, 4, 0, 5, 0)  # warm
            rounds = {
                "one client": load(port, paths, 1, 0, min(15, given.seconds), 0),
                f"{given.clients} clients": load(port, paths, given.clients, 0, given.seconds, given.think),
            }
            before = memory(process)
            rounds[f"{given.clients}, a tenth of them long"] = load(
                port, paths, given.clients, given.clients // 10, given.seconds, given.think
            )
            time.sleep(10)
            after = memory(process)
    finally:
        shutil.rmtree(folder)
    for name, seen in rounds.items():
        sys.stdout.write(seen.line(name) + "\n")
    idle, _, mixed = rounds.values()
    for kind, seconds in sorted(idle.seconds.items()):
        late = percentile(mixed.seconds[kind], 99)
        of_median, of_late = late / percentile(seconds, 50), late / percentile(seconds, 99)
        sys.stdout.write(
            f"{kind:8} p99 under load is {of_late:.1f} times that of one client, and {of_median:.1f} times its median\n"
        )
    sys.stdout.write(f"memory {before // 1024} MB before the long queries, {after // 1024} MB after\n")
    wrong = any(set(seen.quick) - {200, 503} or set(seen.long) - set(EXPECTED_OF_LONG) for seen in rounds.values())
    return int(wrong)


if __name__ == "__main__":
    sys.exit(main())
