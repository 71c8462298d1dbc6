"""Web of Science's tagged files, old and new."""

from typing import Any

import pytest

from paperkg.readers.web_of_science import WEB_OF_SCIENCE, records, to_fields
from small_inputs import format_of, lines_of, papers_of

NEW = """\ufeffFN Clarivate Analytics Web of Science
VR 1.0
PT J
AU Toh, ML
   Kay, B
AF Toh, Ming Liang
   Kay, Bea
CA Mapping Consortium
TI Mapping the application of
   Systems
SO SURVEY REVIEW
DT Article; Early Access
AB Background
   We map 'em all.
CR Aria M, 2017, J INFORMETR
   AB 1 is no tag here, 2018
EA OCT 2025
PY 2026
PD JAN 3
DI 10.1000/x
UT WOS:000515096600001
PM 31891577
ER

PT J
AU [Anonymous]
TI Second
AB Text.
PY 2011
PD SEP-OCT
ER

EF
"""
OLD = """FN Thomson Reuters Web of Knowledge
VR 1.0
PT J
TI Importance of carbon for two benthic
consumers in arctic lakes
AU Medvedeff, Cassandra A. (medvedeff22@ufl.edu)
Hershey, Anne E.
AB Microbial processing
CO is respired, and so
TI is a word here.
PY 2013
PD JAN 2013
ER
"""


def fields(text: str) -> list[dict[str, Any]]:
    return [to_fields(record) for record in records(iter(lines_of(text)))]


def test_the_example_is_recognized_and_read() -> None:
    assert format_of(WEB_OF_SCIENCE.example) == "web_of_science"
    [paper] = papers_of(WEB_OF_SCIENCE, WEB_OF_SCIENCE.example)
    assert (paper.title, paper.sources) == ("Speculative decoding", ("file:3",))


@pytest.mark.parametrize("text", [NEW, OLD, NEW.partition("VR 1.0\n")[2]])
def test_each_age_is_recognized(text: str) -> None:
    assert format_of(text) == "web_of_science"


def test_a_new_file() -> None:
    first, second = fields(NEW)
    assert first == {
        "title": "Mapping the application of\nSystems",
        "abstract": "Background\nWe map 'em all.",
        "authors": ["Toh, Ming Liang", "Kay, Bea", {"literal": "Mapping Consortium"}],
        "date": "OCT 2025",
        "venue": "SURVEY REVIEW",
        "doi": "10.1000/x",
        "pubmed_id": "31891577",
        "id": "WOS:000515096600001",
        "arxiv_id": None,
    }
    assert (second["authors"], second["date"]) == ([], "SEP-OCT 2011")


def test_an_old_file_wraps_without_blanks() -> None:
    [said] = fields(OLD)
    assert said["title"] == "Importance of carbon for two benthic\nconsumers in arctic lakes"
    assert said["abstract"] == "Microbial processing\nCO is respired, and so\nTI is a word here."
    assert said["authors"] == ["Medvedeff, Cassandra A.", "Hershey, Anne E."]
    assert said["date"] == "JAN 2013"


def test_files_put_together_and_a_missing_end_cost_nothing() -> None:
    assert len(fields(NEW + NEW.replace("ER\n", ""))) == 4
