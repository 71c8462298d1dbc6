"""Lexicons: reading and finding."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperkg.errors import LexiconError
from paperkg.extraction import read_lexicons
from paperkg.extraction.rules.lexicon import Lexicon, LexiconEntry, read_lexicon, shipped_lexicon
from paperkg.kinds import EntityType


def entry(name: str, *aliases: str, kind: EntityType = EntityType.METHOD, named: bool = False) -> LexiconEntry:
    return LexiconEntry(name=name, type=kind, named=named, aliases=aliases)


LEXICON = Lexicon(
    [
        entry("chain-of-thought", "CoT"),
        entry("membership inference", "membership inference attack", "MIA"),
        entry("retrieval-augmented generation", "RAG"),
        entry("GPT-4", kind=EntityType.MODEL, named=True),
        entry("Adam", named=True),
        entry("C++", kind=EntityType.SOFTWARE, named=True),
    ]
)


def hits(text: str) -> list[tuple[str, str]]:
    return [(text[h.span.start : h.span.end], h.entry.name) for h in LEXICON.find(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Chain of Thought helps", [("Chain of Thought", "chain-of-thought")]),
        ("many membership-inference attacks", [("membership-inference attacks", "membership inference")]),
        ("MIAs and mias", [("MIAs", "membership inference")]),
        ("a rag is no RAG", [("RAG", "retrieval-augmented generation")]),
        ("GPT-4o is not GPT 4", [("GPT 4", "GPT-4")]),
        ("adam and Adam", [("Adam", "Adam")]),
        ("written in C++.", [("C++", "C++")]),
        ("nothing", []),
    ],
)
def test_what_a_text_has(text: str, expected: list[tuple[str, str]]) -> None:
    assert hits(text) == expected


@given(st.text())
def test_hits_lie_in_the_text_on_word_bounds(text: str) -> None:
    for hit in LEXICON.find(text):
        assert 0 <= hit.span.start < hit.span.end <= len(text)
        assert hit.span.start == 0 or not text[hit.span.start - 1].isalnum()


def test_a_user_lexicon_is_read(tmp_path: Path) -> None:
    path = tmp_path / "mine.tsv"
    path.write_text("name\ttype\tnamed\taliases\nFooNet\tModel\t1\tFoo Net|FN2\n# no\n", encoding="utf-8")
    assert read_lexicons([path]) == (entry("FooNet", "Foo Net", "FN2", kind=EntityType.MODEL, named=True),)


def test_a_lexicon_may_count_papers(tmp_path: Path) -> None:
    path = tmp_path / "mine.tsv"
    rows = ("name\ttype\tnamed\taliases\tpapers", "FooBench\tBenchmark\t1\t\t12", "BarBench\tBenchmark\t1")
    path.write_text("\n".join(rows), encoding="utf-8")
    assert [entry.papers for entry in read_lexicon(path)] == [12, 0]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("", ":1: no column 'name'"),
        ("name\ttype\tnamed\taliases\nA\tThing\t1\t\n", ":2: 'Thing' is not an entity type"),
        ("name\ttype\tnamed\taliases\nA\tModel\tyes\t\n", ":2: named is 0 or 1"),
        ("name\ttype\tnamed\taliases\n\tModel\t1\tx\n", ":2: the name is empty"),
        ("name\ttype\tnamed\taliases\tpapers\nA\tModel\t1\t\tmany\n", ":2: papers is a whole number, not 'many'"),
    ],
)
def test_a_malformed_lexicon_says_where(tmp_path: Path, content: str, says: str) -> None:
    path = tmp_path / "mine.tsv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(LexiconError, match=says):
        read_lexicon(path)


SKOS = """
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix : <https://example.org/v/> .
:models a skos:Concept ; skos:prefLabel "Models"@en .
:zoo a skos:Concept ; skos:prefLabel "zoo of mine"@en ; skos:broader :models .
:foo a skos:Concept ; skos:prefLabel "FooNet"@en, "RéseauFoo"@fr ; skos:altLabel "Foo Net" ; skos:broader :zoo .
:loop a skos:Concept ; skos:prefLabel "looping" ; skos:broader :loop .
"""


def test_a_skos_vocabulary_is_a_lexicon(tmp_path: Path) -> None:
    path = tmp_path / "v.ttl"
    path.write_text(SKOS, encoding="utf-8")
    by_name = {e.name: e for e in read_lexicons([path])}
    assert set(by_name) == {"FooNet", "zoo of mine", "looping"}
    foo = by_name["FooNet"]
    assert (foo.type, foo.named, foo.aliases, foo.link) == (
        EntityType.MODEL, True, ("Foo Net",), "https://example.org/v/foo",
    )  # fmt: skip
    assert by_name["looping"].type is EntityType.METHOD


NARROWER = """
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix : <https://example.org/v/> .
:tasks skos:prefLabel " Tasks"@en-GB ; skos:narrower :ic .
:ic skos:prefLabel "Bildklassifikation"@de, "Image  classification"@en-GB ; skos:altLabel "" .
:empty skos:prefLabel "" .
"""


def test_a_vocabulary_may_state_what_is_narrower(tmp_path: Path) -> None:
    path = tmp_path / "v.ttl"
    path.write_text(NARROWER, encoding="utf-8")
    (only,) = read_lexicons(path)
    assert (only.name, only.type, only.named, only.aliases) == ("Image classification", EntityType.TASK, False, ())
    text = "on image classification"
    assert [text[h.span.start : h.span.end] for h in Lexicon([only]).find(text)] == ["image classification"]


@pytest.mark.parametrize("name", ["gone.ttl", "gone.tsv"])
def test_a_lexicon_that_is_not_there_says_so(tmp_path: Path, name: str) -> None:
    with pytest.raises(LexiconError, match=rf"{name}: No such file or directory$"):
        read_lexicons([tmp_path / name])


def test_a_broken_vocabulary_says_where(tmp_path: Path) -> None:
    path = tmp_path / "v.ttl"
    path.write_text("this is no turtle", encoding="utf-8")
    with pytest.raises(LexiconError, match=r"v\.ttl"):
        read_lexicons([path])


def _letters(form: str) -> str:
    return re.sub(r"[\W\d_]|(?<=[a-z\d\W])[vV](?=[ .]?\d)", "", form).casefold()


def _numbers(form: str) -> str:
    """Its digits; of years the last two, and without the zeros that end a version or begin a share."""
    digits = re.sub(r"\b(?:19|20)(?=\d\d(?!\d))|(?<=[A-Za-z])(?:19|20)(?=\d\d(?!\d))", "", form)
    return re.sub(r"\D", "", digits).strip("0")


SAME_THING = {
    ("ImageNet-21K", "ImageNet-22K"),
    ("Middlebury 2014", "Middlebury v3"),
    ("NLLB-200-600M", "NLLB-600M"),
    ("NLLB-200-3.3B", "NLLB-3.3B"),
}


def test_no_version_of_a_name_goes_by_another() -> None:
    """Of two forms that differ in their numbers only, one has those that the other begins with: GPT-4 and GPT-4.0."""
    wrong = []
    for known in shipped_lexicon():
        for alias in known.aliases:
            one, two = sorted((_numbers(known.name), _numbers(alias)), key=len)
            if one and _letters(known.name) == _letters(alias) and not two.startswith(one):
                wrong.append((known.name, alias))
    assert set(wrong) <= SAME_THING


def test_british_and_american_spelling_are_one() -> None:
    lexicon = Lexicon([entry("tumour board"), entry("policy optimization")])
    found = [hit.entry.name for hit in lexicon.find("A tumor board, tumour boards, and policy optimisation.")]
    assert found == ["tumour board", "tumour board", "policy optimization"]


def test_lowered_digits_are_digits() -> None:
    lexicon = Lexicon([entry("F1", kind=EntityType.METRIC)])
    assert [hit.entry.name for hit in lexicon.find("An F₁ of 0.8, not F².")] == ["F1"]
