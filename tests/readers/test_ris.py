"""RIS as its many writers write it."""

from typing import Any

import pytest

from paperkg.model import Paper, Rejected
from paperkg.readers.ris import RIS, records, to_fields
from small_inputs import format_of, lines_of, outcomes, papers_of


def fields(text: str) -> dict[str, Any]:
    [record] = records(iter(lines_of(text)))
    return to_fields(record)


def record(*lines: str, type: str = "JOUR") -> str:
    return "\n".join([f"TY  - {type}", "TI  - A title", *lines, "AB  - An abstract.", "ER  - ", ""])


def test_the_example_is_recognized_and_read() -> None:
    assert format_of(RIS.example) == "ris"
    [paper] = papers_of(RIS, RIS.example)
    assert (paper.title, paper.abstract, paper.sources) == (
        "Speculative decoding",
        "We draft with early layers.",
        ("file:1",),
    )


@pytest.mark.parametrize(
    "line",
    ["TI  - A title", "TI - A title", "TI  -A title", "TI -  A title", "  TI  - A title", "TI  -\tA title"],
)
def test_blanks_beside_the_dash_may_be_missing(line: str) -> None:
    assert fields(f"TY - JOUR\n{line}\nER -")["title"] == "A title"


def test_no_blank_at_all_is_borne_with_where_the_record_begins_so() -> None:
    assert fields("TY-JOUR\nTI-A title\nAB-T1-weighted images\nER-")["abstract"] == "T1-weighted images"


def test_a_wrapped_line_that_looks_like_a_tag_is_text() -> None:
    text = record("N1  - none").replace("An abstract.", "We study\nER-positive tumors on\nT2-weighted images.")
    assert fields(text)["abstract"] == "We study\nER-positive tumors on\nT2-weighted images."


def test_a_wrapped_title_goes_on() -> None:
    assert fields("TY  - JOUR\nT1  - Barrier breach following\ncortical contusion\nER  - ")["title"] == (
        "Barrier breach following\ncortical contusion"
    )


def test_the_longer_of_two_abstracts_counts() -> None:
    assert fields("TY  - JOUR\nN2  - Short.\nAB  - This one is longer.\nER  - ")["abstract"] == "This one is longer."
    assert fields("TY  - JOUR\nN2  - Only.\nER  - ")["abstract"] == "Only."


def test_an_abstract_in_several_lines_with_a_tag_each_is_one() -> None:
    assert fields("TY  - JOUR\nAB  - Aims.\nAB  - Results.\nER  - ")["abstract"] == "Aims.\nResults."


def test_an_end_that_is_missing_and_lines_between_records_cost_nothing() -> None:
    text = "Scopus\nEXPORT DATE: 2024\n\nTY  - JOUR\nTI  - One\nAB  - First.\n\n"
    text += "TY  - CONF\nTI  - Two\nAB  - Second.\nER  -\n\n2.\n"
    text += "TY  - JOUR\nTI  - Three\nAB  - Third."
    assert [(paper.title, paper.abstract) for paper in papers_of(RIS, text)] == [
        ("One", "First."),
        ("Two", "Second."),
        ("Three", "Third."),
    ]


def test_a_record_whose_beginning_is_missing_is_one() -> None:
    text = record() + "TI  - Two\nAB  - Second.\nER  - \n"
    assert [paper.title for paper in papers_of(RIS, text)] == ["A title", "Two"]


def test_a_record_without_a_title_is_rejected_with_its_line() -> None:
    [_good, bad] = outcomes(RIS, record() + "\nTY  - JOUR\nAB  - Text.\nER  - \n")
    assert isinstance(bad, Rejected)
    assert (bad.place, bad.reason) == (6, "no title")


@pytest.mark.parametrize(
    ("lines", "date"),
    [
        (["PY  - 2014//"], "2014//"),
        (["PY  - Start date: 20170812"], "20170812"),
        (["PY  - 2014", "DA  - 2014///"], "2014"),
        (["PY  - 2014", "DA  - 2014/03/05"], "2014/03/05"),
        (["Y1  - 2014/03/05/Spring"], "2014/03/05"),
        (["PY  - 2010", "DA  - SEP 22"], "SEP 22 2010"),
        (["PY  - 2010", "DA  - JUL-DEC"], "JUL-DEC 2010"),
        (["PY  - 2016", "DA  - 2017/01/01"], "2016"),
        (["DA  - 20190715"], "20190715"),
        (["PY  - 2019", "Y1  - 26-30 June 2019"], "26-30 June 2019"),
        (["PY  - 2019", "DA  - Third Quarter"], "2019"),
        (["PY  - 2023", "DA  - 2023/02/30"], "2023/02/30"),
        (["PY  - 2021", "Y2  - 2022/02/01"], "2021"),
        (["Y2  - 2022/02/01"], None),
    ],
)
def test_the_date_is_that_of_publication_as_precise_as_any_tag_of_its_year(lines: list[str], date: str | None) -> None:
    assert fields(record(*lines))["date"] == date


@pytest.mark.parametrize(
    ("lines", "authors"),
    [
        (["AU  - Doe, J.", "AU  - Roe, R."], ["Doe, J.", "Roe, R."]),
        (["A1  - Doe, J.", "AU  - Roe, R."], ["Doe, J.", "Roe, R."]),
        (["AU  - Doe, J.", "AU  - Roe, R.", "A1  - Doe, Jane", "A1  - Roe, Richard"], ["Doe, Jane", "Roe, Richard"]),
        (["AU  - Doe, J.", "AU  - Roe, R.", "AU  - Doe, J.", "AU  - Roe, R."], ["Doe, J.", "Roe, R."]),
        (["AU  - Wang, W.", "AU  - Li, X.", "AU  - Wang, W."], ["Wang, W.", "Li, X.", "Wang, W."]),
        (["AU  - Doe, J.; Roe, R.; et al."], ["Doe, J.", "Roe, R."]),
        (["AU  - Doe, J.,", "      Roe, R."], ["Doe, J.", "Roe, R."]),
        (["AU  - Hicks, Michael, III"], [["Hicks", "Michael", "III"]]),
        (["A2  - Editor, Ed"], []),
    ],
)
def test_authors(lines: list[str], authors: list[Any]) -> None:
    assert fields(record(*lines))["authors"] == authors


def test_ids_are_found_where_writers_put_them() -> None:
    assert fields(record("N1  - doi: 10.1000/a.b"))["doi"] == "10.1000/a.b"
    assert fields(record("M3  - doi: 10.1000/m3"))["doi"] == "10.1000/m3"
    assert fields(record("UR  - https://doi.org/10.1000/ur"))["doi"] == "10.1000/ur"
    assert fields(record("DO  - 10.1002/1097(1998)49:8<693::AID-4>3.0.CO;2-O"))["doi"].endswith("CO;2-O")
    assert fields(record("JO  - arXiv preprint arXiv:1706.03762"))["arxiv_id"] == "arXiv preprint arXiv:1706.03762"
    assert fields(record("DB  - Medline", "AN  - 123456"))["pubmed_id"] == "123456"
    assert fields(record("AN  - PMID:35123456"))["pubmed_id"] == "35123456"
    assert fields(record("DB  - Scopus", "C2  - 234567"))["pubmed_id"] == "234567"
    assert fields(record("DB  - Embase", "AN  - 123456"))["pubmed_id"] is None
    assert fields(record("N1  - Accession Number: 2020-1. PMID: 33343428 Other"))["pubmed_id"] == "33343428"
    assert fields(record("PMID  - 33355555"))["pubmed_id"] == "33355555"


def test_ids_are_found_in_links() -> None:
    links = fields(
        record("L2  - http://www.ncbi.nlm.nih.gov/pubmed/22752652", "L2  - https://arxiv.org/abs/2111.09920")
    )
    assert (links["pubmed_id"], links["arxiv_id"]) == ("22752652", "2111.09920")
    assert (
        fields(record("L2  - https://link.springer.com/10.1007/s11469-019-0056-4"))["doi"]
        == "10.1007/s11469-019-0056-4"
    )
    assert fields(record("L2  - https://a.org/data?id=doi:10.21950/MF3"))["doi"] is None
    assert fields(record("JF  - arXiv: Robotics", "L2  - https://arxiv.org/abs/2111.09920"))["arxiv_id"] == "2111.09920"


def test_what_zotero_has_no_field_for_is_read_from_its_note() -> None:
    note = "N1  - The following values have no corresponding Zotero field:<br/>secondary-title: Fire, Smoke<br/>"
    found = fields(record(note + "electronic-resource-num: 10.1002/9781119757030.ch13<br/>isbn: 23288779"))
    assert (found["venue"], found["doi"]) == ("Fire, Smoke", "10.1002/9781119757030.ch13")


def test_cochrane_keeps_the_number_of_pubmed_in_c3() -> None:
    found = fields(record("C3  -  PUBMED 21314913", "JA  -  Trials"))
    assert (found["venue"], found["pubmed_id"]) == ("Trials", "21314913")
    assert fields(record("C3  - Proc. Tests"))["venue"] == "Proc. Tests"


def test_the_first_link_is_the_url() -> None:
    assert fields(record("UR  - https://a.org/1;https://b.org/2"))["url"] == "https://a.org/1"
    assert fields(record("L2  - https://a.org/1", "UR  - https://b.org/2"))["url"] == "https://b.org/2"
    assert fields(record("L1  - internal-pdf://1.pdf"))["url"] is None
    assert fields(record("UR  - //a.org/1"))["url"] == "https://a.org/1"


def test_a_line_with_a_problem_costs_its_record_only() -> None:
    lines = lines_of(record() * 3)
    lines[6] = lines[6]._replace(problem="not UTF-8")
    assert [one.problem and one.problem.number for one in records(iter(lines))] == [None, 7, None]


def test_two_records_that_damage_made_one_are_two() -> None:
    one = "TY  - JOUR\nAU  - One, Ann\nTI  - Nets\nJF  - J. A\nPY  - 2014\nDO  - 10.1000/a\nAB  - We see.\nER  - \n"
    two = (
        one.replace("Ann", "Bea")
        .replace("Nets", "Sets")
        .replace("2014", "2015")
        .replace("/a", "/b")
        .replace("see", "do")
    )
    joined = one + two
    broken = joined.replace("ER  - \nTY  - JOUR\n", "")
    expected = [(paper.title, paper.authors, paper.doi) for paper in papers_of(RIS, joined)]
    assert [(paper.title, paper.authors, paper.doi) for paper in papers_of(RIS, broken)] == expected
    assert [paper.sources for paper in papers_of(RIS, broken)] == [("file:1",), ("file:8",)]


def test_one_title_in_two_languages_is_one_record() -> None:
    assert len(papers_of(RIS, record("AU  - One, Ann", "TI  - Ein Titel", "AU  - Two, Bea"))) == 1


def test_a_second_record_whose_beginning_and_title_are_lost_is_told() -> None:
    one = "TY  - JOUR\nTI  - Nets\nAU  - One, Ann\nJF  - J. A\nPY  - 2014\nDO  - 10.1000/a\nAB  - We see.\n"
    two = "AU  - Two, Bea\nJF  - J. B\nPY  - 2015\nDO  - 10.1000/b\nAB  - We do.\nER  - \n"
    first, second = outcomes(RIS, one + two)
    assert isinstance(first, Paper)
    assert isinstance(second, Rejected)
    assert (first.authors, second.place, second.reason) == (("Ann One",), 8, "no title")
