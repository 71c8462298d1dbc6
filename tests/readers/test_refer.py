"""Refer, as EndNote, Google Scholar, ACM and libraries write it."""

import pytest

from paperkg.readers.refer import REFER
from small_inputs import format_of, outcomes, papers_of

LIBRARY = """%T How trust leads to commitment
%0 Journal Article
%A Guo, Wenbo
%A Straub, Detmar W.
%B Management Information Systems Quarterly
%D 2021
%8 September  1, 2021
%U https://aisel.aisnet.org/misq/vol45/iss3/13
%X IS research has examined the role
of trust.


%T Another
%A One, Ann and Two, Bea
%D 2020
%R https://doi.org/10.1000/A.1
%X First part.
%X Second part.
"""


def test_the_example_is_recognized_and_read() -> None:
    assert format_of(REFER.example) == "refer"
    [paper] = papers_of(REFER, REFER.example)
    assert (paper.title, paper.authors, paper.date, paper.sources) == (
        "Speculative decoding",
        ("Jane Doe",),
        "2025",
        ("file:1",),
    )


def test_a_library_whose_titles_come_first() -> None:
    assert format_of("\ufeff" + LIBRARY) == "refer"
    first, second = papers_of(REFER, LIBRARY)
    assert (first.authors, first.date) == (("Wenbo Guo", "Detmar W. Straub"), "2021-09-01")
    assert (first.venue, first.abstract) == (
        "Management Information Systems Quarterly",
        "IS research has examined the role of trust.",
    )
    assert (second.authors, second.doi, second.abstract) == (
        ("Ann One", "Bea Two"),
        "10.1000/a.1",
        "First part. Second part.",
    )
    assert second.sources == ("file:13",)


def test_records_without_blank_lines_between_them() -> None:
    text = "%0 Book\n%T One\n%X A study.\n%0 Book\n%T Two\n%X More.\n\nmore text\n%0 Book\n%A Doe, Jane\n"
    assert [getattr(record, "title", None) for record in outcomes(REFER, text)] == ["One", "Two", None]


def test_authors_that_come_before_the_title_belong_to_it() -> None:
    text = "%A Doe, Jane\n%T One\n%X A study.\n%D 2020\n\n%A Roe, Bea\n%T Two\n%X More.\n%D 2021\n"
    assert [paper.authors for paper in papers_of(REFER, text)] == [("Jane Doe",), ("Bea Roe",)]


@pytest.mark.parametrize("text", ["% A comment\n% T\n", "100%\n%A\n", "%T only a title\n"])
def test_comments_are_no_records(text: str) -> None:
    assert format_of(text) != "refer"
