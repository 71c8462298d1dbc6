"""What came, went and changed from one build to another."""

import json
from pathlib import Path
from typing import Any

import pytest

from builds import write_build
from paperkg.analysis.differences import Change, Differences, differences
from paperkg.graph.tables import Tables
from records import tiny_records


def compared(folder: Path, old: list[dict[str, Any]], new: list[dict[str, Any]]) -> Differences:
    return differences(Tables(write_build(folder / "old", old)), Tables(write_build(folder / "new", new)))


def test_a_build_does_not_differ_from_itself(tmp_path: Path) -> None:
    found = compared(tmp_path, tiny_records(), tiny_records())
    assert not found
    assert str(found) == "no differences"


def test_what_is_new_is_gone_the_other_way_round(tmp_path: Path) -> None:
    found = compared(tmp_path / "there", tiny_records()[1:], tiny_records())
    back = compared(tmp_path / "back", tiny_records(), tiny_records()[1:])
    for kind in ("papers", "entities", "results", "relations"):
        assert getattr(found, kind).new == getattr(back, kind).gone != ()
        assert getattr(found, kind).gone == getattr(back, kind).new
    assert [label for _, label in found.papers.new] == [tiny_records()[0]["title"]]


def test_what_changed_is_told_with_both_values(tmp_path: Path) -> None:
    later = tiny_records()
    later[1] = later[1] | {"venue": "NewConf", "date": "2025"}
    found = compared(tmp_path, tiny_records(), later)
    assert found.papers.changed == (
        Change("p0000000002", "Llama-7B and Llama again", {"date": ("Mar 5", "2025"), "venue": (None, "NewConf")}),
    )
    assert not found.entities
    assert "1 changed paper" in str(found)
    assert "venue: None -> NewConf" in str(found)
    row = json.loads(json.dumps(found.to_row()))
    assert row["papers"]["changed"][0]["changed"]["venue"] == [None, "NewConf"]


@pytest.mark.parametrize("most", [0, 2, 50])
def test_lists_are_as_long_as_one_wants(tmp_path: Path, most: int) -> None:
    found = compared(tmp_path, tiny_records()[1:], tiny_records())
    total = len(found.entities.new)
    entities = found.to_text(most).partition("new entities")[2].partition("new results")[0]
    assert entities.count("  + ") == min(most, total)
    assert (f"and {total - most} more" in entities) == (most < total)
