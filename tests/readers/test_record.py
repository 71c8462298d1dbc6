"""The fields of a record become a paper, or the reason why there is none."""

import io
from typing import Any

import pytest

from paperkg.model import Paper, Rejected
from paperkg.readers.record import make_paper
from paperkg.readers.source import Source

SOURCE = Source("a.x", io.BytesIO())
WITH_TITLES = Source("a.x", io.BytesIO(), title_only=True)


def paper(**fields: Any) -> Paper:
    made = make_paper({"title": "A title", "abstract": "An abstract."} | fields, SOURCE, 3)
    assert isinstance(made, Paper)
    return made


class TestDates:
    @pytest.mark.parametrize(
        ("fields", "date"),
        [
            ({"date": "2014-03-05", "year": "2014"}, "2014-03-05"),
            ({"date": "MAR 5", "year": "2014"}, "2014-03-05"),
            ({"date": "MAR", "year": 2014}, "2014-03"),
            ({"date": "SPR", "year": "2014"}, "2014"),
            ({"date": "in press", "year": "2014"}, "2014"),
            ({"date": "2014", "year": "2014", "month": "mar"}, "2014-03"),
            ({"date": "2013-12-30", "year": "2014"}, "2013-12-30"),
            ({"year": 2014, "month": 3.0, "day": "5"}, "2014-03-05"),
            ({"year": "2014.0"}, "2014"),
            ({"date": {"date-parts": [[2014, 3]]}}, "2014-03"),
            ({"date": [2014, 3, 5]}, "2014-03-05"),
            ({"date": ["2014-03-05"]}, "2014-03-05"),
            ({"date": None, "year": "n.d."}, None),
            ({"date": "UNKNOWN", "year": "2014"}, "2014"),
            ({"year": "2014//"}, "2014"),
        ],
    )
    def test_date_and_year_together(self, fields: dict[str, Any], date: str | None) -> None:
        assert (paper(**fields).date, paper(**fields).notes) == (date, ())

    @pytest.mark.parametrize(
        ("fields", "date", "note"),
        [
            ({"date": "2023-02-30"}, "2023-02", "date 2023-02-30 does not exist"),
            ({"date": "0000-00-00"}, None, "date 0000-00-00 does not exist"),
            ({"date": "0000-00-00", "year": "2023"}, "2023", "date 0000-00-00 does not exist"),
            ({"date": [2023, 2, 30]}, "2023-02", "date 2023-2-30 does not exist"),
            ({"year": 2023, "month": 13}, "2023", "date 2023-13 does not exist"),
        ],
    )
    def test_what_does_not_exist_is_left_out_with_a_note(self, fields: dict[str, Any], date: str, note: str) -> None:
        assert (paper(**fields).date, paper(**fields).notes) == (date, (note,))

    def test_notes_of_a_written_paper_are_read_back(self) -> None:
        assert paper(notes=["date 2023-02-30 does not exist"]).notes == ("date 2023-02-30 does not exist",)


class TestNumbers:
    @pytest.mark.parametrize(
        ("fields", "numbers"),
        [
            ({"doi": "https://doi.org/10.1000/ABC"}, ("10.1000/abc", None, None)),
            ({"url": "https://doi.org/10.1000/abc"}, ("10.1000/abc", None, None)),
            ({"doi": "10.48550/arXiv.2301.00001"}, ("10.48550/arxiv.2301.00001", "2301.00001", None)),
            ({"venue": "arXiv preprint arXiv:2301.00001"}, (None, "2301.00001", None)),
            ({"arxiv_id": "cs/0112017v2"}, (None, "cs/0112017", None)),
            ({"pubmed_id": 38902}, (None, None, "38902")),
            ({"url": "https://pubmed.ncbi.nlm.nih.gov/38902/"}, (None, None, "38902")),
            ({"id": "oai:arXiv.org:math.GT/0309136"}, (None, "math/0309136", None)),
        ],
    )
    def test_are_found_wherever_they_stand(self, fields: dict[str, Any], numbers: tuple[str | None, ...]) -> None:
        made = paper(**fields)
        assert (made.doi, made.arxiv_id, made.pubmed_id) == numbers

    @pytest.mark.parametrize("given", ["2301.00001v2", "http://arxiv.org/abs/2301.00001v1", "oai:arXiv.org:2301.00001"])
    def test_an_arxiv_id_is_the_id_without_its_version(self, given: str) -> None:
        assert (paper(id=given).id, paper(id=given).arxiv_id) == ("2301.00001", "2301.00001")


class TestTitlesOnly:
    @pytest.mark.parametrize("abstract", [None, "", "[No abstract available]", [], [None], {"text": ""}])
    def test_are_papers_only_where_they_are_asked_for(self, abstract: object) -> None:
        made = make_paper({"title": "A title", "abstract": abstract}, SOURCE, 3)
        assert isinstance(made, Rejected)
        assert (made.source, made.place, made.reason, made.excerpt) == ("a.x", 3, "no abstract", "A title")
        made = make_paper({"title": "A title", "abstract": abstract}, WITH_TITLES, 3)
        assert isinstance(made, Paper)
        assert (made.title, made.abstract) == ("A title", "")

    def test_a_remark_is_no_title(self) -> None:
        made = make_paper({"title": "[Not Available].", "abstract": "An abstract."}, SOURCE, 3)
        assert isinstance(made, Rejected)
        assert made.reason == "no title"


@pytest.mark.parametrize(
    "given", ["https://x.org/a", "https://x.org/a; https://y.org", "https://x.org/a http://y.org z"]
)
def test_of_several_addresses_the_first_counts(given: str) -> None:
    assert paper(url=given).url == "https://x.org/a"


def test_lists_of_titles_and_venues() -> None:
    made = paper(title=["First", "Second"], venue=["", "J. Tests"], upvotes="12")
    assert (made.title, made.venue, made.upvotes) == ("First", "J. Tests", 12)


@pytest.mark.parametrize("name", ["title", "abstract"])
@pytest.mark.parametrize("levels", [20, 400, 20_000])
def test_text_deep_in_lists_is_none(name: str, levels: int) -> None:
    deep: Any = "We see much."
    for _ in range(levels):
        deep = [deep]
    rejected = make_paper({"title": "A title", "abstract": "We see."} | {name: deep}, Source("x", io.BytesIO()), 1)
    assert isinstance(rejected, Rejected)
    assert rejected.reason == f"the {name} is not text but lists within lists"
