"""A plain text knows where its characters stand in the stored text."""

import re
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperkg.extraction.words.plain_text import GAP, PlainText, apply_steps, flatten, replace_each, unwrap
from paperkg.model import Span

STARS = re.compile(r"(?P<open>\*)[^*]+(?P<close>\*)")
ARROW = re.compile("->")
STEPS = (partial(unwrap, pattern=STARS), partial(replace_each, pattern=ARROW, reading=lambda _: "→"))


def place(plain: PlainText, form: str) -> str:
    start = plain.text.index(form)
    span = plain.place(Span(start, start + len(form)))
    return plain.stored[span.start : span.end]


def test_a_plain_text_is_its_own() -> None:
    plain = apply_steps("T\nBERT", "T\nBERT", STEPS)
    assert (plain.text, plain.starts) == ("T\nBERT", ())
    assert plain.place(Span(2, 6)) == Span(2, 6)


@pytest.mark.parametrize(
    ("stored", "form", "found"),
    [("*GPT*-2", "GPT-2", "*GPT*-2"), ("*GPT*-2", "GPT", "GPT"), ("a->b", "→b", "->b"), ("x *A B* y", "A", "A")],
)
def test_a_span_holds_both_delimiters_or_none(stored: str, form: str, found: str) -> None:
    assert place(apply_steps(stored, stored, STEPS), form) == found


@given(st.text(st.sampled_from("ab *->\n"), max_size=30))
def test_offsets_are_in_order_and_inside(stored: str) -> None:
    plain = apply_steps(stored, stored, STEPS)
    if plain.starts:
        assert len(plain.starts) == len(plain.ends) == len(plain.text)
        assert list(plain.starts) == sorted(plain.starts)
        assert list(plain.ends) == sorted(plain.ends)
        assert all(0 <= start < end <= len(stored) for start, end in zip(plain.starts, plain.ends, strict=True))
        for at, character in enumerate(plain.text):
            assert character == "→" or stored[plain.starts[at]] == character
    else:
        assert plain.text == stored


@given(st.text())
def test_flattening_keeps_every_offset(text: str) -> None:
    flat = flatten(text)
    assert len(flat) == len(text)
    assert "\n" not in flat
    assert GAP not in flat
