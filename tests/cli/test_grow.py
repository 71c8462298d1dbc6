"""The commands by which a build grows."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from builds import write_build
from paperkg.cli.main import app
from paperkg.kinds import EntityType
from paperkg.linking import read_decisions
from paperkg.model import Action, Decision, Role
from records import tiny_records


def record(number: int, kind: EntityType) -> dict[str, Any]:
    """A paper that takes FooNet for something of that type."""
    entity = {"name": "FooNet", "type": kind, "named": True, "role": Role.USES, "aliases": ["FooNet"]}
    abstract = "We use FooNet here."
    return {"id": f"p{number}", "title": f"Paper {number}", "abstract": abstract, "entities": [entity]}


GOOD = {"title": "FooNet: a network", "abstract": "We propose FooNet. It is evaluated on GSM8K."}
MORE = {"title": "BarNet: a network", "abstract": "We propose BarNet. It is better than FooNet."}


def test_a_build_grows_and_shrinks(tmp_path: Path) -> None:
    for name, row in (("a.jsonl", GOOD), ("b.jsonl", MORE)):
        (tmp_path / name).write_text(json.dumps(row), encoding="utf-8")
    out = str(tmp_path / "out")
    runner = CliRunner()
    assert runner.invoke(app, ["build", str(tmp_path / "a.jsonl"), "-o", out, "--formats", "ttl"]).exit_code == 0
    added = runner.invoke(app, ["add", out, str(tmp_path / "b.jsonl")])
    assert added.exit_code == 0
    assert "2 papers" in added.stderr
    assert "extracted before: 1 paper" in added.stderr
    removed = runner.invoke(app, ["remove", out, "a.jsonl"])
    assert removed.exit_code == 0
    assert "1 paper," in removed.stderr
    assert not (tmp_path / "out" / "graph.nt").exists()


def test_differences_are_printed(tmp_path: Path) -> None:
    old, new = (str(write_build(tmp_path / name, tiny_records()[at:])) for name, at in (("old", 1), ("new", 0)))
    shown = CliRunner().invoke(app, ["diff", old, new, "--most", "1"])
    assert "1 new paper\n  + FastKey" in shown.stdout
    row = json.loads(CliRunner().invoke(app, ["diff", old, new, "--json"]).stdout)
    assert [paper["id"] for paper in row["papers"]["new"]] == ["p0000000001"]


@pytest.mark.parametrize(("answers", "taken"), [("x\n2\n", "Model"), ("\n", None), ("q\n", None), ("", None)])
def test_answers_become_decisions(tmp_path: Path, answers: str, taken: str | None) -> None:
    records = [record(1, EntityType.METHOD), record(2, EntityType.MODEL)]
    build, file = write_build(tmp_path / "build", records), tmp_path / "decisions.tsv"
    order = [kind.value for kind in EntityType]
    chosen = answers.replace("2", str(order.index("Model") + 1))
    shown = CliRunner().invoke(app, ["review", str(build), "--decisions", str(file)], input=chosen)
    assert shown.exit_code == 0
    assert "1 of 1: What is FooNet (2 papers)?" in shown.stdout
    assert "FooNet: “We use FooNet here.”" in shown.stdout
    wanted = [] if taken is None else [Decision(action=Action.RETYPE, entity="FooNet", argument=taken)]
    assert list(read_decisions(file)) == wanted
    if taken:
        again = CliRunner().invoke(app, ["review", str(build), "--decisions", str(file)], input="q\n")
        assert "of 1" not in again.stdout
