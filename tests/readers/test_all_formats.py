"""What all formats have in common: an example that is read, packed or not, alone or among all others."""

import bz2
import gzip
import io
import json
import lzma
import zipfile
from pathlib import Path

import pytest

from paperkg.model import Paper, Rejected
from paperkg.pipeline import build
from paperkg.readers import READERS, read, sniff
from paperkg.readers.source import Source

WITH_EXAMPLES = [name for name, reader in READERS.items() if reader.example]
NO_ABSTRACTS = frozenset({"dblp_xml"})


def source_of(name: str, *, file: str = "example", encoding: str = "utf-8") -> Source:
    data = READERS[name].example.encode(encoding)
    return Source(file, io.BytesIO(data), title_only=name in NO_ABSTRACTS)


@pytest.mark.parametrize("name", READERS)
def test_each_is_described(name: str) -> None:
    reader = READERS[name]
    assert reader.description
    assert not reader.description.endswith(".")
    assert reader.suffixes
    assert all(suffix == suffix.lower() and suffix.startswith(".") for suffix in reader.suffixes)


@pytest.mark.parametrize("name", WITH_EXAMPLES)
def test_the_example_is_one_paper(name: str) -> None:
    [paper] = READERS[name].read(source_of(name), None)
    assert isinstance(paper, Paper), paper
    assert paper.title == "Speculative decoding"
    assert paper.abstract.endswith("We draft with early layers.") or name in NO_ABSTRACTS


@pytest.mark.parametrize("name", WITH_EXAMPLES)
@pytest.mark.parametrize("file", ["example", "example.txt", "example.dat"])
def test_the_content_tells_the_format_whatever_the_name(name: str, file: str) -> None:
    assert sniff(source_of(name, file=file)) == name


@pytest.mark.parametrize("name", WITH_EXAMPLES)
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_the_example_in_other_encodings(name: str, encoding: str) -> None:
    assert sniff(source_of(name, encoding=encoding)) == name
    [paper] = READERS[name].read(source_of(name, encoding=encoding), None)
    assert isinstance(paper, Paper)
    assert paper.title == "Speculative decoding"


@pytest.mark.parametrize("name", WITH_EXAMPLES)
@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_the_example_with_other_line_ends(name: str, end: str) -> None:
    data = READERS[name].example.replace("\n", end).encode()
    [paper] = READERS[name].read(Source("x", io.BytesIO(data), title_only=name in NO_ABSTRACTS), None)
    assert isinstance(paper, Paper)
    assert paper.title == "Speculative decoding"


@pytest.mark.parametrize("name", WITH_EXAMPLES)
def test_an_example_cut_anywhere_is_read_or_rejected(name: str) -> None:
    data = READERS[name].example.encode()
    for end in range(0, len(data), 7):
        records = list(READERS[name].read(Source("x", io.BytesIO(data[:end])), None))
        assert all(isinstance(record, Paper | Rejected) for record in records)


def test_a_folder_with_a_file_of_each_format_at_once(tmp_path: Path) -> None:
    folder = tmp_path / "library"
    (folder / "deep" / "er").mkdir(parents=True)
    packers = (lambda data: data, gzip.compress, bz2.compress, lzma.compress)
    for number, name in enumerate(WITH_EXAMPLES):
        example = READERS[name].example.replace("Speculative", f"Speculative {number}th").encode()
        place = folder / ("deep" if number % 2 else "deep/er") / f"{number}{READERS[name].suffixes[0]}"
        place.write_bytes(packers[number % len(packers)](example))
    with zipfile.ZipFile(folder / "all.zip", "w") as archive:
        for name in WITH_EXAMPLES:
            archive.writestr(f"more/{name}", READERS[name].example)
    (folder / "notes.md").write_text("No papers.", encoding="utf-8")
    read_from = [record for record in read([folder], title_only=True) if isinstance(record, Paper)]
    assert len(read_from) == 2 * len(WITH_EXAMPLES)
    summary = build(folder, tmp_path / "out", title_only=True)
    counts = summary.counts
    assert counts["found"] == counts["papers"] + counts["merged"] + counts["rejected"] == len(read_from)
    assert counts["rejected"] == 0
    rows = [json.loads(row) for row in (tmp_path / "out" / "rejected.jsonl").read_text("utf-8").splitlines()]
    assert [(row["source"], row["passed_over"]) for row in rows] == [("notes.md", True)]
