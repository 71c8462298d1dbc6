"""The whole training, on a handful of made-up papers: reproducible, and of use to extraction."""

import json
from pathlib import Path

import pytest

pytest.importorskip("torch", reason="needs PyTorch: pip install -r requirements/train.txt")
pytest.importorskip("floret", reason="needs floret: pip install -r requirements/train.txt")

from annotated_papers import parsing_paper
from paperkg.extraction.claims.claim_models import LINEAR
from paperkg.extraction.mentions.recognizer import load_recognizer
from paperkg.extraction.mentions.tags import TAGS
from paperkg.training.train import train

ARRAYS = {"encoder.npz", "forms.npz", "judge.npz", "tagger.npz", "words.npz"}


def write_rows(path: Path, numbers: range, *, annotated: bool) -> Path:
    rows = [parsing_paper(number) for number in numbers]
    if not annotated:
        rows = [{name: row[name] for name in ("id", "title", "abstract")} for row in rows]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


@pytest.fixture
def inputs(tmp_path: Path) -> Path:
    """Annotated papers, some by others, and abstracts; some of the annotated papers are among them."""
    folder = tmp_path / "inputs"
    folder.mkdir()
    write_rows(folder / "gold.jsonl", range(10), annotated=True)
    write_rows(folder / "more.jsonl", range(10, 14), annotated=True)
    write_rows(folder / "held_out.jsonl", range(14, 16), annotated=True)
    write_rows(folder / "corpus.jsonl", range(5, 30), annotated=False)
    return folder


def run(inputs: Path, output: Path, *, jobs: int, keep: Path | None = None) -> list[str]:
    """Trains, and gives what was reported."""
    lines: list[str] = []
    train(
        [inputs / "gold.jsonl"],
        [inputs / "corpus.jsonl"],
        output,
        more=[inputs / "more.jsonl"],
        held_out=[inputs / "held_out.jsonl"],
        jobs=jobs,
        keep=keep,
        report=lines.append,
    )
    return lines


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_training_is_reproducible_goes_on_where_it_stopped_and_serves_extraction(inputs: Path, tmp_path: Path) -> None:
    steps, first, parallel, again = (tmp_path / name for name in ("steps", "first", "parallel", "again"))
    lines = run(inputs, first, jobs=1, keep=steps)
    assert any("of 14 abstracts" in line for line in lines), lines  # neither annotated nor held out
    assert {path.name for path in first.rglob("*.*")} == ARRAYS | {f"{model}.json" for model in LINEAR}

    run(inputs, parallel, jobs=2)
    assert contents(parallel) == contents(first)

    kept = contents(steps)
    assert kept
    run(inputs, again, jobs=1, keep=steps)
    assert contents(steps) == kept
    assert contents(again) == contents(first)

    (folder,) = {path.parent for path in first.rglob("tagger.npz")}
    recognizer = load_recognizer(str(folder))
    logs = recognizer.tagger.read(("We", "propose", "Zig7", "."), 0).logs
    assert logs.shape == (4, len(TAGS))
