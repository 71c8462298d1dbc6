"""Measures what it costs to ask builds: every question of the cookbook, and one entity, each in a process of its own.

    python benchmarks/asking.py BUILD... [--entity NAME]

Prints a table of seconds of processor time, with the start of the program, and the exponent between the last two
builds: the power by which a cost grows with the number of papers.
"""

import argparse
import math
import resource
import subprocess
import sys
from pathlib import Path

from paperkg.graph.tables import Tables
from paperkg.sparql.cookbook import list_cookbook


def seconds(*arguments: str | Path) -> float:
    """The processor time of a command."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-m", "paperkg", *map(str, arguments)], stdout=subprocess.DEVNULL, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def row(name: str, costs: list[float], papers: list[int]) -> str:
    """A row of the table."""
    growth = math.log(costs[-1] / costs[-2]) / math.log(papers[-1] / papers[-2]) if len(costs) > 1 else math.nan
    return f"| {name} | {' | '.join(f'{cost:.2f}' for cost in costs)} | {growth:.2f} |"


def main() -> None:
    """Measures, and prints the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("builds", nargs="+", type=Path, help="builds, the smallest first")
    parser.add_argument("--entity", default="accuracy", help="an entity that all of them have")
    given = parser.parse_args()
    papers = [Tables(build).count("papers") for build in given.builds]
    print(f"| question | {' | '.join(f'{number:,}' for number in papers)} | exponent |")
    print(f"|---|{'---:|' * (len(papers) + 1)}")
    for recipe in list_cookbook():
        costs = [seconds("query", build, "--name", recipe.name) for build in given.builds]
        print(row(recipe.name, costs, papers), flush=True)
    costs = [seconds("show", build, given.entity) for build in given.builds]
    print(row(f"`show` {given.entity}", costs, papers), flush=True)


if __name__ == "__main__":
    main()
