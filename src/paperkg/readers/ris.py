"""RIS, as EndNote, Mendeley, Zotero, Citavi, Scopus, Web of Science, Ovid, ProQuest, EBSCO and PubMed write it.

A record begins with TY and ends with ER; either may be missing. "TI  - A title" is the form of a line; one blank too
few beside the dash is borne with where the tag is a known one. A line without a tag goes on with the value before it.
"""

import re
from collections.abc import Iterator
from typing import Any

from paperkg.model import Paper, Rejected
from paperkg.readers.identifiers import find_arxiv_id, find_doi, find_pubmed_id
from paperkg.readers.reader import Reader
from paperkg.readers.source import Line, Source
from paperkg.readers.tagged_lines import TaggedRecord, date_with_year, read_tagged, undoubled
from paperkg.text.dates import read_date

FIELDS = {
    "title": ("TI", "T1", "CT", "BT", "TT", "ST"),
    "abstract": ("AB", "N2"),
    "authors": ("AU", "A1"),
    "date": ("PY", "Y1", "DA", "C6", "YR"),
    "venue": ("JF", "T2", "JO", "C3", "JA", "J2", "BT", "T3"),
    "url": ("UR", "LK", "L2", "L1"),
    "doi": ("DO", "DI", "M3", "L3", "N1", "AN", "UR", "LK"),
    "arxiv_id": ("AN", "M1", "N1", "ID", "UR", "T2", "JO", "JF", "PB", "VL", "IS", "DO"),
    "pubmed_id": ("PM", "PMID", "AN", "C2"),
}
"""The tags that a field may have, the most trusted first."""

_LINKS = ("UR", "L2", "LK", "L1")
"""Tags of addresses, which may hold a number that has no tag of its own."""

_NAMES = (
    "A1 A2 A3 A4 AB AD AN AU AV BT C1 C2 C3 C4 C5 C6 C7 C8 CA CN CP CT CY DA DB DI DO DP DS ED EP ER ET ID IS J1 "
    "J2 JA JF JO K1 KW L1 L2 L3 L4 LA LB LK M1 M2 M3 M4 N1 N2 NV OP PB PM PP PT PY RI RN RP SE SN SP ST SV T1 T2 "
    "T3 TA TI TS TT TY U1 U2 U3 U4 U5 UR VL VO Y1 Y2 YR ZZ"
)
_KNOWN = frozenset((*_NAMES.split(), "PMID"))
_TYPES = (
    r"(?:ABST|ADVS|AGGR|ANCIENT|ART|BILL|BLOG|BOOK|CASE|CHAP|CHART|CLSWK|COMP|CONF|CPAPER|CTLG|DATA|DBASE|DICT|EBOOK|"
    r"ECHAP|EDBOOK|EJOUR|ELEC|ENCYC|EQUA|FIGURE|GEN|GOVDOC|GRANT|HEAR|ICOMM|INPR|JFULL|JOUR|LEGAL|MANSCPT|MAP|MGZN|MPCT|"
    r"MULTI|MUSIC|NEWS|PAMP|PAT|PCOMM|POD|PRESS|RPRT|SER|SLIDE|SOUND|STAND|STAT|STD|THES|UNBILL|UNPB|UNPD|VIDEO|WEB)"
)
_START = re.compile(rf"\s*(?:\d+\.\s*)?TY\s*-\s*(?:{_TYPES}\b.*|[A-Za-z ]*)", re.IGNORECASE)
_TOGETHER = frozenset("AU A1 TI T1 AB N2 PY Y1 DA DO SN JF JO T2 VL IS SP EP".split())
"""Tags that a record has once, or in lines that follow each other."""

_ABSTRACTS = frozenset(FIELDS["abstract"])
_MOST_TOGETHER = 4
"""How many of them differ where two records are one."""

_MOST_PARTS = 50
"""Records that damage may have joined."""

_STRICT = re.compile(r"([A-Z][A-Z0-9])\s\s-(?:\s(.*)|(.*))")
_LOOSE = re.compile(r"\s{0,4}(PMID|[A-Z][A-Z0-9])\s{0,2}-(?:\s+(.*)|$)")
_GLUED = re.compile(r"([A-Z][A-Z0-9])\s{0,2}-\s*(.*)")
_END = re.compile(r"\s{0,4}ER(?:\s{0,2}-\s*|\s\s-.*)")  # not "ER-positive tumors" in a wrapped abstract
_YEAR = re.compile(r"(?<!\d)[12]\d{3}(?!\d{1,3}(?!\d))")
_ARXIV = re.compile(r"arxiv", re.IGNORECASE)
_DOI = re.compile(r"(?:\bdoi:?\s*|doi\.org/|^)(10\.\d{4,9}/\S+)", re.IGNORECASE)
_DOI_IN_PATH = re.compile(r"https?://[^\s?#]*/10\.\d{4,9}/")
_UNMAPPED = re.compile(r"\b(electronic-resource-num|secondary-title): ([^<]+)")
"""What Zotero writes into a note where it has no field for it, "secondary-title: Fire<br/>"."""

_PUBMED_NUMBER = re.compile(r"\bPUBMED[ -](\d{1,8})\b")
_LABEL = re.compile(r"^[A-Za-z ]{3,20}:\s*")
"""What stands before a date, "Start date: 20170812"."""

_SUFFIX = re.compile(r"(?:jr|sr|[iv]{2,3})\.?", re.IGNORECASE)


def recognizes(source: Source) -> bool:
    """Whether a line begins a record."""
    return any(_START.fullmatch(line.text.lstrip("\ufeff")) for line in source.head)


def read_ris(source: Source, year: int | None = None) -> Iterator[Paper | Rejected]:
    """The papers of a source, each cited by the line on which its record begins."""
    return read_tagged(source, year, records, to_fields)


def records(lines: Iterator[Line]) -> Iterator[TaggedRecord]:
    """The records of a file. What stands between two of them belongs to none."""
    record: TaggedRecord | None = None
    places: list[int] = []
    glued = False
    for line in lines:
        text = line.text.strip("\ufeff")
        if _START.fullmatch(text):
            if record is not None and record.pairs:
                yield from _parted(record, places)
            record, places = TaggedRecord(line.number), []
            glued = re.match(r"\s*(?:\d+\.\s*)?TY-\S", text) is not None
        elif _END.fullmatch(text):
            if record is not None:
                yield from _parted(record, places)
            record, places = None, []
        elif (found := _tagged(text, glued)) is not None:
            record = record or TaggedRecord(line.number)
            record.add(*found)
        elif record is not None and text.strip():
            _continue(record, text)
        if record is not None:
            places += [line.number] * (len(record.pairs) - len(places))
            record.problem = record.problem or (line if line.problem is not None else None)
    if record is not None and record.pairs:
        yield from _parted(record, places)


def _parted(record: TaggedRecord, places: list[int]) -> Iterator[TaggedRecord]:
    """A record, or those that damage made one of: titles differ, and so does most of what one has once."""
    for _ in range(_MOST_PARTS):
        begins = _begins_again(record)
        if begins is None:
            break
        rest = record.cut(begins, places[begins])
        places = places[begins:]
        yield record
        record = rest
    yield record


def _begins_again(record: TaggedRecord) -> int | None:
    """Where a tag behind the first title is there again after others, and most tags are so from there on.

    Where there is no second title, one of them has to be an abstract.
    """
    tag = next((tag for tag in ("TI", "T1") if record.first(tag)), None)
    titles = [at for at, (known, value) in enumerate(record.pairs) if known == tag and value]
    second = next((at for at in titles if record.pairs[at] != record.pairs[titles[0]]), None)
    if not titles:
        return None
    last = len(record.pairs) - 1 if second is None else second
    seen = {known for known, _ in record.pairs[: titles[0] + 1]}
    for at in range(titles[0] + 1, last + 1):
        known = record.pairs[at][0]
        if known in seen and known in _TOGETHER and known != record.pairs[at - 1][0]:
            before, behind = dict(record.pairs[:at]), dict(record.pairs[at:])
            differing = [one for one in _TOGETHER & before.keys() & behind.keys() if before[one] != behind[one]]
            is_other = second is not None or not _ABSTRACTS.isdisjoint(differing)
            return at if len(differing) >= _MOST_TOGETHER and is_other else None
        seen.add(known)
    return None


def _tagged(text: str, glued: bool) -> tuple[str, str] | None:
    """Tag and value of a line that has a tag."""
    if match := _STRICT.fullmatch(text):
        return match[1], match[2] or match[3] or ""
    match = (_GLUED if glued else _LOOSE).fullmatch(text)
    return (match[1], match[2] or "") if match and match[1] in _KNOWN else None


def _continue(record: TaggedRecord, text: str) -> None:
    """One more line of the value before; of a list of authors, one more author."""
    if record.pairs and record.pairs[-1][0] in FIELDS["authors"] and "," in text and "," in record.pairs[-1][1]:
        record.add(record.pairs[-1][0], text)
    else:
        record.extend(text)


def to_fields(record: TaggedRecord) -> dict[str, Any]:
    """What a record says, for `make_paper`."""
    return {
        "title": record.first(*FIELDS["title"]),
        "abstract": max(("\n".join(record.all(tag)) for tag in FIELDS["abstract"]), key=len),
        "authors": _authors(record),
        "date": _date(record),
        "venue": _venue(record),
        "url": _url(record),
        "doi": _doi(record),
        "arxiv_id": _arxiv_id(record),
        "pubmed_id": _pubmed_id(record),
    }


def _authors(record: TaggedRecord) -> list[Any]:
    """The names in their order, "AU" and "A1" being two spellings of one list or two parts of it."""
    pairs = [(tag, name) for tag, value in record.pairs for name in _names(value) if tag in FIELDS["authors"]]
    lists = [undoubled([name for tag, name in pairs if tag == wanted]) for wanted in FIELDS["authors"]]
    if all(lists):
        family = [[name.partition(",")[0].casefold() for name in names] for names in lists]
        if family[0] == family[1]:
            lists = [max(lists, key=lambda names: len("".join(names))), []]
        else:
            return [_name(name) for name in dict.fromkeys(name for _, name in pairs)]
    return [_name(name) for name in (*lists[0], *lists[1])]


def _names(value: str) -> list[str]:
    names = [" ".join(name.split()).rstrip(",") for name in value.split(";")]
    return [name for name in names if name and name.casefold().strip(". ") not in ("et al", "others", "[anonymous]")]


def _name(name: str) -> str | list[str]:
    """A name with a suffix, "Hicks, Michael, III", as its parts."""
    parts = [part.strip() for part in name.split(",")]
    return parts if len(parts) == 3 and _SUFFIX.fullmatch(parts[2]) else name


def _date(record: TaggedRecord) -> str | None:
    """The date of publication as the tag writes it that is most precise, of those of the first year."""
    values = (_LABEL.sub("", value) for tag in FIELDS["date"] for value in record.all(tag))
    dates = ["/".join(value.split("/")[:3]) for value in values]
    years = [match[0] for date in dates if (match := _YEAR.search(date))]
    if not years:
        return dates[0] if dates else None
    dated = [date_with_year(date, years[0]) for date in dates]
    known = {date: reading for date in dated if (reading := read_date(date).date or "").startswith(years[0])}
    return max(known, key=lambda date: len(known[date]), default=years[0])


def _venue(record: TaggedRecord) -> str | None:
    """Where it appeared; Cochrane's C3 holds the number of PubMed."""
    venues = (value for tag in FIELDS["venue"] for value in record.all(tag) if not _PUBMED_NUMBER.match(value))
    return next(venues, None) or _unmapped(record, "secondary-title")


def _unmapped(record: TaggedRecord, field: str) -> str | None:
    found = (match for note in record.all("N1") for match in _UNMAPPED.finditer(note))
    return next((match[2].strip() for match in found if match[1] == field), None)


def _url(record: TaggedRecord) -> str | None:
    values = (value for tag in FIELDS["url"] for value in record.all(tag))
    links = (link for value in values for link in re.split(r"[\s;]+(?=https?:)", value))
    whole = (f"https:{link}" if re.match(r"//[\w-]+\.\w", link) else link for link in links)
    return next((link for link in whole if link.startswith(("http:", "https:"))), None)


def _doi(record: TaggedRecord) -> str | None:
    """The DOI: said to be one, else that in the address of the paper."""
    said = (_DOI.search(value) for tag in FIELDS["doi"] for value in record.all(tag))
    if doi := next((match[1] for match in said if match), None) or _unmapped(record, "electronic-resource-num"):
        return doi
    linked = (value for tag in _LINKS for value in record.all(tag))
    return next((find_doi(value) for value in linked if _DOI_IN_PATH.match(value)), None)


def _arxiv_id(record: TaggedRecord) -> str | None:
    said = next((value for value in record.all(*FIELDS["arxiv_id"]) if _ARXIV.search(value)), None)
    linked = next(filter(None, map(find_arxiv_id, record.all(*_LINKS))), None)
    return said if said and (find_arxiv_id(said) or not linked) else linked


def _pubmed_id(record: TaggedRecord) -> str | None:
    """The number of PubMed: said to be one, the accession number in a database that has such, or that of a link."""
    for value in record.all(*FIELDS["pubmed_id"], "N1", "C3"):
        if match := re.search(r"\bPMID:?\s*(\d{1,8})\b", value) or _PUBMED_NUMBER.search(value):
            return match[1]
    database = f"{record.first('DB') or ''} {record.first('DP') or ''}".casefold()
    number = record.first("PM", "PMID")
    number = number or (record.first("AN") if re.search(r"medline|pubmed|\bnlm\b", database) else None)
    number = number or (record.first("C2") if "scopus" in database else None)
    if number and re.fullmatch(r"\d{1,8}", number):
        return number
    return find_pubmed_id(record.all(*_LINKS))


RIS = Reader(
    read_ris,
    recognizes,
    (".ris",),
    description="RIS, from EndNote, Mendeley, Zotero, Citavi, Scopus, Web of Science, Ovid, ProQuest, EBSCO, or PubMed",
    example="TY  - JOUR\nTI  - Speculative decoding\nAU  - Doe, Jane\nPY  - 2025\n"
    "AB  - We draft with early layers.\nER  - \n",
)
