"""Extraction in processes: order, laziness, errors, processes that end. What is extracted does not matter here."""

import os
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from paperkg.errors import PaperKGError, ReadError
from paperkg.extraction.parallel import in_processes
from paperkg.model import Failure, Paper
from stand_ins import (
    BROKEN,
    batches_of,
    break_off,
    die,
    die_once,
    extract_nothing,
    never_start,
    outcomes_in,
    paper,
)

PAPERS = [paper(number) for number in range(20)]
NOTHING = list(outcomes_in(extract_nothing(batches_of(PAPERS, 5))))


@pytest.mark.parametrize(("jobs", "size"), [(1, 3), (2, 7)])
def test_the_order_is_that_of_the_papers_for_any_number_of_processes(jobs: int, size: int) -> None:
    assert list(outcomes_in(in_processes(extract_nothing, batches_of(PAPERS, size), jobs=jobs))) == NOTHING


def test_no_papers_need_no_answers() -> None:
    assert list(in_processes(never_start, [], jobs=2)) == []


def test_no_process_starts_for_empty_batches() -> None:
    empty = next(batches_of(PAPERS, 1)).slice(0, 0)
    assert [batch.num_rows for batch in in_processes(never_start, [empty, empty], jobs=2)] == [0, 0]


def test_who_has_seen_enough_stops_the_reading_and_the_processes() -> None:
    taken: list[int] = []

    def endless() -> Iterator[Paper]:
        while True:
            taken.append(len(taken))
            yield paper(len(taken))

    found = in_processes(extract_nothing, batches_of(endless(), 1), jobs=2)
    assert next(outcomes_in(found)).paper.id == "p1"
    assert isinstance(found, Iterator)
    found.close()  # type: ignore[attr-defined]  # a generator is what it is
    assert len(taken) == 8  # four batches for each process, not all there are


def test_an_error_in_a_process_arrives_as_it_is_after_what_was_found_before() -> None:
    found = outcomes_in(in_processes(break_off, batches_of(PAPERS, 1), jobs=2))
    assert [next(found).paper.id for _ in range(7)] == [f"p{number}" for number in range(7)]
    with pytest.raises(ReadError) as caught:
        next(found)
    assert (str(caught.value), caught.value.line) == ("papers.jsonl:7: broken", 7)


def test_an_error_while_reading_arrives_as_it_is() -> None:
    def papers() -> Iterator[Paper]:
        yield paper(0)
        raise PaperKGError("no more")

    with pytest.raises(PaperKGError, match="no more"):
        list(in_processes(extract_nothing, batches_of(papers(), 1), jobs=2))


@pytest.mark.parametrize(("jobs", "size"), [(1, 1), (2, 5)])
def test_a_paper_that_kills_its_process_is_given_up_and_nothing_else_is(jobs: int, size: int) -> None:
    found = list(outcomes_in(in_processes(die, batches_of(PAPERS, size), jobs=jobs)))
    reason = "internal error: its extraction ended 2 processes by signal 9; please report"
    assert found[BROKEN] == Failure(paper=paper(BROKEN), reason=reason)
    assert found[:BROKEN] + found[BROKEN + 1 :] == NOTHING[:BROKEN] + NOTHING[BROKEN + 1 :]


def test_what_a_killed_process_had_is_tried_again(tmp_path: Path) -> None:
    extract = partial(die_once, str(tmp_path / "died"))
    assert list(outcomes_in(in_processes(extract, batches_of(PAPERS, 5), jobs=2))) == NOTHING
    assert (tmp_path / "died").exists()


def test_processes_that_cannot_start_are_told() -> None:
    with pytest.raises(PaperKGError, match=r"^a process that extracts cannot be started: it ended with status 3$"):
        list(in_processes(never_start, batches_of(PAPERS, 5), jobs=1))


GUARDLESS = """
from paperkg.extraction.parallel import in_processes
from stand_ins import batches_of, extract_nothing, outcomes_in, paper

print("started")
print(sum(1 for _ in outcomes_in(in_processes(extract_nothing, batches_of(map(paper, range(9)), 2), jobs=2))))
"""


@pytest.mark.parametrize("way", ["a file", "standard input"])
def test_a_script_needs_no_main_guard(tmp_path: Path, way: str) -> None:
    script = tmp_path / "script.py"
    script.write_text(GUARDLESS, encoding="utf-8")
    ran = subprocess.run(
        [sys.executable, str(script) if way == "a file" else "-"],
        input=GUARDLESS,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ran.stdout.split(), ran.stderr) == (["started", "9"], "")
