"""Names each mention in which two builds of the same papers differ; exit 1 above a tenth of a percent.

Floating point differs between processors, and a form that stands just at the threshold can fall on
either side. This tells such drift, which is tolerated, from a change of what is found, which is not.

    python evaluation/drift.py committed/ rebuilt/
"""

import sys
from pathlib import Path

import pyarrow.parquet as pq

TOLERATED = 0.001
Mention = tuple[str, int, int, str]


def mentions(build: Path) -> dict[Mention, str]:
    """Each mention of a build (paper, start, end, text) and its entity."""
    rows = pq.ParquetFile(build / "tables" / "mentions.parquet").read().to_pylist()
    return {(r["paper_id"], r["start"], r["end"], r["text"]): r["entity_id"] for r in rows}


def main(committed: Path, rebuilt: Path) -> int:
    """The exit status; what differs is printed."""
    old, new = mentions(committed), mentions(rebuilt)
    differing = sorted(place for place in old.keys() | new.keys() if old.get(place) != new.get(place))
    for place in differing:
        paper, start, end, text = place
        print(f"{paper} [{start}, {end}) {text!r}: {old.get(place, 'none')} -> {new.get(place, 'none')}")
    share = len(differing) / max(len(old), 1)
    print(f"{len(differing)} of {len(old)} mentions differ ({share:.3%}); {TOLERATED:.1%} is tolerated")
    return int(share > TOLERATED)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
