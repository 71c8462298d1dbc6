"""Training the models of roles, results and relations, on a handful of made-up papers."""

import json
from pathlib import Path

import pytest

from made_up_papers import made_up_paper
from paperkg.extraction.claims.linear import MODELS, model_from
from paperkg.extraction.words.sentences import split_sentences
from paperkg.kinds import EntityType
from paperkg.training.fit_claims import train_interpretation, write_models
from paperkg.training.fit_results import number
from paperkg.training.training_papers import annotate, entities_of, read_rows

ROWS = [made_up_paper(index) for index in range(12)]


def test_annotated_entities_have_all_their_places() -> None:
    text = f"{ROWS[0]['title']}\n{ROWS[0]['abstract']}"
    ours, _, task, *_ = entities_of(ROWS[0], text)
    assert [text[m.start : m.end] for m in ours.mentions] == ["Zig0"] * 3
    assert task.aliases == ("Parsing", "parsing")


def test_truth_is_carried_over_to_entities_that_were_found() -> None:
    text = f"{ROWS[0]['title']}\n{ROWS[0]['abstract']}"
    ours, theirs, _, metric, benchmark = entities_of(ROWS[0], text)
    found = annotate(ROWS[0], [benchmark, ours, theirs])
    assert found.roles == ("evaluates_on", "introduces", "compares_with")
    assert found.relations == {(1, 2): "outperforms", (1, 0): "evaluated_on"}
    assert [(r["subject"], r["benchmark"], r["metric"]) for r in found.results] == [(1, 0, -1)]
    assert found.sentences == split_sentences(text)
    assert metric.type is EntityType.METRIC


@pytest.mark.parametrize(
    ("value", "bare"), [("71.27%", "71.27"), ("+0.03", "0.03"), ("1,200", "1200"), ("eight-fold", "eight-fold")]
)
def test_bare_numbers(value: str, bare: str) -> None:
    assert number(value) == bare


def test_training_is_reproducible_and_learns(tmp_path: Path) -> None:
    pytest.importorskip("sklearn")
    papers = [annotate(row) for row in ROWS]
    models = train_interpretation(papers)
    assert models == train_interpretation(papers)
    write_models(models, tmp_path)
    assert sorted(path.stem for path in tmp_path.iterdir()) == sorted(MODELS)
    roles = model_from(json.loads((tmp_path / "roles.json").read_text(encoding="utf-8")))
    assert set(roles.labels) == {"introduces", "compares_with", "addresses", "measures", "evaluates_on"}
    assert set(models["results"]["labels"]) == {"absolute", "delta", "ratio", "none"}
    assert set(models["relations"]["labels"]) == {"outperforms", "solves", "evaluated_on", "none"}


def test_rows_are_read_in_order(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in ROWS) + "\n\n", encoding="utf-8")
    assert [row["id"] for row in read_rows([path])] == [row["id"] for row in ROWS]
