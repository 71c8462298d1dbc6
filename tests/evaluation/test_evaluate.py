"""Extraction measured on a file of annotated papers."""

from pathlib import Path

import pytest

from annotated_papers import FOONET, parsing_paper, write_rows
from paperkg.errors import EvaluationError
from paperkg.evaluation.evaluate import evaluate, scores_row
from paperkg.extraction import LexiconEntry
from paperkg.kinds import EntityType


def test_papers_are_extracted_anew(tmp_path: Path) -> None:
    scores = evaluate([write_rows([FOONET], tmp_path / "g.jsonl")])
    assert scores.figures["mentions/named"].recall > 0.5
    assert scores.figures["results/value"].right == 1
    row = scores_row(scores)["figures"]["mentions/named"]
    assert row["right"] + row["missed"] == 5


def test_figures_sum_over_files(tmp_path: Path) -> None:
    one = write_rows([FOONET], tmp_path / "one.jsonl")
    two = write_rows([parsing_paper(0), parsing_paper(1)], tmp_path / "two.jsonl")
    apart = [evaluate([path]).figures["mentions/all"] for path in (one, two)]
    assert evaluate([one, two]).figures["mentions/all"] == apart[0] + apart[1]


def test_names_of_the_user_are_found(tmp_path: Path) -> None:
    gold = write_rows([parsing_paper(0)], tmp_path / "g.jsonl")
    entry = LexiconEntry(name="PageSet", type=EntityType.BENCHMARK, named=True)
    assert evaluate([gold], [entry]).figures["entities/Benchmark"].right == 1


def test_a_file_without_papers_is_told(tmp_path: Path) -> None:
    path = write_rows([], tmp_path / "g.jsonl")
    with pytest.raises(EvaluationError, match=r"g\.jsonl: no annotated papers"):
        evaluate([path])
