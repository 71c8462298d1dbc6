"""A local server that answers as the services do, and a clock on which no time passes but what is waited for."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from paperkg.fetching.client import Clock
from paperkg.fetching.downloads import Manners
from serving import served


@dataclass
class FakeClock:
    """Counts the seconds that are waited for."""

    time: float = 1_000_000.0
    waits: list[float] = field(default_factory=list)

    def wait(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.time += seconds

    def clock(self) -> Clock:
        return Clock(elapsed=lambda: self.time, now=lambda: self.time, wait=self.wait)


@dataclass
class StandIn:
    """What is asked for, and what goes wrong before an answer is right.

    `faults` are the answers to the next requests: statuses with headers, or bodies that are no answers.
    """

    faults: list[Response] = field(default_factory=list)
    asked: list[Request] = field(default_factory=list)
    posted: list[Any] = field(default_factory=list)

    def app(self) -> Starlette:
        routes = [Route(path, self._answered(answer), methods=["GET", "POST"]) for path, answer in ANSWERS.items()]
        return Starlette(routes=routes)

    def _answered(self, answer: Callable[[dict[str, str], Any], Any]) -> Callable[[Request], Any]:
        async def respond(request: Request) -> Response:
            self.asked.append(request)
            posted = json.loads(await request.body() or b"null")
            self.posted.append(posted)
            if self.faults:
                return self.faults.pop(0)
            found = answer(dict(request.query_params) | dict(request.path_params), posted)
            if found is None:
                return Response(status_code=404)
            return Response(found if isinstance(found, str) else json.dumps(found))

        return respond


@dataclass
class World:
    """The services, where they answer, the clock, and what was reported."""

    services: StandIn
    address: str
    clock: FakeClock
    reports: list[str]
    manners: Manners


def _arxiv(query: dict[str, str], _posted: Any) -> str:
    if query.get("search_query") == "bad":
        entries = [
            "<entry><id>http://arxiv.org/api/errors#incorrect_id_format_for_bad</id><title>Error</title>"
            "<summary>incorrect id format for bad</summary></entry>"
        ]
        total = 1
    elif "id_list" in query:
        entries = [_entry(one) for one in query["id_list"].split(",")]
        total = len(entries)
    else:
        start, total = int(query["start"]), 205
        entries = [
            _entry(f"2401.{number:05}") for number in range(start, min(start + int(query["max_results"]), total))
        ]
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">'
        '<opensearch:totalResults xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/">'
        f"{total}</opensearch:totalResults>{''.join(entries)}</feed>"
    )


def _entry(identifier: str) -> str:
    return (
        f"<entry><id>http://arxiv.org/abs/{identifier}v2</id><updated>2024-02-01T00:00:00Z</updated>"
        f"<published>2024-01-05T17:59:59Z</published><title>Paper {identifier}</title>"
        f"<summary>We study {identifier}.</summary><author><name>Jane Doe</name></author></entry>"
    )


def _hugging_face(query: dict[str, str], _posted: Any) -> Any:
    day, page = query["date"], int(query["p"])
    if day == "2025-11-23":
        return None  # a Sunday
    numbers = range(100) if day == "2025-11-21" and page == 0 else range(100, 103)
    return [
        {
            "paper": {
                "id": f"2511.{int(day[-2:]) * 1000 + number:05}",
                "title": f"Paper {number} of {day}",
                "summary": f"We study {number}.",
                "publishedAt": f"{day}T00:00:00.000Z",
                "authors": [{"name": "Jane Doe"}],
                "upvotes": number,
            }
        }
        for number in numbers
    ]


def _openalex(query: dict[str, str], _posted: Any) -> Any:
    wanted = query.get("filter", "")
    if wanted.startswith("doi:"):
        dois = [doi for doi in wanted.removeprefix("doi:").split("|") if "missing" not in doi]
        return {"meta": {"count": len(dois), "next_cursor": None}, "results": [_work(doi, doi) for doi in dois]}
    if wanted.startswith("openalex:"):
        works = [_work(name, name) for name in wanted.removeprefix("openalex:").split("|")]
        return {"meta": {"count": len(works), "next_cursor": None}, "results": works}
    page = 0 if query["cursor"] == "*" else int(query["cursor"])
    results = [_work(f"10.1000/{page}.{number}", f"{page}.{number}") for number in range(2)] if page < 2 else []
    return {"meta": {"count": 4, "next_cursor": str(page + 1) if results else None}, "results": results}


def _works(query: dict[str, str], posted: Any) -> Any:
    """OpenAlex and Crossref have the same path, but pages of another size."""
    return _crossref(query, posted) if "rows" in query else _openalex(query, posted)


def _one_work(query: dict[str, str], _posted: Any) -> Any:
    doi = query["doi"]
    if "missing" in doi:
        return None
    return _work(doi.removeprefix("doi:"), doi) if doi.startswith("doi:") else {"message": _crossref_work(doi)}


def _work(doi: str, name: str) -> Any:
    index = {"We": [0], "study": [1], f"{name}.": [2]}
    return {
        "id": f"https://openalex.org/W{sum(map(ord, doi))}",
        "doi": f"https://doi.org/{doi}",
        "title": f"Paper {name}",
        "publication_date": "2024-01-05",
        "authorships": [{"author": {"display_name": "Jane Doe"}}],
        "abstract_inverted_index": index,
    }


def _crossref(query: dict[str, str], _posted: Any) -> Any:
    wanted = query.get("filter", "")
    if wanted.startswith("doi:"):
        dois = [one.removeprefix("doi:") for one in wanted.split(",") if "nowhere" not in one]
        return {"status": "ok", "message": {"total-results": len(dois), "items": [_crossref_work(doi) for doi in dois]}}
    first = query["cursor"] == "*"
    items = [_crossref_work(f"10.2000/{number}") for number in range(3)] if first else []
    return {"status": "ok", "message": {"total-results": 3, "next-cursor": "next", "items": items}}


def _crossref_work(doi: str) -> Any:
    return {
        "DOI": doi,
        "title": [f"Paper {doi}"],
        "abstract": f"<jats:p>We study {doi}.</jats:p>",
        "author": [{"given": "Jane", "family": "Doe"}],
        "issued": {"date-parts": [[2024, 1, 5]]},
    }


def _bulk(query: dict[str, str], _posted: Any) -> Any:
    if query.get("token") == "second":
        return {"total": 3, "data": [_paper("3")]}
    return {"total": 3, "token": "second", "data": [_paper("1"), _paper("2")]}


def _match(query: dict[str, str], _posted: Any) -> Any:
    if "Unknown" in query["query"]:
        return None
    return {"data": [_paper("1") | {"title": query["query"]}]}


def _batch(_query: dict[str, str], posted: Any) -> Any:
    return [None if "missing" in one else _paper(one) for one in posted["ids"]]


def _paper(name: str) -> Any:
    return {
        "paperId": name.rjust(40, "0"),
        "externalIds": {"DOI": name.removeprefix("DOI:")} if name.startswith("DOI:") else {},
        "title": f"Paper {name}",
        "abstract": f"We study {name}.",
        "year": 2024,
        "authors": [{"name": "Jane Doe"}],
    }


def _esearch(query: dict[str, str], _posted: Any) -> Any:
    if query["term"] == "everything":
        return {"esearchresult": {"count": "1234567", "querykey": "1", "webenv": "W"}}
    if query["term"] == "nothing":
        return {"esearchresult": {"count": "0", "querykey": "1", "webenv": "W"}}
    if query["term"] == "wrong":
        return {"esearchresult": {"ERROR": "Invalid query"}}
    return {"esearchresult": {"count": "201", "querykey": "1", "webenv": "W"}}


def _efetch(query: dict[str, str], _posted: Any) -> str:
    if "id" in query:
        numbers = query["id"].split(",")
    else:
        assert (query["query_key"], query["WebEnv"]) == ("1", "W")
        start = int(query["retstart"])
        numbers = list(map(str, range(start + 1, min(start + int(query["retmax"]), 201) + 1)))
    articles = "".join(
        f"<PubmedArticle><MedlineCitation><PMID>{number}</PMID><Article><Journal><Title>J</Title><JournalIssue><PubDate>"
        f"<Year>2024</Year></PubDate></JournalIssue></Journal><ArticleTitle>Paper {number}</ArticleTitle><Abstract>"
        f"<AbstractText>We study {number}.</AbstractText></Abstract><AuthorList><Author><LastName>Doe</LastName>"
        "<ForeName>Jane</ForeName></Author></AuthorList></Article></MedlineCitation></PubmedArticle>"
        for number in numbers
    )
    return f"<?xml version='1.0'?><PubmedArticleSet>{articles}</PubmedArticleSet>"


def _anthology(query: dict[str, str], _posted: Any) -> str | None:
    if query["file"] != "2024.acl.xml":
        return None
    volumes = "".join(
        f'<volume id="{name}"><meta><booktitle>Proceedings, {name}</booktitle><year>2024</year></meta>'
        + "".join(
            f'<paper id="{number}"><title>Paper {name} {number}</title>'
            f"<author><first>Jane</first><last>Doe</last></author>"
            f"<abstract>We study {name} {number}.</abstract><url>2024.acl-{name}.{number}</url></paper>"
            for number in (1, 2)
        )
        + "</volume>"
        for name in ("long", "short")
    )
    return f'<?xml version="1.0"?>\n<collection id="2024.acl">{volumes}</collection>'


ANSWERS: dict[str, Callable[[dict[str, str], Any], Any]] = {
    "/api/query": _arxiv,
    "/api/daily_papers": _hugging_face,
    "/works": _works,
    "/works/{doi:path}": _one_work,
    "/graph/v1/paper/search/bulk": _bulk,
    "/graph/v1/paper/search/match": _match,
    "/graph/v1/paper/batch": _batch,
    "/entrez/eutils/esearch.fcgi": _esearch,
    "/entrez/eutils/efetch.fcgi": _efetch,
    "/acl-org/acl-anthology/master/data/xml/{file}": _anthology,
}


@pytest.fixture(scope="session")
def _server() -> Iterator[tuple[StandIn, str]]:
    stand_in = StandIn()
    with served(stand_in.app()) as address:
        yield stand_in, address


@pytest.fixture
def world(_server: tuple[StandIn, str]) -> World:
    services, address = _server
    services.faults, services.asked, services.posted = [], [], []
    clock = FakeClock()
    reports: list[str] = []
    manners = Manners(endpoint=address, environment={}, clock=clock.clock(), report=reports.append)
    return World(services, address, clock, reports, manners)
