"""Extraction of Arrow records: the same as that of papers, and one bad paper is only that."""

from collections.abc import Iterable, Iterator

import pytest

from paperkg.arrow import EXTRACTION_SCHEMA, outcomes_of, papers_to_batch
from paperkg.errors import LexiconError
from paperkg.extraction import extract_all
from paperkg.extraction.batches import extract_batches
from paperkg.extraction.extractor import Extractor
from paperkg.model import Extraction, Failure, Outcome, Paper
from stand_ins import paper

PAPERS = [paper(number) for number in range(5)]


def outcomes(papers: Iterable[Paper], size: int = 2) -> list[Outcome]:
    """What comes out of batches of that size."""
    chosen = list(papers)
    batches = (papers_to_batch(chosen[at : at + size]) for at in range(0, len(chosen), size))
    return [found for batch in extract_batches(batches) for found in outcomes_of(batch)]


@pytest.mark.parametrize("size", [1, 2, 5])
def test_batches_of_any_size_give_what_papers_give(size: int) -> None:
    assert outcomes(PAPERS, size) == list(extract_all(PAPERS))


def test_a_batch_comes_out_for_each_one_that_goes_in() -> None:
    found = list(extract_batches(iter([papers_to_batch(PAPERS[:3]), papers_to_batch([])])))
    assert [batch.num_rows for batch in found] == [3, 0]
    assert all(batch.schema.equals(EXTRACTION_SCHEMA) for batch in found)


def breaking_with(error: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    """Makes the extraction of one paper raise."""
    stream = Extractor.stream

    def broken(self: Extractor, papers: Iterable[Paper]) -> Iterator[Extraction]:
        for one in papers:
            if one == PAPERS[3]:
                raise error
            yield from stream(self, [one])

    monkeypatch.setattr(Extractor, "stream", broken)


def test_an_unexpected_exception_is_told_of_its_paper_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    expected: list[Outcome] = list(extract_all(PAPERS))
    breaking_with(IndexError("out\nof range"), monkeypatch)
    expected[3] = Failure(paper=PAPERS[3], reason="internal error: IndexError: out of range; please report")
    assert outcomes(PAPERS) == expected


def test_that_memory_does_not_suffice_is_no_fault_of_a_paper(monkeypatch: pytest.MonkeyPatch) -> None:
    breaking_with(MemoryError(), monkeypatch)
    with pytest.raises(MemoryError):
        outcomes(PAPERS)


def test_an_error_of_ours_is_raised(monkeypatch: pytest.MonkeyPatch) -> None:
    breaking_with(LexiconError("words.tsv: malformed"), monkeypatch)
    with pytest.raises(LexiconError, match="malformed"):
        outcomes(PAPERS)
