"""Writes docs/formats.md: the formats that are read, and what comes of reading real files of each.

    python docs/formats.py

The table is made from a run over the files in ../shared/samples, which are not part of the project.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from paperkg.model import Paper, Rejected
from paperkg.readers import formats, sniff
from paperkg.readers.archives import open_sources
from paperkg.readers.inputs import find_files
from paperkg.text.counts import counted

TARGET = Path(__file__).parent / "formats.md"
SAMPLES = Path(__file__).parents[2] / "shared" / "samples"
ABOUT_SAMPLES = "SOURCE.txt"
"""In each folder of samples: where they are from."""

INTRODUCTION = """# Formats of papers

This page is generated from the readers by `python docs/formats.py`.

`paperkg build` reads files of these formats, by their content: names decide only where the content does not tell, and
`--format` overrides both. Files may be packed (gzip, bzip2, xz, zstd, each with several members) or lie in zip and tar
archives, whose folders are read like any folder. Text may be UTF-8, UTF-16, windows-1252, or another encoding. A file
that is none of these is reported once and passed over.

Every record becomes a paper, or is merged into one, or is rejected with its file, its place, and the reason, in
`rejected.jsonl`. Records that have a title and no abstract are rejected too, unless `--keep-title-only` is given.

## What comes of real files
"""

AFTER_TABLE = """
The files were exported by people, libraries, and APIs, and kept as they are. Records are counted before those of one
paper are merged.

## The formats

`paperkg formats` prints them too. They are asked in this order whether they recognize a file.
"""


@dataclass
class Tally:
    """What came of the files of one format."""

    files: int = 0
    papers: int = 0
    rejected: Counter[str] = field(default_factory=Counter)

    @property
    def records(self) -> int:
        """All records, whatever became of them."""
        return self.papers + self.rejected.total()


def tallies(samples: Path) -> dict[str, Tally]:
    """For each format, what came of its files; those of no format under an empty name."""
    found: dict[str, Tally] = defaultdict(Tally)
    files, _ = find_files([samples])
    for file in files:
        if file.path.name == ABOUT_SAMPLES:
            continue
        with file.path.open("rb") as stream:
            for source in open_sources(file.name, stream):
                if isinstance(source, Rejected):
                    found[""].files += 1
                    continue
                format = sniff(source) or ""
                tally = found[format]
                tally.files += 1
                for record in formats()[format].read(source, None) if format else ():
                    if isinstance(record, Paper):
                        tally.papers += 1
                    else:
                        tally.rejected[record.reason] += record.records
    return found


def table(found: dict[str, Tally]) -> list[str]:
    """The tallies as a table, in the order in which the formats are asked."""
    rows = [
        "| Format | Files | Records | Papers | Rejected |",
        "| --- | ---: | ---: | ---: | --- |",
    ]
    for name in formats():
        tally = found.get(name)
        if tally is not None:
            reasons = "; ".join(f"{count:,} {reason}" for reason, count in tally.rejected.most_common() if count)
            rows.append(f"| `{name}` | {tally.files:,} | {tally.records:,} | {tally.papers:,} | {_cell(reasons)} |")
    known = [tally for name, tally in found.items() if name]
    files, records = sum(tally.files for tally in known), sum(tally.records for tally in known)
    papers = sum(tally.papers for tally in known)
    rows.append(f"| all | {files:,} | {records:,} | {papers:,} | {records - papers:,} |")
    passed_over = found[""].files if "" in found else 0
    return [*rows, "", f"Passed over, for they hold no papers: {counted(passed_over, 'files')}."]


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def sections() -> list[str]:
    """One section a format: what it is, how its files are named, and an example."""
    lines: list[str] = []
    for name, reader in formats().items():
        suffixes = ", ".join(f"`{suffix}`" for suffix in reader.suffixes)
        lines += [f"### {name}", "", f"{reader.description} ({suffixes}).", ""]
        if reader.example:
            lines += ["```text", *reader.example.rstrip("\n").splitlines(), "```", ""]
    return lines


def document(samples: Path) -> str:
    """The whole page."""
    return "\n".join([INTRODUCTION, *table(tallies(samples)), AFTER_TABLE, *sections()]).rstrip("\n") + "\n"


if __name__ == "__main__":
    if SAMPLES.is_dir():
        TARGET.write_text(document(SAMPLES), encoding="utf-8", newline="\n")
    else:
        print(f"{TARGET.name} stays as it is: no samples in {SAMPLES}")
