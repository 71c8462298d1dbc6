"""Search by words: any order, beginnings, and words that are nearly right."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperkg.graph.word_search import WordSearch, distances, fold_words

WORDS = st.text("abcd", min_size=1, max_size=6)


def _distance(a: str, b: str) -> int:
    """The optimal string alignment distance, by its definition."""
    if not a or not b:
        return len(a) + len(b)
    least = min(_distance(a[:-1], b) + 1, _distance(a, b[:-1]) + 1, _distance(a[:-1], b[:-1]) + (a[-1] != b[-1]))
    if a[-2:] == b[-2:][::-1] and len(a) > 1 and len(b) > 1:
        least = min(least, _distance(a[:-2], b[:-2]) + 1)
    return least


@given(WORDS, WORDS)
def test_distances_are_those_of_the_definition(first: str, second: str) -> None:
    letters = np.array([[ord(letter) for letter in second]], dtype=np.uint32)
    assert distances(first, letters).tolist() == [_distance(first, second)]


def test_all_words_are_found_in_any_order_by_their_beginnings() -> None:
    search = WordSearch(["membership inference", "inference", "In-Context Learning", "naïve Bayes", ""])
    assert search.find("infer memb", 9) == [0]
    assert search.find("infer", 9) == [0, 1]
    assert search.find("infer", 1) == [0]
    assert search.find("naive", 9) == [3]
    assert search.find("ference", 9) == search.find("", 9) == []
    assert WordSearch([]).find("a", 1) == []


@given(st.lists(st.text(st.characters(codec="utf-8"))), st.data())
def test_a_text_is_found_by_its_own_words(texts: list[str], data: st.DataObject) -> None:
    search = WordSearch(texts)
    for position, text in enumerate(texts):
        assert position in search.find(text, len(texts)) or not fold_words(text)
        words = data.draw(st.permutations(fold_words(text))) if text.isascii() else []
        assert not words or position in search.find(" ".join(word[:3] for word in words), len(texts))


def test_many_texts_are_found_in_their_order() -> None:
    """More than are read at a time."""
    search = WordSearch(f"paper {number} on {'odd' if number % 2 else 'even'} things" for number in range(40_000))
    assert search.find("things odd", 3) == [1, 3, 5]
    assert search.find("39999", 9) == [39999]
    assert search.corrected("evne") == ["even"]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("qantization", "quantization"), ("quantizaiton", "quantization"), ("lroa", "lora"), ("lora", "lora")],
)
def test_words_that_are_nearly_right_are_corrected(typed: str, meant: str) -> None:
    assert meant in WordSearch(["quantization", "LoRA", "loss", "pruning"]).corrected(typed)


def test_short_words_are_not_stretched_far() -> None:
    assert WordSearch(["quantization", "LoRA"]).corrected("xy") == []
