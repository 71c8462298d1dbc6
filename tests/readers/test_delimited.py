"""Tables of text in every dialect: each row one paper or one reason, whatever stands between the cells."""

import csv
import io
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperkg.model import Paper, Rejected
from paperkg.readers import sniff
from paperkg.readers.delimited import read_delimited, recognizes
from paperkg.readers.source import Source
from places import SHARED

SAMPLES = SHARED / "samples" / "csv"


def source(data: str | bytes, name: str = "t.csv") -> Source:
    return Source(name, io.BytesIO(data.encode() if isinstance(data, str) else data))


def records(data: str | bytes) -> list[Paper | Rejected]:
    assert sniff(source(data)) == "delimited"
    return list(read_delimited(source(data)))


def papers(data: str | bytes) -> list[Paper]:
    found = records(data)
    assert not [record for record in found if isinstance(record, Rejected)]
    return [record for record in found if isinstance(record, Paper)]


def table(columns: dict[str, str], delimiter: str = ",") -> str:
    """A header and one row, everything quoted."""
    file = io.StringIO()
    csv.writer(file, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows([columns, columns.values()])
    return file.getvalue()


class TestExports:
    def test_scopus(self) -> None:
        names = {
            "Authors": "One A.; Two B.",
            "Author full names": "One, Ann (57); Two, Bea (58)",
            "Author(s) ID": "57; 58",
        }
        numbers = {
            "DOI": "10.1000/ABC",
            "Link": "https://x.org",
            "PubMed ID": "389",
            "Source": "Scopus",
            "EID": "2-s2.0-1",
        }
        text = {"Title": "Nets", "Year": "2024", "Source title": "J. Tests", "Abstract": "We see."}
        [new] = papers("\ufeff" + table(names | text | numbers))
        assert (new.id, new.authors, new.date, new.venue) == ("2-s2.0-1", ("Ann One", "Bea Two"), "2024", "J. Tests")
        assert (new.doi, new.pubmed_id, new.url) == ("10.1000/abc", "389", "https://x.org")
        [old] = papers(table(text | {"Authors": "One A., Two B.C."}))
        assert old.authors == ("A. One", "B.C. Two")

    def test_web_of_science_where_quotes_are_text(self) -> None:
        columns = {"PT": "J", "AU": "One, A; Two, B", "AF": "One, Ann; Two, Bea", "TI": '"Deep" nets', "SO": "J TESTS"}
        columns |= {"ID": "NETS; DEPTH", "AB": '"We see 5" disks.', "PD": "MAR 5", "PY": "2014", "UT": "WOS:1"}
        columns |= {"PM": "", "DA": "2021-12-14"}
        header, row = "\t".join(columns), "\t".join(columns.values())
        first, second = papers(f"\ufeff{header}\n{row}\t\n{row.replace('WOS:1', '').replace('Deep', 'Flat')}\t\n")
        assert (first.title, first.abstract) == ('"Deep" nets', '"We see 5" disks.')
        assert (first.id, first.date, first.authors) == ("WOS:1", "2014-03-05", ("Ann One", "Bea Two"))
        assert second.id.startswith("p")

    def test_zotero(self) -> None:
        text = {"Key": "ABCD2345", "Publication Year": "2024", "Author": "One, Ann; Two, Bea", "Title": "Nets"}
        [paper] = papers(table(text | {"Publication Title": "J. Tests", "Abstract Note": "We see.", "Date": "05/2024"}))
        assert (paper.title, paper.venue, paper.date) == ("Nets", "J. Tests", "2024-05")
        [paper] = papers(table(text | {"Abstract Note": "We see.", "Extra": "PMID: 35319117 arXiv: 2101.00001 [cs]"}))
        assert (paper.pubmed_id, paper.arxiv_id, paper.doi) == ("35319117", "2101.00001", None)

    def test_refworks(self) -> None:
        text = {"Reference Id": "1,doc:6", "Authors, Primary": "One, Ann;van Two,null", "Title Primary": "Nets"}
        text |= {"Periodical Full": "J. Tests", "Pub Year": "2014", "Abstract": "We see.", "DOI": "10.1000/a"}
        [paper] = papers(table(text, "\t"))
        assert (paper.authors, paper.venue, paper.date) == (("Ann One", "van Two"), "J. Tests", "2014")

    def test_cinahl_tells_excel_what_is_text(self) -> None:
        [paper] = papers(table({"Title": '="Nets"', "Abstract": "We see.", "Publication Date": '="4/13/2024"'}))
        assert (paper.title, paper.date) == ("Nets", "2024-04-13")

    def test_embase_with_its_query_before_the_header(self) -> None:
        text = {"Title": "Nets", "Original Title": "", "Author Names": "One A., Two B.", "Publication Year": "2024"}
        text |= {"Date of Publication": "1 Dec 2024", "Abstract": "We see.", "Medline PMID": "389"}
        [paper] = papers('"SEARCH QUERY","nets:ti"\n------------\n\n' + table(text))
        assert (paper.authors, paper.date, paper.sources) == (("A. One", "B. Two"), "2024-12-01", ("t.csv:5",))

    def test_embase_of_old_has_date_and_doi_in_other_columns(self) -> None:
        text = {"Title": "Nets", "Author Names": "One A.", "Abstract": "We see."}
        text |= {"Source": "J. Tests (2014) 3:3 (152-160). Date of Publication: 25 Aug 2014"}
        [paper] = papers(table(text | {"Open URL Link": "http://sfx.org/u?id=doi:10.1000%2Fa&title=Nets"}))
        assert (paper.venue, paper.date, paper.doi) == ("J. Tests", "2014-08-25", "10.1000/a")
        [paper] = papers(table(text | {"Source": "Social medicine (1982)", "Publication Year": "2020"}))
        assert (paper.venue, paper.date) == ("Social medicine (1982)", "2020")

    def test_ieee_xplore(self) -> None:
        text = {"Document Title": 'The "New" Nets', "Authors": "A. One; B. Two", "Publication Title": "Proc. Tests"}
        text |= {"Date Added To Xplore": "4 Feb 2015", "Publication Year": "2014", "Abstract": "We see."}
        [paper] = papers(table(text))
        assert (paper.title, paper.date, paper.venue) == ('The "New" Nets', "2014", "Proc. Tests")

    def test_lens(self) -> None:
        text = {"Lens ID": "000-1", "Title": "Nets", "Date Published": "2014-03-05", "Author/s": "A One; B Two"}
        [paper] = papers(table(text | {"Abstract": "We see.", "PMID": "3"}))
        assert (paper.id, paper.authors, paper.pubmed_id) == ("000-1", ("A One", "B Two"), "3")

    def test_openalex(self) -> None:
        text = {
            "id": "https://openalex.org/W1",
            "display_name": "Nets",
            "abstract": "We see.",
            "publication_year": "2014",
        }
        text |= {"authorships.author.display_name": "Ann One|Bea Two", "doi": "https://doi.org/10.1000/a"}
        [paper] = papers(table(text | {"primary_location.source.display_name": "J. Tests"}))
        assert (paper.authors, paper.doi, paper.venue) == (("Ann One", "Bea Two"), "10.1000/a", "J. Tests")

    def test_dimensions_with_a_line_before_the_header(self) -> None:
        text = {"Rank": "1", "Publication ID": "pub.1", "Title": "Nets", "Abstract": "We see.", "PubYear": "2014"}
        text |= {"Source title/Anthology title": "J. Tests", "Authors": "One, Ann; Two, Bea", "PMID": "389"}
        [paper] = papers("About the data: Exported on Mar 5, 2015. Criteria: 'nets' in title.\n" + table(text))
        assert (paper.id, paper.venue, paper.date, paper.pubmed_id) == ("pub.1", "J. Tests", "2014", "389")

    def test_publish_or_perish(self) -> None:
        text = {"Cites": "3", "Authors": "A One, B Two, C Three", "Title": "Nets", "Year": "2014", "Source": "J. Tests"}
        [paper] = papers(table(text | {"ArticleURL": "https://x.org", "Abstract": "We see."}))
        assert (paper.authors, paper.venue, paper.url) == (("A One", "B Two", "C Three"), "J. Tests", "https://x.org")

    def test_springer_has_no_abstracts(self) -> None:
        text = {
            "Item Title": "Nets",
            "Publication Title": "J. Tests",
            "Item DOI": "10.1000/a",
            "Publication Year": "2014",
        }
        [reject] = records(table(text))
        assert isinstance(reject, Rejected)
        assert (reject.place, reject.reason) == (2, "no abstract")

    def test_springer_glues_its_authors(self) -> None:
        text = {"Item Title": "Nets", "Item DOI": "10.1000/a", "Abstract": "We see."}
        [paper] = papers(table(text | {"Authors": "Prof. Ann B. OneBea McTwoÉva De LaThree"}))
        assert paper.authors == ("Ann B. One", "Bea McTwo", "Éva De LaThree")


class TestDialects:
    @pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
    @pytest.mark.parametrize("quoting", [csv.QUOTE_MINIMAL, csv.QUOTE_ALL])
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
    @pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
    def test_any_delimiter_encoding_and_line_end(self, delimiter: str, quoting: int, encoding: str, end: str) -> None:
        file = io.StringIO()
        writer = csv.writer(file, delimiter=delimiter, quoting=quoting, lineterminator=end)  # type: ignore[arg-type]
        rows = [(f"Títle {n}, the; {n}|th", f'One "line"{end}and\tanother {n}', "Ann One; Bea Two") for n in range(5)]
        writer.writerows([("title", "abstract", "authors"), *rows])
        found = papers(file.getvalue().encode(encoding))
        assert [paper.title for paper in found] == [row[0] for row in rows]
        assert [paper.abstract for paper in found] == [f'One "line" and another {n}' for n in range(5)]

    def test_quotes_behind_blanks_and_behind_backslashes(self) -> None:
        [spaced] = papers('title, abstract, year\n"Nets, deep", "We see, far.", 2014\n')
        assert (spaced.title, spaced.abstract) == ("Nets, deep", "We see, far.")
        data = "".join(f'"Nets {n}","We say \\"see\\", twice.","2014"\n' for n in range(3))
        escaped = papers('"title","abstract","year"\n' + data)
        assert [paper.abstract for paper in escaped] == ['We say "see", twice.'] * 3

    def test_a_line_that_names_the_delimiter_and_other_lines_before_the_header(self) -> None:
        [paper] = papers("sep=;\nExported on 5 March 2014\n\ntitle;abstract\nNets;We see.\n")
        assert paper.sources == ("t.csv:5",)

    def test_rows_that_begin_with_a_name(self) -> None:
        first, second = papers('"title","abstract","year"\n"1","Nets","We see.",2014\n"2","More","We saw.",2015\n')
        assert [(p.title, p.abstract, p.date) for p in (first, second)] == [
            ("Nets", "We see.", "2014"),
            ("More", "We saw.", "2015"),
        ]

    def test_a_header_again_and_blank_rows_are_no_records(self) -> None:
        data = "title,abstract\nNets,We see.\n,\n\ntitle,abstract\nMore,We saw.\n"
        assert [paper.title for paper in papers(data)] == ["Nets", "More"]


class TestRaggedRows:
    def test_shorter_and_longer_ones(self) -> None:
        short, long, note = papers("title,abstract,year\nNets,We see.\nMore,We saw.,2014,,\nYet,We look.,2015,x\n")
        assert (short.date, long.date, long.notes) == (None, "2014", ())
        assert (note.date, note.notes) == ("2015", ("the row has 4 cells, the header 3",))

    def test_two_rows_in_one_line_are_told(self) -> None:
        header = "Title,Abstract,Year,DOI\n"
        first, second, last = records(
            header + "Nets,We see.,2014,10.1000/aSets,We do.,2015,10.1000/b\nLast,We end.,2016,\n"
        )
        assert [getattr(record, "title", None) for record in (first, second, last)] == ["Nets", None, "Last"]
        assert isinstance(second, Rejected)
        assert (second.place, second.reason) == (2, "the row has 7 cells, the header 4: it may be two rows")

    def test_commas_that_are_not_quoted(self) -> None:
        first, second = papers("title,abstract,year\nNets,We see, hear, and feel.,2014\nMore,We saw.,2015\n")
        assert (first.abstract, first.date, first.notes) == ("We see, hear, and feel.", "2014", ())
        last, _ = papers("title,year,abstract\nNets,2014,We see,hear.\nMore,2015,We saw.\n")
        assert last.abstract == "We see,hear."
        assert second.title == "More"

    def test_a_quote_without_an_end_costs_one_row(self) -> None:
        data = 'title,abstract,year\n"Nets,We see.,2014\nMore,We saw.,2015\nYet,"We\nlook.",2016\n'
        broken, *rest = records(data)
        assert isinstance(broken, Rejected)
        assert (broken.place, broken.reason) == (2, "a quoted cell without an end")
        assert [paper.title for paper in rest if isinstance(paper, Paper)] == ["More", "Yet"]

    def test_a_quote_without_an_end_in_the_last_rows(self) -> None:
        first, broken, last = records('title,abstract,year\nNets,We see.,2014\n"Old,We saw.,2015\nYet,We look.,2016\n')
        assert isinstance(first, Paper)
        assert isinstance(last, Paper)
        assert isinstance(broken, Rejected)
        assert (broken.place, broken.reason) == (3, "a quoted cell without an end")

    def test_a_cell_that_is_cut_off_is_no_abstract(self) -> None:
        first, last = records('title,abstract\nNets,We see.\nMore,"We were cut')
        assert isinstance(first, Paper)
        assert isinstance(last, Rejected)
        assert last.reason == "cut off: the table ends inside a quoted cell"

    def test_an_endless_cell_costs_one_row(self) -> None:
        broken, paper = records('title,abstract\n"' + "x" * (1 << 20) + "\nNets,We see.\n")
        assert isinstance(broken, Rejected)
        assert broken.reason == "a cell of more than 1,048,576 characters"
        assert isinstance(paper, Paper)
        limit = csv.field_size_limit()
        assert limit == 131072


class TestOtherFiles:
    @pytest.mark.parametrize(
        "text",
        [
            "Dear reader,\n\nthe title, as you know, is long; the abstract is short.\n",
            "name,abstract\nx,y\n",
            "title\nNets\n",
            '{"title": "x", "abstract": "y"}\n',
            "title,price\nNets,3\n",
            "",
        ],
    )
    def test_are_not_recognized(self, text: str) -> None:
        assert not recognizes(source(text))

    def test_a_table_of_something_else_is_said_to_be_none(self) -> None:
        [reject] = read_delimited(source("name,price\nx,3\n"))
        assert isinstance(reject, Rejected)
        assert (reject.reason, reject.records) == ("no header with a column for titles", 0)


@pytest.mark.parametrize("cell", ["10.1000/1", "https://example.org/1", "We see much. " * 20])
def test_a_header_that_lost_its_end_is_told_with_the_row_in_it(cell: str) -> None:
    rows = [f"k{n},T{n},We see {n}.,2014,{cell}\n" for n in range(3)]
    text = f"key,title,abstract,ye{rows[0]}{rows[1]}{rows[2]}"
    rejected, *papers = read_delimited(source(text))
    assert isinstance(rejected, Rejected)
    assert rejected.reason == "the header has 8 cells, the rows 5: it may hold a row"
    assert [(paper.title, paper.abstract) for paper in papers if isinstance(paper, Paper)] == [
        ("T1", "We see 1."),
        ("T2", "We see 2."),
    ]


def test_a_header_with_more_columns_than_any_row_is_no_two_lines() -> None:
    (paper,) = read_delimited(source("title,abstract,year,note one,note two,note three\nT,A.,2014\n"))
    assert isinstance(paper, Paper)


@pytest.mark.parametrize("names", ["2020,2021,2022", "https://a.example/x,https://a.example/y,10"])
def test_a_header_of_odd_names_holds_for_a_full_row_after_many_short_ones(names: str) -> None:
    text = f"title,abstract,{names},doi\n" + "T,We see.\n" * 300 + "Last,We see all.,1,2,3,10.1000/xyz\n"
    *papers, paper = read_delimited(source(text))
    assert all(isinstance(one, Paper) for one in papers)
    assert isinstance(paper, Paper)
    assert (paper.title, paper.abstract, paper.doi, paper.notes) == ("Last", "We see all.", "10.1000/xyz", ())


NAMES = "abcdefghijkl"
CELLS = st.text(st.sampled_from('ab ,;\t|"\n\\é'), max_size=12)


@given(st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=6), st.sampled_from(",;|"), st.booleans())
def test_what_csv_writes_is_read_row_by_row(rows: list[tuple[str, str]], delimiter: str, everything: bool) -> None:
    file = io.StringIO()
    writer = csv.writer(file, delimiter=delimiter, quoting=csv.QUOTE_ALL if everything else csv.QUOTE_MINIMAL)
    filled = [(f"T{n}{title}", f"A{n}{abstract}", "2014") for n, (title, abstract) in enumerate(rows)]
    writer.writerows([("title", "abstract", "year"), *filled])
    found = list(read_delimited(source(file.getvalue())))
    assert sum(record.records if isinstance(record, Rejected) else 1 for record in found) >= len(rows)


@given(st.integers(0, 2**32))
def test_damage_loses_no_row_before_it(seed: int) -> None:
    chance = random.Random(seed)
    lines = ["title,abstract,year"] + [f'"Title {name}","We see, {name}.",2014' for name in NAMES]
    place = chance.randrange(1, 13)
    at = chance.randrange(len(lines[place]))
    lines[place] = lines[place][:at] + chance.choice(['"', ",", "", "\n", ";"]) + lines[place][at + 1 :]
    found = list(read_delimited(source("\n".join(lines) + "\n")))
    titles = [record.title for record in found if isinstance(record, Paper)]
    untouched = [f"Title {name}" for at, name in enumerate(NAMES, 1) if at not in (place, place + 1)]
    assert [title for title in titles if title in untouched] == untouched


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "found", "without_abstract"),
    [
        ("_baseline.csv", 100, 2),
        ("_baseline_embase.csv", 10, 2),
        ("_baseline_scopus.csv", 10, 0),
        ("_baseline_zotero.csv", 10, 2),
        ("ieee_xplore.csv", 10, 0),
        ("lens_sample.csv", 8, 0),
        ("wos_tab_delimited.txt", 81, 58),
    ],
)
def test_samples(name: str, found: int, without_abstract: int) -> None:
    with (SAMPLES / name).open("rb") as file:
        assert sniff(Source(name, file)) == "delimited"
    with (SAMPLES / name).open("rb") as file:
        read = list(read_delimited(Source(name, file)))
    reasons = [record.reason for record in read if isinstance(record, Rejected)]
    assert (len(read), reasons) == (found, ["no abstract"] * without_abstract)
    papers = [record for record in read if isinstance(record, Paper)]
    assert all(paper.authors and paper.date and paper.venue for paper in papers)
