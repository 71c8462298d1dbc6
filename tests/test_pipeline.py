"""The whole build: what it writes, and that it writes the same whatever the circumstances."""

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, cast

import pyarrow as pa
import pytest

import paperkg
from builds import contents
from paperkg.analysis.entity import find_entity, stats_text, view_entity
from paperkg.errors import PaperKGError, ReadError
from paperkg.exporters import Exporter, formats
from paperkg.extracting import extract_lines
from paperkg.extraction.corpus import extract_records
from paperkg.graph.schema import SCHEMAS, SORT_KEYS
from paperkg.knowledge_graph import KnowledgeGraph
from paperkg.text.dates import year_and_month
from places import PAGES


def test_a_build_holds_everything(sample_build: Path) -> None:
    names = set(contents(sample_build))
    assert names == {
        "README.md", "graph.html", "graph.graphml", "graph.nt", "graph.ttl", "manifest.json", "rejected.jsonl",
        *(f"tables/{name}.parquet" for name in SCHEMAS),
    }  # fmt: skip


def test_the_sample_has_368_papers(sample_build: Path) -> None:
    graph = KnowledgeGraph.open(sample_build)
    counts = graph.manifest["counts"]
    assert counts["papers"] == 368
    assert counts["rejected"] == 0
    assert len(graph.manifest["inputs"]) == 5
    for name, schema in SCHEMAS.items():
        table = graph.table(name)
        assert table.schema.equals(schema)
        assert table.num_rows == counts[name]


def test_tables_are_sorted_and_fit_together(sample_build: Path) -> None:
    graph = KnowledgeGraph.open(sample_build)
    entities = {row["entity_id"] for row in graph.rows("entities")}
    texts = {row["paper_id"]: f"{row['title']}\n{row['abstract']}" for row in graph.rows("papers")}
    sentences = {row["sentence_id"]: row for row in graph.rows("sentences")}
    for name, key in SORT_KEYS.items():
        keys = [tuple(row[column] for column in key) for row in graph.rows(name)]
        assert keys == sorted(keys)
        assert name == "decisions" or len(set(keys)) == len(keys)
    for row in (*graph.rows("mentions"), *sentences.values()):
        assert texts[row["paper_id"]][row["start"] : row["end"]] == row["text"]
    for mention in graph.rows("mentions"):
        assert mention["entity_id"] in entities
        sentence = sentences[mention["sentence_id"]]
        assert sentence["start"] <= mention["start"] < mention["end"] <= sentence["end"]
    for statement in graph.rows("statements"):
        assert statement["entity_id"] in entities
        assert statement["sentence_ids"]
        assert all(i in sentences for i in statement["sentence_ids"])
    for result in graph.rows("results"):
        assert texts[result["paper_id"]][result["start"] : result["end"]] == result["value"]
        assert result["sentence_id"] in sentences
    for relation in graph.rows("relations"):
        assert {relation["head"], relation["tail"]} <= entities
        assert relation["head"] != relation["tail"]
        assert relation["sentence_id"] in sentences


@pytest.mark.parametrize(
    ("seed", "arguments"), [("1", ["--jobs", "2"]), ("2", [])], ids=["two jobs", "another hash seed, other order"]
)
def test_the_same_bytes_come_out(sample_build: Path, tmp_path: Path, seed: str, arguments: list[str]) -> None:
    pages = [str(path) for path in sorted(PAGES.glob("*.txt"), reverse=seed == "2")]
    subprocess.run(
        [sys.executable, "-m", "paperkg", "build", *pages, str(PAGES), "-o", str(tmp_path / "again"), *arguments],
        env={**os.environ, "PYTHONHASHSEED": seed},
        check=True,
        capture_output=True,
    )
    again = contents(tmp_path / "again")
    differing = [name for name, content in contents(sample_build).items() if again[name] != content]
    assert differing == []


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("vLLM", "Software"),
        ("LiRA", "Method"),
        ("MMLU", "Benchmark"),
        ("GSM8K", "Benchmark"),
        ("LoRA", "Method"),
        ("GPT-4", "Model"),
        ("chain-of-thought", "Method"),
        ("membership inference", "Task"),
        ("speculative decoding", "Method"),
    ],
)
def test_well_known_names_are_one_node_each(sample_build: Path, name: str, kind: str) -> None:
    graph = KnowledgeGraph.open(sample_build)
    entity = find_entity(graph, name)
    assert entity["type"] == kind
    wanted = {name.casefold().replace("-", " ")}
    holders = {row["entity_id"] for row in graph.rows("aliases") if row["alias"].casefold().replace("-", " ") in wanted}
    assert holders == {entity["entity_id"]}
    text = str(view_entity(graph, name))
    assert name in text
    assert "“" in text


def test_stats_names_the_commonest(sample_build: Path) -> None:
    text = stats_text(KnowledgeGraph.open(sample_build))
    assert "papers" in text
    assert "membership inference" in text


def test_a_name_not_found_suggests_close_ones(sample_build: Path) -> None:
    with pytest.raises(PaperKGError, match=r"did you mean.*vLLM"):
        view_entity(KnowledgeGraph.open(sample_build), "vLLMM")


def write_papers(path: Path, *rows: Mapping[str, object]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


GOOD = {"id": "a", "title": "FooNet: a network", "abstract": "We propose FooNet. It is evaluated on GSM8K."}


def test_extracting_tells_how_many_records_came_before(tmp_path: Path) -> None:
    papers = write_papers(tmp_path / "p.jsonl", GOOD, GOOD | {"title": "Another"}, GOOD | {"id": "b"}, GOOD)
    told: list[str] = []
    lines = list(extract_lines([papers], report=told.append))
    assert [json.loads(line)["id"] for line in lines] == ["a", "b"]
    assert told == ["left out, for their ids came before: 2 records"]


def test_a_build_takes_what_was_extracted_before_it(tmp_path: Path) -> None:
    papers = write_papers(tmp_path / "p.jsonl", GOOD)
    lines = list(extract_lines([papers], cache=tmp_path / "cache"))
    assert list(extract_lines([papers], cache=tmp_path / "cache")) == lines == list(extract_lines([papers]))
    assert paperkg.build(papers, tmp_path / "out", cache=tmp_path / "cache").kept == 1
    assert paperkg.build(papers, tmp_path / "other", cache=False).kept == 0
    assert contents(tmp_path / "out") == contents(tmp_path / "other")


def test_bad_records_are_told_and_kept_apart(tmp_path: Path) -> None:
    long = {"title": "Long", "abstract": "We use BarNet. " * 2_000}
    papers = write_papers(tmp_path / "p.jsonl", GOOD, {"id": "b", "title": "No abstract"}, long)
    summary = paperkg.build([papers], tmp_path / "out")
    assert summary.counts["papers"] == 2
    assert summary.in_part == 1
    (line,) = (tmp_path / "out" / "rejected.jsonl").read_text(encoding="utf-8").splitlines()
    row = json.loads(line)
    assert row["source"] == "p.jsonl"
    assert row["place"] == 2
    assert "abstract" in row["reason"]
    with pytest.raises(ReadError, match=r"p\.jsonl:2"):
        paperkg.build([papers], tmp_path / "strict", strict=True)


def test_a_build_replaces_the_older_one_and_leaves_other_files(tmp_path: Path) -> None:
    papers = write_papers(tmp_path / "p.jsonl", GOOD)
    out = tmp_path / "out"
    out.mkdir()
    (out / "mine.txt").write_text("mine", encoding="utf-8")
    paperkg.build(papers, out)
    first = contents(out)
    paperkg.build(papers, out)
    assert contents(out) == first
    assert first["mine.txt"] == b"mine"
    assert not [name for name in first if name.startswith(".")]


def test_a_build_among_its_inputs_is_not_read(tmp_path: Path) -> None:
    write_papers(tmp_path / "p.jsonl", GOOD, {"title": "No abstract"})
    for options in ({}, {"rows_per_part": 1, "formats": "nt,parquet,csv"}):
        paperkg.build(tmp_path, tmp_path / "out", **options)  # type: ignore[arg-type]
        first = contents(tmp_path / "out")
        assert b"No abstract" in first["rejected.jsonl"]
        for inputs in (tmp_path, tmp_path / "**" / "*.json*"):
            paperkg.build(inputs, tmp_path / "out", **options)  # type: ignore[arg-type]
            assert contents(tmp_path / "out") == first


def test_an_input_that_vanishes_once_it_is_read_spoils_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    papers = write_papers(tmp_path / "p.jsonl", GOOD)
    content = papers.read_bytes()

    def vanish(*arguments: Any, **options: Any) -> Iterator[pa.RecordBatch]:
        papers.unlink()
        return extract_records(*arguments, **options)

    monkeypatch.setattr("paperkg.extraction.corpus.extract_records", vanish)
    paperkg.build(papers, tmp_path / "out")
    assert KnowledgeGraph.open(tmp_path / "out").manifest["inputs"] == [
        {"name": "p.jsonl", "sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}
    ]


def fill_the_disk(_graph: KnowledgeGraph, _path: Path) -> None:
    raise OSError("disk full")


def test_a_failing_build_leaves_the_older_one_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    papers = write_papers(tmp_path / "p.jsonl", GOOD)
    paperkg.build(papers, tmp_path / "out")
    before = contents(tmp_path / "out")

    monkeypatch.setitem(cast(dict[str, Exporter], formats()), "html", Exporter(f"{__name__}:fill_the_disk", ".html"))
    with pytest.raises(OSError, match="disk full"):
        paperkg.build(papers, tmp_path / "out")
    assert contents(tmp_path / "out") == before


def test_where_nothing_can_be_written_is_told_before_the_long_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(**_: object) -> str:
        raise PermissionError(13, "Permission denied", "out")

    told: list[str] = []
    monkeypatch.setattr("tempfile.mkdtemp", refuse)
    with pytest.raises(PermissionError):
        paperkg.build(
            write_papers(tmp_path / "p.jsonl", GOOD), tmp_path / "out", progress=lambda *step: told.append(step[0])
        )
    assert told == ["reading"]


@pytest.mark.parametrize(
    ("date", "answer"),
    [
        ("2025-03-05", (2025, 3)), ("2025-03", (2025, 3)), ("2025", (2025, None)), ("20250305", (2025, 3)),
        ("2025-13", (2025, None)), ("45234", (None, None)), ("0000", (None, None)),
        ("Mar 5", (None, None)), (None, (None, None)),
    ],
)  # fmt: skip
def test_year_and_month(date: str | None, answer: tuple[int | None, int | None]) -> None:
    assert year_and_month(date) == answer


def test_decisions_are_tabulated(tmp_path: Path) -> None:
    papers = write_papers(tmp_path / "p.jsonl", GOOD)
    decisions = tmp_path / "d.tsv"
    decisions.write_text("retype\tFooNet\tSoftware\ndrop\tnowhere\n", encoding="utf-8")
    summary = paperkg.build(papers, tmp_path / "out", decisions=decisions)
    assert [d.entity for d in summary.unused_decisions] == ["nowhere"]
    graph = KnowledgeGraph.open(tmp_path / "out")
    assert find_entity(graph, "FooNet")["type"] == "Software"
    assert {(r["entity"], r["status"]) for r in graph.rows("decisions")} == {
        ("FooNet", "applied"),
        ("nowhere", "unused"),
    }


def test_progress_is_told(tmp_path: Path) -> None:
    papers = write_papers(tmp_path / "p.jsonl", GOOD)
    told: list[tuple[str, int, int | None]] = []
    note: Callable[[str, int, int | None], None] = lambda *step: told.append(step)  # noqa: E731
    paperkg.build(papers, tmp_path / "out", progress=note)
    assert ("extracting", 1, 1) in told
    assert told[-1][0] == "writing"
