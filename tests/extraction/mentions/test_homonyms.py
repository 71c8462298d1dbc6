"""Acronyms that a paper spells out in two ways."""

from paperkg.extraction.mentions.homonyms import find_homonyms
from paperkg.extraction.rules.abbreviations import Definition
from paperkg.model import Span


def definitions(text: str, *pairs: tuple[str, str]) -> list[Definition]:
    found = []
    for long, short in pairs:
        start = text.index(f"{long} ({short})")
        opening = start + len(long) + 2
        found.append(Definition(Span(opening, opening + len(short)), Span(start, start + len(long))))
    return found


def test_two_long_forms_that_begin_with_different_words() -> None:
    text = "Speech recognition (SR) and success rates (SR), of robust training (RT) and robust trainings (RT)."
    given = definitions(
        text,
        ("Speech recognition", "SR"),
        ("success rates", "SR"),
        ("robust training", "RT"),
        ("robust trainings", "RT"),
    )
    assert list(find_homonyms(text, given)) == ["SR"]
    assert find_homonyms(text, given[1:]) == {}
