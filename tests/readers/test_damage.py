"""Damaged files: neither an error nor a paper lost without a trace (see `evaluation/fuzz_readers.py`)."""

import random
from collections import Counter

import pytest

from fuzz_readers import Outcome, damaged, lost, outcome, sample_files
from paperkg.readers import READERS
from places import SHARED


@pytest.mark.parametrize("name", [name for name, reader in READERS.items() if reader.example])
def test_damaged_examples(name: str) -> None:
    data = READERS[name].example.encode()
    before = outcome(data, name)
    for seed in range(60):
        changed = damaged(data, random.Random(seed))
        assert lost(before, outcome(changed, name), data, changed) == [], (seed, changed)


@pytest.mark.shared
def test_damaged_exports() -> None:
    files = [(name, data) for name, data in sample_files(SHARED / "samples") if len(data) < 100_000]
    assert len(files) > 10
    for number, (name, data) in enumerate(files):
        before = outcome(data, name)
        for seed in range(2):
            changed = damaged(data, random.Random(10 * number + seed))
            assert lost(before, outcome(changed, name), data, changed) == [], (name, number, seed)


def test_the_check_can_fail() -> None:
    none = Counter[str]()
    data = b"One Two Three"
    before = Outcome(Counter(["One", "Two"]), Counter(["Three"]), 0)

    def missing(titles: list[str], rejected: Counter[str], changed: bytes = data, unread: int = 0) -> list[str]:
        return lost(before, Outcome(Counter(titles), rejected, unread), data, changed)

    assert missing(["One"], none) == ["Two"]
    assert missing(["One"], Counter(["Three"])) == ["Two"]
    assert missing(["One"], none, b"One") == []
    assert missing(["One"], Counter(["Tw"])) == []
    assert missing(["One", "Tw"], none) == []
    assert missing([], none, unread=1) == []
    assert missing([], none) == ["One", "Two"]
    assert missing([], Counter(["OneTwo"])) == []
