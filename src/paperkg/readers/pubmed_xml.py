"""PubMed's XML: what efetch gives and "Send to: XML" saved, the yearly baseline, and what publishers send to PubMed."""

import re
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element

from paperkg.model import Paper, Rejected
from paperkg.readers.reader import Reader
from paperkg.readers.source import Source
from paperkg.readers.xml_fields import Table, earliest, first_text, parts_of_date, read_fields, text_of
from paperkg.readers.xml_records import looks_like_xml, read_xml

FIELDS: Table = {
    "title": (
        "MedlineCitation/Article/ArticleTitle",
        "BookDocument/ArticleTitle",
        "BookDocument/Book/BookTitle",
        "Article/ArticleTitle",
        "ArticleTitle",
        "Book/BookTitle",
    ),
    "venue": (
        "MedlineCitation/Article/Journal/Title",
        "MedlineCitation/Article/Journal/ISOAbbreviation",
        "MedlineCitation/MedlineJournalInfo/MedlineTA",
        "BookDocument/Book/BookTitle",
        "Article/Journal/Title",
        "Journal/Title",
        "Journal/JournalTitle",
    ),
    "doi": (
        "PubmedData/ArticleIdList/ArticleId[@IdType='doi']",
        "MedlineCitation/Article/ELocationID[@EIdType='doi']",
        "BookDocument/ArticleIdList/ArticleId[@IdType='doi']",
        "PubmedBookData/ArticleIdList/ArticleId[@IdType='doi']",
        "Article/ELocationID[@EIdType='doi']",
        "ELocationID[@EIdType='doi']",
        "ArticleIdList/ArticleId[@IdType='doi']",
    ),
    "pubmed_id": ("MedlineCitation/PMID", "BookDocument/PMID", "PMID", "ArticleIdList/ArticleId[@IdType='pubmed']"),
}

_SETS = {
    ("PubmedArticle", "PubmedBookArticle"): re.compile(rb"<Pubmed(?:Book)?Article[\s>]"),
    ("MedlineCitation", "BookDocument"): re.compile(rb"<(?:MedlineCitation|BookDocument)[\s>]"),
    ("Article",): re.compile(rb"<Article[\s>]"),
}
"""The tags of records by what shows that a file has them."""

_TELLTALE = re.compile(r"<(?:PubmedArticle|PubmedBookArticle|MedlineCitation|BookDocument|ArticleSet|ArticleTitle)\b")
_NO_TITLE = re.compile(r"\[?Not Available\]?\.?", re.IGNORECASE)
_FULL_STOP = re.compile(r"(?<=[a-z]{2})\.$")
_TRANSLATED = re.compile(r"\[(.*)\]\.?", re.DOTALL)


def recognizes(source: Source) -> bool:
    """Whether one of PubMed's elements is in the head."""
    return looks_like_xml(source, _TELLTALE)


def read_pubmed_xml(source: Source, year: int | None = None) -> Iterator[Paper | Rejected]:
    """The papers of a source, each cited by the number of its record."""
    start = source.start.replace(b"\0", b"")
    tags = next((tags for tags, telltale in _SETS.items() if telltale.search(start)), next(iter(_SETS)))
    yield from read_xml(source, year, tags, to_fields)


def to_fields(record: Element) -> dict[str, Any]:
    """What a record says, for `make_paper`."""
    places = ("MedlineCitation/Article", "BookDocument", "Article")
    article = next((found for place in places if (found := record.find(place)) is not None), record)
    fields = read_fields(record, FIELDS)
    if _NO_TITLE.fullmatch(fields["title"] or ""):
        fields["title"] = first_text(article, "VernacularTitle")
    elif translated := _TRANSLATED.fullmatch(fields["title"] or ""):
        fields["title"] = translated[1]
    fields["title"] = _FULL_STOP.sub("", fields["title"] or "")
    return {
        **fields,
        **earliest(_dates(article)),
        "abstract": _abstract(record, article),
        "authors": [
            {part.tag: text_of(part) for part in author}
            for authors in article.findall("AuthorList")
            if authors.get("Type") != "editors"
            for author in authors.findall("Author")
            if author.get("ValidYN") != "N"
        ],
    }


def _abstract(record: Element, article: Element) -> list[dict[str, str]]:
    """Its parts with their labels; those of another abstract where there is none in English."""
    others = [*article.findall("OtherAbstract"), *record.iter("OtherAbstract")]
    english = [other for other in others if other.get("Language", "eng") == "eng"]
    for abstract in [*article.findall("Abstract"), *english, *others]:
        parts = abstract.findall("AbstractText") or [abstract]
        labels = [part.get("Label", "") for part in parts]
        found = [
            {"label": "" if label.upper() == "UNLABELLED" else label, "text": text_of(part)}
            for label, part in zip(labels, parts, strict=True)
        ]
        if any(part["text"] for part in found):
            return found
    return []


def _dates(article: Element) -> Iterator[dict[str, str]]:
    for path in (
        "ArticleDate",
        "Journal/JournalIssue/PubDate",
        "Journal/PubDate",
        "ContributionDate",
        "Book/PubDate",
    ):
        for date in article.findall(path):
            parts = parts_of_date(date)
            written = first_text(date, "MedlineDate")
            yield parts or ({"year": written[:4]} if written else {})


PUBMED_XML = Reader(
    read_pubmed_xml,
    recognizes,
    (".xml",),
    description="PubMed XML: results of efetch, saved searches, the baseline files",
    example="<PubmedArticleSet><PubmedArticle><MedlineCitation><PMID>1</PMID><Article>\n"
    "<ArticleTitle>Speculative decoding</ArticleTitle>\n"
    '<Abstract><AbstractText Label="METHODS">We draft with early layers.</AbstractText></Abstract>\n'
    "</Article></MedlineCitation></PubmedArticle></PubmedArticleSet>\n",
)
