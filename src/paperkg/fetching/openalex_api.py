"""OpenAlex's API: searches, filters and ids, 200 works a page, with a cursor.

OPENALEX_EMAIL or PAPERKG_EMAIL puts a user into its polite pool; OPENALEX_API_KEY is a key.
"""

from collections.abc import Mapping, Sequence
from urllib.parse import quote

from paperkg.fetching.json_pages import read_object, whole_number
from paperkg.fetching.service import BrokenPageError, Page, Request, Service, batches

_PAGE = {"per-page": "200", "cursor": "*"}


def _search(query: str) -> list[Request]:
    """ "search:..." looks in title, abstract and full text, "filter:..." is a filter of OpenAlex."""
    kind, _, text = query.partition(":")
    if kind in ("search", "filter", "sort") and text:
        return [Request("works", {kind: text.strip(), **_PAGE})]
    return [Request("works", {"search": query, **_PAGE})]


def _look_up(identifiers: Sequence[str]) -> list[Request]:
    """Works by OpenAlex ids or DOIs, several a request; a DOI with one of OpenAlex's own signs by itself."""
    works = [one for one in identifiers if not one.startswith("10.")]
    dois = [one for one in identifiers if one.startswith("10.")]
    simple = [doi for doi in dois if not {"|", ","} & set(doi)]
    filters = [f"openalex:{'|'.join(batch)}" for batch in batches(works, 50)]
    filters += [f"doi:{'|'.join(batch)}" for batch in batches(simple, 50)]
    alone = [Request(f"works/doi:{quote(doi, safe='')}") for doi in dois if doi not in simple]
    return [Request("works", {"filter": one, **_PAGE}) for one in filters] + alone


def _read_page(request: Request, body: bytes) -> Page:
    answer = read_object(body)
    if "id" in answer and "results" not in answer:
        return Page()
    meta, results = answer.get("meta"), answer.get("results")
    if not isinstance(meta, dict) or not isinstance(results, list):
        raise BrokenPageError("an answer without results")
    cursor = meta.get("next_cursor")
    following = Request(request.path, {**request.parameters, "cursor": str(cursor)}) if cursor and results else None
    return Page(following=following, total=whole_number(meta.get("count")))


def _parameters(environment: Mapping[str, str]) -> dict[str, str]:
    email = environment.get("OPENALEX_EMAIL") or environment.get("PAPERKG_EMAIL")
    said = {"mailto": email, "api_key": environment.get("OPENALEX_API_KEY")}
    return {name: value for name, value in said.items() if value}


OPENALEX = Service(
    address="https://api.openalex.org",
    format="openalex",
    interval=0.1,
    search=_search,
    look_up=_look_up,
    read_page=_read_page,
    parameters=_parameters,
    missing=frozenset((404,)),
    example="search:knowledge graph completion",
)
