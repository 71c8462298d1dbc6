"""Annotation files, read and written."""

import json
from pathlib import Path

import pytest

from annotated_papers import FOONET, parsing_paper, write_rows
from paperkg.errors import EvaluationError
from paperkg.evaluation.annotations import annotated_ids, from_row, read_annotations, to_line, to_row

GOLD = from_row(FOONET)


def test_a_row_survives_being_read_and_written() -> None:
    assert from_row(json.loads(to_line(GOLD))) == GOLD
    assert to_row(GOLD)["entities"][0]["mentions"] == [[0, 6], [29, 35], [37, 43]]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("{}\n", r"g\.jsonl:1: annotation of a paper without id"),
        ("not json\n", r"g\.jsonl:1: "),
        ("\n[]\n", r"g\.jsonl:2: not a JSON object"),
        (json.dumps({**FOONET, "entities": ["x"]}) + "\n", r"g\.jsonl:1: annotation of 'a'"),
        (json.dumps({**FOONET, "entities": [{"name": "x", "type": "Thing"}]}) + "\n", r"g\.jsonl:1: "),
    ],
)
def test_a_malformed_row_is_told_by_its_line(tmp_path: Path, content: str, says: str) -> None:
    path = tmp_path / "g.jsonl"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(EvaluationError, match=says):
        list(read_annotations([path]))


def test_files_and_rows_are_read_in_order(tmp_path: Path) -> None:
    one = write_rows([parsing_paper(2), parsing_paper(0)], tmp_path / "one.jsonl")
    two = write_rows([FOONET], tmp_path / "two.jsonl")
    assert [x.paper.id for x in read_annotations([two, one])] == ["a", "t2", "t0"]
    assert annotated_ids([two, one]) == {"a", "t2", "t0"}


def test_ids_are_read_without_texts_but_not_from_rows_without_them(tmp_path: Path) -> None:
    path = write_rows([{"id": "x"}, {"title": "no id"}], tmp_path / "g.jsonl")
    with pytest.raises(EvaluationError, match=r"g\.jsonl:2: an annotation without an id"):
        annotated_ids([path])


def test_a_line_separator_inside_a_string_ends_no_line(tmp_path: Path) -> None:
    path = tmp_path / "g.jsonl"
    row = {**FOONET, "abstract": f"{FOONET['abstract']}\u2028 More."}
    path.write_text(json.dumps(row, ensure_ascii=False) + "\r\n", encoding="utf-8", newline="")
    assert [x.paper.abstract for x in read_annotations([path])] == [row["abstract"]]


def test_annotations_without_text_find_it_by_id(tmp_path: Path) -> None:
    bare = {key: value for key, value in FOONET.items() if key not in ("title", "abstract")}
    gold = write_rows([bare], tmp_path / "g.jsonl")
    corpus = write_rows([{key: FOONET[key] for key in ("id", "title", "abstract")}], tmp_path / "c.jsonl")
    assert list(read_annotations([gold], [corpus])) == [GOLD]
    with pytest.raises(EvaluationError, match="a: annotated without a text"):
        list(read_annotations([gold]))
