"""Writes pages as notebooks: docs/analysis.ipynb from docs/analysis.md, and docs/guides/spark.ipynb likewise.

python docs/notebook.py

A page is the source: its `python` blocks become code cells, the `text` block below one becomes the cell's output, and
what stands between them becomes text cells. `docs/refresh.py` keeps the outputs current.
"""

import json
from pathlib import Path
from typing import Any

from refresh import BLOCK

PAGES = [Path(__file__).parent / name for name in ("analysis.md", "guides/spark.md")]


def cells(page: str) -> list[dict[str, Any]]:
    """The cells of the notebook, in the form of nbformat 4.5."""
    found: list[dict[str, Any]] = []
    at = 0
    for block in BLOCK.finditer(page):
        if block["language"] == "python" and block["mark"] in (None, "on Spark"):
            found += _text_cell(page[at : block.start()])
            found.append(_code_cell(block["body"], block["printed"], sum(c["cell_type"] == "code" for c in found) + 1))
            at = block.end()
    found += _text_cell(page[at:])
    return [{"id": f"cell-{number}", **cell} for number, cell in enumerate(found, 1)]


def _text_cell(text: str) -> list[dict[str, Any]]:
    return [{"cell_type": "markdown", "metadata": {}, "source": _lines(text)}] if text.strip() else []


def _code_cell(code: str, printed: str | None, count: int) -> dict[str, Any]:
    stream = [{"name": "stdout", "output_type": "stream", "text": printed.splitlines(keepends=True)}] if printed else []
    return {"cell_type": "code", "execution_count": count, "metadata": {}, "outputs": stream, "source": _lines(code)}


def _lines(text: str) -> list[str]:
    return text.strip("\n").splitlines(keepends=True)


def document(page: Path) -> str:
    """The whole notebook of a page."""
    notebook = {
        "cells": cells(page.read_text(encoding="utf-8")),
        "metadata": {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return json.dumps(notebook, indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    for page in PAGES:
        page.with_suffix(".ipynb").write_text(document(page), encoding="utf-8", newline="\n")
