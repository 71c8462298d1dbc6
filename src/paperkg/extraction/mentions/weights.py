"""The trained parts as files: how they are written by `paperkg.training` and read when first needed.

A directory holds `words.npz` (vectors and statistics of words), `tagger.npz`, `judge.npz` (weights)
and `forms.npz` (what annotators and the first recognizer made of surface forms). All are plain arrays;
lists of strings are one UTF-8 string with newlines between. The last three say which labels they were
trained for, the judge for which features too, so that files that do not fit are refused when they are read.
"""

import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import zip_longest
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from paperkg.errors import WeightsError
from paperkg.extraction.mentions.feature_names import feature_names
from paperkg.extraction.mentions.form_features import Knowledge
from paperkg.extraction.mentions.judge import Judge
from paperkg.extraction.mentions.tagger import Tagger
from paperkg.extraction.mentions.tags import tags_of, type_name
from paperkg.extraction.words.vectors import STATISTICS, Floats, WordTable
from paperkg.kinds import EntityType

STATISTICS_SCALE = 64.0
"""Statistics of words are stored as whole 1/64, at most 255 of them."""
VOTES_SCALE = 16.0
"""Votes on forms are stored as whole 1/16."""
RETRAIN = "train it again: paperkg train"
"""What helps where a file does not fit."""


def pack_strings(strings: Sequence[str]) -> NDArray[np.uint8]:
    """Strings without newlines as bytes."""
    return np.frombuffer("\n".join(strings).encode("utf-8"), dtype=np.uint8)


def unpack_strings(packed: NDArray[np.uint8]) -> list[str]:
    """The strings that `pack_strings` packed."""
    text = packed.tobytes().decode("utf-8")
    return text.split("\n") if text else []


def load_arrays(path: Path) -> dict[str, NDArray[Any]]:
    """The arrays of a file by name.

    Raises:
        WeightsError: the file cannot be read, is damaged, or lacks an array that is asked for.
    """
    try:
        with zipfile.ZipFile(path), np.load(path, allow_pickle=False) as archive:
            return _Arrays(path, {name: archive[name] for name in archive.files})
    except (OSError, EOFError, ValueError, KeyError, RuntimeError, zipfile.BadZipFile, zlib.error) as error:
        reason = getattr(error, "strerror", None) or "damaged, or no file of weights"
        raise WeightsError(f"{path}: {reason}; install paperkg again, or {RETRAIN}") from error


class _Arrays(dict[str, NDArray[Any]]):
    """Arrays by name; one that is not there is told with the file."""

    def __init__(self, path: Path, arrays: Mapping[str, NDArray[Any]]) -> None:
        super().__init__(arrays)
        self._path = path

    def __missing__(self, name: str) -> NDArray[Any]:
        raise WeightsError(f"{self._path}: has no {name}; {RETRAIN}")


@contextmanager
def fitting(path: Path) -> Iterator[None]:
    """A block that puts the arrays of a file together; if they have other shapes, it raises WeightsError."""
    try:
        yield
    except ValueError as error:
        raise WeightsError(f"{path}: its arrays do not fit together; {RETRAIN}") from error


def _unpack_labels(path: Path, arrays: Mapping[str, NDArray[Any]]) -> tuple[str, ...]:
    """The labels that a file of weights was trained for."""
    if "labels" not in arrays:
        raise WeightsError(f"{path}: does not say which labels it was trained for; {RETRAIN}")
    labels = tuple(unpack_strings(arrays["labels"]))
    unknown = sorted({type_name(label) for label in labels} - set(EntityType))
    if unknown:
        raise WeightsError(
            f"{path}: trained for {unknown[0]!r}, which is not a type (available: {', '.join(EntityType)}); {RETRAIN}"
        )
    return labels


def _check_labels(path: Path, labels: Sequence[str], expected: Sequence[str]) -> None:
    if tuple(labels) != tuple(expected):
        raise WeightsError(
            f"{path}: trained for the labels {', '.join(labels)}, but the tagger for {', '.join(expected)}; {RETRAIN}"
        )


def _check_columns(path: Path, table: NDArray[Any], expected: int, what: str) -> None:
    if table.shape[-1] != expected:
        raise WeightsError(f"{path}: has {table.shape[-1]} {what} instead of {expected}; {RETRAIN}")


def _check_features(path: Path, arrays: Mapping[str, NDArray[Any]], labels: Sequence[str]) -> None:
    """Whether the judge was trained for the features that `form_features` computes."""
    if "features" not in arrays:
        raise WeightsError(f"{path}: does not say which features it was trained for; {RETRAIN}")
    names, expected = unpack_strings(arrays["features"]), feature_names(labels)
    for number, (name, wanted) in enumerate(zip_longest(names, expected, fillvalue="none"), 1):
        if name != wanted:
            raise WeightsError(f"{path}: feature {number} is {name!r} instead of {wanted!r}; {RETRAIN}")


def write_words(directory: Path, floret: Floats, statistics: Mapping[str, Floats]) -> None:
    """Writes vectors (as half floats) and statistics of words (as bytes)."""
    forms = sorted(statistics)
    table = np.stack([statistics[form] for form in forms])
    np.savez_compressed(
        directory / "words.npz",
        floret=floret.astype(np.float16),
        forms=pack_strings(forms),
        statistics=np.clip(np.rint(table * STATISTICS_SCALE), 0, 255).astype(np.uint8),
    )


def read_words(directory: Path) -> WordTable:
    """Vectors and statistics of words.

    Raises:
        WeightsError: the statistics are not those that are computed here.
    """
    path = directory / "words.npz"
    arrays = load_arrays(path)
    _check_columns(path, arrays["statistics"], len(STATISTICS), "statistics of words")
    rows = {form: i for i, form in enumerate(unpack_strings(arrays["forms"]))}
    return WordTable(
        arrays["floret"].astype(np.float32),
        rows,
        arrays["statistics"].astype(np.float32) / np.float32(STATISTICS_SCALE),
    )


def write_tagger(directory: Path, weights: Mapping[str, Floats], blocks: str, labels: Sequence[str]) -> None:
    """Writes the weights of the tagger as half floats, with the labels that it was trained for."""
    halves: dict[str, Any] = {name: w.astype(np.float16) for name, w in sorted(weights.items())}
    np.savez_compressed(directory / "tagger.npz", blocks=pack_strings([blocks]), labels=pack_strings(labels), **halves)


def read_tagger(directory: Path, words: WordTable) -> Tagger:
    """The tagger, over the words given.

    Raises:
        WeightsError: the file does not say what it was trained for, or was trained for types unknown here.
    """
    path = directory / "tagger.npz"
    arrays = load_arrays(path)
    labels = _unpack_labels(path, arrays)
    _check_columns(path, arrays["out.bias"], len(tags_of(labels)), "tags")
    (blocks,) = unpack_strings(arrays["blocks"])
    with fitting(path):
        return Tagger(words, arrays, blocks, labels)


def write_judge(directory: Path, weights: Mapping[str, Floats], labels: Sequence[str]) -> None:
    """Writes the weights of the judge, with the labels and the features that it was trained for."""
    plain: dict[str, Any] = {name: w.astype(np.float32) for name, w in sorted(weights.items())}
    np.savez_compressed(
        directory / "judge.npz",
        labels=pack_strings(labels),
        features=pack_strings(feature_names(labels)),
        **plain,
    )


def read_judge(directory: Path, labels: Sequence[str]) -> Judge:
    """The judge, to go with a tagger of these labels.

    Raises:
        WeightsError: it was trained for others, or for features that are not computed here.
    """
    path = directory / "judge.npz"
    arrays = load_arrays(path)
    _check_labels(path, _unpack_labels(path, arrays), labels)
    _check_features(path, arrays, labels)
    _check_columns(path, arrays["mean"], len(feature_names(labels)), "features")
    _check_columns(path, arrays["b2"], 1 + len(labels), "classes")
    weights = {name: array for name, array in arrays.items() if name not in ("labels", "features")}
    return Judge(weights, labels)


def write_forms(directory: Path, known: Knowledge) -> None:
    """Writes what is known of surface forms, with the labels that the votes are for."""
    arrays: dict[str, Any] = {"labels": pack_strings(known.labels)}
    for name, votes in (("annotated", known.annotated), ("silver", known.silver)):
        keys = sorted(votes)
        table = np.stack([votes[key] for key in keys]) if keys else np.zeros((0, 1 + len(known.labels)))
        arrays[name + "_keys"] = pack_strings(keys)
        arrays[name] = np.clip(np.rint(table * VOTES_SCALE), 0, 2**32 - 1).astype(np.uint32)
    np.savez_compressed(directory / "forms.npz", **arrays)


def read_forms(directory: Path, labels: Sequence[str]) -> Knowledge:
    """What is known of surface forms, to go with a tagger of these labels.

    Raises:
        WeightsError: the votes are for others.
    """
    path = directory / "forms.npz"
    arrays = load_arrays(path)
    _check_labels(path, _unpack_labels(path, arrays), labels)
    votes = []
    for name in ("annotated", "silver"):
        _check_columns(path, arrays[name], 1 + len(labels), "columns of votes")
        table = arrays[name].astype(np.float32) / np.float32(VOTES_SCALE)
        votes.append(dict(zip(unpack_strings(arrays[name + "_keys"]), table, strict=True)))
    return Knowledge(annotated=votes[0], silver=votes[1], labels=tuple(labels))
