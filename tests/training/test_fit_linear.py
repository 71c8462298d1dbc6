"""Fitting linear models to lists of features."""

import json
from pathlib import Path

import pytest

from paperkg.extraction.claims.linear import model_from
from paperkg.training.fit_linear import FitSettings, LabeledFeatures, fit, write_model

pytest.importorskip("sklearn")

SETTINGS = FitSettings(inverse_penalty=1.0, least=2)
EXAMPLES = [
    LabeledFeatures(("bias", "left1=propose"), "new"),
    LabeledFeatures(("bias", "left1=than"), "old"),
    LabeledFeatures(("bias", "left1=than", "rare=1"), "old"),
    LabeledFeatures(("bias", "left1=propose"), "new"),
] * 2


def label_of(model: dict[str, object], features: list[str], group: str = "") -> str:
    fitted = model_from(model)
    return fitted.labels[int(fitted.score_rows([fitted.known(features, group)])[0].argmax())]


def test_features_tell_labels_apart() -> None:
    model = fit(EXAMPLES, SETTINGS)
    assert label_of(model, ["bias", "left1=propose"]) == "new"
    assert label_of(model, ["bias", "left1=than"]) == "old"


def test_rare_features_are_left_out() -> None:
    assert "rare=1" in fit(EXAMPLES, SETTINGS)["features"]
    assert "rare=1" not in fit(EXAMPLES, FitSettings(inverse_penalty=1.0, least=3))["features"]


def test_a_group_learns_what_others_do_not() -> None:
    others = [LabeledFeatures(("bias", "left1=on"), "old", "method")] * 4
    own = [LabeledFeatures(("bias", "left1=on"), "new", "benchmark")] * 4
    model = fit([*others, *own], SETTINGS)
    assert {"method/left1=on", "benchmark/left1=on"} <= model["features"].keys()
    assert label_of(model, ["bias", "left1=on"], "benchmark") == "new"
    assert label_of(model, ["bias", "left1=on"], "method") == "old"


def test_a_model_survives_being_written(tmp_path: Path) -> None:
    model = fit(EXAMPLES, SETTINGS)
    write_model(model, tmp_path / "model.json")
    text = (tmp_path / "model.json").read_text(encoding="utf-8")
    assert json.loads(text) == model
    assert len(text.splitlines()) == 2 + len(model["features"])
