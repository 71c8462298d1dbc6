"""The services' own JSON, and JSON of any origin."""

import io
import json
from typing import Any

import pytest

from paperkg.readers import READERS, sniff
from paperkg.readers.arxiv_json import to_fields as arxiv_fields
from paperkg.readers.crossref import date_of
from paperkg.readers.crossref import to_fields as crossref_fields
from paperkg.readers.csl_json import to_fields as csl_fields
from paperkg.readers.hugging_face import to_fields as hugging_face_fields
from paperkg.readers.openalex import to_fields as openalex_fields
from paperkg.readers.openalex import uninverted
from paperkg.readers.plain_json import to_fields as plain_fields
from paperkg.readers.semantic_scholar import to_fields as semantic_scholar_fields
from paperkg.readers.source import Source
from small_inputs import format_of, papers_of

FORMATS = ("openalex", "semantic_scholar", "crossref", "hugging_face", "arxiv_json", "csl_json", "json", "jsonl")


def said(fields: dict[str, Any]) -> dict[str, Any]:
    """The fields that say something."""
    return {name: value for name, value in fields.items() if value not in (None, "", [], {})}


@pytest.mark.parametrize("name", FORMATS)
def test_the_example_is_recognized_and_read(name: str) -> None:
    reader = READERS[name]
    assert format_of(reader.example) == name
    [paper] = papers_of(reader, reader.example)
    assert (paper.title, paper.abstract) == ("Speculative decoding", "We draft with early layers.")


def test_openalex() -> None:
    work = {
        "id": "https://openalex.org/W42",
        "doi": "https://doi.org/10.1000/X",
        "title": None,
        "display_name": "A title",
        "publication_year": 2018,
        "publication_date": "2018-02-13",
        "ids": {"pmid": "https://pubmed.ncbi.nlm.nih.gov/29456894"},
        "primary_location": {"landing_page_url": "https://x.org/1", "source": {"display_name": "PeerJ"}},
        "locations": [{"landing_page_url": "http://arxiv.org/abs/1801.00001"}],
        "authorships": [{"author": {"display_name": "Jane Doe"}}, {"author": {"display_name": "R. Roe"}}],
        "abstract_inverted_index": {"Large": [0], "graphs": [1, 3], "need": [2]},
    }
    assert said(openalex_fields(work)) == {
        "id": "W42",
        "title": "A title",
        "abstract": "Large graphs need graphs",
        "authors": ["Jane Doe", "R. Roe"],
        "date": "2018-02-13",
        "venue": "PeerJ",
        "url": "https://x.org/1",
        "doi": "https://doi.org/10.1000/X",
        "arxiv_id": "http://arxiv.org/abs/1801.00001",
        "pubmed_id": "https://pubmed.ncbi.nlm.nih.gov/29456894",
    }


def test_an_index_that_was_cut_short_is_no_abstract() -> None:
    assert uninverted({"in": [3, 57, 73, 122], "growing": [1], "Despite": [0]}) is None
    assert uninverted({"IndexLength": 2, "InvertedIndex": {"b": [1], "a": [0]}}) == "a b"
    assert uninverted({}) is None
    assert uninverted("text") is None


def test_authors_and_venues_of_openalex_are_no_papers() -> None:
    author = {"id": "https://openalex.org/A1", "display_name": "Jane Doe", "works_count": 3}
    assert said(openalex_fields(author)) == {}


def test_semantic_scholar() -> None:
    paper = {
        "paperId": "ab",
        "externalIds": {"DOI": "10.1/x", "ArXiv": "1801.00001", "PubMed": "7"},
        "title": "A title",
        "abstract": "Text.",
        "venue": "",
        "journal": {"name": "eJournal"},
        "year": 2001,
        "publicationDate": None,
        "authors": [{"authorId": "1", "name": "E. Duflo"}, {"authorId": None, "name": "A. Roe"}],
    }
    assert said(semantic_scholar_fields(paper)) == {
        "title": "A title",
        "abstract": "Text.",
        "authors": ["E. Duflo", "A. Roe"],
        "date": 2001,
        "venue": "eJournal",
        "doi": "10.1/x",
        "arxiv_id": "1801.00001",
        "pubmed_id": "7",
    }
    line = {"corpusid": 1, "externalids": {"ArXiv": "1"}, "title": "T", "publicationdate": "2001-02-03"}
    assert said(semantic_scholar_fields(line)) == {"title": "T", "date": "2001-02-03", "arxiv_id": "1"}


def test_crossref() -> None:
    work = {
        "DOI": "10.1/x",
        "title": ["A title"],
        "subtitle": ["and more"],
        "abstract": "<jats:p>Text.</jats:p>",
        "author": [{"given": "J.", "family": "Doe"}, {"name": "A Consortium"}],
        "issued": {"date-parts": [[2014, 3]]},
        "created": {"date-parts": [[2020, 1, 1]]},
        "container-title": ["Journal"],
        "URL": "https://doi.org/10.1/x",
    }
    assert said(crossref_fields(work)) == {
        "title": "A title: and more",
        "abstract": "<jats:p>Text.</jats:p>",
        "authors": work["author"],
        "date": [2014, 3],
        "venue": "Journal",
        "url": "https://doi.org/10.1/x",
        "doi": "10.1/x",
    }
    assert crossref_fields(work | {"issued": {"date-parts": [[None]]}})["date"] is None
    assert crossref_fields(work | {"title": ["A title: and more"]})["title"] == "A title: and more"
    assert crossref_fields(work | {"title": []})["title"] is None
    small = work | {"subtitle": [], "title": ["<scp>T</scp>reebase: an<scp>R</scp>package in <scp>r</scp>"]}
    assert crossref_fields(small)["title"] == "Treebase: an R package in r"


def test_dates_of_csl() -> None:
    assert date_of({"date-parts": [["2015", 8, 26]]}) == [2015, 8, 26]
    assert date_of({"date-parts": [[2014, 0]]}) == [2014]
    assert date_of({"raw": "2014-03"}) == "2014-03"
    assert date_of({"literal": "May 2014"}) == "May 2014"
    assert date_of({}) is None


def test_csl_json() -> None:
    item = {
        "type": "article",
        "title": "A title",
        "abstract": "Text.",
        "author": [{"family": "Doe", "given": "J."}, {"literal": "A Consortium"}],
        "issued": {"date-parts": [["2015", "1"]]},
        "number": "arXiv:1501.04916",
        "note": "PMID: 77\nDOI: 10.1000/n",
        "publisher": "arXiv",
    }
    fields = csl_fields(item)
    assert said(fields) == {
        "title": "A title",
        "abstract": "Text.",
        "authors": item["author"],
        "date": [2015, 1],
        "venue": "arXiv",
        "doi": "10.1000/n",
        "arxiv_id": "1501.04916",
        "pubmed_id": "77",
    }


def test_records_that_only_look_like_a_service_keep_their_usual_names() -> None:
    row = {"type": "article", "paperId": "1", "title": "T", "abstract": "A", "authors": ["J. Doe"], "year": 2020}
    for to_fields in (csl_fields, semantic_scholar_fields):
        fields = to_fields(row | {"doi": "10.1000/x"})
        assert (fields["authors"], fields["date"], fields["doi"]) == (["J. Doe"], 2020, "10.1000/x")


def test_hugging_face() -> None:
    paper = {
        "id": "2602.23229",
        "title": "A title",
        "summary": "Text.",
        "publishedAt": "2026-02-26T17:08:18.000Z",
        "authors": [{"name": "Jane Doe", "hidden": False}],
        "upvotes": 10,
        "organization": {"fullname": "A Group"},
    }
    expected = {
        "id": "2602.23229",
        "arxiv_id": "2602.23229",
        "title": "A title",
        "abstract": "Text.",
        "authors": ["Jane Doe"],
        "date": "2026-02-26T17:08:18.000Z",
        "upvotes": 10,
        "affiliation": "A Group",
    }
    item = {"paper": paper, "publishedAt": "2026-03-06T00:00:00.000Z", "title": "A title"}
    assert said(hugging_face_fields(item)) == expected
    assert said(hugging_face_fields(paper)) == expected


def test_arxiv_json() -> None:
    row = {
        "id": "0704.0001",
        "submitter": "P. N.",
        "authors": "C. Bal\\'azs and E. L. Berger",
        "authors_parsed": [["Balázs", "C.", ""], ["Berger", "E. L.", "", "CERN"]],
        "title": "A title",
        "abstract": "  Text.\n",
        "journal-ref": "Phys.Rev.D76:013009,2007",
        "doi": None,
        "versions": [{"version": "v1", "created": "Mon, 2 Apr 2007 19:18:42 GMT"}, {"version": "v2", "created": "x"}],
        "update_date": "2008-11-26",
    }
    assert said(arxiv_fields(row)) == {
        "id": "0704.0001",
        "arxiv_id": "0704.0001",
        "title": "A title",
        "abstract": "  Text.\n",
        "authors": [["Balázs", "C.", ""], ["Berger", "E. L.", ""]],
        "venue": "Phys.Rev.D76:013009,2007",
        "date": "2007-04-02",
    }
    assert arxiv_fields(row | {"versions": ["v1"]})["date"] is None


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({"Title": "T", "Abstract": "A", "Authors": "J. Doe"}, {"title": "T", "abstract": "A", "authors": "J. Doe"}),
        ({"paper_title": "T", "summary": "A"}, {"title": "T", "abstract": "A"}),
        ({"dc:title": "T", "dc:description": "A", "prism:doi": "1"}, {"title": "T", "abstract": "A", "doi": "1"}),
        (
            {"content": {"title": {"value": "T"}, "abstract": {"value": "A"}, "authors": {"value": ["J. Doe"]}}},
            {"title": "T", "abstract": "A", "authors": ["J. Doe"]},
        ),
        (
            {
                "titles": [{"title": "T"}],
                "descriptions": [
                    {"description": "Notes", "descriptionType": "Other"},
                    {"description": "A", "descriptionType": "Abstract"},
                ],
                "creators": [{"name": "Doe, Jane"}],
                "publicationYear": 2020,
            },
            {"title": "T", "abstract": "A", "authors": [{"name": "Doe, Jane"}], "date": 2020},
        ),
        (
            {
                "title": "T",
                "abstractNote": "A",
                "date": "",
                "year": 2019,
                "creators": [
                    {"creatorType": "author", "firstName": "Jane", "lastName": "Doe"},
                    {"creatorType": "editor", "firstName": "E.", "lastName": "Ed"},
                ],
            },
            {
                "title": "T",
                "abstract": "A",
                "date": 2019,
                "authors": [{"given": "Jane", "family": "Doe", "suffix": None}],
            },
        ),
        ({"title": "T", "abs": "A", "authors": [{"first": "J", "middle": ["Q."], "last": "Doe"}]},
         {"title": "T", "abstract": "A", "authors": [{"given": "J Q.", "family": "Doe", "suffix": None}]}),
        ({"title": "T", "journal": {"title": "J"}, "authorList": {"author": [{"fullName": "Doe J"}]}},
         {"title": "T", "venue": "J", "authors": [{"name": "Doe J"}]}),
        ({"metadata": {"title": "T"}, "abstract": [{"text": "A"}, {"text": "B"}]},
         {"title": "T", "abstract": ["A", "B"]}),
        ({"name": "Jane Doe", "display_name": "Jane"}, {}),
        ({"title": "T", "abstract": "A", "identifier": [{"id": "1-2", "type": "issn"}, {"id": "10.1/a", "type": "DOI"}],
          "year": "2021", "month": "9"},
         {"title": "T", "abstract": "A", "doi": "10.1/a", "year": "2021", "month": "9"}),
        ({"title_s": ["T"], "abstract_s": ["A"], "authFullName_s": ["Jane Doe"], "publicationDateY_i": 2020},
         {"title": ["T"], "abstract": ["A"], "authors": ["Jane Doe"], "date": 2020}),
        ({"id": "10.1371/a", "title_display": "T", "author_display": ["Jane Doe"], "publication_date": "2011-07-19"},
         {"title": "T", "authors": ["Jane Doe"], "date": "2011-07-19", "doi": "10.1371/a"}),
        ({"title": "T", "date": "Feb 23", "year": "2021"}, {"title": "T", "date": "Feb 23", "year": "2021"}),
        ({"mainTitle": "T", "descriptions": ["A"], "authors": [{"fullName": "Doe, Jane", "surname": "Doe"}],
          "pids": [{"scheme": "doi", "value": "10.1/a"}]},
         {"title": "T", "abstract": ["A"], "authors": [{"name": "Doe, Jane"}], "doi": "10.1/a"}),
        ({"id": "https://doi.org/10.1000/a", "titles": [{"title": "T"}], "date": {"published": "2022-05-12"},
          "container": {"title": "J"}, "contributors": [{"givenName": "Jane", "familyName": "Doe"}]},
         {"title": "T", "authors": [{"given": "Jane", "family": "Doe", "suffix": None}], "date": "2022-05-12",
          "venue": "J", "doi": "https://doi.org/10.1000/a"}),
    ],
)  # fmt: skip
def test_usual_names(row: dict[str, Any], expected: dict[str, Any]) -> None:
    assert said(plain_fields(row)) == expected


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ('{"title": "T", "abstract": "A"}\n{"title": "T", "abstract": "A"}\n', "jsonl"),
        ('{"title": "T", "abstract": "A"}', "jsonl"),
        ('{"title": "T", "abstract": "' + "x" * 70_000 + '"}', "jsonl"),
        ('{"title": "T", "summary": "A"}\n{"title": "T", "summary": "A"}\n', "json"),
        ('[\n{"title": "T", "abstract": "A"},\n{"title": "T", "abstract": "A"}\n]', "json"),
        ('{\n "title": "T",\n "abstract": "A"\n}', "json"),
        ('{"results": [{"title": "T", "abstract": "A"}]}', "json"),
        ("const x = '''{\n\"id\": \"https://openalex.org/W1\"}'''", "openalex"),
        ('{\n "$schema": "http://json-schema.org/draft-07/schema#",\n "title": "T",\n "description": "A"\n}', None),
        ('body: \'{"status": "ok", "title": "' + "x" * 2000 + "\"}'", None),
        ("Not JSON {at all}", None),
    ],
)
def test_which_json_it_is(text: str, name: str | None) -> None:
    assert format_of(text) == name


def test_records_on_one_line_have_a_number_and_others_their_line() -> None:
    rows = [{"title": "One", "abstract": "A"}, {"title": "Two", "abstract": "B"}]
    one_line = papers_of(READERS["json"], json.dumps(rows))
    assert [paper.sources for paper in one_line] == [("file:1",), ("file:2",)]
    lines = papers_of(READERS["json"], json.dumps(rows, indent=1))
    assert [paper.sources for paper in lines] == [("file:2",), ("file:6",)]
    envelope = papers_of(READERS["json"], json.dumps({"total": 2, "message": {"items": rows}}, indent=1))
    assert [paper.sources for paper in envelope] == [("file:5",), ("file:9",)]


@pytest.mark.parametrize(("damage", "kept"), [('x[{"', 2), ('[#{"', 1), ("", 1)])
def test_a_damaged_opening_costs_one_record(damage: str, kept: int) -> None:
    rows = [{"title": title, "abstract": "A", "year": 2020, "doi": "10.1000/a"} for title in ("One", "Two")]
    text = damage + json.dumps(rows).removeprefix('[{"')
    source = Source("file.json", io.BytesIO(text.encode()))
    assert sniff(source) == "json"
    found = list(READERS["json"].read(source, None))
    assert [getattr(record, "title", None) for record in found][-kept:] == ["One", "Two"][-kept:]
    assert len(found) == 2


def test_titles_that_say_their_form() -> None:
    row = {"type": "article", "title": {"value": "T", "format": "html"}, "abstract": {"value": "A"}, "DOI": "10.1/a"}
    assert (csl_fields(row)["title"], csl_fields(row)["abstract"]) == ("T", "A")


def test_what_doaj_keeps_inside_its_records() -> None:
    text = json.dumps([{"id": "1", "bibjson": {"title": "One", "abstract": "A", "year": "2021", "month": "9"}}])
    [paper] = papers_of(READERS["json"], text)
    assert (paper.title, paper.date) == ("One", "2021-09")


def test_a_mixed_list_is_read_record_by_record() -> None:
    rows = [{"paperId": "1", "title": "One", "abstract": "A"}, {"Title": "Two", "summary": "B"}]
    assert [paper.title for paper in papers_of(READERS["semantic_scholar"], json.dumps(rows))] == ["One", "Two"]
