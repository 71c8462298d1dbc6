"""Trained parts as files: read as written, and refused where they do not fit."""

import re
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperkg.errors import WeightsError
from paperkg.extraction.mentions.feature_names import feature_names
from paperkg.extraction.mentions.form_features import Knowledge
from paperkg.extraction.mentions.recognizer import load_recognizer
from paperkg.extraction.mentions.tags import LABELS, tags_of
from paperkg.extraction.mentions.weights import (
    pack_strings,
    read_forms,
    read_judge,
    read_tagger,
    read_words,
    unpack_strings,
    write_forms,
    write_judge,
    write_tagger,
    write_words,
)
from paperkg.extraction.words.vectors import STATISTICS, Floats

FEW = ("Method+", "Method", "Task")
TAGGER: dict[str, Floats] = {
    "i2.bias": np.zeros(2, dtype=np.float32),
    "ls.0.l.weight": np.ones((6, 4), dtype=np.float32),
}


def write_all(folder: Path, labels: tuple[str, ...] = LABELS) -> None:
    """Files of weights for these labels, all zeros and ones."""
    statistics: Floats = np.full(len(STATISTICS), 0.5, dtype=np.float32)
    votes: Floats = np.zeros(1 + len(labels), dtype=np.float32)
    votes[0], votes[2] = 3.0, 1.5
    write_words(folder, np.ones((40, 4), dtype=np.float32), {"x": statistics})
    write_tagger(folder, TAGGER | {"out.bias": np.zeros(len(tags_of(labels)), dtype=np.float32)}, "ca", labels)
    mean: Floats = np.zeros(len(feature_names(labels)), dtype=np.float32)
    bias: Floats = np.zeros((1, 1 + len(labels)), dtype=np.float32)
    write_judge(folder, {"mean": mean, "b2": bias}, labels)
    write_forms(folder, Knowledge({"lora": votes}, {}, labels))


def replace_array(path: Path, **arrays: object) -> None:
    with np.load(path) as old:
        kept = {name: old[name] for name in old.files}
    np.savez_compressed(path, **{name: a for name, a in (kept | arrays).items() if a is not None})


def test_strings_are_packed_and_unpacked() -> None:
    assert unpack_strings(pack_strings(["a", "π0", "b c"])) == ["a", "π0", "b c"]
    assert unpack_strings(pack_strings([])) == []


@pytest.mark.parametrize("labels", [LABELS, FEW])
def test_what_is_written_is_read(tmp_path: Path, labels: tuple[str, ...]) -> None:
    write_all(tmp_path, labels)
    words = read_words(tmp_path)
    assert set(words.statistics("x").tolist()) == {0.5}
    assert set(words.statistics("unseen").tolist()) == {0.0}
    shipped = load_recognizer.__wrapped__(str(tmp_path))
    assert shipped.tagger.labels == shipped.judge.labels == shipped.known.labels == labels
    assert shipped.known.annotated["lora"].tolist() == [3.0, 0.0, 1.5, *[0.0] * (len(labels) - 2)]
    assert shipped.known.silver == {}


def test_weights_for_other_labels_are_refused(tmp_path: Path) -> None:
    write_all(tmp_path, FEW)
    for read, name in ((read_judge, "judge"), (read_forms, "forms")):
        with pytest.raises(WeightsError, match=rf"{name}\.npz: trained for the labels Method\+, Method, Task, but the"):
            read(tmp_path, ("Method", "Task"))


@pytest.mark.parametrize(
    ("file", "arrays", "message"),
    [
        ("tagger", {"labels": None}, "does not say which labels it was trained for; train it again: paperkg train"),
        ("tagger", {"labels": pack_strings(["Gene"])}, "trained for 'Gene', which is not a type .available: Method,"),
        ("tagger", {"out.bias": np.zeros(3)}, "has 3 tags instead of 7"),
        ("judge", {"labels": None}, "does not say which labels"),
        ("judge", {"features": None}, "does not say which features"),
        ("tagger", {"ls.0.l.weight": None}, "has no ls.0.l.weight"),
        ("tagger", {"ls.0.l.weight": np.ones((5, 4))}, "its arrays do not fit together"),
        ("judge", {"features": pack_strings(["x"])}, "feature 1 is 'x' instead of 'mean probability of Method.'"),
        (
            "judge",
            {"features": pack_strings([*feature_names(FEW), "y"])},
            f"feature {len(feature_names(FEW)) + 1} is 'y' instead of 'none'",
        ),
        ("judge", {"mean": np.zeros(3)}, "has 3 features instead of"),
        ("judge", {"b2": np.zeros((1, 3))}, "has 3 classes instead of 4"),
        ("forms", {"annotated": np.zeros((1, 3))}, "has 3 columns of votes instead of 4"),
        ("words", {"statistics": np.zeros((1, 3))}, "has 3 statistics of words instead of"),
    ],
)
def test_weights_that_do_not_fit_are_refused(
    tmp_path: Path, file: str, arrays: dict[str, object], message: str
) -> None:
    write_all(tmp_path, FEW)
    replace_array(tmp_path / f"{file}.npz", **arrays)
    with pytest.raises(WeightsError, match=rf"{file}\.npz: {message}"):
        load_recognizer.__wrapped__(str(tmp_path))


def test_votes_are_read_by_form(tmp_path: Path) -> None:
    write_all(tmp_path)
    assert read_tagger(tmp_path, read_words(tmp_path)).labels == LABELS
    assert list(read_forms(tmp_path, LABELS).annotated) == ["lora"]


DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda _: b"",
    "no archive": lambda data: b"abcd" + data[4:],
    "cut": lambda data: data[: len(data) // 2],
    "marked as encrypted": lambda data: re.sub(
        rb"(PK\x01\x02.{4})\x00", lambda found: found[1] + b"\x01", data, flags=re.DOTALL
    ),
    "changed": lambda data: data[:200] + bytes(byte ^ 0xFF for byte in data[200:240]) + data[240:],
}


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("name", ["words.npz", "tagger.npz", "judge.npz", "forms.npz"])
def test_damaged_weights_are_refused_in_one_line(tmp_path: Path, name: str, damage: str) -> None:
    write_all(tmp_path)
    path = tmp_path / name
    path.write_bytes(DAMAGES[damage](path.read_bytes()))
    with pytest.raises(WeightsError, match=rf"{name}: damaged, or no file of weights; install paperkg again") as told:
        load_recognizer(tmp_path)
    assert "\n" not in str(told.value)


def test_missing_weights_are_told_with_their_file(tmp_path: Path) -> None:
    write_all(tmp_path)
    np.savez_compressed(tmp_path / "words.npz", forms=pack_strings(["x"]))
    with pytest.raises(WeightsError, match=r"words\.npz: has no statistics"):
        load_recognizer(tmp_path)
    (tmp_path / "words.npz").unlink()
    with pytest.raises(WeightsError, match=r"words\.npz: No such file"):
        load_recognizer(tmp_path)


@given(st.binary(min_size=1, max_size=60), st.floats(0, 1))
def test_whatever_is_written_into_weights_raises_nothing_else(
    tmp_path_factory: pytest.TempPathFactory, changed: bytes, place: float
) -> None:
    folder = tmp_path_factory.mktemp("damaged")
    write_all(folder)
    path = folder / "judge.npz"
    data = path.read_bytes()
    start = int(place * len(data))
    path.write_bytes(data[:start] + changed + data[start + len(changed) :])
    with suppress(WeightsError):
        load_recognizer(folder)
