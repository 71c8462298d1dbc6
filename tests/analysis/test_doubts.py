"""What a person should decide about the entities of a build."""

from pathlib import Path
from typing import Any

import pytest

from builds import write_build
from paperkg.analysis.doubts import Doubt, doubts
from paperkg.graph.tables import Tables, write_table
from paperkg.kinds import EntityType
from paperkg.model import Action, Role


def record(number: int, kind: EntityType, name: str, *others: str) -> dict[str, Any]:
    entity = {"name": name, "type": kind, "named": True, "role": Role.USES, "aliases": [name, *others]}
    text = f"We use {' and '.join([name, *others])} here."
    return {"id": f"p{number}", "title": f"Paper {number}", "abstract": text, "entities": [entity]}


def asked(folder: Path, *records: dict[str, Any]) -> list[Doubt]:
    return doubts(Tables(write_build(folder / "build", records)))


def test_papers_that_disagree_on_a_type_are_shown(tmp_path: Path) -> None:
    method, model = EntityType.METHOD, EntityType.MODEL
    (doubt,) = asked(tmp_path, record(1, method, "FooNet"), record(2, model, "FooNet"), record(3, method, "BarNet"))
    assert doubt.question == "What is FooNet (2 papers)? A method, say 50% of the votes."
    assert [(answer.action, answer.argument) for answer in doubt.answers] == [("retype", kind) for kind in EntityType]
    assert doubt.evidence == (("FooNet", "We use FooNet here."), ("FooNet", "We use FooNet here."))


def test_names_without_a_common_word_beside_an_acronym_are_shown(tmp_path: Path) -> None:
    method = EntityType.METHOD
    (doubt,) = asked(
        tmp_path,
        record(1, method, "MARS", "masked random search"),
        record(2, method, "MARS", "masked random search", "multi agent ranking"),
        record(3, method, "multi agent ranking"),
    )
    assert [(answer.action, answer.argument) for answer in doubt.answers] == [(Action.SPLIT, "p3")]
    assert "multi agent ranking (1 paper) something else than masked random search?" in doubt.question


@pytest.fixture
def proposed(tmp_path: Path) -> Tables:
    """A build that proposes a merge."""
    records = [record(1, EntityType.METHOD, "colorization"), record(2, EntityType.METHOD, "colorizations maker")]
    build = write_build(tmp_path / "build", records)
    graph = Tables(build)
    names = [row["label"] for row in graph.rows("entities")]
    row = {"action": "merge", "entity": names[0], "argument": names[1], "status": "proposed", "reason": ""}
    batch = graph.table("decisions").schema.empty_table().from_pylist([row], schema=graph.table("decisions").schema)
    write_table(build, "decisions", batch.to_batches())  # opened anew, it would be refused
    return graph


def test_merges_that_a_build_proposes_are_shown(proposed: Tables) -> None:
    (doubt,) = doubts(proposed)
    assert doubt.question.startswith("Is colorization (1 paper) the same as colorizations maker (1 paper)")
    assert [answer.action for answer in doubt.answers] == [Action.MERGE]
    assert len(doubt.evidence) == 2
