"""Cleaning keeps every visible character, and the length wherever it can."""

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperkg.model import Paper
from paperkg.readers import read
from paperkg.text.cleaning import clean, one_line, shorten
from places import SHARED

GOLD = SHARED / "gold"


@pytest.mark.parametrize(
    ("raw", "cleaned"),
    [
        ("hard\nnewline", "hard newline"),
        ("a\r\nb\tc\x0bd", "a b c d"),
        ("a\u00a0b\u2009c\u2028d\u3000e", "a b c d e"),
        ("kept  double", "kept  double"),
        (" \n ends \t", "ends"),
        ("eﬃcient ﬁne-tuning ﬂow", "efficient fine-tuning flow"),
        ("soft\u00adhyphen zero\u200bwidth \ufeffmark", "softhyphen zerowidth mark"),
        ("nul\x00 bell\x07 c1\x80", "nul bell c1"),
        ("cafe\u0301", "café"),
        ("shelf\u200cful", "shelfful"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("👩\u200d🔬", "👩\u200d🔬"),
        ("a\ud800b\uffff", "ab"),
        (r"93\% of $\alpha_{1}$ ``quoted''", r"93\% of $\alpha_{1}$ ``quoted''"),
    ],
)
def test_clean(raw: str, cleaned: str) -> None:
    assert clean(raw) == cleaned


@given(st.text(st.characters()))
def test_clean_is_idempotent_and_leaves_nothing_that_files_refuse(raw: str) -> None:
    text = clean(raw)
    assert clean(text) == text
    assert unicodedata.is_normalized("NFC", text)
    text.encode("utf-8")
    assert not any(unicodedata.category(char) in {"Cc", "Cs", "Zl", "Zp"} for char in text)


@given(st.text(st.sampled_from("abC1 .,\n\t\u00a0éß√")))
def test_replacements_keep_the_length(raw: str) -> None:
    assert len(clean(f"a{raw}z")) == len(raw) + 2


@pytest.mark.parametrize("code", [*range(0xFB00, 0xFB07)])
def test_ligatures_are_spelled_as_unicode_does(code: int) -> None:
    assert clean(chr(code)) == unicodedata.normalize("NFKC", chr(code))


def test_one_line_and_shorten() -> None:
    assert one_line("On  many\n   lines ") == "On many lines"
    assert shorten("x" * 100, 10) == "x" * 9 + "…"
    assert shorten("x\ny") == "x y"


@pytest.mark.shared
@pytest.mark.parametrize("name", ["dev.jsonl", "train.jsonl"])
def test_annotated_texts_keep_their_characters_and_offsets(name: str) -> None:
    lines = (GOLD / name).read_bytes().splitlines()
    rows = {row["id"]: row for row in map(json.loads, lines)}
    papers = [record for record in read([GOLD / name]) if isinstance(record, Paper)]
    assert len(papers) == len(rows)
    for paper in papers:
        raw = f"{rows[paper.id]['title']}\n{rows[paper.id]['abstract']}"
        assert paper.text == raw.replace("\u00a0", " ")
