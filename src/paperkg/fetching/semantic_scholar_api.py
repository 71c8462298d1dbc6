"""Semantic Scholar's API: bulk searches, up to 1,000 papers a page, and ids, 500 a request.

Without a key, all users share one rate; S2_API_KEY or SEMANTIC_SCHOLAR_API_KEY is a key.
"""

import re
from collections.abc import Mapping, Sequence

from paperkg.fetching.json_pages import read_value, whole_number
from paperkg.fetching.service import BrokenPageError, Page, Request, Service, batches

_FIELDS = {"fields": "title,abstract,authors,year,publicationDate,venue,journal,externalIds,url"}


def _search(query: str) -> list[Request]:
    return [Request("graph/v1/paper/search/bulk", {"query": query.removeprefix("search:").strip(), **_FIELDS})]


def find_title(title: str) -> Request:
    """The request for the paper whose title is closest to this one."""
    return Request("graph/v1/paper/search/match", {"query": title, **_FIELDS})


def _look_up(identifiers: Sequence[str]) -> list[Request]:
    """Papers by ids of its own, DOIs, arXiv ids, PubMed ids, or ACL ids."""
    named = list(map(_named, identifiers))
    return [Request("graph/v1/paper/batch", _FIELDS, posted={"ids": list(batch)}) for batch in batches(named, 500)]


def _named(identifier: str) -> str:
    for prefix, form in (
        ("DOI", r"10\.\d+/.*"),
        ("ARXIV", r"\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7}"),
        ("ACL", r"\d{4}\.[a-z0-9]+-[a-z0-9]+\.\d+|[A-Z]\d\d-\d{4}"),
        ("PMID", r"\d{1,8}"),
    ):
        if re.fullmatch(form, identifier):
            return f"{prefix}:{identifier}"
    return identifier


def _read_page(request: Request, body: bytes) -> Page:
    answer = read_value(body)
    if isinstance(answer, list):
        return Page()
    if not isinstance(answer, dict) or not isinstance(answer.get("data"), list):
        raise BrokenPageError("an answer without data")
    token = answer.get("token")
    following = Request(request.path, {**request.parameters, "token": str(token)}) if token else None
    return Page(following=following, total=whole_number(answer.get("total")))


def _headers(environment: Mapping[str, str]) -> dict[str, str]:
    key = environment.get("S2_API_KEY") or environment.get("SEMANTIC_SCHOLAR_API_KEY")
    return {"x-api-key": key} if key else {}


SEMANTIC_SCHOLAR = Service(
    address="https://api.semanticscholar.org",
    format="semantic_scholar",
    interval=1.1,
    search=_search,
    look_up=_look_up,
    read_page=_read_page,
    headers=_headers,
    missing=frozenset((404,)),
    example='"knowledge graph" + extraction',
)
