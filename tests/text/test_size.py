"""How long a text may be."""

import math
import time

import pytest

from long_texts import LONG_TEXTS
from paperkg.text.cleaning import clean
from paperkg.text.size import (
    MOST_CHARACTERS,
    MOST_RAW,
    MOST_WORDS,
    count_words,
    raw_size_problem,
    size_note,
    size_problem,
)

SHORT, LONG = 20_000, 640_000


def test_words_and_marks_are_counted() -> None:
    assert count_words("vLLM, which is 2_fold (fast)") == 10


def test_characters_and_words_have_limits() -> None:
    assert size_problem("ordinary " * 13_000 + "x" * 100) == "117,100 characters, more than 100,000"
    assert size_problem("a word " * 2_400) is None
    assert size_problem("x" * MOST_CHARACTERS) is None
    assert size_note("x" * MOST_CHARACTERS) is None
    assert size_note("?" * MOST_WORDS) is None
    assert size_note("?" * (MOST_WORDS + 1)) == "5,001 words and marks, of which at most the first 5,000 are read"
    assert raw_size_problem("x" * MOST_RAW) is None
    assert raw_size_problem("x" * (MOST_RAW + 1)) == "1,000,001 characters, more than 1,000,000"


def seconds(text: str) -> float:
    """CPU time to clean a text, the least of three."""
    taken = []
    for _ in range(3):
        start = time.process_time()
        clean(text)
        taken.append(time.process_time() - start)
    return min(taken)


@pytest.mark.parametrize("name", LONG_TEXTS)
def test_cleaning_takes_time_in_proportion_to_the_text(name: str) -> None:
    """Over so wide a range a square would be 1,000 times the time, far from any noise: the bound is 64 times."""
    short, long = seconds(LONG_TEXTS[name](SHORT)), seconds(LONG_TEXTS[name](LONG))
    assert math.log(max(long, 1e-4) / max(short, 1e-5)) / math.log(LONG / SHORT) < 1.2
