"""The explorer, served: the map of the backbone, and everything else asked for when it is looked at."""

import json
import re
from collections.abc import Awaitable, Callable
from concurrent.futures import Future, ThreadPoolExecutor
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from paperkg.analysis.trends import trends
from paperkg.explorer.backbone import MAPPED, informative, map_pairs, overview
from paperkg.explorer.cards import PAPERS_EACH_ROLE, Cards, Json
from paperkg.explorer.page import WHOLE_PAPERS, corpus, render, to_html
from paperkg.explorer.page_answers import SORTS, PageAnswers, Sort
from paperkg.graph.index import index_of
from paperkg.graph.names import names_of
from paperkg.graph.tables import Tables

_MOST_FOUND = 50
_MOST_PAPERS = 500
_LONGEST_QUERY = 200
_PARAMETERS = {
    "search": "q limit",
    "entity": "id papers",
    "paper": "id",
    "tie": "a b",
    "near": "id",
    "benchmarks": "",
    "leaderboard": "id",
    "trends": "id by",
    "meets": "id type years",
    "introduced": "since",
    "papers": "id from to years sort up offset",
    "path": "a b",
}
"""The names of the API's answers, each with its parameters."""


def routes(graph: Tables, title: str | None = None) -> list[Route]:
    """The explorer's routes: `/`, `/entity/ID`, `/paper/ID`, and `/api/...`, which answer with JSON.

    The page links to `/sparql`, which another part of the application answers.

    Makes the page, which takes about two seconds for 100,000 papers; what else is needed follows beside the
    answers. `title` is the name of the corpus.

    Raises:
        BuildError: a table is broken or lacks columns.
    """
    graph.check()
    explorer = ExplorerApi(graph, title)
    return [
        Route("/", explorer.page),
        Route("/entity/{id:path}", explorer.entity_page),
        Route("/paper/{id:path}", explorer.paper_page),
        *(Route(f"/api/{name}", _known(getattr(explorer, name), known)) for name, known in _PARAMETERS.items()),
    ]


def _known(answer: Callable[[Request], Awaitable[Response]], known: str) -> Callable[[Request], Awaitable[Response]]:
    """An answer to requests with known parameters; others are refused, for they ask for something else."""

    async def checked(request: Request) -> Response:
        names = known.split()
        unknown = next((name for name in request.query_params if name not in names), None)
        if unknown is None:
            return await answer(request)
        available = ", ".join(names) or "none"
        return PlainTextResponse(f"{unknown[:80]}: not a parameter (available: {available})\n", 400)

    return checked


def served_page(graph: Tables, title: str | None = None) -> str:
    """The page that the server gives: a small build as its file has it, of a large one the overview alone."""
    index = index_of(graph)
    if len(index.paper_ids) <= WHOLE_PAPERS:
        return to_html(graph, title=title, connect=True)
    order = informative(index)
    payload = overview(graph, order[:MAPPED]) | {"mode": "served", "corpus": corpus(graph, title)}
    return render(payload, map_pairs(index, order[: payload["mapped"]]), connect=True)


class ExplorerApi:
    """The answers behind the routes. Each runs in a thread, so that none holds up another.

    The page needs few of the tables; the rest are read while it is already shown, and the first
    answers wait for them.
    """

    def __init__(self, graph: Tables, title: str | None = None) -> None:
        self.graph = graph
        self.html = served_page(graph, title).encode()
        thread = ThreadPoolExecutor(1)
        self._answers: Future[PageAnswers] = thread.submit(self._read)
        thread.submit(lambda: self.answers.prepare())
        thread.shutdown(wait=False)

    def _read(self) -> PageAnswers:
        names_of(self.graph)
        return PageAnswers(Cards(self.graph))

    @property
    def answers(self) -> PageAnswers:
        """The answers, as soon as they are there: to be asked for in a thread, which may wait."""
        return self._answers.result()

    @property
    def cards(self) -> Cards:
        """The cards, likewise."""
        return self.answers.cards

    async def page(self, _: Request) -> Response:
        """The explorer itself."""
        return HTMLResponse(self.html, headers=_HEADERS)

    async def entity_page(self, request: Request) -> Response:
        """An entity's address leads to the explorer with the entity chosen."""
        return RedirectResponse(f"{_root(request)}/#entity={quote(request.path_params['id'], safe=':')}")

    async def paper_page(self, request: Request) -> Response:
        """A paper's address leads to the explorer with the paper chosen."""
        return RedirectResponse(f"{_root(request)}/#paper={quote(request.path_params['id'], safe=':')}")

    async def search(self, request: Request) -> Response:
        """`q`, `limit`: entities and papers by name."""
        query = request.query_params.get("q", "")[:_LONGEST_QUERY]
        limit = _number(request, "limit", 12, _MOST_FOUND)
        return _json(await run_in_threadpool(lambda: self.answers.search(query, limit)))

    async def entity(self, request: Request) -> Response:
        """`id`, `papers`: an entity's card, with at most so many papers a role."""
        most = _number(request, "papers", PAPERS_EACH_ROLE, _MOST_PAPERS)
        return _json(await run_in_threadpool(lambda: self.cards.entity(_text(request, "id"), most)))

    async def paper(self, request: Request) -> Response:
        """`id`: a paper's card."""
        return _json(await run_in_threadpool(lambda: self.cards.paper(_text(request, "id"))))

    async def tie(self, request: Request) -> Response:
        """`a`, `b`: what ties two entities."""
        return _json(await run_in_threadpool(lambda: self.cards.tie(_text(request, "a"), _text(request, "b"))))

    async def near(self, request: Request) -> Response:
        """`id`: an entity's neighborhood."""
        return _json(await run_in_threadpool(lambda: self.cards.near(_text(request, "id"))))

    async def benchmarks(self, _: Request) -> Response:
        """Benchmarks with results."""
        return _json(await run_in_threadpool(lambda: self.answers.benchmarks()))

    async def leaderboard(self, request: Request) -> Response:
        """`id`: the results on a benchmark."""
        return _json(await run_in_threadpool(lambda: self.answers.leaderboard(_text(request, "id"))))

    async def meets(self, request: Request) -> Response:
        """`id`, `type`, `years`: entities of a type that meet an entity in papers."""
        asked, kind, years = _text(request, "id"), _text(request, "type"), _years(request)
        return _json(await run_in_threadpool(lambda: self.answers.meets(asked, kind, years)))

    async def introduced(self, request: Request) -> Response:
        """`since`: what papers introduce since a day."""
        since = _text(request, "since")
        known = since[:4].isascii() and since[:4].isdigit()
        return _json(await run_in_threadpool(lambda: self.answers.introduced(since) if known else []))

    async def papers(self, request: Request) -> Response:
        """`id` (more than once), `from`, `to`, `years`, `sort`, `up`, `offset`: a page of papers."""
        given = request.query_params
        sort: Sort = next((name for name in SORTS if name == given.get("sort")), "date")
        return _json(
            await run_in_threadpool(
                lambda: self.answers.paper_list(
                    given.getlist("id")[:10],
                    given.get("from"),
                    given.get("to"),
                    _years(request),
                    sort,
                    "up" not in given,
                    _number(request, "offset", 0, 1_000_000),
                    _MOST_FOUND,
                )
            )
        )

    async def path(self, request: Request) -> Response:
        """`a`, `b`: how two entities hang together."""
        return _json(await run_in_threadpool(lambda: self.answers.path(_text(request, "a"), _text(request, "b"))))

    async def trends(self, request: Request) -> Response:
        """`id` (more than once), `by`: papers over time."""
        ids = [i for i in request.query_params.getlist("id")[:10] if i in index_of(self.graph).entity_number]
        by = "year" if request.query_params.get("by") == "year" else "month"
        return _json(await run_in_threadpool(lambda: self._points(ids, by) if ids else []))

    def _points(self, ids: list[str], by: str) -> list[Json]:
        points = trends(self.graph, ids, by="year" if by == "year" else "month")
        return [
            {"ref": self.cards.ref(p.entity_id), "period": p.period, "papers": p.papers, "share": p.share}
            for p in points
        ]


_HEADERS = {"Cache-Control": "no-cache"}


def _root(request: Request) -> str:
    root: str = request.scope.get("root_path", "")
    return root


def _json(answer: object) -> Response:
    if answer is None:
        return Response("null", status_code=404, media_type="application/json", headers=_HEADERS)
    text = json.dumps(answer, ensure_ascii=False, separators=(",", ":"))
    return Response(text, media_type="application/json", headers=_HEADERS)


def _text(request: Request, name: str) -> str:
    return request.query_params.get(name, "")


def _years(request: Request) -> tuple[int, int] | None:
    """The first and last year that are asked for."""
    years = re.fullmatch(r"(\d{4})-(\d{4})", _text(request, "years"), re.ASCII)
    return (int(years[1]), int(years[2])) if years else None


def _number(request: Request, name: str, default: int, most: int) -> int:
    text = request.query_params.get(name, "")
    number = int(text) if len(text) < 10 and text.isascii() and text.isdigit() else 0
    return min(number, most) if number else default
