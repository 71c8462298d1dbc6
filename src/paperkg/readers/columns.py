"""What columns of tables mean: their names, as exports of libraries and databases have them, to attributes of a paper.

Every table reader shares this: of files with delimiters, of Parquet and Arrow, of databases.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from paperkg.readers.identifiers import find_arxiv_id, find_pubmed_id

# The names of each attribute, the best first: where a table has several, the first that is filled counts. Case, spaces
# and signs do not matter. In brackets who writes them.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "title": (
        "Title", "Title Primary",  # [RefWorks]
        "Document Title",  # [IEEE Xplore]
        "Article Title",  # [Web of Science, Excel]
        "Item Title",  # [Springer]
        "Paper Title", "TI", "T1", "Primary Title", "display_name",  # [OpenAlex]
        "titles", "Title (English)", "Titel", "Título", "标题", "题名", "Original Title",  # [Embase]
    ),
    "abstract": (
        "Abstract", "Abstract Note",  # [Zotero]
        "AB", "N2", "Abstract Text", "abstract_inverted_index",  # [OpenAlex]
        "abstracts", "Paper Abstract", "Abstract (English)", "Summary", "summaries", "Resumo", "Resumen", "摘要",
        "Original Abstract", "tldr", "Description",
    ),
    "authors": (
        "Author full names",  # [Scopus, Web of Science in Excel]
        "AF",  # [Web of Science]
        "AuthorNames-Deduped", "Authors", "Author", "Author/s",  # [Lens]
        "Author(s)", "Author Names",  # [Embase]
        "Authors, Primary",  # [RefWorks]
        "authorships.author.display_name", "authorships.raw_author_name",  # [OpenAlex]
        "authors_parsed", "AU", "A1", "FAU", "Author Name", "author_list", "Creator", "Creators", "Autor", "Autores",
        "作者", "CA", "Group Authors", "Book Authors", "BE",
    ),
    "date": (
        "Date", "Publication Date", "Date Published", "Date of Publication", "Published", "Pub Date", "Issued",
        "Cover Date", "PD", "DP", "published_date", "published_at", "publish_date", "publish_time",  # [CORD-19]
        "submitted", "submitted_date", "submission_date",
    ),
    "year": (
        "Year", "Publication Year", "PY", "Pub Year", "Year of Publication", "Published Year", "Y1", "Copyright Year",
        "Jahr", "Año", "Ano", "年",
    ),
    "month": ("Month", "Publication Month", "Published Month"),
    "day": ("Day",),
    "doi": (
        "DOI", "Item DOI",  # [Springer]
        "DI", "DO", "Digital Object Identifier", "DOI Link", "ids.doi", "Article DOI", "externalids.doi", "LID", "AID",
        "Open URL Link",  # [Embase]
    ),
    "arxiv_id": ("arXiv ID", "arXiv", "eprint", "externalids.arxiv", "arxiv_url"),
    "pubmed_id": (
        "PMID", "PubMed ID", "PM", "Medline PMID",  # [Embase]
        "Pubmed", "ids.pmid", "externalids.pubmed",
    ),
    "venue": (
        "Source title",  # [Scopus, Lens, Embase]
        "Publication Title",  # [Zotero, IEEE Xplore, Springer]
        "Source title/Anthology title",  # [Dimensions]
        "Journal", "SO", "Journal Title", "Venue", "Journal/Book",  # [PubMed]
        "Journal Name", "Container Title", "Book Title", "primary_location.source.display_name", "host_venue",
        "Periodical Full", "Periodical Abbrev",  # [RefWorks]
        "Publication Name", "Publication", "Secondary Title", "JT", "T2", "Conference Name", "Conference", "Periodical",
        "journal-ref",  # [arXiv]
        "Source",
    ),
    "url": (
        "URL", "Link", "Links", "primary_location.landing_page_url", "External URL", "Full Text Link", "PDF Link",
        "Source URLs", "UR", "URI", "Item URL", "DOI URL", "Article URL", "pdf_url", "Embase Link",
    ),
    "id": (
        "UT", "UT (Unique WOS ID)", "EID", "Lens ID", "openalex_id", "paper_id", "Publication ID", "corpusId",
        "cord_uid", "id",
    ),
    "upvotes": ("upvotes",),
    "affiliation": ("affiliation",),
}  # fmt: skip

_ASIDES = frozenset({"extra"})
"""Columns of remarks that may hold numbers of a paper with their names, "PMID: 38902": Zotero's."""

_LABELED_DOI = re.compile(r"\bDOI:\s*(10\.\d{4,9}/\S+)", re.IGNORECASE)
_EMPTY = frozenset({"", "nan", "none", "null", "n/a", "na", "<na>", "nat", "-"})
_NO_KEY = re.compile(r"[\W_]+")
# No number of a row, which another table has as well, and no keywords, which Web of Science has under "ID".
_IS_ID = re.compile(r"(?!\d{1,5}$)[^\s;]{1,200}")
_TOLD_BY = 2
"""Columns, the title one of them, by which a table of papers is known."""


def _key(name: str) -> str:
    """A column's name without case, spaces and signs."""
    return _NO_KEY.sub("", name).casefold()


_ATTRIBUTES: dict[str, tuple[str, int]] = {}
for _attribute, _names in COLUMNS.items():
    for _rank, _name in enumerate(_names):
        _ATTRIBUTES.setdefault(_key(_name), (_attribute, _rank))


@dataclass(frozen=True, slots=True)
class Columns:
    """Where a table has which attribute of a paper: the numbers of its columns, the best first.

    `width` is the number of all columns; `asides` are those of remarks that may hold numbers of a paper.
    """

    places: Mapping[str, tuple[int, ...]]
    width: int
    asides: tuple[int, ...] = ()

    @property
    def score(self) -> int:
        """How many attributes the table has; 0 for a table of something else."""
        told = len(self.places)
        return told if "title" in self.places and told >= _TOLD_BY else 0

    def fields(self, cells: Sequence[Any]) -> dict[str, Any]:
        """The attributes of a row. Cells that say that they are empty, as "NaN" does, are."""
        found: dict[str, Any] = {}
        for attribute, places in self.places.items():
            values = (cells[place] for place in places if place < len(cells))
            value = next((value for value in values if not _is_empty(value)), None)
            if value is not None:
                found[attribute] = value
        if "id" in found and not _IS_ID.fullmatch(str(found["id"])):
            del found["id"]
        remarks = " ".join(str(cells[place]) for place in self.asides if place < len(cells))
        return {**_numbers_in(remarks), **found} if remarks else found


def _numbers_in(remarks: str) -> dict[str, str]:
    """The numbers of a paper that remarks name."""
    doi = _LABELED_DOI.search(remarks)
    found = {
        "doi": doi[1] if doi else None,
        "arxiv_id": find_arxiv_id(remarks),
        "pubmed_id": find_pubmed_id([remarks]),
    }
    return {name: number for name, number in found.items() if number is not None}


def _is_empty(value: object) -> bool:
    return value is None or (isinstance(value, str) and value.strip().casefold() in _EMPTY)


def find_columns(header: Iterable[str]) -> Columns:
    """The columns that a header names."""
    names = list(header)
    ranked: dict[str, list[tuple[int, int]]] = {}
    for place, name in enumerate(names):
        if known := _ATTRIBUTES.get(_key(name)):
            ranked.setdefault(known[0], []).append((known[1], place))
    places = {attribute: tuple(place for _, place in sorted(found)) for attribute, found in ranked.items()}
    return Columns(places, len(names), tuple(place for place, name in enumerate(names) if _key(name) in _ASIDES))
