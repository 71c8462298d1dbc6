"""Scoring against annotations."""

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from annotated_papers import FOONET
from paperkg.evaluation.annotations import from_row, read_annotations, to_line
from paperkg.evaluation.evaluate import scores_row
from paperkg.evaluation.scoring import Figure, score, scores_text
from paperkg.extraction import extract_all
from paperkg.model import Role
from places import SHARED

GOLD = from_row(FOONET)


def test_the_annotation_itself_is_perfect() -> None:
    figures = score([(GOLD, GOLD)]).figures
    assert {figure.f1 for figure in figures.values()} == {1.0}


def test_a_wrong_type_is_wrong_and_missed() -> None:
    kinds = {entity.name: entity.type for entity in GOLD.entities}
    entities = tuple(
        replace(e, type=kinds["FooNet"]) if e.name == "BarNet" else e for e in GOLD.entities if e.name != "GSM8K"
    )
    figures = score([(GOLD, replace(GOLD, entities=entities))]).figures
    assert figures["mentions/named"] == Figure(3, 1, 2)
    assert figures["untyped/named"] == Figure(4, 0, 1)
    assert figures["entities/all"] == Figure(3, 1, 2)
    assert figures["results/full"] == Figure(0, 1, 1)
    assert figures["results/value"] == Figure(1, 0, 0)
    assert figures["relations/all"] == Figure(0, 2, 2)


def test_roles_are_scored_among_the_matched() -> None:
    entities = tuple(replace(e, role=Role.USES) for e in GOLD.entities)
    figures = score([(GOLD, replace(GOLD, entities=entities))]).figures
    assert figures["roles/matched"] == Figure(1, 4, 4)
    assert figures["roles/introduces"] == Figure(0, 0, 1)


def test_reliability_counts_every_entity() -> None:
    scores = score([(GOLD, GOLD)])
    assert scores.reliability == ((5, 1.0, 1.0),)
    assert "mentions/named" in scores_text(scores, errors=3)
    assert scores_row(scores)["figures"]["mentions/all"]["f1"] == 1.0


@pytest.mark.shared
def test_figures_equal_those_of_the_annotators_script(tmp_path: Path) -> None:
    annotated = list(read_annotations([SHARED / "gold" / "dev.jsonl"]))[:60]
    found = list(extract_all(x.paper for x in annotated))
    predicted = tmp_path / "predicted.jsonl"
    predicted.write_text("".join(to_line(x) + "\n" for x in found), encoding="utf-8")
    gold = tmp_path / "gold.jsonl"
    lines = (SHARED / "gold" / "dev.jsonl").read_text(encoding="utf-8").splitlines()[:60]
    gold.write_text("\n".join(lines), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, str(SHARED / "gold" / "score.py"), str(gold), str(predicted), "--json"],
        capture_output=True,
        text=True,
        check=True,
    )
    ours = {
        name: (f.right, f.wrong, f.missed)
        for name, f in score(zip(annotated, found, strict=True)).figures.items()
        if f != Figure()
    }
    theirs = {name: (row["tp"], row["fp"], row["fn"]) for name, row in json.loads(done.stdout).items()}
    assert ours == {name: counts for name, counts in theirs.items() if counts != (0, 0, 0)}
