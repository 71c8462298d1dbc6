"""The digest of all that an extraction depends on."""

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from paperkg.extraction import fingerprint as module
from paperkg.extraction import read_word_lists
from paperkg.extraction.fingerprint import fingerprint
from paperkg.extraction.rules.lexicon import LexiconEntry
from paperkg.kinds import EntityType
from paperkg.source_files import source_files

WORDS = read_word_lists()
ENTRY = LexiconEntry(name="FooNet", type=EntityType.MODEL, named=True)


def test_the_lexicon_and_the_words_tell() -> None:
    others = [
        fingerprint([ENTRY], WORDS),
        fingerprint([replace(ENTRY, aliases=("Foo",))], WORDS),
        fingerprint([], replace(WORDS, excluded=frozenset())),
        fingerprint([], replace(WORDS, cues={})),
    ]
    assert len({fingerprint([], WORDS), *others}) == 5
    assert fingerprint([ENTRY], WORDS) == others[0]


def test_code_tells(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = fingerprint([], WORDS)
    module._pipeline.cache_clear()
    (tmp_path / "new.py").write_text("pass", encoding="utf-8")
    files = source_files("paperkg.extraction.batches")
    monkeypatch.setattr(module, "source_files", lambda _module: [*files, tmp_path / "new.py"])
    try:
        assert fingerprint([], WORDS) != before
    finally:
        module._pipeline.cache_clear()


def test_the_order_of_sets_does_not_tell() -> None:
    code = "from test_fingerprint import *; print(fingerprint([ENTRY], WORDS))"
    path = os.pathsep.join([str(Path(__file__).parent), *sys.path])
    found = set()
    for seed in "12":
        environment = os.environ | {"PYTHONPATH": path, "PYTHONHASHSEED": seed}
        ran = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, check=True)
        found.add(ran.stdout)
    assert found == {f"{fingerprint([ENTRY], WORDS)}\n".encode()}
