"""Training all models of claims, on a handful of made-up papers."""

import json
from pathlib import Path

import pytest

from annotated_papers import parsing_paper
from paperkg.evaluation.annotations import from_row
from paperkg.extraction.claims.linear import MODELS, model_from
from paperkg.training.fit_claims import train_claims, write_models
from paperkg.training.training_papers import training_paper

pytest.importorskip("sklearn")

PAPERS = [training_paper(from_row(parsing_paper(index))) for index in range(12)]


def test_training_learns_every_label_whatever_the_number_of_processes(tmp_path: Path) -> None:
    models = train_claims(PAPERS)
    assert models == train_claims(PAPERS, jobs=2)
    write_models(models, tmp_path)
    assert sorted(path.stem for path in tmp_path.iterdir()) == sorted(MODELS)
    roles = model_from(json.loads((tmp_path / "roles.json").read_text(encoding="utf-8")))
    assert set(roles.labels) == {"introduces", "compares_with", "addresses", "measures", "evaluates_on"}
    assert set(models["results"]["labels"]) == {"absolute", "delta", "ratio", "none"}
    assert set(models["relations"]["labels"]) == {"outperforms", "solves", "evaluated_on", "none"}
