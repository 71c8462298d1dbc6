"""What is known of a word by itself."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperkg.extraction.words.vectors import SHAPES, STATISTICS, WordShape, word_shape
from paperkg.training.word_statistics import WIDTH


@pytest.mark.parametrize(
    ("word", "shape"),
    [
        ("model", WordShape.LOWER),
        ("x", WordShape.LOWER_LETTER),
        ("BERT", WordShape.CAPITALS),
        ("X", WordShape.CAPITAL_LETTER),
        ("Model", WordShape.CAPITALIZED),
        ("LLMs", WordShape.PLURAL_CAPITALS),
        ("LoRA", WordShape.INNER_CAPITALS),
        ("42", WordShape.DIGITS),
        ("GPT-4", WordShape.DIGITS_AND_CAPITALS),
        ("top-1", WordShape.DIGITS_AND_LOWER),
        ("fine-tuning", WordShape.JOINED_LOWER),
        ("Low-Rank", WordShape.JOINED_CAPITALIZED),
        ("RGB-D", WordShape.JOINED_CAPITALS),
        ("=", WordShape.MARKS),
    ],
)
def test_shapes(word: str, shape: WordShape) -> None:
    assert word_shape(word) is shape


def test_the_numbers_of_shapes_are_rows_of_the_weights() -> None:
    assert [shape.value for shape in WordShape] == list(range(1, 15))
    assert max(WordShape) < SHAPES


@given(st.text(min_size=1, max_size=8))
def test_every_word_has_a_shape(word: str) -> None:
    assert word_shape(word) in WordShape


def test_each_statistic_has_a_name() -> None:
    assert len(set(STATISTICS)) == len(STATISTICS) == WIDTH
