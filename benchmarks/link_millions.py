"""What linking costs at millions of papers, and how it grows.

    python benchmarks/link_millions.py scale/extractions-16000 --papers 64000 256000 1000000 --folder scale

Extractions of real papers are multiplied until there are so many. Names follow what is measured on the real ones: the
number of different names grows as a power of that of papers (Heaps' law), and frequent names stay as frequent. So a
copy of a name that only one paper has is a new name with that probability; otherwise it is the name of an earlier copy.
Each size is linked in a process of its own, on one thread. What more papers would cost is told from the two largest
sizes. What is in the folder already is not made again.
"""

import argparse
import json
import math
import random
import resource
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from paperkg.arrow import EXTRACTION_SCHEMA
from paperkg.database import scratch_database, values
from paperkg.linking import link

_MARK = "\x01"  # begins a name that only one paper has
_SCHEMA = pa.schema([EXTRACTION_SCHEMA.field(name) for name in ("id", "entities")])
_FAR = (3_000_000, 10_000_000)


def names_of(row: dict[str, Any]) -> set[str]:
    """All forms of a paper's entities."""
    return {form for entity in row["entities"] for form in (entity["name"], *entity["aliases"])}


def heaps(rows: list[dict[str, Any]]) -> tuple[float, float]:
    """K and b of the law that n papers, in any order, have K * n ** b different names."""
    rows = random.Random(1).sample(rows, len(rows))
    seen: set[str] = set()
    counts = {}
    for number, row in enumerate(rows, 1):
        seen |= names_of(row)
        counts[number] = len(seen)
    quarter, whole = len(rows) // 4, len(rows)
    power = math.log(counts[whole] / counts[quarter]) / math.log(whole / quarter)
    return counts[whole] / whole**power, power


def zipf(frequencies: list[int]) -> float:
    """The exponent of the law that the frequency of a name falls with its rank, between ranks 10 and 1,000."""
    ranked = sorted(frequencies, reverse=True)
    return math.log(ranked[9] / ranked[999]) / math.log(1000 / 10)


def prepare(source: Path, target: Path) -> dict[str, float]:
    """Writes the entities of real papers, names of one paper marked, and gives what holds of their names."""
    tables = [pq.read_table(path, columns=_SCHEMA.names) for path in sorted(source.glob("*.parquet"))]
    rows = pa.concat_tables(tables).to_pylist()
    papers = Counter(name for row in rows for name in names_of(row))
    scale, power = heaps(rows)

    def marked(name: str) -> str:
        return _MARK + name if papers[name] == 1 else name

    for row in rows:
        for entity in row["entities"]:
            entity |= {"name": marked(entity["name"]), "aliases": [marked(alias) for alias in entity["aliases"]]}
    pq.write_table(pa.Table.from_pylist(rows, schema=_SCHEMA), target)
    once = sum(count == 1 for count in papers.values())
    return {"papers": len(rows), "scale": scale, "power": power, "once": once, "zipf": zipf(list(papers.values()))}


def multiply(source: Path, target: Path, papers: int, law: dict[str, float]) -> None:
    """Writes the entities of so many papers, in one file for each copy of the real ones."""
    target.mkdir(parents=True)
    each = int(law["papers"])
    with duckdb.connect(config={"threads": 1}) as database:
        for copy in range(-(-papers // each)):
            before, after = (law["scale"] * (number * each) ** law["power"] for number in (copy, copy + 1))
            fresh = min(1.0, (after - before) / law["once"])
            earlier = f"hash(form, {copy}, 'earlier') % {copy}" if copy else "0"
            renamed = f"""CASE
              WHEN form[1] <> chr(1) THEN form
              WHEN {copy} = 0 THEN form[2:]
              WHEN hash(form, {copy}) % 1000000 < {fresh * 1e6} THEN form[2:] || ' ' || {copy}
              WHEN {earlier} = 0 THEN form[2:]
              ELSE form[2:] || ' ' || {earlier} END"""
            database.execute(f"CREATE OR REPLACE MACRO renamed(form) AS ({renamed})")
            database.execute(
                f"""COPY (
                  SELECT id || '.{copy}' AS id, list_transform(entities, lambda entity: struct_update(entity,
                    name := renamed(entity.name),
                    aliases := list_transform(entity.aliases, lambda alias: renamed(alias)))) AS entities
                  FROM read_parquet('{source}') LIMIT {min(each, papers - copy * each)}
                ) TO '{target / f"{copy:05}.parquet"}' (COMPRESSION zstd)"""
            )


def run(folder: Path) -> dict[str, int]:
    """Links the papers of a folder in this process."""
    with tempfile.TemporaryDirectory(dir=folder.parent) as scratch, scratch_database(Path(scratch)) as database:
        database.execute(f"CREATE VIEW extractions AS FROM read_parquet('{folder}/*.parquet')")
        entities = sum(1 for _ in link(database).labels())
        ((names,),) = values(database, "SELECT count(*) FROM forms")
    return {"entities": entities, "names": names, "kilobytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss}


def measure(folder: Path) -> dict[str, float]:
    """What linking the papers of a folder takes in a process of its own."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, __file__, "--link", str(folder)]
    found = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return {"seconds": round(seconds, 1), "megabytes": round(found["kilobytes"] / 1024)} | found


def report(law: dict[str, float], costs: dict[int, dict[str, float]]) -> str:
    """The law of names, the costs of all sizes, and what more papers would cost."""
    lines = [
        f"{law['papers']:,} real papers: names grow as papers ** {law['power']:.2f} (Heaps), and their frequency falls "
        f"as rank ** -{law['zipf']:.2f} (Zipf)",
        "| papers | names | entities | CPU s | peak MB |",
        "|---:|---:|---:|---:|---:|",
    ]
    for papers, cost in sorted(costs.items()):
        lines += [
            f"| {papers:,} | {cost['names']:,} | {cost['entities']:,} | {cost['seconds']:,.0f} "
            f"| {cost['megabytes']:,.0f} |"
        ]
    if len(costs) > 1:
        (less, before), (more, after) = sorted(costs.items())[-2:]
        powers = {
            value: math.log(after[value] / before[value]) / math.log(more / less) for value in ("seconds", "megabytes")
        }
        told = ", ".join(f"{value} as papers ** {power:.2f}" for value, power in powers.items())
        lines += [f"between {less:,} and {more:,} papers, {told}; so"]
        for papers in _FAR:
            seconds, megabytes = (after[value] * (papers / more) ** power for value, power in powers.items())
            lines += [f"{papers:,} papers would take {seconds:,.0f} s and {megabytes:,.0f} MB"]
    return "\n".join(lines)


def main() -> None:
    """Measures and prints; or links one folder in this process."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("extractions", nargs="?", type=Path)
    parser.add_argument("--papers", type=int, nargs="+", default=[64_000, 256_000, 1_000_000])
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--link", type=Path)
    given = parser.parse_args()
    if given.link:
        print(json.dumps(run(given.link)))
        return
    given.folder.mkdir(parents=True, exist_ok=True)
    described = given.folder / "law.json"
    if not described.exists():
        law = prepare(given.extractions, given.folder / "entities.parquet")
        described.write_text(json.dumps(law))
    law = json.loads(described.read_text())
    known = given.folder / "linking.json"
    costs = {int(size): cost for size, cost in json.loads(known.read_text()).items()} if known.exists() else {}
    for papers in given.papers:
        target = given.folder / f"entities-{papers}"
        if papers not in costs:
            if not target.exists():
                multiply(given.folder / "entities.parquet", target, papers, law)
            costs[papers] = measure(target)
            known.write_text(json.dumps(costs, indent=1))
        print(report(law, costs), flush=True)


if __name__ == "__main__":
    main()
