"""Training all models of claims, on a handful of made-up papers."""

import shutil
from importlib.resources import files
from pathlib import Path

import pytest

pytest.importorskip("torch", reason="needs PyTorch: pip install -r requirements/train.txt")
pytest.importorskip("sklearn")

from annotated_papers import parsing_paper
from paperkg.evaluation.annotations import from_row
from paperkg.extraction.claims.claim_models import LINEAR, load_claim_models
from paperkg.training.fit_claims import train_claims
from paperkg.training.fit_encoder import EncoderSettings
from paperkg.training.steps import Steps
from paperkg.training.tagger_network import Schedule

PAPERS = [from_row(parsing_paper(index)) for index in range(12)]
SETTINGS = EncoderSettings(schedule=Schedule(epochs=1, rate=1e-3))


def trained(folder: Path, jobs: int) -> dict[str, bytes]:
    """The files that training adds to a folder with the shipped recognizer."""
    folder.mkdir()
    recognizer = ("words.npz", "tagger.npz", "judge.npz", "forms.npz")
    for name in recognizer:
        shutil.copy(str(files("paperkg.extraction.trained") / name), folder)
    train_claims(PAPERS[:9], PAPERS[9:], folder, SETTINGS, Steps(None), jobs=jobs)
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.name not in recognizer}


def test_training_learns_every_label_whatever_the_number_of_processes(tmp_path: Path) -> None:
    made = trained(tmp_path / "one", 1)
    assert made == trained(tmp_path / "two", 2)
    assert sorted(made) == sorted([*(f"{name}.json" for name in LINEAR), "encoder.npz"])
    models = load_claim_models(str(tmp_path / "one"))
    assert set(models.roles.labels) == {"introduces", "compares_with", "addresses", "measures", "evaluates_on"}
    assert set(models.results.labels) == {"absolute", "delta", "ratio", "none"}
    assert set(models.relations.labels) == {"outperforms", "solves", "evaluated_on", "none"}
