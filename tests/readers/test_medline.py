"""MEDLINE of PubMed and ERIC, and the tagged export of Ovid."""

from typing import Any

import pytest

from paperkg.readers.medline import MEDLINE, records, to_fields
from small_inputs import format_of, lines_of, papers_of

PUBMED = """PMID- 29424689
OWN - NLM
STAT- MEDLINE
IS  - 2050-084X (Electronic)
DP  - 2018 Mar 1
TI  - A long title that goes on in the
      next line.
LID - e32822 [pii]
LID - 10.7554/eLife.32822 [doi]
AB  - BACKGROUND: The website
      goes on. PMID- 7 is no tag here.
CI  - (c) 2018
FAU - Himmelstein, Daniel S
AU  - Himmelstein DS
AD  - A department,
      Philadelphia.
FAU - Greshake Tzovaras, Bastian
AU  - Greshake Tzovaras B
CN  - The Hub Consortium
DEP - 20180301
JT  - eLife
"""
OVID = """<1. >
VN  - Ovid Technologies
DB  - Embase
UI  - 621381829
TI  - Quality of life.  [Review]
AU  - Behan L.
AU  - Walsdorf, Neill B. [Inventor, Reprint Author]
AB  - Background: text.
DO  - http://dx.doi.org/10.1186/s12919-018-0099-8
YR  - 2018

<2. >
VN  - Ovid Technologies
DB  - Embase
TI  - Another.
AB  - Text.
"""
ERIC = """
OWN - ERIC
TI  - Test types
AU  - van Groen, Maaike M.
AB  - When developing a test.
DP  - 2020

OWN - ERIC
TI  - Another
AB  - More.
DP  - 2017
"""


def fields(text: str) -> list[dict[str, Any]]:
    return [to_fields(record) for record in records(iter(lines_of(text)))]


def test_the_example_is_recognized_and_read() -> None:
    assert format_of(MEDLINE.example) == "medline"
    [paper] = papers_of(MEDLINE, MEDLINE.example)
    assert (paper.title, paper.sources) == ("Speculative decoding", ("file:1",))


@pytest.mark.parametrize("text", [PUBMED, OVID, ERIC])
def test_each_writer_is_recognized(text: str) -> None:
    assert format_of(text) == "medline"


def test_pubmed() -> None:
    [said] = fields(PUBMED)
    assert said == {
        "title": "A long title that goes on in the\nnext line.",
        "abstract": "BACKGROUND: The website\ngoes on. PMID- 7 is no tag here.",
        "authors": ["Himmelstein, Daniel S", "Greshake Tzovaras, Bastian", {"literal": "The Hub Consortium"}],
        "date": "20180301",
        "venue": "eLife",
        "url": None,
        "doi": "10.7554/eLife.32822",
        "pubmed_id": "29424689",
    }


def test_records_without_a_blank_line_between_them() -> None:
    assert len(fields(PUBMED + PUBMED.replace("29424689", "1"))) == 2


def test_a_blank_line_inside_a_record_ends_none() -> None:
    assert len(fields(PUBMED.replace("CI  -", "\nCI  -"))) == 1


def test_a_record_whose_first_line_is_broken_is_one() -> None:
    second = PUBMED.replace("PMID- 29424689\nOWN - NLM\nSTAT- MEDLINE\n", "PM##\n").replace("A long", "Another")
    assert [said["title"][:7] for said in fields(PUBMED + "\n" + second)] == ["A long ", "Another"]


def test_an_abstract_that_the_publisher_has_is_none() -> None:
    remark = "PMID- 1\nTI  - A\nOAB - Publisher: Abstract available from the publisher.\nOAB - Ein Text.\n"
    assert fields(remark)[0]["abstract"] == "Ein Text."


def test_ovid() -> None:
    first, second = fields(OVID)
    assert first["title"] == "Quality of life."
    assert first["authors"] == [{"family": "Behan", "given": "L."}, "Walsdorf, Neill B."]
    assert (first["date"], first["doi"]) == ("2018", "10.1186/s12919-018-0099-8")
    assert second["title"] == "Another."


def test_ovid_of_journals() -> None:
    text = " <7. >\n VN  - Ovid Technologies\n AU  - Lefkowitz, Rafael Y. MD, MPH 1\n AU  - Zhang, Weijia 1,2,+\n"
    text += (
        " TI  - Injuries.  [Article]\n SO  - American Journal June 2015;58(6):688-696\n\n IN  - (1)Yale\n AB  - Text.\n"
    )
    assert format_of(text) == "medline"
    [said] = fields(text)
    assert (said["title"], said["abstract"], said["date"]) == ("Injuries.", "Text.", "June 2015")
    assert said["authors"] == ["Lefkowitz, Rafael Y.", "Zhang, Weijia"]


def test_eric_has_no_numbers_before_its_records() -> None:
    assert [said["title"] for said in fields(ERIC)] == ["Test types", "Another"]


@pytest.mark.parametrize(
    ("printed", "online", "date"),
    [
        ("2015 Jan-Feb", None, "2015 Jan-Feb"),
        ("2018 Mar 1", "20180301", "20180301"),
        ("2018 Mar", "20180305", "20180305"),
        ("2007", "20060110", "20060110"),
        ("2006", "20060110", "20060110"),
        ("2005 May", "20060110", "2005 May"),
    ],
)
def test_the_date_is_that_of_the_first_publication(printed: str, online: str | None, date: str) -> None:
    text = f"PMID- 1\nTI  - A\nDP  - {printed}\n" + (f"DEP - {online}\n" if online else "")
    assert fields(text)[0]["date"] == date


def test_pubmed_central_writes_its_number_before_that_of_pubmed() -> None:
    text = "\nPMC - PMC1\nPMID- 1\nTI  - One\nAB  - First.\n\nPMC - PMC2\nPMID- 2\nTI  - Two\nAB  - Second.\n"
    assert [(paper.pubmed_id, paper.sources) for paper in papers_of(MEDLINE, text)] == [
        ("1", ("file:2",)),
        ("2", ("file:7",)),
    ]


def test_the_venue_of_ovid_begins_its_source() -> None:
    text = OVID.partition("<2. >")[0].replace("AB  - B", "SO  - BMC Proceedings. Conference: Spain. 12, 2018.\nAB  - B")
    assert [paper.venue for paper in papers_of(MEDLINE, text)] == ["BMC Proceedings"]


def test_a_record_whose_number_damage_took_begins_behind_it() -> None:
    text = PUBMED + PUBMED.replace("PMID- 29424689\nOWN", "OWN").replace("A long", "Another long")
    assert [paper.title[:7] for paper in papers_of(MEDLINE, text)] == ["A long ", "Another"]
