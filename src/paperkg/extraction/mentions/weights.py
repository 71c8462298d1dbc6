"""The trained parts as files: how they are written by `paperkg.training` and read when first needed.

A directory holds `words.npz` (vectors and statistics of words), `tagger.npz`, `judge.npz` (weights)
and `forms.npz` (what annotators and the first recognizer made of surface forms). All are plain arrays;
lists of strings are one UTF-8 string with newlines between.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from paperkg.extraction.mentions.form_features import Knowledge
from paperkg.extraction.mentions.judge import Judge
from paperkg.extraction.mentions.tagger import Tagger
from paperkg.extraction.words.vectors import Floats, WordTable

STATISTICS_SCALE = 64.0
"""Statistics of words are stored as whole 1/64, at most 255 of them."""
VOTES_SCALE = 16.0
"""Votes on forms are stored as whole 1/16."""


def pack_strings(strings: Sequence[str]) -> NDArray[np.uint8]:
    """Strings without newlines as bytes."""
    return np.frombuffer("\n".join(strings).encode("utf-8"), dtype=np.uint8)


def unpack_strings(packed: NDArray[np.uint8]) -> list[str]:
    """The strings that `pack_strings` packed."""
    text = packed.tobytes().decode("utf-8")
    return text.split("\n") if text else []


def _load(path: Path) -> dict[str, NDArray[Any]]:
    with np.load(path, allow_pickle=False) as archive:
        return {name: archive[name] for name in archive.files}


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
    """Vectors and statistics of words."""
    arrays = _load(directory / "words.npz")
    rows = {form: i for i, form in enumerate(unpack_strings(arrays["forms"]))}
    return WordTable(
        arrays["floret"].astype(np.float32),
        rows,
        arrays["statistics"].astype(np.float32) / np.float32(STATISTICS_SCALE),
    )


def write_tagger(directory: Path, weights: Mapping[str, Floats], blocks: str) -> None:
    """Writes the weights of the tagger as half floats."""
    halves: dict[str, Any] = {name: w.astype(np.float16) for name, w in sorted(weights.items())}
    np.savez_compressed(directory / "tagger.npz", blocks=pack_strings([blocks]), **halves)


def read_tagger(directory: Path, words: WordTable) -> Tagger:
    """The tagger, over the words given."""
    arrays = _load(directory / "tagger.npz")
    blocks = unpack_strings(arrays.pop("blocks"))[0]
    return Tagger(words, arrays, blocks)


def write_judge(directory: Path, weights: Mapping[str, Floats]) -> None:
    """Writes the weights of the judge."""
    plain: dict[str, Any] = {name: w.astype(np.float32) for name, w in sorted(weights.items())}
    np.savez_compressed(directory / "judge.npz", **plain)


def read_judge(directory: Path) -> Judge:
    """The judge."""
    return Judge(_load(directory / "judge.npz"))


def write_forms(directory: Path, known: Knowledge) -> None:
    """Writes what is known of surface forms."""
    arrays: dict[str, Any] = {}
    for name, votes in (("annotated", known.annotated), ("silver", known.silver)):
        keys = sorted(votes)
        table = np.stack([votes[key] for key in keys]) if keys else np.zeros((0, 8), dtype=np.float32)
        arrays[name + "_keys"] = pack_strings(keys)
        arrays[name] = np.clip(np.rint(table * VOTES_SCALE), 0, 2**32 - 1).astype(np.uint32)
    np.savez_compressed(directory / "forms.npz", **arrays)


def read_forms(directory: Path) -> Knowledge:
    """What is known of surface forms."""
    arrays = _load(directory / "forms.npz")
    votes = []
    for name in ("annotated", "silver"):
        table = arrays[name].astype(np.float32) / np.float32(VOTES_SCALE)
        votes.append(dict(zip(unpack_strings(arrays[name + "_keys"]), table, strict=True)))
    return Knowledge(annotated=votes[0], silver=votes[1])
