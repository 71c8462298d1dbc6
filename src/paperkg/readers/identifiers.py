"""The numbers that papers are known by everywhere, from all the forms in which sources write them."""

import re
from collections.abc import Iterable
from urllib.parse import unquote

_DOI = re.compile(r"(?<![\w.])(10\.\d{4,9}(?:\.\d+){0,4}/[^\s\"]{1,500})", re.IGNORECASE)
_PAGE_OF_DOI = re.compile(r"https?://\S{0,500}?/(?=10\.\d{4,9}/)", re.IGNORECASE)
_BEHIND_DOI = re.compile(r"(?:[.,;:'*}\]>]|\[(?:doi|pii)\]|(?<=\d)/(?:abstract|full|pdf|epdf|meta|html)|\.pdf)+$")
_NEXT_DOI = re.compile(r"[;,|]+(?=(?:https?://|doi:|10\.\d{4,9}/))")

_NEW_ARXIV = r"\d{2}(?:0[1-9]|1[0-2])\.\d{4,5}"
_OLD_ARXIV = r"[a-z]{1,8}(?:-[a-z]{2,8})?(?:\.[a-z]{2,5}(?:-[a-z]{2,5})?)?/\d{2}(?:0[1-9]|1[0-2])\d{3}"
_ARXIV_ID = rf"({_NEW_ARXIV}|{_OLD_ARXIV})(?:v\d+)?"
_BARE_ARXIV = re.compile(_ARXIV_ID, re.IGNORECASE)
_ARXIV = re.compile(
    rf"(?:arxiv\.org/(?:abs|pdf|html|format|ps|e-print|src|list)/|arxiv\.org:|arxiv[:.\s]\s*(?:abs/)?|\bcorr,?\s+abs/"
    rf"|huggingface\.co/papers/|alphaxiv\.org/(?:abs|pdf)/|10\.48550/arxiv\.){_ARXIV_ID}(?!\d)",
    re.IGNORECASE,
)

_PUBMED = re.compile(
    r"(?:pubmed\.ncbi\.nlm\.nih\.gov/|ncbi\.nlm\.nih\.gov/(?:m/)?pubmed/|europepmc\.org/(?:article|abstract)/med/"
    r"|\b(?:pmid|pubmed)[:\s]\s*)0*([1-9]\d{0,7})(?!\d)",
    re.IGNORECASE,
)
_BARE_PUBMED = re.compile(r"0*([1-9]\d{0,7})(?:\.0)?(?:\s*\[(?:pmid|uid)\])?", re.IGNORECASE)


def find_doi(text: str) -> str | None:
    """The first DOI in a text, in lower case, as DOIs do not tell capitals apart.

    >>> find_doi("https://doi.org/10.1000/ABC.12"), find_doi("10.1000/xyz [doi]"), find_doi("none")
    ('10.1000/abc.12', '10.1000/xyz', None)
    """
    if "10." not in text and "10%2" not in text:
        return None
    if "%" in text:
        text = unquote(text)
    found = _DOI.search(_PAGE_OF_DOI.sub(" ", text))
    if found is None:
        return None
    doi = _BEHIND_DOI.sub("", _NEXT_DOI.split(re.split(r"[?&#](?=\w+=|$)", found[1])[0])[0])
    while doi.endswith(")") and doi.count(")") > doi.count("("):
        doi = doi[:-1].rstrip(".,;")
    return doi.lower() if doi.partition("/")[2] else None


def find_arxiv_id(text: str) -> str | None:
    """The first arXiv id that a text names as one: in a URL, behind "arXiv:", in arXiv's own DOI.

    >>> find_arxiv_id("https://arxiv.org/pdf/2401.05678v2"), find_arxiv_id("arXiv:math.GT/0309136")
    ('2401.05678', 'math/0309136')
    """
    found = _ARXIV.search(text)
    return _plain_arxiv(found[1]) if found else None


def read_arxiv_id(text: str) -> str | None:
    """The arXiv id that a field of arXiv ids holds, bare or not."""
    bare = re.match(_ARXIV_ID + r"(?:\s*\[[\w.-]+\])?$", text, re.IGNORECASE)
    return _plain_arxiv(bare[1]) if bare else find_arxiv_id(text)


def is_arxiv_id(text: str) -> bool:
    """Whether a text is a bare arXiv id, with a version or without."""
    return bool(_BARE_ARXIV.fullmatch(text))


def _plain_arxiv(found: str) -> str:
    """Without the class of the old ids, which arXiv leaves out too: "math.GT/0309136" is math/0309136."""
    return re.sub(r"\.[a-z-]+(?=/)", "", found.lower())


def find_pubmed_id(texts: Iterable[str]) -> str | None:
    """The PubMed id that a URL or a label names, in the first text that has one."""
    return next((found[1] for text in texts if (found := _PUBMED.search(text))), None)


def read_pubmed_id(text: str) -> str | None:
    """The PubMed id that a field of PubMed ids holds: digits, "PMID: 123", a URL; no zeros in front.

    >>> read_pubmed_id("PMID: 0123"), read_pubmed_id("38902.0"), read_pubmed_id("PMC123")
    ('123', '38902', None)
    """
    bare = _BARE_PUBMED.fullmatch(text.strip())
    return bare[1] if bare else find_pubmed_id([text])
