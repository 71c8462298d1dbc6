"""Answers as Python values, against a build made by hand."""

import sys
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pyoxigraph as ox
import pytest

import paperkg
from builds import write_build
from paperkg.errors import MissingPackageError, NotFoundError, OptionError
from paperkg.sparql.answers import Answer, Triple, Verdict, to_python
from records import tiny_records

LABELS = "SELECT ?label ?n { ?e a pkg:Method ; skos:prefLabel ?label ; pkg:paperCount ?n } ORDER BY ?label"
XSD = "http://www.w3.org/2001/XMLSchema#"


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_build(tmp_path_factory.mktemp("answers") / "build", tiny_records())


def test_rows_are_dictionaries_of_plain_values(build: Path) -> None:
    answer = paperkg.query(build, LABELS)
    expected = [{"label": "A*-decoding", "n": 1}, {"label": "FastKey", "n": 2}, {"label": "SlowKey", "n": 1}]
    assert list(answer) == expected
    assert list(answer) == expected  # once more
    assert answer.columns == ("label", "n")
    assert len(answer) == 3
    assert bool(answer)
    assert repr(answer) == "<Answer of label, n>"


def test_an_answer_can_be_read_in_two_places_at_once(build: Path) -> None:
    answer = paperkg.query(build, LABELS)
    one, other = iter(answer), iter(answer)
    taken = [next(turn)["label"] for turn in (one, other, other, one)]
    assert taken == ["A*-decoding", "A*-decoding", "FastKey", "FastKey"]


def test_rows_are_read_as_they_are_asked_for() -> None:
    read = []

    def solutions() -> Iterator[tuple[ox.Literal]]:
        for i in range(3):
            read.append(i)
            yield (ox.Literal(i),)

    answer = Answer(["n"], solutions(), {})
    assert next(iter(answer)) == {"n": 0}
    assert read == [0]
    assert len(answer) == 3


def test_an_answer_prints_as_a_table(build: Path) -> None:
    lines = str(paperkg.query(build, LABELS)).splitlines()
    assert lines[0].split() == ["label", "n"]
    assert lines[-1] == "(3 rows)"
    html = paperkg.query(build, 'SELECT ("<b>&" AS ?x) (method:fastkey AS ?m) ?none {}')._repr_html_()
    assert "<td>&lt;b&gt;&amp;</td><td>method:fastkey</td><td></td>" in html


def test_an_empty_answer_is_false(build: Path) -> None:
    answer = paperkg.query(build, "SELECT ?x { ?x a pkg:Nonsense }")
    assert not answer
    assert len(answer) == 0
    assert list(answer) == []


def test_ask_is_true_or_false(build: Path) -> None:
    yes, no = paperkg.query(build, "ASK { ?e a pkg:Method }"), paperkg.query(build, "ASK { ?e a pkg:Nonsense }")
    assert isinstance(yes, Verdict)
    assert yes
    assert not no
    assert [str(yes), str(no), repr(no), yes._repr_html_()] == ["yes", "no", "<Verdict no>", "yes"]


def test_construct_gives_triples(build: Path) -> None:
    answer = paperkg.query(build, "CONSTRUCT { ?e pkg:paperCount ?n } WHERE { ?e a pkg:Method ; pkg:paperCount ?n }")
    assert Triple("https://w3id.org/paperkg/method/fastkey", "https://w3id.org/paperkg/ns#paperCount", 2) in list(
        answer
    )
    assert {predicate for _, predicate, _ in answer} == {"https://w3id.org/paperkg/ns#paperCount"}
    assert answer.columns == ("subject", "predicate", "object")
    assert "method:fastkey" in str(answer)
    assert len(answer) == len(answer.to_pandas()) == 3


def test_an_answer_becomes_a_data_frame(build: Path) -> None:
    frame = paperkg.query(build, LABELS).to_pandas()
    assert list(frame.columns) == ["label", "n"]
    assert frame["n"].sum() == 4
    assert list(paperkg.query(build, "SELECT ?x { ?x a pkg:Nonsense }").to_pandas().columns) == ["x"]


def test_without_pandas_the_message_says_what_to_install(build: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(MissingPackageError, match="pip install pandas"):
        paperkg.query(build, LABELS).to_pandas()


@pytest.mark.parametrize(
    ("term", "value"),
    [
        (ox.Literal("7", datatype=ox.NamedNode(XSD + "nonNegativeInteger")), 7),
        (ox.Literal(7), 7),
        (ox.Literal("0.750", datatype=ox.NamedNode(XSD + "decimal")), Decimal("0.750")),
        (ox.Literal(0.5), 0.5),
        (ox.Literal(True), True),
        (ox.Literal("0", datatype=ox.NamedNode(XSD + "boolean")), False),
        (ox.Literal("seven", datatype=ox.NamedNode(XSD + "integer")), "seven"),
        (ox.Literal("much", datatype=ox.NamedNode(XSD + "decimal")), "much"),
        (ox.Literal("maybe", datatype=ox.NamedNode(XSD + "boolean")), "maybe"),
        (ox.Literal("2025-03-05", datatype=ox.NamedNode(XSD + "date")), "2025-03-05"),
        (ox.Literal("réseau", language="fr"), "réseau"),
        (ox.NamedNode("https://example.org/x"), "https://example.org/x"),
        (ox.BlankNode("b"), "b"),
        (None, None),
    ],
)
def test_terms_become_plain_values(term: object, value: object) -> None:
    found = to_python(term)
    assert found == value
    assert type(found) is type(value)


def test_a_query_of_the_cookbook_by_name(build: Path) -> None:
    assert paperkg.query(build, name="leaderboard").columns
    with pytest.raises(NotFoundError, match="did you mean leaderboard"):
        paperkg.query(build, name="leaderbord")


@pytest.mark.parametrize("arguments", [{}, {"sparql": LABELS, "name": "leaderboard"}])
def test_one_query_is_given(build: Path, arguments: dict[str, str]) -> None:
    with pytest.raises(OptionError, match="give one query"):
        paperkg.query(build, **arguments)
