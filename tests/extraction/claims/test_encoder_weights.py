"""The encoder as a file: read as written, and refused where it does not fit."""

from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from paperkg.errors import WeightsError
from paperkg.extraction.claims.encoder import BLOCKS, EncoderLabels
from paperkg.extraction.claims.encoder_input import Vocabulary
from paperkg.extraction.claims.encoder_weights import FILE, LABELS, read_encoder, table_rows, write_encoder
from paperkg.extraction.claims.role_features import STAGES
from paperkg.extraction.mentions.weights import load_arrays, pack_strings
from paperkg.extraction.words.vectors import Floats
from paperkg.kinds import EntityType

VOCABULARY = Vocabulary.of(["we", "π"], ["propose"], STAGES, list(EntityType))


def weights_for(vocabulary: Vocabulary) -> dict[str, Floats]:
    tables = table_rows(vocabulary) | {f"layers.{i}.l.weight": 6 for i, block in enumerate(BLOCKS) if block == "c"}
    return {name: np.full((rows, 2), 0.5, dtype=np.float32) for name, rows in tables.items()}


def test_what_is_written_is_read(tmp_path: Path) -> None:
    write_encoder(tmp_path, weights_for(VOCABULARY), VOCABULARY, LABELS)
    encoder = read_encoder(tmp_path)
    assert encoder.vocabulary == VOCABULARY
    assert encoder.labels == LABELS
    assert {name: float(encoder.weights[name].min()) for name in weights_for(VOCABULARY)} == dict.fromkeys(
        weights_for(VOCABULARY), 0.5
    )


def test_the_shipped_encoder_fits() -> None:
    encoder = read_encoder(Path(str(files("paperkg.extraction.trained"))))
    assert set(encoder.vocabulary.types) == set(EntityType)
    assert all(np.isfinite(w).all() for w in encoder.weights.values())


@pytest.mark.parametrize(
    ("vocabulary", "labels", "message"),
    [
        (VOCABULARY, EncoderLabels(LABELS.roles[1:], LABELS.relations), "the role 'introduces'"),
        (VOCABULARY, EncoderLabels(LABELS.roles, LABELS.relations[2:]), "the relation 'none'"),
        (Vocabulary.of([], [], STAGES[1:], ["Task"]), LABELS, "the stage 'title'"),
        (Vocabulary.of([], [], STAGES, ["Gadget"]), LABELS, "'Gadget', which is not an entity type"),
    ],
)
def test_an_encoder_for_something_else_is_refused(
    tmp_path: Path, vocabulary: Vocabulary, labels: EncoderLabels, message: str
) -> None:
    write_encoder(tmp_path, weights_for(vocabulary), vocabulary, labels)
    with pytest.raises(WeightsError, match=rf"encoder\.npz: .*{message}.*train it again"):
        read_encoder(tmp_path)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"words": None}, "does not say which words"),
        ({"words": pack_strings(["we"])}, r"token\.word\.weight has 4 rows instead of 3"),
        ({"pair.types.weight": None}, r"has no table pair\.types\.weight"),
    ],
)
def test_a_damaged_encoder_is_refused(tmp_path: Path, change: dict[str, object], message: str) -> None:
    write_encoder(tmp_path, weights_for(VOCABULARY), VOCABULARY, LABELS)
    arrays: dict[str, Any] = load_arrays(tmp_path / FILE) | change
    np.savez_compressed(tmp_path / FILE, **{name: a for name, a in arrays.items() if a is not None})
    with pytest.raises(WeightsError, match=message):
        read_encoder(tmp_path)
