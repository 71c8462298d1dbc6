"""Tells whether a committed build is what the code builds: prints where they differ; exit 1 if it matters.

    python evaluation/compare_builds.py outputs/ rebuilt/

Floating point differs between processors in the last bit. So a confidence may round to another third decimal, and
what stands exactly at a threshold may fall on either side (see `compare_tables`). Both are tolerated within limits
and printed. Everything else matters: a missing or extra file, a row, a label, a word of a page. An export has to be
exactly what the code writes from the tables beside it, whichever side of a threshold those are on.
"""

import json
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from compare_exports import export_differences, fact_differences, json_facts
from compare_tables import Difference, Kind, excess_flips, read_tables, table_differences
from paperkg.exporters import BUILD_FORMATS, EXPORTERS
from paperkg.graph.folder import read_manifest
from paperkg.graph.stamps import digest_of_tables
from paperkg.graph.tables import Tables

SHOWN = 20
"""Differences of one kind in one file that are printed."""
CACHE = ".cache"
"""What queries leave in a build; not part of it."""
MANIFEST = "manifest.json"
EXPORTS = tuple(f"graph{EXPORTERS[name].suffix}" for name in BUILD_FORMATS)


def files_of(build: Path) -> set[str]:
    """The files of a build, relative to it."""
    paths = (path.relative_to(build) for path in build.rglob("*") if path.is_file())
    return {path.as_posix() for path in paths if path.parts[0] != CACHE}


def file_differences(committed: Path, rebuilt: Path) -> list[Difference]:
    """Files that only one of the builds has."""
    old, new = files_of(committed), files_of(rebuilt)
    missing = [Difference(Kind.CHANGE, name, "the file is missing") for name in sorted(new - old)]
    return missing + [Difference(Kind.CHANGE, name, "the file is not built") for name in sorted(old - new)]


def manifest_differences(committed: Path, rebuilt: Path) -> list[Difference]:
    """Where a manifest does not describe its own tables, or differs from the other one in what is not about tables."""
    said, expected = (json.loads((build / MANIFEST).read_text(encoding="utf-8")) for build in (committed, rebuilt))
    expected["digest"] = digest_of_tables(committed)
    expected["counts"] |= {name: table.num_rows for name, table in read_tables(committed).items()}
    return fact_differences(MANIFEST, json_facts(said), json_facts(expected))


def compare(committed: Path, rebuilt: Path) -> list[Difference]:
    """All differences between two builds of the same papers."""
    found = file_differences(committed, rebuilt)
    found += table_differences(read_tables(committed), read_tables(rebuilt))
    tolerable = (
        bool(found)
        and all(difference.kind is not Kind.CHANGE for difference in found)
        and read_manifest(committed)["digest"] == digest_of_tables(committed)
    )
    with tempfile.TemporaryDirectory() as scratch:
        expected = {name: rebuilt / name for name in files_of(committed) & files_of(rebuilt)}
        if tolerable:
            # One flip moves every index of the page and its whole map: the tables decide what an export has to say.
            for format, name in zip(BUILD_FORMATS, EXPORTS, strict=True):
                expected[name] = Path(scratch) / name
                EXPORTERS[format].write(Tables.open(committed), expected[name])
        for name, path in sorted(expected.items()):
            if name == MANIFEST:
                found += manifest_differences(committed, rebuilt)
            elif not name.startswith("tables/"):
                found += export_differences(name, committed / name, path)
    return found


def lines_of(found: Sequence[Difference]) -> Iterator[str]:
    """The differences as they are printed, those that matter last."""
    by_place: dict[tuple[Kind, str], list[str]] = defaultdict(list)
    for difference in found:
        by_place[difference.kind, difference.file].append(difference.text)
    order = list(Kind)
    for (kind, file), texts in sorted(by_place.items(), key=lambda item: (order.index(item[0][0]), item[0][1])):
        yield from (f"{kind}: {file}: {text}" for text in texts[:SHOWN])
        if len(texts) > SHOWN:
            yield f"{kind}: {file}: and {len(texts) - SHOWN:,} more"


def main(committed: Path, rebuilt: Path) -> int:
    """The exit status; what differs is printed."""
    found = compare(committed, rebuilt)
    excess = excess_flips(found, read_tables(rebuilt))
    counts = ", ".join(f"{sum(difference.kind is kind for difference in found):,} {kind}" for kind in Kind)
    summary = f"{committed} differs from {rebuilt} in {len(found):,} places: {counts}"
    print(*lines_of(found), *excess, summary, sep="\n")
    return int(bool(excess) or any(difference.kind is Kind.CHANGE for difference in found))


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
