"""Extraction in processes: order, laziness, errors. What is extracted does not matter here."""

import multiprocessing
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperkg.errors import PaperKGError, ReadError
from paperkg.extraction.parallel import batched, in_processes
from paperkg.model import Paper
from stand_ins import extract_nothing, make_breaking, make_extract_nothing, paper


@given(st.lists(st.integers()), st.integers(1, 10))
def test_batches_are_the_items_in_order(items: list[int], size: int) -> None:
    batches = list(batched(items, size))
    assert [item for batch in batches for item in batch] == items
    assert all(len(batch) == size for batch in batches[:-1])
    assert all(0 < len(batch) <= size for batch in batches)


@pytest.mark.parametrize(("jobs", "batch"), [(1, 3), (2, 7)])
def test_the_order_is_that_of_the_papers_for_any_number_of_processes(jobs: int, batch: int) -> None:
    papers = [paper(number) for number in range(20)]
    assert list(in_processes(make_extract_nothing, papers, jobs=jobs, batch=batch)) == list(extract_nothing(papers))


def test_no_papers_need_no_answers() -> None:
    assert list(in_processes(make_extract_nothing, [], jobs=2, batch=3)) == []


def test_who_has_seen_enough_stops_the_reading_and_the_processes() -> None:
    taken: list[int] = []

    def endless() -> Iterator[Paper]:
        while True:
            taken.append(len(taken))
            yield paper(len(taken))

    found = in_processes(make_extract_nothing, endless(), jobs=2, batch=1)
    assert next(found).paper.id == "p1"
    assert isinstance(found, Iterator)
    found.close()  # type: ignore[attr-defined]  # a generator is what it is
    assert len(taken) == 8  # four batches for each process, not all there are
    assert multiprocessing.active_children() == []


def test_an_error_in_a_process_arrives_as_it_is_after_what_was_found_before() -> None:
    found = in_processes(make_breaking, map(paper, range(20)), jobs=2, batch=1)
    assert [next(found).paper.id for _ in range(7)] == [f"p{number}" for number in range(7)]
    with pytest.raises(ReadError) as caught:
        next(found)
    assert (str(caught.value), caught.value.line) == ("papers.jsonl:7: broken", 7)
    assert multiprocessing.active_children() == []


def test_an_error_while_reading_arrives_as_it_is() -> None:
    def papers() -> Iterator[Paper]:
        yield paper(0)
        raise PaperKGError("no more")

    with pytest.raises(PaperKGError, match="no more"):
        list(in_processes(make_extract_nothing, papers(), jobs=2, batch=1))
    assert multiprocessing.active_children() == []
