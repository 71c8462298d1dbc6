"""However many records are rejected, what is kept of them is bounded, and all are counted."""

import gzip
from pathlib import Path

import pytest

from paperkg.model import Paper, Rejected
from paperkg.readers import gathering, read

GOOD = '{"title": "A title", "abstract": "We propose FooNet."}\n'


@pytest.mark.parametrize("name", ["p.jsonl", "p.jsonl.gz"])
def test_rejected_records_are_told_one_by_one_only_so_often(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(gathering, "MOST_TOLD", 10)
    content = (GOOD + "x\n" * 500 + "{}\n" * 300 + GOOD).encode()
    (tmp_path / name).write_bytes(gzip.compress(content) if name.endswith(".gz") else content)
    found = list(read([tmp_path / name]))
    rejected = [record for record in found if isinstance(record, Rejected)]
    assert sum(isinstance(record, Paper) for record in found) == 2
    assert [record.records for record in rejected] == [1] * 10 + [490, 300]
    assert [record.place for record in rejected[-2:]] == [12, 502]
    assert rejected[-1].reason == "no title (and 299 more like it)"


def test_reasons_without_end_are_told_so_often(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gathering, "MOST_TOLD", 0)
    monkeypatch.setattr(gathering, "MOST_REASONS", 2)
    lines = [GOOD, "x\n", "{}\n", "[]\n", '{"title": 1.5}\n', '"a"\n']
    (tmp_path / "p.jsonl").write_text("".join(lines), encoding="utf-8")
    rejected = [record for record in read([tmp_path / "p.jsonl"]) if isinstance(record, Rejected)]
    assert [record.records for record in rejected] == [1, 1, 3]
    assert rejected[-1].reason == "other reasons than those before (and 2 more like it)"


def test_what_differs_in_numbers_only_is_one_reason(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gathering, "MOST_TOLD", 0)
    lines = [GOOD, *('{"title": "' + "y" * length + "\n" for length in range(50))]
    (tmp_path / "p.jsonl").write_text("".join(lines), encoding="utf-8")
    (record,) = (record for record in read([tmp_path / "p.jsonl"]) if isinstance(record, Rejected))
    assert record.records == 50
