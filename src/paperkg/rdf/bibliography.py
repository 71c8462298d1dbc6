"""The record of a paper as triples: title, authors, date, identifiers, and the links it names."""

import re
from collections.abc import Iterator
from typing import Literal

from paperkg.graph.row_types import PaperRow
from paperkg.rdf.iris import PaperIris
from paperkg.rdf.terms import Triple, english, external, integer, literal
from paperkg.rdf.vocabulary import DCTERMS, FABIO, FOAF, PKG, RDF, RDFS, SCHEMA, XSD

_CODE_HOSTS = ("github.com", "gitlab.com", "bitbucket.org", "codeberg.org")
_LINK = re.compile(
    r"https?://[^\s<>\"{}|\\^`]+|(?<![\w./@-])(?:www\.)?(?:github|gitlab)\.com/[\w.-]+/[\w.-]+",
    re.IGNORECASE,
)
_HOST = re.compile(r"https?://(?:www\.)?([^/?#:]+)", re.IGNORECASE)
_CLOSING = {")": "(", "]": "[", "}": "{"}
_DATES = (
    (re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])"), "date"),
    (re.compile(r"\d{4}-(0[1-9]|1[0-2])"), "gYearMonth"),
    (re.compile(r"\d{4}"), "gYear"),
)

_TYPE = f"<{RDF}type>"
_CREATOR, _DATE, _IDENTIFIER = f"<{DCTERMS}creator>", f"<{DCTERMS}date>", f"<{DCTERMS}identifier>"
_SEE_ALSO = f"<{RDFS}seeAlso>"
_NUMBERS: tuple[tuple[Literal["year", "month", "author_count", "upvotes"], str], ...] = (
    ("year", "year"),
    ("month", "month"),
    ("author_count", "authorCount"),
    ("upvotes", "upvotes"),
)


def links_in(text: str) -> list[str]:
    """The web addresses that a text names, in order, without the punctuation of the sentence around.

    >>> links_in("Code (https://github.com/a/b) and www.github.com/c/d. See http://x.org/y.")
    ['https://github.com/a/b', 'https://www.github.com/c/d', 'http://x.org/y']
    """
    found: dict[str, None] = {}
    for match in _LINK.finditer(text):
        link = _trimmed(match[0])
        found[link if link.lower().startswith("http") else f"https://{link}"] = None
    return list(found)


def _trimmed(link: str) -> str:
    while link and (link[-1] in ".,;:!?'\"*~_" or (link[-1] in _CLOSING and _CLOSING[link[-1]] not in link)):
        link = link[:-1]
    return link


def is_repository(link: str) -> bool:
    """Whether an address is on a host of code repositories."""
    host = _HOST.match(link)
    return host is not None and host[1].lower() in _CODE_HOSTS


def addresses_in(text: str) -> dict[str, bool]:
    """The web addresses that a text names, as terms, each with whether it is that of a repository of code."""
    found = ((external(link), is_repository(link)) for link in links_in(text))
    return {node: coded for node, coded in found if node is not None}


def date_literal(date: str) -> str:
    """A date as precise as it is given: xsd:date, xsd:gYearMonth, xsd:gYear, or plain text."""
    for pattern, datatype in _DATES:
        if pattern.fullmatch(date):
            return literal(date, XSD + datatype)
    return literal(date)


def bibliographic(row: PaperRow, nodes: PaperIris) -> Iterator[Triple]:
    """The record of a paper; its authors by their nodes alone."""
    paper = nodes.paper
    yield paper, _TYPE, f"<{PKG}Paper>"
    yield paper, f"<{DCTERMS}title>", english(row["title"])
    yield paper, f"<{DCTERMS}abstract>", english(row["abstract"])
    for position in range(1, len(row["authors"]) + 1):
        yield paper, _CREATOR, nodes.author(position)
    if row["date"]:
        yield paper, _DATE, date_literal(row["date"])
    for column, name in _NUMBERS:
        number = row[column]
        if number is not None:
            yield paper, f"<{PKG}{name}>", integer(number)
    if row["affiliation"]:
        yield paper, f"<{PKG}affiliation>", literal(row["affiliation"])
    if row["venue"]:
        yield paper, f"<{PKG}venue>", literal(row["venue"])
    for source in row["sources"]:
        yield paper, f"<{PKG}source>", literal(source)
    yield from _identifiers(row, paper)
    yield from _addresses(row, paper)


def authors(row: PaperRow, nodes: PaperIris) -> Iterator[Triple]:
    """The authors of a paper in their order."""
    for position, name in enumerate(row["authors"], 1):
        author = nodes.author(position)
        yield author, _TYPE, f"<{PKG}Author>"
        yield author, f"<{FOAF}name>", literal(name)
        yield author, f"<{PKG}position>", integer(position)


def _identifiers(row: PaperRow, paper: str) -> Iterator[Triple]:
    if row["doi"]:
        yield paper, _IDENTIFIER, literal(f"doi:{row['doi']}")
        page = external(f"https://doi.org/{row['doi']}")
        if page is not None:
            yield paper, _SEE_ALSO, page
    if row["arxiv_id"]:
        yield paper, _IDENTIFIER, literal(f"arXiv:{row['arxiv_id']}")
        yield paper, f"<{FABIO}hasArXivId>", literal(row["arxiv_id"])
        page = external(f"https://arxiv.org/abs/{row['arxiv_id']}")
        if page is not None:
            yield paper, _SEE_ALSO, page
    if row["pubmed_id"]:
        yield paper, _IDENTIFIER, literal(f"pmid:{row['pubmed_id']}")
        yield paper, f"<{FABIO}hasPubMedId>", literal(row["pubmed_id"])
        page = external(f"https://pubmed.ncbi.nlm.nih.gov/{row['pubmed_id']}/")
        if page is not None:
            yield paper, _SEE_ALSO, page


def _addresses(row: PaperRow, paper: str) -> Iterator[Triple]:
    url = external(row["url"]) if row["url"] else None
    if url is not None:
        yield paper, f"<{SCHEMA}url>", url
    for node, coded in addresses_in(row["abstract"]).items():
        yield paper, f"<{SCHEMA}codeRepository>" if coded else f"<{FOAF}page>", node
