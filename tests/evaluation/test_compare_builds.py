"""Whether a committed build that was tampered with is told from one that another processor rounded differently."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from compare_builds import EXPORTS, MANIFEST, compare, main
from compare_tables import Kind
from paperkg.exporters import BUILD_FORMATS, EXPORTERS
from paperkg.graph.folder import read_manifest, write_manifest
from paperkg.graph.tables import Tables
from paperkg.pipeline import build
from places import PAGES, ROOT

REBUILT = ROOT / "outputs"
Rows = list[dict[str, Any]]


def copy_of(build: Path, folder: Path) -> Path:
    """A copy as it would be committed: without the cache, which tells tables that are tampered with."""
    return Path(shutil.copytree(build, folder / "outputs", ignore=shutil.ignore_patterns(".cache")))


@pytest.fixture
def committed(tmp_path: Path) -> Path:
    """A copy of the sample build, to be tampered with."""
    return copy_of(REBUILT, tmp_path)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A build of one page; not to be changed."""
    directory = tmp_path_factory.mktemp("small") / "outputs"
    build(min(PAGES.glob("*.txt")), directory)
    return directory


def rewrite(folder: Path, table: str, change: Callable[[Rows], Rows]) -> None:
    path = folder / "tables" / f"{table}.parquet"
    old = pq.ParquetFile(path).read()
    pq.write_table(pa.Table.from_pylist(change(old.to_pylist()), old.schema), path)


def replace_text(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8", newline="\n")


def with_its_digest(folder: Path) -> None:
    """Writes the manifest that a build with these tables would have."""
    said = read_manifest(folder)
    write_manifest(folder, said["inputs"], said["counts"])


def with_its_exports(folder: Path) -> None:
    """Writes the manifest and the exports that a build with these tables would have."""
    with_its_digest(folder)
    for format, name in zip(BUILD_FORMATS, EXPORTS, strict=True):
        EXPORTERS[format].write(Tables.open(folder), folder / name)


def found_in(committed: Path, rebuilt: Path = REBUILT) -> dict[str, str]:
    """The first difference in each file that makes the comparison fail."""
    changed = [d for d in compare(committed, rebuilt) if d.kind is Kind.CHANGE]
    return {d.file: d.text for d in reversed(changed)}


def nudged(by: float) -> Callable[[Rows], Rows]:
    """A change of one confidence."""

    def change(rows: Rows) -> Rows:
        row = next(row for row in rows if 0.5 < row["confidence"] < 0.8)
        row["confidence"] = round(row["confidence"] + by, 3)
        return rows

    return change


def test_equal_builds_do_not_differ(committed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (committed / ".cache").mkdir()
    (committed / ".cache" / "store").write_text("left by a query", encoding="utf-8")
    assert main(committed, REBUILT) == 0
    assert "in 0 places" in capsys.readouterr().out


@pytest.mark.parametrize("name", [*EXPORTS, "README.md", MANIFEST, "rejected.jsonl", "tables/results.parquet"])
def test_a_missing_file_is_found(committed: Path, name: str) -> None:
    (committed / name).unlink()
    assert found_in(committed)[name] == "the file is missing"


@pytest.mark.parametrize("name", ["graph.gexf", "tables/extra.parquet"])
def test_an_extra_file_is_found(committed: Path, name: str) -> None:
    shutil.copyfile(committed / "tables" / "papers.parquet", committed / name)
    assert found_in(committed)[name] == "the file is not built"


@pytest.mark.parametrize("name", EXPORTS)
def test_an_emptied_export_is_found(committed: Path, name: str) -> None:
    (committed / name).write_bytes(b"")
    assert found_in(committed).keys() == {name}


def test_a_table_cut_to_ten_rows_is_found(committed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = pq.ParquetFile(committed / "tables" / "statements.parquet").metadata.num_rows
    rewrite(committed, "statements", lambda rows: rows[:10])
    assert main(committed, REBUILT) == 1
    printed = capsys.readouterr().out
    assert "changed: tables/statements.parquet: missing: p" in printed
    (more,) = re.findall(r"changed: tables/statements\.parquet: and ([0-9,]+) more", printed)
    shown = printed.count("changed: tables/statements.parquet: missing: ")
    assert int(more.replace(",", "")) + shown == rows - 10


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("graph.ttl", '"CIFAR-10"', '"CIFAR-11"', "missing: <https://w3id.org/paperkg/benchmark/cifar-10>"),
        ("graph.nt", '"CIFAR-10"', '"CIFAR-11"', "missing: <https://w3id.org/paperkg/benchmark/cifar-10>"),
        (
            "graph.graphml",
            ">CIFAR-10<",
            ">CIFAR-11<",
            "node benchmark:cifar-10: label: 'CIFAR-11', built",
        ),
        ("graph.html", '"CIFAR-10"', '"CIFAR-11"', "'\"CIFAR-11\"', built as '\"CIFAR-10\"'"),
        ("graph.html", "default-src", "script-src", "line "),
        ("README.md", "the graph to look at", "the graph", "line 5"),
        (MANIFEST, '"papers": 368', '"papers": 367', "$.counts.papers: '367', built as '368'"),
        (MANIFEST, '"bytes": 74750', '"bytes": 74751', "$.inputs[0].bytes"),
        (MANIFEST, '"digest": "', '"digest": "0', "$.digest"),
        ("rejected.jsonl", "", '{"source": "x"}\n', "not built: line 1"),
    ],
)
def test_a_changed_word_is_found(committed: Path, name: str, old: str, new: str, said: str) -> None:
    replace_text(committed / name, old, new)
    found = found_in(committed)
    assert found.keys() == {name}
    assert said in found[name]


def test_the_same_triples_in_another_order_are_found(committed: Path) -> None:
    lines = (committed / "graph.nt").read_text(encoding="utf-8").splitlines(keepends=True)
    (committed / "graph.nt").write_text("".join(reversed(lines)), encoding="utf-8", newline="\n")
    assert found_in(committed) == {"graph.nt": "says the same in another form"}


def test_a_page_whose_data_is_broken_is_found(committed: Path) -> None:
    replace_text(committed / "graph.html", 'id="payload">{', 'id="payload">')
    assert found_in(committed)["graph.html"].startswith("cannot be read")


def test_a_changed_label_is_found(committed: Path) -> None:
    rewrite(committed, "entities", lambda rows: [{**rows[0], "label": "Another"}, *rows[1:]])
    assert "label 'Another', built as" in found_in(committed)["tables/entities.parquet"]


def test_a_confidence_that_rounds_differently_is_named_and_tolerated(
    small: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    committed = copy_of(small, tmp_path)
    rewrite(committed, "statements", nudged(0.001))
    with_its_exports(committed)
    assert main(committed, small) == 0
    printed = capsys.readouterr().out
    assert re.search(r"rounded differently: tables/statements.parquet: .*confidence 0\.\d+, built as 0\.\d+", printed)
    assert "1 rounded differently, 0 at a threshold, 0 following from a flip, 0 changed" in printed


def test_exports_have_to_agree_with_the_tables_beside_them(small: Path, tmp_path: Path) -> None:
    committed = copy_of(small, tmp_path)
    rewrite(committed, "statements", nudged(0.001))
    assert found_in(committed, small).keys() == {MANIFEST}
    with_its_digest(committed)
    assert found_in(committed, small).keys() == {"graph.ttl", "graph.nt", "graph.graphml", "graph.html"}


def test_another_confidence_is_found(committed: Path) -> None:
    rewrite(committed, "statements", nudged(0.1))
    assert "confidence" in found_in(committed)["tables/statements.parquet"]
