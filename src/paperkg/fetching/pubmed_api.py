"""PubMed's E-utilities: queries, which are kept on the server and read 200 records at a time, and ids.

NCBI_API_KEY allows ten requests a second instead of three; PAPERKG_EMAIL tells NCBI whom to write to.
"""

import re
from collections.abc import Mapping, Sequence

from paperkg.fetching.json_pages import read_object
from paperkg.fetching.service import BrokenPageError, Page, RefusedError, Request, Service, batches

_SEARCH, _FETCH = "entrez/eutils/esearch.fcgi", "entrez/eutils/efetch.fcgi"
_PAGE = 200
_MOST = 9_999
"""PubMed gives no more records of one query."""

_XML = {"db": "pubmed", "retmode": "xml"}


def _search(query: str) -> list[Request]:
    return [Request(_SEARCH, {"db": "pubmed", "term": query, "usehistory": "y", "retmode": "json", "retmax": "0"})]


def _look_up(identifiers: Sequence[str]) -> list[Request]:
    return [Request(_FETCH, {**_XML, "id": ",".join(batch)}) for batch in batches(identifiers, _PAGE)]


def _read_page(request: Request, body: bytes) -> Page:
    if request.path == _SEARCH:
        return _found(body)
    if not re.search(rb"</PubmedArticleSet>|<PubmedArticleSet\s*/>", body):
        raise BrokenPageError("no whole set of articles")
    if "query_key" not in request.parameters:
        return Page()
    start, total = int(request.parameters["retstart"]) + _PAGE, int(request.parameters["total"])
    following = Request(_FETCH, {**request.parameters, "retstart": str(start)}) if start < total else None
    return Page(following=following, total=total)


def _found(body: bytes) -> Page:
    """The first page of what a query has found."""
    result = read_object(body).get("esearchresult")
    if not isinstance(result, dict) or "ERROR" in result or "count" not in result:
        said = result.get("ERROR") if isinstance(result, dict) else None
        raise RefusedError(str(said)) if said else BrokenPageError("an answer without a result")
    total = int(result["count"])
    if total > _MOST:
        raise RefusedError(
            f"{total:,} records, of which PubMed gives {_MOST:,}; narrow the query, by years for example"
        )
    kept = {"query_key": str(result.get("querykey")), "WebEnv": str(result.get("webenv"))}
    first = {**_XML, **kept, "retstart": "0", "retmax": str(_PAGE), "total": str(total)}
    return Page(records=b"", following=Request(_FETCH, first) if total else None, total=total)


def _parameters(environment: Mapping[str, str]) -> dict[str, str]:
    said = {"api_key": environment.get("NCBI_API_KEY"), "email": environment.get("PAPERKG_EMAIL")}
    return {"tool": "paperkg"} | {name: value for name, value in said.items() if value}


PUBMED = Service(
    address="https://eutils.ncbi.nlm.nih.gov",
    format="pubmed_xml",
    interval=0.35,
    search=_search,
    look_up=_look_up,
    read_page=_read_page,
    parameters=_parameters,
    example="transformer[title] AND 2024[dp]",
)
