"""Builds that grow: whatever was added, removed and decided, they are what a build of it all would be."""

import errno
import json
import os
import shutil
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import paperkg
from builds import contents, extraction_of
from paperkg.errors import BuildError, NotFoundError, OptionError, ReadError
from paperkg.extraction_files import extract_file
from paperkg.knowledge_graph import KnowledgeGraph
from paperkg.model import Extraction, Paper
from paperkg.origin import Recipe, origin_of, read_kept, read_origin
from paperkg.pipeline import add, remove
from paperkg.stored_papers import StoredPapers
from records import toy_records

RECORDS = toy_records(14)
FILES = {
    "a.jsonl": RECORDS[:4],
    "b.jsonl": [*RECORDS[3:7], {"title": "No abstract"}],  # its first record is the last of the file before
    "c.jsonl": RECORDS[7:9],
    "d.jsonl": RECORDS[9:],
}
DECISIONS = ("", "drop\taccuracy\n", "merge\tBERT\tGPT-4\nretype\tLoRA\tSoftware\n")
IDS = [str(record["id"]) for record in RECORDS]


@pytest.fixture(scope="module", autouse=True)
def quick() -> Iterator[None]:
    """Finds in each paper what its record says, and writes no exports, which are made from tables alone."""
    by_title = {str(record["title"]): extraction_of(record) for record in RECORDS}

    def extract(_self: object, papers: Iterable[Paper]) -> Iterator[Extraction]:
        for paper in papers:
            found = by_title[paper.title]
            yield Extraction(paper=paper, entities=found.entities, results=found.results, sentences=found.sentences)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("paperkg.extraction.extractor.Extractor.stream", extract)
        patch.setattr("paperkg.making.exports_of", lambda *_: [])
        yield


@pytest.fixture(scope="module")
def inputs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("inputs")
    for name, rows in FILES.items():
        keys = ("id", "title", "abstract", "date", "url")
        lines = [json.dumps({key: row[key] for key in keys if key in row}) for row in rows]
        (folder / name).write_text("\n".join(lines), encoding="utf-8")
    for number, text in enumerate(DECISIONS):
        (folder / f"{number}.tsv").write_text(text, encoding="utf-8")
    return folder


Step = tuple[str, str]
STEPS = st.lists(
    st.tuples(st.just("add"), st.sampled_from(sorted(FILES)))
    | st.tuples(st.just("remove"), st.sampled_from(sorted(FILES)))
    | st.tuples(st.just("decide"), st.sampled_from("012")),
    min_size=1,
    max_size=6,
)


@settings(max_examples=12)
@given(steps=STEPS, first=st.sampled_from(sorted(FILES)))
def test_any_steps_lead_to_what_one_build_of_the_same_makes(
    inputs: Path, tmp_path_factory: pytest.TempPathFactory, first: str, steps: Sequence[Step]
) -> None:
    folder = tmp_path_factory.mktemp("grown")
    cache = inputs / "cache"
    present, decided = {first}, None
    paperkg.build(inputs / first, folder / "grown", cache=cache)
    for kind, name in steps:
        if kind == "add":
            add(folder / "grown", inputs / name, cache=cache)
            present.add(name)
        elif kind == "decide":
            decided = inputs / f"{name}.tsv"
            add(folder / "grown", decisions=decided, cache=cache)
        elif present > {name}:
            remove(folder / "grown", name, cache=cache)
            present.remove(name)
    paperkg.build([inputs / name for name in present], folder / "built", decisions=decided, cache=cache)
    assert contents(folder / "grown") == contents(folder / "built")


@settings(max_examples=4)
@given(steps=st.permutations(["add b.jsonl", "add d.jsonl", "remove 1", "remove 8", "remove a.jsonl:3"]))
def test_papers_that_are_removed_stay_away_in_whatever_order(
    inputs: Path, tmp_path_factory: pytest.TempPathFactory, steps: Sequence[str]
) -> None:
    folder = tmp_path_factory.mktemp("grown")
    both = folder / "both"
    paperkg.build([inputs / "a.jsonl", inputs / "c.jsonl"], both, cache=inputs / "cache")
    for step in steps:
        kind, _, name = step.partition(" ")
        if kind == "add":
            add(both, inputs / name, cache=inputs / "cache")
        else:
            remove(both, IDS[int(name)] if name.isdecimal() else name, cache=inputs / "cache")
    whole = folder / "whole"
    paperkg.build([inputs / name for name in FILES], whole, cache=inputs / "cache")
    remove(whole, [IDS[1], "a.jsonl:3", IDS[8]], cache=inputs / "cache")
    assert contents(both) == contents(whole)
    graph = KnowledgeGraph(both)
    assert graph.manifest["removed"] == ["a.jsonl:2", "a.jsonl:3", "c.jsonl:2"]
    assert {row["paper_id"] for row in graph.rows("papers")} == {*IDS} - {IDS[1], IDS[2], IDS[8]}


def test_what_is_there_already_changes_nothing(inputs: Path, tmp_path: Path) -> None:
    paperkg.build(inputs / "a.jsonl", tmp_path / "out")
    before = contents(tmp_path / "out")
    assert add(tmp_path / "out", inputs / "a.jsonl").kept == 4
    assert contents(tmp_path / "out") == before


def test_an_input_of_a_known_name_is_refused_or_replaced(inputs: Path, tmp_path: Path) -> None:
    paperkg.build(inputs / "a.jsonl", tmp_path / "out")
    remove(tmp_path / "out", "a.jsonl:1")
    shutil.copy(inputs / "c.jsonl", tmp_path / "a.jsonl")
    with pytest.raises(OptionError, match=r"^a\.jsonl: the build has another input of this name; replace it with"):
        add(tmp_path / "out", tmp_path / "a.jsonl")
    add(tmp_path / "out", tmp_path / "a.jsonl", replacing=True)
    paperkg.build(tmp_path / "a.jsonl", tmp_path / "built")
    assert contents(tmp_path / "out") == contents(tmp_path / "built")


def test_options_of_the_build_hold_for_what_is_added(inputs: Path, tmp_path: Path) -> None:
    lexicon = tmp_path / "lexicon.tsv"
    lexicon.write_text("name\ttype\tnamed\taliases\nFooNet\tModel\t1\t\n", encoding="utf-8")
    words = tmp_path / "words"
    words.mkdir()
    (words / "lower_is_better.txt").write_text("slowness\n", encoding="utf-8")
    options = {"lexicon": [lexicon], "words": words, "base_iri": "https://example.org/", "decisions": inputs / "1.tsv"}
    options |= {"title": " Papers on\nnetworks", "rows_per_part": 2}
    paperkg.build(inputs / "a.jsonl", tmp_path / "out", **options)  # type: ignore[arg-type]
    add(tmp_path / "out", inputs / "c.jsonl")
    both = [inputs / "a.jsonl", inputs / "c.jsonl"]
    paperkg.build(both, tmp_path / "built", **options)  # type: ignore[arg-type]
    assert contents(tmp_path / "out") == contents(tmp_path / "built")
    manifest = KnowledgeGraph.open(tmp_path / "out").manifest
    assert (manifest["title"], manifest["rows_per_part"]) == ("Papers on networks", 2)


def test_what_is_not_there_cannot_be_removed(inputs: Path, tmp_path: Path) -> None:
    paperkg.build(inputs / "a.jsonl", tmp_path / "out")
    with pytest.raises(NotFoundError, match=r"^b\.jsonl: not an input, a source or the id of a paper; did you"):
        remove(tmp_path / "out", "b.jsonl")
    with pytest.raises(OptionError, match="no paper would be left"):
        remove(tmp_path / "out", "a.jsonl")
    with pytest.raises(OptionError, match="nothing to add"):
        add(tmp_path / "out")
    with pytest.raises(BuildError, match="not a build"):
        add(tmp_path / "none", inputs / "a.jsonl")
    assert not (tmp_path / "none").exists()


def test_a_build_that_was_copied_without_its_records_tells_so(inputs: Path, tmp_path: Path) -> None:
    paperkg.build(inputs / "a.jsonl", tmp_path / "out")
    shutil.copytree(tmp_path / "out", tmp_path / "copy", ignore=shutil.ignore_patterns(".cache"))
    assert KnowledgeGraph(tmp_path / "copy").count("papers") == 4
    with pytest.raises(BuildError, match="does not know the records it was made of"):
        add(tmp_path / "copy", inputs / "c.jsonl")


def test_a_temporary_folder_that_is_full_is_no_fault_of_the_build(
    inputs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paperkg.build(inputs / "a.jsonl", tmp_path / "out")

    def full(_papers: StoredPapers, _paper: Paper) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(StoredPapers, "append", full)
    with pytest.raises(OSError, match="No space left"):
        read_kept(tmp_path / "out")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="has no pipes with names")
def test_papers_of_a_pipe_are_of_no_other_input(inputs: Path, tmp_path: Path) -> None:
    pipe = tmp_path / "0"
    os.mkfifo(pipe)
    writer = Thread(target=pipe.write_bytes, args=((inputs / "a.jsonl").read_bytes(),))
    writer.start()
    origin = read_origin([pipe, inputs / "b.jsonl"], Recipe(), strict=False)
    writer.join()
    assert [entry["name"] for entry in origin.inputs] == ["b.jsonl"]
    assert origin.inputs_of_papers == ("",) * 4 + ("b.jsonl",) * 4
    assert len(origin.without(["b.jsonl"]).papers) == 4


def test_a_name_of_nothing_removes_no_paper_without_sources() -> None:
    papers = [Paper(id=name, title=f"On {name}", abstract=f"We see {name}.") for name in ("a", "b")]
    origin = origin_of(((0, paper) for paper in papers), [None], strict=False)
    with pytest.raises(NotFoundError, match="nonsense"):
        origin.without(["nonsense"])
    assert [paper.id for paper in origin.without(["a"]).papers] == ["b"]


def extracted(inputs: Path, folder: Path, *names: str, **options: Any) -> Path:
    path = folder / f"{'-'.join(names)}.parquet"
    extract_file(path, [inputs / name for name in names], **options)
    return path


@pytest.mark.parametrize("cache", [True, False])
@pytest.mark.parametrize("parts", [["a.jsonl", "b.jsonl", "c.jsonl", "d.jsonl"], ["a.jsonl", "b.jsonl"], []])
def test_what_is_extracted_elsewhere_makes_the_same_build(
    inputs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, parts: list[str], cache: bool
) -> None:
    (tmp_path / "found").mkdir()
    files = [extracted(inputs, tmp_path / "found", *parts)] if parts else []
    others = [name for name in FILES if name not in parts]
    files += [extracted(inputs, tmp_path / "found", name) for name in others]
    options: dict[str, Any] = {"decisions": inputs / "2.tsv"}
    paperkg.build([inputs / name for name in FILES], tmp_path / "built", cache=False, **options)

    def never(*_: object) -> Iterator[Extraction]:
        raise AssertionError("extracted again")

    monkeypatch.setattr("paperkg.extraction.extractor.Extractor.stream", never)
    for number, found in enumerate((files, [tmp_path / "found"], [tmp_path / "found" / "*.parquet"])):
        summary = paperkg.build(found, tmp_path / f"again{number}", cache=cache, **options)
        assert contents(tmp_path / f"again{number}") == contents(tmp_path / "built")
        assert summary.kept == 14
        kept = list((tmp_path / f"again{number}" / ".cache").rglob("extractions/*/*.parquet"))
        assert bool(kept) == cache


def test_extractions_and_papers_go_together_and_grow(inputs: Path, tmp_path: Path) -> None:
    found = extracted(inputs, tmp_path, "a.jsonl", "b.jsonl")
    paperkg.build([found, inputs / "c.jsonl"], tmp_path / "out")
    add(tmp_path / "out", extracted(inputs, tmp_path, "d.jsonl"))
    paperkg.build([inputs / name for name in FILES], tmp_path / "built")
    assert contents(tmp_path / "out") == contents(tmp_path / "built")


def test_extractions_of_another_pipeline_are_refused(inputs: Path, tmp_path: Path) -> None:
    lexicon = tmp_path / "lexicon.tsv"
    lexicon.write_text("name\ttype\tnamed\taliases\nFooNet\tModel\t1\t\n", encoding="utf-8")
    found = extracted(inputs, tmp_path, "a.jsonl", lexicon=[lexicon])
    with pytest.raises(
        OptionError, match=r"a\.jsonl\.parquet: extracted by another version of paperkg, or with another"
    ):
        paperkg.build(found, tmp_path / "out")
    assert not (tmp_path / "out").exists()
    assert paperkg.build(found, tmp_path / "out", lexicon=[lexicon]).kept == 4


def test_extractions_beside_other_files_are_refused(inputs: Path, tmp_path: Path) -> None:
    extracted(inputs, tmp_path, "a.jsonl")
    shutil.copy(inputs / "c.jsonl", tmp_path)
    with pytest.raises(OptionError, match="holds extractions beside other files"):
        paperkg.build(tmp_path, tmp_path / "out")


def test_bad_records_are_told_where_they_are_extracted_and_where_they_are_built(inputs: Path, tmp_path: Path) -> None:
    summary = extract_file(tmp_path / "b.parquet", [inputs / "b.jsonl"])
    assert (summary.papers, [record.place for record in summary.rejected]) == (4, [5])
    with pytest.raises(ReadError, match=r"b\.jsonl:5"):
        extract_file(tmp_path / "strict.parquet", [inputs / "b.jsonl"], strict=True)
    with pytest.raises(ReadError, match=r"b\.jsonl:5"):
        paperkg.build(tmp_path / "b.parquet", tmp_path / "out", strict=True)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["b.parquet"]
