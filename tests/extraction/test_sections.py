"""Long texts, read in sections: nothing is lost between them, and what they cost grows in step with them."""

import math
import sys
from itertools import pairwise
from types import FrameType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from long_texts import LONG_TEXTS
from paperkg.extraction import read_word_lists
from paperkg.extraction.extractor import extractor_of
from paperkg.extraction.sections import MOST_CHARACTERS, MOST_WORDS, cut
from paperkg.model import Extraction, Paper
from paperkg.text.size import MOST_WORDS as MOST_READ
from paperkg.text.size import count_words

WORDS = st.lists(st.sampled_from(["a", "Foo.", "(", "  ", "bar", "x" * 3000, "\u0301", "is"]), max_size=4000)
TYPICAL = (
    "ordinary words",
    "different names in one sentence",
    "definitions",
    "definitions in one sentence",
    "results in one sentence",
    "opening brackets",
    "pairs of parentheses",
    "quotes and stops",
    "links",
    "dollars",
    "groups of TeX",
    "slashes",
    "underscores",
)


def found_in(abstract: str, title: str = "A title") -> Extraction:
    return extractor_of((), read_word_lists(None)).extract(Paper(id="p", title=title, abstract=abstract))


@given(WORDS, WORDS)
def test_sections_are_the_text_and_bounded(title: list[str], abstract: list[str]) -> None:
    text = f"{' '.join(title)}\n{' '.join(abstract)}"
    sections = cut(text)
    cut_out = "".join(section.text[section.start > 0 :] for section in sections)
    assert text.startswith(cut_out)
    assert cut_out == text or MOST_READ - MOST_WORDS / 2 - 1 <= count_words(cut_out) <= MOST_READ < count_words(text)
    assert [section.start for section in sections[1:]] == [
        section.start + len(section.text) - (section.start > 0) for section in sections[:-1]
    ]
    assert all(len(section.text) <= MOST_CHARACTERS + 1 for section in sections)
    assert all(count_words(section.text) <= MOST_WORDS for section in sections)


@given(WORDS)
def test_no_section_holds_the_end_of_a_long_title_and_an_abstract(title: list[str]) -> None:
    text = f"{' '.join(title)}\nThe abstract."
    assert [section.text[1:].find("\n") for section in cut(text)[1:]].count(-1) >= len(cut(text)) - 2
    assert all(section.text[1:-1].find("\n") < 0 for section in cut(text)[1:])


def test_sections_end_with_sentences() -> None:
    sections = cut("Title\n" + "We use FooNet on SQuAD. " * 500)
    assert len(sections) > 1
    assert all(section.text.endswith("SQuAD. ") for section in sections)


def test_of_a_text_beyond_the_limit_its_beginning_is_read_up_to_the_end_of_a_sentence() -> None:
    found = found_in("We use FooNet on SQuAD. " * 1_000 + "We propose BarNet.")
    last = found.sentences[-1]
    assert found.paper.text[last.start : last.end].strip() == "We use FooNet on SQuAD."
    assert MOST_READ - 10 < count_words(found.paper.text[: last.end]) <= MOST_READ
    assert {entity.name for entity in found.entities} == {"FooNet", "SQuAD"}


def test_a_long_text_is_one_paper() -> None:
    parts = [
        f"We train BERT on SQuAD for run {number}. BERT reaches {number % 90 + 10}.5% F1." for number in range(280)
    ]
    found = found_in(" ".join(["We propose FooNet, which outperforms BERT.", *parts, "FooNet is fast."]))
    text = found.paper.text
    bert = next(entity for entity in found.entities if entity.name == "BERT")
    foonet = next(entity for entity in found.entities if entity.name == "FooNet")
    assert len(bert.mentions) == 561
    assert [text[span.start : span.end] for span in foonet.mentions] == ["FooNet", "FooNet"]
    assert foonet.mentions[1].end == len(text) - len(" is fast.")
    assert foonet.role == "introduces"
    assert len({entity.name for entity in found.entities}) == len(found.entities)
    assert len(found.results) > 250
    assert all(text[result.span.start : result.span.end] == result.value for result in found.results)
    names = {entity.name for entity in found.entities}
    assert {name for r in found.results for name in (r.subject, r.metric, r.benchmark) if name} <= names
    assert {name for r in found.relations for name in (r.head, r.tail)} <= names
    spans = sorted(span for entity in found.entities for span in entity.mentions)
    assert all(one.end <= two.start for one, two in pairwise(spans))
    assert "".join(text[span.start : span.end] for span in found.sentences) == text.replace("\n", "").replace(". ", ".")


def calls(words: int, name: str) -> int:
    """How many functions, of Python and of C, extraction calls for a text of so many words and marks."""
    unit = LONG_TEXTS[name](1000)
    text = LONG_TEXTS[name](1000 * words // count_words(unit))
    count = 0

    def one_more(_frame: FrameType, event: str, _what: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(one_more)
    try:
        found_in(text)
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.parametrize("name", TYPICAL)
def test_extraction_takes_steps_in_proportion_to_the_text(name: str) -> None:
    found_in(LONG_TEXTS[name](1000))  # words that are seen for the first time cost more
    once, twice = calls(2 * MOST_WORDS, name), calls(4 * MOST_WORDS, name)
    assert math.log2(twice / once) < 1.2
