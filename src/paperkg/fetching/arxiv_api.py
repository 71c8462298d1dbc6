"""arXiv's API: queries and ids, 100 papers a page, one request in three seconds."""

import re
from collections.abc import Sequence
from html import unescape

from paperkg.fetching.service import BrokenPageError, Page, RefusedError, Request, Service, batches

PAGE = 100
"""Papers on a page."""

_TOTAL = re.compile(rb"<opensearch:totalResults[^>]*>(\d+)<")
_ENTRY = re.compile(rb"<entry\b")
_ERROR = re.compile(rb"<id>https?://arxiv\.org/api/errors[^<]*</id>.*?<summary>([^<]*)</summary>", re.DOTALL)


def _search(query: str) -> list[Request]:
    order = {"sortBy": "submittedDate", "sortOrder": "ascending"}
    return [Request("api/query", {"search_query": query, "start": "0", "max_results": str(PAGE), **order})]


def _look_up(identifiers: Sequence[str]) -> list[Request]:
    return [
        Request("api/query", {"id_list": ",".join(batch), "max_results": str(PAGE)})
        for batch in batches(identifiers, PAGE)
    ]


def _read_page(request: Request, body: bytes) -> Page:
    """The next page of a search starts behind this one; an empty page before the end is a hiccup of the API."""
    if error := _ERROR.search(body):
        raise RefusedError(unescape(error[1].decode("utf-8", "replace")).strip())
    total = _TOTAL.search(body)
    if total is None or b"</feed>" not in body:
        raise BrokenPageError("no whole Atom feed")
    if "start" not in request.parameters:
        return Page()
    start, entries = int(request.parameters["start"]), len(_ENTRY.findall(body))
    if not entries and start < int(total[1]):
        raise BrokenPageError("an empty page before the last one")
    last = start + entries >= int(total[1])
    following = None if last else Request(request.path, {**request.parameters, "start": str(start + entries)})
    return Page(following=following, total=int(total[1]))


ARXIV = Service(
    address="https://export.arxiv.org",
    format="arxiv_atom",
    interval=3.0,
    search=_search,
    look_up=_look_up,
    read_page=_read_page,
    example='cat:cs.CL AND all:"membership inference"',
)
