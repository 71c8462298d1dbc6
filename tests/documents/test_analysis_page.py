"""The code of docs/analysis.md runs, block after block, and prints something in each."""

import re
from pathlib import Path
from typing import Any

import pytest

from builds import write_build
from paperkg.analysis.network import Projection
from paperkg.exporters import EXPORTERS, Reads
from places import ROOT
from records import toy_records

_PAGE = ROOT / "docs" / "analysis.md"


def test_the_worked_analysis_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write_build(tmp_path / "outputs", toy_records(60))
    monkeypatch.chdir(tmp_path)
    blocks = re.findall(r"```python\n(.*?)```", _PAGE.read_text(encoding="utf-8"), re.DOTALL)
    names: dict[str, Any] = {}
    silent = []
    for number, block in enumerate(blocks):
        exec(compile(block, f"{_PAGE.name}, block {number}", "exec"), names)
        if not capsys.readouterr().out.strip():
            silent.append(number)
    assert len(blocks) > 6
    assert set(silent) <= {0, 1}  # opening, and a search for a word that the toy corpus lacks


def test_every_projection_and_format_is_named() -> None:
    text = _PAGE.read_text(encoding="utf-8").lower()
    assert all(f"`{projection.value}`" in text for projection in Projection)
    assert all(name in text for name, exporter in EXPORTERS.items() if exporter.reads is Reads.NETWORK)
