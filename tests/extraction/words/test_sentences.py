"""Sentences and language."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperkg.extraction.vocabulary.word_lists import shipped_word_lists
from paperkg.extraction.words.language import is_english
from paperkg.extraction.words.sentences import split_sentences


def sentences(text: str) -> list[str]:
    return [text[s.start : s.end] for s in split_sentences(text)]


@pytest.mark.parametrize(
    ("abstract", "count"),
    [
        ("One thing. Another thing.", 2),
        ("We use e.g. GPT-4 and others, cf. Table 1, by Smith et al. in 2020. They win.", 2),
        ("It costs 3.5 dollars. Is it much? No!", 3),
        ("Missing space.The next one is here.", 2),
        ("A line\nbroken in two. A second.", 2),
        ("See J. Smith for details.", 1),
    ],
)
def test_sentences_of_an_abstract(abstract: str, count: int) -> None:
    found = sentences("A title. With a stop\n" + abstract)
    assert found[0] == "A title. With a stop"
    assert len(found) == count + 1


@pytest.mark.parametrize("title", ["A plan of type B.", "Models etc.", "Is it?", "No stop"])
def test_a_title_ends_at_its_line(title: str) -> None:
    assert sentences(f"{title}\nWe see it. We do.") == [title, "We see it.", "We do."]
    assert sentences(f"{title}\nin lower case.") == [title, "in lower case."]


def test_a_long_run_of_blanks_takes_no_time() -> None:
    assert len(sentences("T\nA" + " " * 200_000 + "b.")) == 2


@given(st.text(alphabet='Ab .?!\n"(', max_size=60))
def test_sentences_cover_all_but_blanks_in_order(text: str) -> None:
    spans = split_sentences(text)
    assert all(a.end <= b.start for a, b in pairwise(spans))
    covered = "".join(text[s.start : s.end] for s in spans)
    assert "".join(covered.split()) == "".join(text.split())


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("We propose a method for the classification of images that is fast and does not need any labels.", True),
        ("Dans cet article nous proposons une méthode pour la classification des images qui est rapide.", False),
        ("本文提出一种用于图像分类的方法，该方法速度快。", False),
        ("", True),
    ],
)  # fmt: skip
def test_language(text: str, answer: bool) -> None:
    assert is_english(text, shipped_word_lists().languages) is answer
