"""The page of what is new from one build to another."""

import re
from pathlib import Path
from typing import Any

import pytest

from builds import write_build
from paperkg.explorer.differences_page import differences_page
from paperkg.graph.tables import Tables
from records import AWKWARD, tiny_records, toy_records


def page(folder: Path, old: list[dict[str, Any]], new: list[dict[str, Any]], **options: Any) -> str:
    before, after = Tables(write_build(folder / "old", old)), Tables(write_build(folder / "new", new))
    return differences_page(before, after, **options)


def headings(html: str) -> list[str]:
    return re.findall(r"<h2[^>]*>([^<]*)</h2>", html)


def test_builds_that_are_the_same_say_so(tmp_path: Path) -> None:
    html = page(tmp_path, tiny_records(), tiny_records())
    assert "No differences." in html
    assert headings(html) == []


def test_what_is_new_and_gone_comes_with_its_paper_and_sentence(tmp_path: Path) -> None:
    records = toy_records(14)
    html = page(tmp_path, records[:12], records[2:])
    assert {"2 new papers", "2 gone papers"} <= set(headings(html))
    new = Tables(tmp_path / "new")
    before = {row["result_id"] for row in Tables(tmp_path / "old").rows("results")}
    added = [row for row in new.rows("results") if row["result_id"] not in before]
    assert added
    texts = {row["sentence_id"]: row["text"] for row in new.rows("sentences")}
    assert all(texts[row["sentence_id"]] in html for row in added)


def test_values_that_changed_stand_side_by_side(tmp_path: Path) -> None:
    later = tiny_records()
    later[1] = later[1] | {"venue": "NewConf"}
    html = page(tmp_path, tiny_records(), later)
    assert headings(html) == ["1 changed paper"]
    assert "venue: <del>none</del> → <ins>NewConf</ins>" in html


@pytest.mark.parametrize("most", [0, 1])
def test_long_lists_say_how_much_more_there_is(tmp_path: Path, most: int) -> None:
    html = page(tmp_path, toy_records(14)[:4], toy_records(14), most=most)
    section = html.partition('id="new-papers"')[2].partition("<h2")[0]
    assert section.count("<li>") == most
    assert f"and {10 - most} more" in section


def test_text_of_papers_never_becomes_markup_and_no_script_but_one_runs(tmp_path: Path) -> None:
    later = tiny_records()
    later[1] = later[1] | {"venue": AWKWARD + "<script>alert(1)</script>", "url": "javascript:alert(1)"}
    html = page(tmp_path, tiny_records()[:1], later)
    assert html.count("<script") == 1
    assert 'href="javascript' not in html
    assert "default-src 'none'" in html
