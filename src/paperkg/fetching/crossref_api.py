"""Crossref's API: queries, filters and DOIs, 100 works a page, with a cursor.

CROSSREF_EMAIL or PAPERKG_EMAIL puts a user into its polite pool; CROSSREF_API_KEY is the token of a subscriber.
"""

from collections.abc import Mapping, Sequence
from urllib.parse import quote

from paperkg.fetching.json_pages import read_object, whole_number
from paperkg.fetching.service import BrokenPageError, Page, Request, Service, batches

_PAGE = {"rows": "100", "cursor": "*"}


def _search(query: str) -> list[Request]:
    """ "query:..." looks everywhere, as a bare query does; "filter:..." is a filter, "query.title:..." a field."""
    kind, _, text = query.partition(":")
    if (kind in ("query", "filter") or kind.startswith("query.")) and text:
        return [Request("works", {kind: text.strip(), **_PAGE})]
    return [Request("works", {"query": query, **_PAGE})]


def _look_up(identifiers: Sequence[str]) -> list[Request]:
    """Several DOIs a request; one that has a comma, which parts them, by itself."""
    simple = [doi for doi in identifiers if "," not in doi]
    filters = [",".join(f"doi:{doi}" for doi in batch) for batch in batches(simple, 20)]
    alone = [Request(f"works/{quote(doi, safe='')}") for doi in identifiers if "," in doi]
    return [Request("works", {"filter": one, **_PAGE}) for one in filters] + alone


def _read_page(request: Request, body: bytes) -> Page:
    message = read_object(body).get("message")
    if isinstance(message, dict) and "DOI" in message:
        return Page()
    if not isinstance(message, dict) or not isinstance(message.get("items"), list):
        raise BrokenPageError("an answer without items")
    cursor = message.get("next-cursor")
    following = Request(request.path, {**request.parameters, "cursor": str(cursor)})
    return Page(
        following=following if cursor and message["items"] else None,
        total=whole_number(message.get("total-results")),
    )


def _parameters(environment: Mapping[str, str]) -> dict[str, str]:
    email = environment.get("CROSSREF_EMAIL") or environment.get("PAPERKG_EMAIL")
    return {"mailto": email} if email else {}


def _headers(environment: Mapping[str, str]) -> dict[str, str]:
    key = environment.get("CROSSREF_API_KEY")
    return {"Crossref-Plus-API-Token": f"Bearer {key}"} if key else {}


CROSSREF = Service(
    address="https://api.crossref.org",
    format="crossref",
    interval=0.2,
    search=_search,
    look_up=_look_up,
    read_page=_read_page,
    parameters=_parameters,
    headers=_headers,
    missing=frozenset((404,)),
    example="query:retrieval augmented generation",
)
