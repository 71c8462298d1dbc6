"""Sorting lines: the order, and how little of memory and open files it takes."""

import tempfile
from typing import IO, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperkg.rdf.sorting import sorted_blocks


@given(st.lists(st.text("abc\U0001f600é", max_size=3)), st.integers(1, 4), st.integers(2, 4))
def test_sorting_by_chunks_is_sorting(words: list[str], chunk: int, fan_in: int) -> None:
    lines = [word + "\n" for word in words]
    assert "".join(sorted_blocks(lines, chunk, fan_in)) == "".join(sorted(set(lines)))


def test_open_files_grow_with_the_logarithm_of_the_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    files: list[IO[bytes]] = []
    most = 0
    make = tempfile.TemporaryFile

    def watched(*arguments: Any, **options: Any) -> Any:
        nonlocal most
        files.append(make(*arguments, **options))
        most = max(most, sum(not file.closed for file in files))
        return files[-1]

    monkeypatch.setattr(tempfile, "TemporaryFile", watched)
    lines = [f"{number * 7919 % 4096:05}\n" for number in range(4096)]
    assert "".join(sorted_blocks(lines, 1, 4)) == "".join(sorted(lines))
    # Six levels of at most three runs, those that are being merged, and the run that they become.
    assert len(files) > 4096
    assert most <= 6 * 3 + 4 + 1
    assert all(file.closed for file in files)
