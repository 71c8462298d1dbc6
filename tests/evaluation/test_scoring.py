"""Scoring against annotations."""

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from paperkg.errors import EvaluationError
from paperkg.evaluation.annotations import from_row, to_line, to_row
from paperkg.evaluation.evaluate import evaluate, read_annotations, scores_row
from paperkg.evaluation.scoring import Figure, score, scores_text
from paperkg.extraction import extract_all
from paperkg.model import Role
from places import SHARED

ROW = {
    "id": "a",
    "title": "FooNet: a network",
    "abstract": "We propose FooNet. FooNet reaches 75.4% accuracy on GSM8K and beats BarNet. "
    "Knowledge distillation helps.",
    "entities": [
        {"name": "FooNet", "type": "Method", "named": True, "role": "introduces", "aliases": ["FooNet"]},
        {"name": "BarNet", "type": "Model", "named": True, "role": "compares_with", "aliases": ["BarNet"]},
        {"name": "GSM8K", "type": "Benchmark", "named": True, "role": "evaluates_on", "aliases": ["GSM8K"]},
        {"name": "accuracy", "type": "Metric", "named": False, "role": "measures", "aliases": ["accuracy"]},
        {
            "name": "knowledge distillation",
            "type": "Method",
            "named": False,
            "role": "uses",
            "aliases": ["Knowledge distillation"],
        },
    ],
    "results": [
        {"subject": "FooNet", "benchmark": "GSM8K", "metric": "accuracy", "value": "75.4%", "kind": "absolute"}
    ],
    "relations": [["FooNet", "outperforms", "BarNet"], ["FooNet", "evaluated_on", "GSM8K"]],
}
GOLD = from_row(ROW)


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


def test_a_row_survives_being_read_and_written() -> None:
    assert from_row(json.loads(to_line(GOLD))) == GOLD
    assert to_row(GOLD)["entities"][0]["mentions"] == [[0, 6], [29, 35], [37, 43]]


def test_reliability_counts_every_entity() -> None:
    scores = score([(GOLD, GOLD)])
    assert scores.reliability == ((5, 1.0, 1.0),)
    assert "mentions/named" in scores_text(scores, errors=3)
    assert scores_row(scores)["figures"]["mentions/all"]["f1"] == 1.0


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("", "no annotated papers"),
        ("{}\n", r"g\.jsonl:1"),
        ("not json\n", r"g\.jsonl:1"),
        ("[]\n", r"g\.jsonl:1"),
        (json.dumps({**ROW, "entities": ["x"]}) + "\n", r"g\.jsonl:1: annotation of 'a'"),
        (json.dumps({**ROW, "entities": [{"name": "x", "type": "Thing"}]}) + "\n", r"g\.jsonl:1"),
    ],
)
def test_malformed_annotations_are_told(tmp_path: Path, content: str, says: str) -> None:
    path = tmp_path / "g.jsonl"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(EvaluationError, match=says):
        evaluate([path])


def test_a_line_separator_inside_a_string_ends_no_line(tmp_path: Path) -> None:
    path = tmp_path / "g.jsonl"
    row = {**ROW, "abstract": f"{ROW['abstract']}\u2028 More."}
    path.write_text(json.dumps(row, ensure_ascii=False) + "\r\n", encoding="utf-8", newline="")
    assert [x.paper.abstract for x in read_annotations(path)] == [row["abstract"]]


def test_evaluate_extracts_anew(tmp_path: Path) -> None:
    path = tmp_path / "g.jsonl"
    path.write_text(json.dumps(ROW) + "\n", encoding="utf-8")
    assert evaluate([path]).figures["mentions/named"].recall > 0.5


def test_annotations_without_text_find_it_by_id(tmp_path: Path) -> None:
    bare = {key: value for key, value in ROW.items() if key not in ("title", "abstract")}
    gold = tmp_path / "g.jsonl"
    gold.write_text(json.dumps(bare) + "\n", encoding="utf-8")
    corpus = tmp_path / "c.jsonl"
    corpus.write_text(json.dumps({key: ROW[key] for key in ("id", "title", "abstract")}) + "\n", encoding="utf-8")
    assert list(read_annotations(gold, [corpus])) == [GOLD]
    with pytest.raises(EvaluationError, match="a: annotated without a text"):
        list(read_annotations(gold))


@pytest.mark.shared
def test_figures_equal_those_of_the_annotators_script(tmp_path: Path) -> None:
    annotated = list(read_annotations(SHARED / "gold" / "dev.jsonl"))[:60]
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
