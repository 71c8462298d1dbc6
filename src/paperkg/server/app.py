"""The application: its routes, and what every request passes."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from pathlib import Path

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from paperkg.explorer.page import corpus_title
from paperkg.graph.confident_tables import ConfidentTables
from paperkg.graph.switching import build_name
from paperkg.graph.tables import Tables
from paperkg.rdf.graph_text import graph_text
from paperkg.rdf.vocabulary import KINDS, ontology_folder, prefixes
from paperkg.server.answer_formats import GRAPH_FORMS
from paperkg.server.explorer_routes import routes as explorer_routes
from paperkg.server.gatekeeper import HostCheck, RateLimit
from paperkg.server.linked_data import DATA_FORMS, document_query, kind_and_local
from paperkg.server.negotiation import choose
from paperkg.server.one_form import OneForm
from paperkg.server.options import Job, Reply, ServerOptions
from paperkg.server.pages import Pages, UnansweredError
from paperkg.server.pool import WorkerPool
from paperkg.server.protocol import MAX_QUERY_BYTES, ProtocolError, asked_format, read_request
from paperkg.server.request_log import RequestLog, check_log
from paperkg.server.review_routes import routes as review_routes
from paperkg.server.security import SecurityHeaders
from paperkg.server.service_description import service_triples
from paperkg.server.stopping import Stopped
from paperkg.server.validators import EntityTags

_PLAIN_JSON = "application/json"
"""What clients ask for that know JSON and not JSON-LD, which is JSON; they get that."""
_FORMS_OF_THINGS = ("text/html", *DATA_FORMS.values())
STATIC = Path(__file__).parent / "yasgui"
_MAKING = "the store of this build is still being made"


class _Site:
    """The handlers, over one build."""

    def __init__(self, graph: Tables, options: ServerOptions, corpus: str) -> None:
        directory = graph.home
        self.base_iri = graph.base_iri
        self.build = build_name(directory)
        self.counts = {name: graph.manifest["counts"].get(name) for name in ("papers", "entities")}
        self.root_path = options.root_path
        self.prefixes = prefixes(self.base_iri)
        self.pool = WorkerPool(directory, options)
        self.pages = Pages(graph, self.pool, corpus, options.root_path)

    async def sparql(self, request: Request) -> Response:
        """The endpoint."""
        try:
            asked = read_request(
                request.method,
                request.url.query,
                request.headers.get("content-type"),
                await _body(request) if request.method == "POST" else b"",
            )
        except ProtocolError as error:
            return _text(error.status, str(error))
        accept = request.headers.get("accept")
        if asked is None:
            return self._service(request, accept)
        base = str(request.url.replace(query="", fragment=""))
        job = Job(asked.query, asked.accept or accept, asked.default_graphs, asked.named_graphs, base)
        return _response(await self.pool.ask(job, _left(request)))

    def _service(self, request: Request, accept: str | None) -> Response:
        """To people the editor, to programs the description of the service."""
        kind = choose(accept, [*GRAPH_FORMS, "text/html"])
        if kind == "text/html":
            return _page(self.pages.editor())
        if kind is None:
            return _text(406, _not_acceptable([*GRAPH_FORMS, "text/html"]))
        found = service_triples(str(request.url.replace(query="")))
        known = self.prefixes | {"sd": "http://www.w3.org/ns/sparql-service-description#"}
        return _varied(Response(graph_text(found, GRAPH_FORMS[kind], known), media_type=kind))

    async def thing(self, request: Request) -> Response:
        """An entity, paper or other thing: elsewhere is a document about it (303)."""
        kind, local = kind_and_local(request.scope)
        missing = await self._missing(request, kind, local)
        if missing is not None:
            return missing
        try:
            asked = asked_format(request.query_params.multi_items(), _FORMS_OF_THINGS)
        except ProtocolError as error:
            return _text(error.status, str(error))
        form = choose(asked or request.headers.get("accept"), [*_FORMS_OF_THINGS, _PLAIN_JSON])
        if form is None:
            return _text(406, _not_acceptable(_FORMS_OF_THINGS))
        documents = {name: ending for ending, name in DATA_FORMS.items()} | {_PLAIN_JSON: "jsonld"}
        ending = documents.get(form)
        place = f"/page/{kind}/{local}" if ending is None else f"/data/{kind}/{local}.{ending}"
        return _varied(RedirectResponse(self.root_path + place, 303))

    async def _missing(self, request: Request, kind: str, local: str) -> Response | None:
        """The answer where the graph says nothing of a thing, or does not answer; None where it does."""
        iri, known = f"{self.base_iri}{kind}/{local}", self.pages.knows(kind, local)
        if known is None:
            reply = await self.pool.ask(Job(f"ASK {{ <{iri}> ?p ?o }}", "application/json", own=True))
            if reply.status >= 500:
                return _response(reply)
            known = b"true" in reply.body
        return None if known else _missing(request, f"{iri}: not found")

    async def data(self, request: Request) -> Response:
        """What the graph says about a thing, as RDF."""
        kind, name = kind_and_local(request.scope)
        local, _, ending = name.rpartition(".")
        if ending not in DATA_FORMS:
            return _text(404, f"not a document (available: .{', .'.join(DATA_FORMS)})")
        iri = f"{self.base_iri}{kind}/{local}"
        missing = await self._missing(request, kind, local)
        job = Job(document_query(iri), DATA_FORMS[ending], own=True)
        return missing or _response(await self.pool.ask(job, _left(request)))

    async def page(self, request: Request) -> Response:
        """What the graph says about a thing, for people."""
        kind, local = kind_and_local(request.scope)
        text = await self.pages.thing(kind, local)
        return _missing(request, "This graph has nothing under that address.") if text is None else _page(text)

    async def home(self, _request: Request) -> Response:
        """What the build holds, in tables."""
        return _page(await self.pages.home())

    async def ontology(self, _request: Request) -> Response:
        """The ontology, as Turtle."""
        return Response((ontology_folder() / "paperkg.ttl").read_bytes(), media_type="text/turtle")

    async def health(self, _request: Request) -> Response:
        """Which build is served, and whether queries of it are answered."""
        told = {"status": "ready" if self.pool.is_ready else _MAKING, "build": self.build, **self.counts}
        return JSONResponse(told, 200 if self.pool.is_ready else 503)

    async def live(self, _request: Request) -> Response:
        """That the process answers."""
        return _text(200, "alive")

    async def ready(self, _request: Request) -> Response:
        """Whether queries are answered."""
        return _text(200, "ready") if self.pool.is_ready else _text(503, _MAKING)

    def routes(self) -> list[Route | Mount]:
        """All that the server answers."""
        found: list[Route | Mount] = [
            Route("/health", self.health),
            Route("/health/live", self.live),
            Route("/health/ready", self.ready),
            Route("/list", self.home),
            Route("/sparql", self.sparql, methods=["GET", "POST"]),
            Route("/ns", self.ontology),
            Route("/page/{rest:path}", self.page),
            Route("/data/{rest:path}", self.data),
            Mount("/static", StaticFiles(directory=STATIC, packages=[("paperkg.explorer", "web")], check_dir=False)),
        ]
        return found + [Route(f"/{kind}/{{rest:path}}", self.thing) for kind in KINDS]


async def _left(request: Request) -> None:
    """Waits until the client has left. For requests whose body has been read: nothing else can come."""
    while (await request.receive())["type"] != "http.disconnect":
        pass


async def _body(request: Request) -> bytes:
    """The body, read no further than a query may be long."""
    parts, length = [], 0
    async for part in request.stream():
        parts.append(part)
        length += len(part)
        if length > MAX_QUERY_BYTES:
            break
    return b"".join(parts)


def _varied(response: Response) -> Response:
    response.headers["Vary"] = "Accept"
    return response


def _text(status: int, message: str) -> Response:
    return Response(message + "\n", status, media_type="text/plain")


def _not_acceptable(offered: Iterable[str]) -> str:
    return f"no form of the document is acceptable (available: {', '.join(offered)})"


def _page(text: str) -> Response:
    return _varied(Response(text, media_type="text/html"))


def _missing(request: Request, message: str) -> Response:
    """That there is nothing: a page for people, a line for programs."""
    if choose(request.headers.get("accept"), ["text/plain", "text/html"]) == "text/html":
        pages: Pages = request.app.state.pages
        return _varied(Response(pages.missing(message), 404, media_type="text/html"))
    return _varied(_text(404, message))


async def _not_found(request: Request, _error: Exception) -> Response:
    return _missing(request, "There is no such page.")


async def _unanswered(_request: Request, error: Exception) -> Response:
    """What kept the store from answering, instead of a page that would look as if there were nothing."""
    if not isinstance(error, UnansweredError):
        raise error
    return _response(error.reply)


def _response(reply: Reply) -> Response:
    headers = {"Vary": "Accept"}
    if reply.status == 503:
        headers["Retry-After"] = "5"
    return Response(reply.body, reply.status, headers=headers, media_type=reply.media_type)


def create_app(directory: str | Path, options: ServerOptions | None = None, title: str | None = None) -> Starlette:
    """The application for the build in `directory`.

    Where its store is missing, that is made while the explorer is served; queries are answered afterwards.

    Raises:
        BuildError: there is no build.
        OptionError: answers to doubts are to be written, and everyone may ask.
    """
    options = options or ServerOptions()
    if options.log is not None:
        check_log(options.log)
    graph = ConfidentTables.open(directory)  # held for as long as the application lives, whatever is built meanwhile
    site = _Site(graph, options, corpus_title(graph, title))

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        # The explorer needs no worker, so nobody waits for them; a query waits until one is there.
        starting = app.state.starting = asyncio.create_task(site.pool.start())
        yield
        starting.cancel()
        await asyncio.wait([starting])
        await site.pool.close()
        site.pages.close()

    # The explorer has the first page and its API; IRIs of papers are for the linked data above.
    routes = [
        *site.routes(),
        *review_routes(graph, Path(directory), options, site.pages),
        *explorer_routes(graph, title),
    ]
    app = Starlette(
        routes=routes,
        middleware=_middleware(options),
        lifespan=lifespan,
        exception_handlers={UnansweredError: _unanswered, 404: _not_found},
    )
    app.state.build = site.build
    app.state.pages = site.pages
    return app


def _middleware(options: ServerOptions) -> list[Middleware]:
    """What every request passes, from the outside."""
    cross_origin = Middleware(
        CORSMiddleware, allow_origins=options.origins, allow_methods=["GET", "HEAD", "POST"], allow_headers=["*"]
    )
    return [
        *([Middleware(RequestLog, path=options.log)] if options.log else []),
        Middleware(SecurityHeaders),
        Middleware(Stopped),
        Middleware(HostCheck, hosts=options.hosts),
        *([Middleware(RateLimit, rate=options.rate_limit)] if options.rate_limit else []),
        *([cross_origin] if options.origins else []),
        Middleware(OneForm),
        Middleware(GZipMiddleware, minimum_size=1_000, compresslevel=5),
        Middleware(EntityTags),
    ]
