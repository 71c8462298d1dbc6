"""Names of programming languages, told by the words around them."""

import pytest

import paperkg
from paperkg.extraction.rules.programming import find_languages
from paperkg.extraction.vocabulary.word_lists import shipped_word_lists


@pytest.mark.parametrize(
    ("text", "languages"),
    [
        ("We translate between C , Go , R and Rust .", ["C", "Go", "R"]),
        ("It is implemented in C and in R .", ["C", "R"]),
        ("Most code is written in Rust , Go or C .", ["Rust", "Go", "C"]),
        ("All Go programs and the R scripts compile with Go 1.22 .", ["Go", "R", "Go"]),
        ("We ran R 4.3.1 .", ["R"]),
        ("A correlation of R 0.95 , vitamin C , and the R factor .", []),
        ("Where Models Go Wrong in R and C", []),
        ("Bugs in Kotlin , C , Swift and R ; code in Julia", ["Kotlin", "C", "Swift", "R", "Julia"]),
        ("Taylor Swift threw a Dart at Julia in Java .", []),
        ("C", []),
        ("", []),
    ],
)
def test_lists_versions_and_writing_tell_a_language(text: str, languages: list[str]) -> None:
    words = text.split()
    assert [words[at] for at in find_languages(words, shipped_word_lists().programming)] == languages


def test_only_the_places_that_tell_are_mentions() -> None:
    found = paperkg.extract("Where Models Go Wrong", "All Go programs fail. Vitamin C does not help, but C code does.")
    places = {e.name: [found.paper.text[m.start - 4 : m.end + 5] for m in e.mentions] for e in found.entities}
    assert places["Go"] == ["All Go prog"]
    assert places["C"] == ["but C code"]
    assert {e.type.value for e in found.entities if e.name in {"C", "Go"}} == {"Software"}
