"""Authors become full names in reading order, whatever the source."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperkg.readers.author_names import read_authors


@pytest.mark.parametrize(
    ("value", "names"),
    [
        ("Lovelace, Ada; Turing, Alan", ["Ada Lovelace", "Alan Turing"]),
        ("A. One, B. Two and C. Three", ["A. One", "B. Two", "C. Three"]),
        ("Ann One, Bea Two, and Cy Three", ["Ann One", "Bea Two", "Cy Three"]),
        ("Ann One and Bea Two", ["Ann One", "Bea Two"]),
        ("One, Ann and Two, Bea", ["Ann One", "Bea Two"]),
        ("One, Ann and Bea Two", ["Ann One", "Bea Two"]),
        ("Ann One and Bea Two and Cy Three", ["Ann One", "Bea Two", "Cy Three"]),
        ("{Barnes and Noble} and One, A.", ["Barnes and Noble", "A. One"]),
        ("Ann One|Bea Two||Cy Three", ["Ann One", "Bea Two", "Cy Three"]),
        ("['Ann One', \"Bea O'Two\"]", ["Ann One", "Bea O'Two"]),
        ("['Ann One' 'Bea Two']", ["Ann One", "Bea Two"]),
        ('["Ann One", "Bea Two"]', ["Ann One", "Bea Two"]),
        ("[{'given': 'Ann', 'family': 'One'}]", ["Ann One"]),
        ("Yang Z., Jiang B., McNamara M.E.", ["Z. Yang", "B. Jiang", "M.E. McNamara"]),
        ("Smith JD, Doe A", ["JD Smith", "A Doe"]),
        ("Wilson L.N.; Gardner J.D.", ["L.N. Wilson", "J.D. Gardner"]),
        ("Wilson, Lauren N. (58975547800); Organ, Chris L. (11438961200)", ["Lauren N. Wilson", "Chris L. Organ"]),
        ("One, A., Two, B. C., & Three, D.", ["A. One", "B. C. Two", "D. Three"]),
        ("Kim, Yoon, Rush, Alexander", ["Yoon Kim", "Alexander Rush"]),
        ("One, Ann\nTwo, Bea", ["Ann One", "Bea Two"]),
        ("Ann One, Bea Two,\n  Cy\n  Three and Di Four", ["Ann One", "Bea Two", "Cy Three", "Di Four"]),
        ("王伟；李娜", ["王伟", "李娜"]),
        ("王伟, 李娜", ["王伟", "李娜"]),
    ],
)
def test_lists_in_text(value: str, names: list[str]) -> None:
    assert list(read_authors(value)) == names


@pytest.mark.parametrize(
    ("value", "name"),
    [
        ("Ada Lovelace", "Ada Lovelace"),
        ("Lovelace, Ada", "Ada Lovelace"),
        ("van der Berg, Jan Piet", "Jan Piet van der Berg"),
        ("King, Jr., Martin Luther", "Martin Luther King Jr."),
        ("Martin Luther King, Jr.", "Martin Luther King Jr."),
        ("Smith J", "J Smith"),
        ("Smith J. A.", "J. A. Smith"),
        ("Jalil N E", "N E Jalil"),
        ("Center, Sharon A.", "Sharon A. Center"),
        ("Bitter, Patrick Jr", "Patrick Bitter Jr"),
        ("Dos Santos H B", "H B Dos Santos"),
        ("Plato", "Plato"),
        ("OpenAI", "OpenAI"),
        ("Mikkel {\\O}bro", "Mikkel Øbro"),
        ("M{\\\"u}ller, {\\'E}va", "Éva Müller"),
        ("M&uuml;ller, Eva", "Eva Müller"),
        ("Wei Wang 0001", "Wei Wang"),
        ("null van den Hoven", "van den Hoven"),
        ("van den Hoven,null", "van den Hoven"),
        ("Christopher Null", "Christopher Null"),
        ("Wei Wang (王伟)", "Wei Wang (王伟)"),
        ("William (Bill) Smith", "William (Bill) Smith"),
        ("V. M. Biryukov (Serpukhov, IHEP)", "V. M. Biryukov"),
        ("Ann One1,2*", "Ann One"),
        ("Neal J. Evans II", "Neal J. Evans II"),
        ("Ludwig van Beethoven", "Ludwig van Beethoven"),
        ("by Ann One", "by Ann One"),
        ("By: Ann One", "Ann One"),
        ("Google, Inc.", "Google Inc."),
        ("Department of Health, Washington", "Department of Health, Washington"),
        ("Collaboration, LHCb", "LHCb Collaboration"),
    ],
)
def test_one_author(value: str, name: str) -> None:
    assert read_authors(value) == (name,)


@pytest.mark.parametrize(
    ("value", "names"),
    [
        ({"given": "Ada", "family": "Lovelace"}, ["Ada Lovelace"]),
        ([{"given": "Jan", "non-dropping-particle": "van", "family": "Berg", "suffix": "Jr."}], ["Jan van Berg Jr."]),
        ([{"literal": "The Group"}, {"name": "Turing, Alan"}], ["The Group", "Alan Turing"]),
        ([{"surname": "One", "given-names": "Ann"}, {"Surname": "Two", "Given Names": "B."}], ["Ann One", "B. Two"]),
        ([{"ForeName": "Jo Ann", "LastName": "Lee", "Initials": "JA"}], ["Jo Ann Lee"]),
        ([{"LastName": "Lee", "Initials": "JA"}], ["JA Lee"]),
        ([{"CollectiveName": "STAR Group"}, {"collab": "CMS Collaboration"}], ["STAR Group", "CMS Collaboration"]),
        ([{"author": {"display_name": "Ann One"}, "raw_author_name": "A One"}], ["Ann One"]),
        ([{"first": "Ann", "middle": ["B.", "C."], "last": "One"}], ["Ann B. C. One"]),
        ([["One", "Ann", ""], ["King", "Martin", "Jr"]], ["Ann One", "Martin King Jr"]),
        ([{"name": "王伟"}, {"affiliation": "X"}, None, "", "Ann One"], ["王伟", "Ann One"]),
        (["García Márquez, Gabriel José"], ["Gabriel José García Márquez"]),
        (["Ann One; Bea Two"], ["Ann One", "Bea Two"]),
        (["NVIDIA", ":", "Ann One"], ["NVIDIA", "Ann One"]),
        ({}, []),
        (None, []),
        (3, []),
        (True, []),
    ],
)
def test_lists_and_objects(value: object, names: list[str]) -> None:
    assert list(read_authors(value)) == names


@pytest.mark.parametrize(
    ("value", "names"),
    [
        ("The BABAR Collaboration, B. Aubert, et al", ["The BABAR Collaboration", "B. Aubert"]),
        ("CMS Collaboration: A. One, B. Two", ["CMS Collaboration", "A. One", "B. Two"]),
        ("{ATLAS Collaboration} and Aad, G. and others", ["ATLAS Collaboration", "G. Aad"]),
        ("A. One (1 and 2) and B. Two (1) ((1) CREST, Japan (2) The Center)", ["A. One", "B. Two"]),
        ("Ann One (Oxford), Bea Two (Culham, UK)", ["Ann One", "Bea Two"]),
        ("One, Ann; Two, Bea; et al.", ["Ann One", "Bea Two"]),
        ("Xiaoming LI, Jean DUPONT", ["Xiaoming LI", "Jean DUPONT"]),
    ],
)
def test_collaborations_affiliations_and_what_is_left_out(value: str, names: list[str]) -> None:
    assert list(read_authors(value)) == names


@pytest.mark.parametrize(
    ("value", "names"),
    [
        (["One, Ann", "Two, Bea", "One, Ann", "Two, Bea"], ["Ann One", "Bea Two"]),
        (["Ann One", "Ann One", "Bea Two", "Bea Two"], ["Ann One", "Bea Two"]),
        (["Ann One", "Bea Two", "A. One", "B. Two"], ["Ann One", "Bea Two"]),
        (["Wei Wang", "Bea Two", "Wei Wang"], ["Wei Wang", "Bea Two", "Wei Wang"]),
        (["Wei Wang", "W. Wang"], ["Wei Wang", "W. Wang"]),
    ],
)
def test_a_doubled_list_is_read_once_but_two_people_may_share_a_name(value: list[str], names: list[str]) -> None:
    assert list(read_authors(value)) == names


WORDS = st.sampled_from("Ada One J. van Li B Øbro 李娜 Jr. and , ; (x) Group & |".split())
PEOPLE = st.sampled_from(["Ada Lovelace", "J. Doe", "Jan van Berg", "王伟", "M. King Jr.", "CMS Collaboration"])


@given(st.lists(WORDS, max_size=9).map(" ".join))
def test_what_was_read_is_read_as_the_same(text: str) -> None:
    names = read_authors(text)
    assert all(name == " ".join(name.split()) and name for name in names)
    assert ";" not in "".join(names)


@given(st.lists(PEOPLE, unique=True))
def test_names_in_reading_order_stay(names: list[str]) -> None:
    assert list(read_authors(names)) == names
    assert list(read_authors("; ".join(names))) == names


@given(st.text(st.sampled_from("(){}[],; and\\'\"A.b1"), max_size=60))
def test_no_text_fails(text: str) -> None:
    assert all(read_authors(text))


@pytest.mark.parametrize(
    "text", ["(" * 20000, "{" * 20000, "a" + " " * 20000 + "b", "a" + ", " * 20000, "Ab " + "<a> " * 20000]
)
def test_hostile_text_is_read_too(text: str) -> None:
    assert len(read_authors(text)) < 3
