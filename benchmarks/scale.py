"""What a build costs as it grows: processor time and peak memory of each stage, into docs/performance.md.

    python benchmarks/scale.py arxiv.jsonl.gz acl.jsonl.gz --folder scale

Each stage of each size runs in a process of its own. Papers are read, merged and extracted as far as
`--extracted` says. Beyond, extractions are multiplied: each copy has ids of its own, and so has each name that only one
paper has, as new papers bring new names. Extraction of these is not run again: its cost a paper does not change.
What is in the folder already is not made again.
"""

import argparse
import gzip
import json
import math
import random
import resource
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from paperkg.arrow import EXTRACTION_SCHEMA
from paperkg.database import scratch_database
from paperkg.exporters.build_exports import exports_of
from paperkg.graph.folder import new_build, write_manifest
from paperkg.graph.tabulate import tabulate
from paperkg.linking import link, propose
from paperkg.model import Paper
from paperkg.origin import Recipe, read_origin
from paperkg.readers import merge_stored

ROOT = Path(__file__).parents[1]
PAGE, PLOT = ROOT / "docs" / "performance.md", ROOT / "docs" / "images" / "scale.svg"
BEGIN, END = "<!-- begin measured -->\n", "<!-- end measured -->\n"
SIZES = (1_000, 4_000, 16_000, 64_000, 128_000)
_ROWS = 1000
_EXPORTS = [export.format for export in exports_of(1_000_000)]
STAGES = ("read", "extract", "link", *_EXPORTS)


@dataclass(frozen=True, slots=True)
class Cost:
    """What a stage took: seconds of processor time, peak memory of its process in MB, and what it wrote in bytes."""

    papers: int
    stage: str
    seconds: float
    megabytes: float
    written: int


def _lines(inputs: Sequence[Path]) -> list[str]:
    """The records of all inputs, in one order at random."""
    found: list[str] = []
    for path in inputs:
        with gzip.open(path, "rt", encoding="utf-8") as file:
            found += file
    random.Random(1).shuffle(found)
    return found


def _records(folder: Path, size: int) -> Path:
    return folder / f"{size}.jsonl"


def _extractions(folder: Path, size: int) -> Path:
    return folder / f"extractions-{size}"


def _papers(folder: Path, size: int) -> Sequence[Paper]:
    return merge_stored(read_origin([_records(folder, size)], Recipe(), strict=False).papers)


def _write(folder: Path, batches: Iterator[pa.RecordBatch]) -> None:
    """Writes batches in files of about a thousand rows each."""
    folder.mkdir(parents=True)
    waiting: list[pa.RecordBatch] = []
    written = 0
    for batch in batches:
        waiting.append(batch)
        if sum(each.num_rows for each in waiting) >= _ROWS:
            pq.write_table(pa.Table.from_batches(waiting), folder / f"{written:05}.parquet", compression="zstd")
            written += 1
            waiting = []
    if waiting:
        pq.write_table(pa.Table.from_batches(waiting), folder / f"{written:05}.parquet", compression="zstd")


def _batches(folder: Path) -> Iterator[pa.RecordBatch]:
    for path in sorted(folder.glob("*.parquet")):
        yield from pq.read_table(path, schema=EXTRACTION_SCHEMA).to_batches()


def multiply(source: Path, target: Path, copies: int) -> None:
    """Writes extractions several times, each with ids of its own, and other names for what only one paper names."""
    rows = [row for batch in _batches(source) for row in batch.to_pylist()]
    names = Counter(form for row in rows for entity in row["entities"] for form in {entity["name"], *entity["aliases"]})

    def copied(row: dict[str, Any], copy: int) -> dict[str, Any]:
        def named(name: str | None) -> str | None:
            return f"{name} {copy}" if name is not None and names[name] == 1 else name

        def renamed(found: list[dict[str, Any]], *parts: str) -> list[dict[str, Any]]:
            return [one | {part: named(one[part]) for part in parts} for one in found]

        entities = [one | {"aliases": list(map(named, one["aliases"]))} for one in renamed(row["entities"], "name")]
        return row | {
            "id": f"{row['id']}.{copy}",
            "entities": entities,
            "results": renamed(row["results"], "subject", "benchmark", "metric"),
            "relations": renamed(row["relations"], "head", "tail"),
        }

    def made() -> Iterator[pa.RecordBatch]:
        for copy in range(copies):
            for start in range(0, len(rows), _ROWS):
                chunk = rows[start : start + _ROWS]
                yield pa.RecordBatch.from_pylist([copied(row, copy) for row in chunk], schema=EXTRACTION_SCHEMA)

    _write(target, made())


def run_stage(stage: str, folder: Path, size: int) -> int:
    """Runs a stage and gives the bytes that it wrote."""
    build = folder / f"build-{size}"
    if stage == "read":
        return 0 * len(_papers(folder, size))
    if stage == "extract":
        from paperkg.extraction.corpus import extract_records

        _write(_extractions(folder, size), extract_records(_papers(folder, size)))
        return 0
    if stage == "link":
        files = [str(path) for path in sorted(_extractions(folder, size).glob("*.parquet"))]
        with new_build(build) as fresh:
            with scratch_database(fresh) as database:
                database.execute(f"CREATE VIEW extractions AS FROM read_parquet({files})")
                links = link(database)
                proposed = [(decision, "proposed") for decision in propose(links.labels())]
                counts = tabulate(links, fresh, proposed)
            write_manifest(fresh, (), counts)
        return sum(path.stat().st_size for path in (build / "tables").rglob("*.parquet"))
    (export,) = (export for export in exports_of(1_000_000) if export.format == stage)
    export.write(build)
    return (build / export.name).stat().st_size


def measure(stage: str, folder: Path, size: int) -> Cost:
    """What a stage takes in a process of its own."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, __file__, "--stage", stage, "--size", str(size), "--folder", str(folder)]
    output = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Cost(size, stage, round(seconds, 2), output["megabytes"], output["written"])


def prepare(inputs: Sequence[Path], folder: Path, sizes: Sequence[int]) -> None:
    """Writes the records of each size."""
    missing = [size for size in sizes if not _records(folder, size).exists()]
    if missing:
        folder.mkdir(parents=True, exist_ok=True)
        lines = _lines(inputs)
        for size in missing:
            _records(folder, size).write_text("".join(lines[:size]), encoding="utf-8", newline="\n")


def measure_all(folder: Path, sizes: Sequence[int], extracted: int) -> list[Cost]:
    """The costs of all stages at all sizes; those in the folder are taken from there."""
    path = folder / "costs.json"
    costs = [Cost(**row) for row in json.loads(path.read_text(encoding="utf-8"))] if path.exists() else []
    known = {(cost.papers, cost.stage) for cost in costs}
    for size in sizes:
        for stage in STAGES:
            if (size, stage) in known or (stage == "extract" and size > extracted):
                continue
            if stage == "link" and not _extractions(folder, size).exists():
                multiply(_extractions(folder, extracted), _extractions(folder, size), size // extracted)
            print(f"{size:,} papers: {stage}", file=sys.stderr, flush=True)
            costs.append(measure(stage, folder, size))
            path.write_text(json.dumps([asdict(cost) for cost in costs], indent=1), encoding="utf-8")
    return [cost for cost in costs if cost.papers in sizes]


def exponent(costs: Sequence[Cost], value: str) -> float:
    """By which power a value grows with the number of papers, between the two largest sizes."""
    points = sorted((cost.papers, getattr(cost, value)) for cost in costs if getattr(cost, value))
    (less, before), (more, after) = points[-2:]
    return math.log(after / before) / math.log(more / less)


def table(costs: Sequence[Cost], sizes: Sequence[int], value: str, shape: str) -> Iterator[str]:
    """The lines of a table of one value, a row a stage."""
    yield f"| stage | {' | '.join(f'{size:,}' for size in sizes)} | exponent |"
    yield "|---|" + "---:|" * (len(sizes) + 1)
    for stage in STAGES:
        of_stage = [cost for cost in costs if cost.stage == stage]
        cells = {cost.papers: format(getattr(cost, value), shape) for cost in of_stage if getattr(cost, value)}
        row = " | ".join(cells.get(size, "") for size in sizes)
        yield f"| {stage} | {row} | {exponent(of_stage, value):.2f} |"


def page(costs: Sequence[Cost], sizes: Sequence[int]) -> str:
    """What the page says of the measured costs."""
    by_size = {size: {cost.stage: cost for cost in costs if cost.papers == size} for size in sizes}
    largest = max(cost.papers for cost in costs if cost.stage == "extract")
    each = by_size[largest]["extract"].seconds / largest
    lines = ["Seconds of processor time:", "", *table(costs, sizes, "seconds", ",.1f"), ""]
    lines += ["Peak memory of the process in MB:", "", *table(costs, sizes, "megabytes", ",.0f"), ""]
    lines += ["| papers | beside extraction, ms a paper | all, as a multiple of extraction | tables, kB a paper |"]
    lines += ["|---:|---:|---:|---:|"]
    for size, found in by_size.items():
        if not set(STAGES) - {"extract"} <= found.keys():
            continue
        beside = sum(cost.seconds for cost in found.values() if cost.stage != "extract")
        multiple = 1 + beside / (each * size)
        # Copies are packed better than other papers.
        tables = f"{found['link'].written / size / 1000:.1f}" if size <= largest else ""
        lines += [f"| {size:,} | {1000 * beside / size:.2f} | {multiple:.2f} | {tables} |"]
    written = {stage: by_size[largest][stage].written / largest / 1000 for stage in _EXPORTS}
    sizes_each = ", ".join(f"{kilobytes:.1f} kB ({stage})" for stage, kilobytes in written.items())
    lines += ["", f"At {largest:,} papers, exports take {sizes_each} a paper."]
    return "\n".join(lines) + "\n"


def plot(costs: Sequence[Cost], path: Path) -> None:
    """Time and memory of each stage by papers, on logarithmic scales."""
    import matplotlib
    from matplotlib import pyplot

    matplotlib.use("svg")
    matplotlib.rcParams["svg.hashsalt"] = "paperkg"
    figure, axes = pyplot.subplots(1, 2, figsize=(10, 4.2), layout="constrained")
    for axis, value, title in zip(
        axes, ("seconds", "megabytes"), ("processor time, s", "peak memory, MB"), strict=True
    ):
        for stage in STAGES:
            of_stage = [cost for cost in costs if cost.stage == stage]
            axis.loglog([c.papers for c in of_stage], [getattr(c, value) for c in of_stage], marker="o", label=stage)
        axis.set_xlabel("papers")
        axis.set_title(title)
        axis.grid(alpha=0.3)
    axes[0].legend()
    figure.savefig(path, metadata={"Date": None})


def main() -> None:
    """Measures, and writes the page; or runs one stage in this process."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("inputs", nargs="*", type=Path)
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--extracted", type=int, default=16_000)
    parser.add_argument("--stage", choices=STAGES)
    parser.add_argument("--size", type=int)
    given = parser.parse_args()
    if given.stage:
        written = run_stage(given.stage, given.folder, given.size)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(json.dumps({"megabytes": round(peak, 1), "written": written}))
        return
    prepare(given.inputs, given.folder, given.sizes)
    costs = measure_all(given.folder, given.sizes, given.extracted)
    text = PAGE.read_text(encoding="utf-8")
    head, tail = text.partition(BEGIN)[0], text.partition(END)[2]
    measured = f"Measured on {time.strftime('%Y-%m-%d')}.\n\n" + page(costs, sorted(given.sizes))
    PAGE.write_text(head + BEGIN + measured + END + tail, encoding="utf-8", newline="\n")
    plot(costs, PLOT)


if __name__ == "__main__":
    main()
