"""Extractions that are kept: what is known is not extracted again, and comes out the same."""

import os
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from builds import extraction_of
from paperkg.arrow import outcomes_of, outcomes_to_batch
from paperkg.extraction import kept as kept_module
from paperkg.extraction.corpus import extract_records
from paperkg.extraction.fingerprint import text_key
from paperkg.extraction.kept import KeptExtractions
from paperkg.model import Extraction, Failure, Outcome, Paper
from records import toy_records

FOUND = [extraction_of(record) for record in toy_records(12)]
PAPERS = [found.paper for found in FOUND]
KEYS = [text_key(paper) for paper in PAPERS]


def keep(folder: Path, found: Sequence[Outcome], **options: int) -> KeptExtractions:
    kept = KeptExtractions(folder, "print", **options)
    kept.add([text_key(outcome.paper) for outcome in found], outcomes_to_batch(found))
    kept.close()
    return KeptExtractions(folder, "print", **options)


def known(kept: KeptExtractions, papers: Iterable[Paper] = PAPERS) -> list[int]:
    return list(kept.find([text_key(paper) for paper in papers]).places)


@pytest.fixture
def mapped(monkeypatch: pytest.MonkeyPatch) -> list[Paper]:
    """The papers that are extracted, each as its record says; what is found does not matter here."""
    asked: list[Paper] = []
    by_title = {found.paper.title: found for found in FOUND}

    def extract(_self: object, papers: Iterable[Paper]) -> Iterable[Extraction]:
        for paper in papers:
            asked.append(paper)
            yield replace(by_title[paper.title], paper=paper)

    monkeypatch.setattr("paperkg.extraction.extractor.Extractor.stream", extract)
    return asked


def extract(papers: Sequence[Paper], folder: Path) -> list[Outcome]:
    records = extract_records(papers, kept=KeptExtractions(folder, "print"))
    return [outcome for batch in records for outcome in outcomes_of(batch)]


def test_only_new_papers_are_extracted_and_all_come_out_in_order(tmp_path: Path, mapped: list[Paper]) -> None:
    assert extract(PAPERS[::3], tmp_path) == FOUND[::3]
    mapped.clear()
    assert extract(PAPERS, tmp_path) == FOUND
    assert mapped == [paper for number, paper in enumerate(PAPERS) if number % 3]
    mapped.clear()
    assert extract(PAPERS[::-1], tmp_path) == FOUND[::-1]
    assert mapped == []


def test_the_same_text_in_another_paper_is_not_extracted_again(tmp_path: Path, mapped: list[Paper]) -> None:
    extract(PAPERS[:2], tmp_path)
    moved = replace(PAPERS[1], id="another", sources=("elsewhere:1",), venue="Venue")
    mapped.clear()
    assert extract([moved], tmp_path) == [replace(FOUND[1], paper=moved)]
    assert mapped == []


def test_another_text_is_another_paper() -> None:
    assert text_key(replace(PAPERS[0], title="Toy")) != KEYS[0]
    assert text_key(replace(PAPERS[0], abstract="Toy.")) != KEYS[0]
    assert text_key(Paper(id="", title="a\nb", abstract="c")) != text_key(Paper(id="", title="a", abstract="b\nc"))


def test_another_pipeline_has_none_of_it(tmp_path: Path) -> None:
    keep(tmp_path, FOUND)
    assert known(KeptExtractions(tmp_path, "other")) == []


def test_what_could_not_be_extracted_is_tried_again(tmp_path: Path) -> None:
    kept = keep(tmp_path, [FOUND[0], Failure(paper=PAPERS[1], reason="internal error"), FOUND[2]])
    assert known(kept, PAPERS[:3]) == [0, 2]


def test_what_was_extracted_before_a_stop_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_module, "_ROWS", 4)
    kept = KeptExtractions(tmp_path, "print")
    for found in FOUND[:7]:
        kept.add([text_key(found.paper)], outcomes_to_batch([found]))
    assert known(KeptExtractions(tmp_path, "print")) == [0, 1, 2, 3]  # without a close, as after a kill


@pytest.mark.parametrize("content", [b"", b"PAR1 damaged PAR1"])
def test_a_damaged_file_is_dropped(tmp_path: Path, content: bytes) -> None:
    keep(tmp_path, FOUND[:3])
    (file,) = tmp_path.glob("*/*.parquet")
    file.write_bytes(content)
    assert known(KeptExtractions(tmp_path, "print")) == []
    assert not file.exists()


def test_a_file_that_another_run_drops_meanwhile_is_not_missed(tmp_path: Path) -> None:
    kept = keep(tmp_path, FOUND[:3])
    (file,) = tmp_path.glob("*/*.parquet")
    file.unlink()
    assert known(kept) == []


def test_many_small_files_become_one(tmp_path: Path) -> None:
    for found in FOUND:
        keep(tmp_path, [found])
    assert len(list(tmp_path.glob("*/*.parquet"))) < len(FOUND)
    kept = KeptExtractions(tmp_path, "print")
    assert known(kept) == list(range(len(FOUND)))
    assert list(kept.in_order(PAPERS[::-1])) != PAPERS[::-1]


def test_what_was_not_used_for_longest_goes_first(tmp_path: Path) -> None:
    for age, found in enumerate(FOUND[:3]):
        keep(tmp_path, [found])
        (newest,) = set(tmp_path.glob("*/*.parquet")) - {file for file, _ in _aged(tmp_path)}
        os.utime(newest, (age + 1, age + 1))
    size = sum(file.stat().st_size for file, _ in _aged(tmp_path))
    assert known(KeptExtractions(tmp_path, "print"), PAPERS[:1]) == [0]  # and so is the newest now
    keep(tmp_path, [], limit=size - 1)
    assert known(KeptExtractions(tmp_path, "print"), PAPERS[:3]) == [0, 2]


def _aged(folder: Path) -> list[tuple[Path, float]]:
    return [(file, file.stat().st_mtime) for file in folder.glob("*/*.parquet") if file.stat().st_mtime < 100]
