"""Kills builds with -9 at random moments, and checks after each that the last good build is whole: `kill_builds.py 50`.

Each build adds papers to the one before, or has fewer; it is killed, sometimes with its processes and sometimes alone,
sometimes one of its processes is killed instead. Afterwards the folder must hold the old or the new build, as `stats`
and a comparison of all tables find it; and in the end a build must come out as it does in a folder of its own.
"""

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path

import pyarrow.parquet as pq

from paperkg.graph.schema import SCHEMAS
from paperkg.graph.tables import Tables

ROOT = Path(__file__).parents[1]
PAGES = sorted((ROOT / "tests" / "data" / "daily_papers").glob("*.txt"), key=lambda path: path.stat().st_size)[:2]


def command(pages: list[Path], target: Path, jobs: int, cache: Path) -> list[str]:
    names = map(str, pages)
    options = ["-j", str(jobs), "--cache", str(cache)]
    return [sys.executable, "-m", "paperkg", "build", *names, "-o", str(target), *options]


def contents(directory: Path) -> dict[str, object]:
    """All tables as a reader of the build sees them."""
    graph = Tables(directory)
    return {name: graph.table(name) for name in SCHEMAS} | {"inputs": graph.manifest["inputs"]}


def children(parent: int) -> list[int]:
    found = subprocess.run(["pgrep", "-P", str(parent)], capture_output=True, text=True, check=False)
    direct = [int(line) for line in found.stdout.split()]
    return direct + [child for one in direct for child in children(one)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("moments", type=int, nargs="?", default=50)
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    rng = random.Random(arguments.seed)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        choices = {"all": PAGES, "few": PAGES[:1]}
        # A cache for each choice, dropped at random, so that kills meet extraction, linking, exports and the switch.
        whole, seconds = {}, {}
        for name, pages in choices.items():
            began = time.monotonic()
            subprocess.run(command(pages, folder / name, 2, folder / "cache"), check=True, capture_output=True)
            seconds[name] = time.monotonic() - began
            whole[name] = contents(folder / name)
        shutil.copytree(folder / "few", folder / "target")
        present, outcomes, moment = "few", Counter[str](), 0
        longest = seconds["all"]
        while moment < arguments.moments:
            wanted = rng.choice(sorted(choices))
            if rng.random() < 0.3:
                shutil.rmtree(folder / "cache", ignore_errors=True)
            began = time.monotonic()
            build = subprocess.Popen(
                command(choices[wanted], folder / "target", 2, folder / "cache"),
                stderr=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                start_new_session=True,
            )
            with suppress(subprocess.TimeoutExpired):
                build.wait(rng.uniform(0, longest))
                longest = time.monotonic() - began  # it ended before its moment came: the next ones are to be earlier
                (present,) = [name for name in choices if contents(folder / "target") == whole[name]]
                build.communicate()
                continue
            moment += 1
            kind = rng.choice(("alone", "group", "child"))
            targets = children(build.pid)
            if kind == "group":
                os.killpg(build.pid, signal.SIGKILL)
            elif kind == "child" and targets:
                for target in rng.sample(targets, 1):
                    os.kill(target, signal.SIGKILL)
            else:
                kind = "alone"
                build.kill()
            _, errors = build.communicate()
            found = contents(folder / "target")
            names = [name for name in choices if found == whole[name]]
            subprocess.run(
                [sys.executable, "-m", "paperkg", "stats", str(folder / "target")], check=True, capture_output=True
            )
            ended = build.returncode
            outcome = f"{kind}, exit {ended}, {'switched' if names == [wanted] and names != [present] else 'as before'}"
            print(f"{moment:3} {time.monotonic() - began:6.1f} s  {outcome}", flush=True)
            if ended not in (0, -signal.SIGKILL):
                print("    ", errors.decode()[-300:].strip(), flush=True)
            assert names in ([present], [wanted]), names
            outcomes[outcome] += 1
            (present,) = names
        subprocess.run(command(PAGES, folder / "target", 2, folder / "cache"), check=True, capture_output=True)
        for path in sorted((folder / "all").rglob("*")):
            name = path.relative_to(folder / "all")
            if path.is_file() and name.parts[0] != ".cache":
                assert path.read_bytes() == (folder / "target" / name).read_bytes(), name
        left = sorted(path.name for path in (folder / "target" / ".cache" / "builds").iterdir())
        assert len(left) == 1, left
        assert pq.read_metadata(folder / "target" / "tables" / "papers.parquet").num_rows == len(whole["all"]["papers"])  # type: ignore[arg-type]
    print(*(f"{count:3} {outcome}" for outcome, count in sorted(outcomes.items())), sep="\n")


if __name__ == "__main__":
    main()
