"""The three layouts of Daily Papers pages, whole and damaged."""

import io
import json
import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperkg.model import Paper, Rejected
from paperkg.readers import merge, read
from places import PAGES

RECORDS = {"000": 42, "001": 189, "002": 43, "003": 93, "004": 91}
HEAD = "new\n\nGet trending papers in your email inbox!\n\nSubscribe\n\nDaily Papers\n\nMay 3\n\n"
ABSTRACT = "We study something at length. " * 12


def sample() -> list[Paper]:
    return [record for record in read([PAGES]) if isinstance(record, Paper)]


def page(folder: Path, text: str, **options: int) -> list[Paper | Rejected]:
    path = folder / "page.txt"
    path.write_text(text, encoding="utf-8", newline="")
    return list(read([path], **options))  # type: ignore[arg-type]


def summary(records: list[Paper | Rejected]) -> list[str]:
    """Titles of papers; line and reason of what is none."""
    return [r.title if isinstance(r, Paper) else f"{r.place}: {r.reason}" for r in records]


class TestSample:
    def test_records_of_each_page(self) -> None:
        counts = Counter(paper.sources[0][:3] for paper in sample())
        assert counts == RECORDS
        assert len(sample()) == sum(RECORDS.values()) == 458

    def test_distinct_papers(self) -> None:
        merged = merge(sample())
        assert len(merged) == 368
        assert sum(len(paper.sources) for paper in merged) == 458
        assert sum(len(paper.sources) > 1 for paper in merged) == 50

    def test_titles_and_abstracts_are_what_they_should_be(self) -> None:
        for paper in sample():
            assert len(paper.abstract) > 600
            assert 10 < len(paper.title) < 160
            assert not paper.title.startswith(("Subscribe", "Harvard", "•"))
            assert not re.search(r"\bauthors?$", paper.title)

    def test_first_title_of_the_alternating_page(self) -> None:
        [first] = [paper for paper in sample() if paper.sources == ("001_de64e5181856000d.txt:3",)]
        assert first.title == ("Verifiable by Design: Aligning Language Models to Quote from Pre-Training Data")

    def test_metadata(self) -> None:
        papers = {paper.sources[0]: paper for paper in sample()}
        hogwild = papers["000_c8333ccd7bd448e1.txt:53"]
        assert (hogwild.author_count, hogwild.date, hogwild.upvotes) == (8, "2025-04-08", 6)
        weather = papers["000_c8333ccd7bd448e1.txt:21"]
        assert (weather.author_count, weather.date, weather.upvotes) == (17, "2023-07-19", None)
        mamba = papers["000_c8333ccd7bd448e1.txt:193"]
        assert (mamba.date, mamba.upvotes) == ("Mar 16", 1)
        debiasing = papers["000_c8333ccd7bd448e1.txt:133"]
        assert (debiasing.author_count, debiasing.date, debiasing.affiliation) == (None, None, None)

    def test_affiliation_is_no_title(self) -> None:
        found = {(paper.affiliation, paper.date) for paper in sample() if paper.affiliation}
        assert found == {("Harvard Harvard University", "2025-12-22")}

    def test_year_is_supplied_only_where_asked_for(self) -> None:
        assert {p.date for p in sample() if p.date and not p.date[:4].isdigit()} == {
            "Apr 9",
            "Jan 12",
            "Mar 5",
            "Mar 16",
        }
        dated = [r for r in read([PAGES], year=2026) if isinstance(r, Paper)]
        assert {"2026-03-05", "2026-04-09"} < {paper.date for paper in dated}
        assert all(paper.date is None or len(paper.date) == 10 for paper in dated)

    @pytest.mark.parametrize("name", sorted(path.name for path in PAGES.glob("*.txt")))
    def test_line_ends_and_byte_order_mark_change_nothing(self, tmp_path: Path, name: str) -> None:
        original = list(read([PAGES / name]))
        text = (PAGES / name).read_text(encoding="utf-8")
        for changed in ("\ufeff" + text, text.replace("\n", "\r\n"), text.replace("\n", "\r"), text + "\n\n"):
            (tmp_path / name).write_bytes(changed.encode())
            assert list(read([tmp_path / name])) == original

    def test_pages_one_after_another_in_one_file(self, tmp_path: Path) -> None:
        text = "\n".join(path.read_text(encoding="utf-8") for path in sorted(PAGES.glob("*.txt")))
        assert len(page(tmp_path, text)) == 458


class TestDamage:
    def test_a_title_without_abstract_costs_one_record(self, tmp_path: Path) -> None:
        text = f"{HEAD}One\n\n{ABSTRACT}\n\nTwo\n\nThree\n\n{ABSTRACT}\n\nFour\n\n{ABSTRACT}\n"
        assert summary(page(tmp_path, text)) == ["One", "15: no abstract", "Three", "Four"]

    def test_an_abstract_without_title_costs_one_record(self, tmp_path: Path) -> None:
        text = f"{HEAD}One\n\n{ABSTRACT}\n\n{ABSTRACT}\n\nThree\n\n{ABSTRACT}\n"
        assert summary(page(tmp_path, text)) == ["One", "15: no title", "Three"]

    def test_metadata_in_place_of_an_abstract(self, tmp_path: Path) -> None:
        marks = "  • 3 authors\n·\nMay 1, 2024 7\n\n"
        text = f"{HEAD}One\n\n{marks}Two\n\n{ABSTRACT}\n\n{marks}Last\n"
        records = page(tmp_path, text)
        assert summary(records) == ["11: no abstract", "Two", "25: no abstract"]
        assert isinstance(records[1], Paper)
        assert (records[1].author_count, records[1].date, records[1].upvotes) == (3, "2024-05-01", 7)

    def test_metadata_on_one_line(self, tmp_path: Path) -> None:
        [paper] = page(tmp_path, f"{HEAD}One\n\n{ABSTRACT}\n\n • 1 author · Jun 2, 2022 11\n")
        assert isinstance(paper, Paper)
        assert (paper.author_count, paper.date, paper.upvotes) == (1, "2022-06-02", 11)

    def test_short_abstracts(self, tmp_path: Path) -> None:
        text = f"{HEAD}One\n\nWithdrawn.\n\nTwo\n\n{ABSTRACT}\n\nThree\n\nA short one\n"
        assert summary(page(tmp_path, text)) == ["One", "Two", "Three"]

    def test_broken_utf8_costs_one_record(self, tmp_path: Path) -> None:
        path = tmp_path / "page.txt"
        text = f"{HEAD}One\n\n{ABSTRACT}é\n\nTwo\n\n{ABSTRACT}é\n"
        path.write_bytes(text.encode().replace("é".encode(), b"\x81", 1))
        assert summary(list(read([path]))) == ["13: not UTF-8: byte 0x81 at character 361", "Two"]

    @pytest.mark.parametrize("long", [" ", "• 3 authors", "Subscribe", "new", "Lab Lab", "A title", ABSTRACT])
    @pytest.mark.parametrize("place", range(8))
    def test_a_line_that_is_too_long_is_told_wherever_it_stands(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, long: str, place: int
    ) -> None:
        monkeypatch.setattr("paperkg.readers.source.LINE_CHARACTERS", 1000)
        lines = ["One", ABSTRACT, "• 3 authors", "·", "May 1, 2024", "Two", ABSTRACT, "• 4 authors", "·", "May 2, 2024"]
        lines.insert(place, long + long[-1] * 1000)
        text = f"{HEAD}{'#'.join(lines)}".replace("#", "\n\n")
        records = page(tmp_path, text)
        assert any("more than 1,000 characters" in r.reason for r in records if isinstance(r, Rejected))
        assert len(records) in (2, 3)

    def test_an_abstract_without_a_title_is_no_affiliation(self, tmp_path: Path) -> None:
        text = f"{HEAD}One\n\n{ABSTRACT}\n\n{ABSTRACT}\n\n·\n\nMay 1, 2024 2\n\nThree\n\n{ABSTRACT}\n"
        assert summary(page(tmp_path, text)) == ["One", "15: no title", "Three"]

    @pytest.mark.parametrize("saying", ["Get trending papers in your email inbox", "byAK and the research community!"])
    def test_papers_that_speak_of_such_pages_are_read_as_what_they_are(self, tmp_path: Path, saying: str) -> None:
        row = {"title": saying, "abstract": f"{saying} {ABSTRACT}"}
        csv = f'title,abstract\n"{saying}","{saying}! {ABSTRACT}"\n'
        for name, text in {
            "a.jsonl": json.dumps(row) + "\n" + json.dumps({"title": "Two", "abstract": ABSTRACT}) + "\n",
            "b.json": json.dumps([row], indent=1),
            "c.csv": csv,
            "d.bib": f"@article{{a, title = {{{saying}}},\nabstract = {{{saying}!\n{ABSTRACT}}}}}\n",
            "e.ris": f"TY  - JOUR\nTI  - {saying}\nAB  - {saying}! {ABSTRACT}\nER  -\n",
        }.items():
            path = tmp_path / name
            path.write_text(text, encoding="utf-8")
            assert saying in {record.title for record in read([path]) if isinstance(record, Paper)}, name

    def test_a_rewrapped_page_is_unwrapped(self, tmp_path: Path) -> None:
        wrapped = ABSTRACT.replace("something at", "something\nat").strip()
        title = "A title that was\nbroken in two"
        text = f"{HEAD}{title}\n\n{wrapped}\n\n  • 3 authors\n·\nMay 1, 2024\n\nTwo\n\n{wrapped}\n"
        [first, second] = page(tmp_path, text)
        assert isinstance(first, Paper)
        assert isinstance(second, Paper)
        assert first.title == "A title that was broken in two"
        assert first.abstract == second.abstract == ABSTRACT.strip()
        assert first.author_count == 3

    def test_titles_that_begin_like_furniture(self, tmp_path: Path) -> None:
        text = f"{HEAD}Subscriber Churn\n\n{ABSTRACT}\n\nSubscribeStar\n\n{ABSTRACT}\n\nNew Daily Papers\n\n{ABSTRACT}"
        assert summary(page(tmp_path, text)) == ["Subscriber Churn", "SubscribeStar", "New Daily Papers"]

    def test_a_glued_title_may_begin_in_lower_case(self, tmp_path: Path) -> None:
        text = f"Get trending papers in your email inbox!\nSubscribevLLM\n{ABSTRACT}\n"
        assert summary(page(tmp_path, text)) == ["vLLM"]

    @given(st.data())
    def test_any_lines_in_any_order_never_raise(self, data: st.DataObject) -> None:
        pieces = st.sampled_from(
            ["", "new", "Subscribe", "·", "  • 2 authors", "May 3, 2025 1", "A Title", ABSTRACT, "Lab Lab"]
        )
        lines = data.draw(st.lists(pieces, max_size=25))
        text = "\n".join(["byAK and the research community", *lines, "Last", ABSTRACT])
        records = list(read(["-"], stdin=io.BytesIO(text.encode())))
        assert any(isinstance(record, Paper) for record in records)
        found = sum(isinstance(record, Paper) for record in records)
        assert found <= lines.count(ABSTRACT) + lines.count("A Title") + lines.count("Lab Lab") + 1
