"""The server: the SPARQL protocol with the W3C's cases, limits, linked data, and real clients."""

import asyncio
import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote, urlencode

import httpx
import pyoxigraph as ox
import pytest
from pyld import jsonld  # type: ignore[import-untyped]
from rdflib import Graph
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import CSV, JSON, POST, TURTLE, XML, SPARQLWrapper

from builds import write_build
from loops import in_a_loop
from paperkg.errors import BuildError
from paperkg.graph.folder import BASE_IRI
from paperkg.rdf.jsonld_syntax import context_for
from paperkg.rdf.vocabulary import ONTOLOGY, PKG, prefixes
from paperkg.server import ServerOptions, create_app
from paperkg.server.negotiation import choose, parse_accept
from paperkg.server.security import SECURITY_HEADERS
from paperkg.server.worker_process import Worker
from paperkg.sparql.store import GRAPHS, find_store, store_path
from records import AWKWARD, tiny_records
from serving import PATIENCE, served

FORM = "application/x-www-form-urlencoded"


class Server(NamedTuple):
    url: str
    client: httpx.Client


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    build = write_build(tmp_path_factory.mktemp("serve") / "build", tiny_records())
    store_path(build)
    with (
        served(create_app(build, ServerOptions(workers=2, time_limit=PATIENCE, row_limit=500))) as url,
        httpx.Client(base_url=url, timeout=PATIENCE) as client,
    ):
        yield Server(url, client)


# ---- The protocol


class Case(NamedTuple):
    """One of the W3C's protocol tests: the request, and the status and body that are right."""

    name: str
    method: str
    parameters: list[tuple[str, str | int | float | bool | None]]
    status: int
    body: bytes | list[tuple[str, str]] | None = None
    content_type: str | None = None
    accept: str | None = None
    answer: str = ""


ASK = "ASK {}"
ENDLESS = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l FILTER(?a = ?l && ?c = ?j && ?b = ?i) }"
IN_ONTOLOGY = f"ASK {{ <{PKG}Method> ?p ?o }}"
SHAPES = next(name for name in GRAPHS if name != ONTOLOGY)
BOTH = f"ASK {{ <{PKG}Method> a ?o . <{SHAPES}#Paper> a ?shape }}"
NAMED = (
    f"ASK {{ GRAPH <{ONTOLOGY}> {{ <{PKG}Method> ?p ?o }} FILTER NOT EXISTS {{ GRAPH <{SHAPES}> {{ ?a ?b ?c }} }} }}"
)
FULL = f"ASK {{ <{PKG}Method> ?p ?o . GRAPH <{SHAPES}> {{ <{SHAPES}#Paper> ?q ?r }} }}"
DIRECT = "application/sparql-query"
DEFAULT = ("default-graph-uri", ONTOLOGY)
DEFAULT_2 = ("default-graph-uri", SHAPES)
NAMED_1 = ("named-graph-uri", ONTOLOGY)
NAMED_2 = ("named-graph-uri", SHAPES)
YES = "true"

# https://www.w3.org/2009/sparql/docs/tests/data-sparql11/protocol/ by their names. Where a test of theirs has
# the endpoint load graphs of the web (query_dataset_*), ours names graphs of the store: it loads none.
CASES = [
    Case("query_get", "GET", [("query", ASK)], 200, answer=YES),
    Case("query_post_form", "POST", [], 200, [("query", ASK)], FORM, answer=YES),
    Case("query_post_direct", "POST", [], 200, ASK.encode(), DIRECT, answer=YES),
    Case("query_dataset_default_graph", "POST", [DEFAULT], 200, IN_ONTOLOGY.encode(), DIRECT, answer=YES),
    Case("query_dataset_default_graphs_get", "GET", [("query", BOTH), DEFAULT, DEFAULT_2], 200, answer=YES),
    Case("query_dataset_default_graphs_post", "POST", [DEFAULT, DEFAULT_2], 200, BOTH.encode(), DIRECT, answer=YES),
    Case("query_dataset_named_graphs_get", "GET", [("query", NAMED), NAMED_1], 200, answer=YES),
    Case("query_dataset_named_graphs_post", "POST", [NAMED_1], 200, NAMED.encode(), DIRECT, answer=YES),
    Case("query_dataset_full", "POST", [], 200, [("query", FULL), DEFAULT, NAMED_2], FORM, answer=YES),
    Case(
        "query_multiple_dataset",
        "POST",
        [DEFAULT],
        200,
        f"ASK FROM <{SHAPES}> {{ <{PKG}Method> ?p ?o }}".encode(),
        DIRECT,
        answer=YES,
    ),
    Case("query_content_type_select", "GET", [("query", "SELECT (1 AS ?value) {}")], 200, answer="value"),
    Case("query_content_type_ask", "GET", [("query", ASK)], 200, answer=YES),
    Case(
        "query_content_type_describe",
        "GET",
        [("query", "DESCRIBE <http://example.org/>")],
        200,
        accept="application/rdf+xml",
        answer="RDF",
    ),
    Case("query_content_type_construct", "GET", [("query", "CONSTRUCT { <s> <p> 1 } WHERE {}")], 200, answer="/s>"),
    Case("bad_query_method", "PUT", [("query", ASK)], 405),
    Case("bad_multiple_queries", "GET", [("query", ASK), ("query", "SELECT * {}")], 400, answer="exactly one"),
    Case("bad_query_wrong_media_type", "POST", [], 415, ASK.encode(), "text/plain", answer=DIRECT),
    Case("bad_query_missing_form_type", "POST", [], 415, urlencode({"query": ASK}).encode(), "", answer=FORM),
    Case("bad_query_missing_direct_type", "POST", [], 415, ASK.encode(), "", answer=DIRECT),
    Case("bad_query_non_utf8", "POST", [], 415, ASK.encode("utf-16"), DIRECT + "; charset=UTF-16", answer="UTF-8"),
    Case("bad_query_syntax", "GET", [("query", "ASK {")], 400, answer="line 1, column 5"),
    # Updates: none is carried out, by any way of asking.
    Case("bad_update_get", "GET", [("update", "CLEAR ALL")], 403, answer="read-only"),
    Case("update_post_form", "POST", [], 403, [("update", "CLEAR ALL")], FORM, answer="read-only"),
    Case("update_post_direct", "POST", [], 403, b"CLEAR ALL", "application/sparql-update", answer="read-only"),
    Case("bad_multiple_updates", "POST", [], 403, [("update", "CLEAR ALL")] * 2, FORM, answer="read-only"),
    Case("bad_update_wrong_media_type", "POST", [], 415, b"CLEAR NAMED", "text/plain"),
    Case("bad_update_missing_form_type", "POST", [], 415, b"update=CLEAR%20NAMED", ""),
    # Beyond the W3C's
    Case("a query that is not UTF-8", "POST", [], 400, b"ASK { ?s ?p '\xff' }", DIRECT, answer="not UTF-8"),
    Case("parameters that are not UTF-8", "POST", [], 400, b"query=%FF", FORM, answer="cannot be read"),
    Case("no query", "GET", [("format", "json")], 400, answer="found none"),
    Case("a parameter of other endpoints", "GET", [("query", ASK), ("format", "xml")], 200, answer="<boolean>true"),
    Case("a media type", "GET", [("query", ASK), ("output", "application/json")], 200, answer='"boolean": true'),
    Case("an unknown format", "GET", [("query", ASK), ("format", "xlsx")], 400, answer="xlsx: not a format"),
    Case("an unknown parameter", "GET", [("query", ASK), ("timeout", "9")], 400, answer="timeout: not a parameter"),
    Case("a nested query", "POST", [], 400, b"ASK " + b"{" * 9000 + b"}" * 9000, DIRECT, answer="nested more than 64"),
    Case("a query in both places", "POST", [("query", ASK)], 400, ASK.encode(), DIRECT, answer="is in the body"),
    Case("an update as a query", "GET", [("query", "LOAD <http://example.org/>")], 400, answer="LOAD is refused"),
    Case(
        "federation",
        "GET",
        [("query", "ASK { SERVICE <http://x.org/> { ?s ?p ?o } }")],
        400,
        answer="SERVICE is refused",
    ),
    Case("a file", "GET", [("query", "ASK FROM <file:///etc/passwd> { ?s ?p ?o }")], 200, answer="false"),
    Case("a graph that is no IRI", "GET", [("query", ASK), ("default-graph-uri", "<")], 400, answer="IRI"),
    Case("no form of the answer", "GET", [("query", ASK)], 406, accept="image/png", answer="sparql-results+json"),
    Case("too much text", "POST", [], 413, b"#" * (1 << 21), DIRECT, answer="at most"),
    Case("too many rows", "GET", [("query", "SELECT * { ?s ?p ?o }")], 413, answer="LIMIT"),
    Case("too many triples", "GET", [("query", "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")], 413, answer="LIMIT"),
]
SKIPPED = {
    "update_dataset_default_graph": "updates are refused",
    "update_dataset_default_graphs": "updates are refused",
    "update_dataset_named_graphs": "updates are refused",
    "update_dataset_full": "updates are refused",
    "update_base_uri": "updates are refused",
    "bad_update_non_utf8": "updates are refused",
    "bad_update_syntax": "updates are refused",
    "bad_update_dataset_conflict": "updates are refused",
}


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_protocol(server: Server, case: Case) -> None:
    headers = {} if case.accept is None else {"accept": case.accept}
    if case.content_type is not None:
        headers["content-type"] = case.content_type
    body = urlencode(case.body).encode() if isinstance(case.body, list) else case.body
    found = server.client.request(case.method, "/sparql", params=case.parameters, content=body, headers=headers)
    assert found.status_code == case.status, found.text
    assert case.answer in found.text


@pytest.mark.parametrize(
    ("query", "accept", "kind"),
    [
        ("SELECT ?x { VALUES ?x { 1 } }", None, "application/sparql-results+json"),
        ("SELECT ?x { VALUES ?x { 1 } }", "application/json", "application/json"),
        ("SELECT ?x { VALUES ?x { 1 } }", "application/sparql-results+xml", "application/sparql-results+xml"),
        ("SELECT ?x { VALUES ?x { 1 } }", "text/csv;q=0.5, text/tab-separated-values", "text/tab-separated-values"),
        ("SELECT ?x { VALUES ?x { 1 } }", "text/*", "text/csv"),
        ("ASK {}", "application/sparql-results+xml;q=0.9, */*;q=0.1", "application/sparql-results+xml"),
        ("DESCRIBE method:fastkey", None, "text/turtle"),
        ("DESCRIBE method:fastkey", "application/ld+json", "application/ld+json"),
        ("DESCRIBE method:fastkey", "application/n-triples", "application/n-triples"),
        ("DESCRIBE method:fastkey", "application/rdf+xml", "application/rdf+xml"),
        ("DESCRIBE method:fastkey", "text/html, application/xml;q=0.9, */*;q=0.8", "text/turtle"),
    ],
)
def test_the_client_chooses_the_form(server: Server, query: str, accept: str | None, kind: str) -> None:
    headers = {} if accept is None else {"accept": accept}
    found = server.client.get("/sparql", params={"query": query}, headers=headers)
    assert found.status_code == 200
    assert found.headers["content-type"].partition(";")[0] == kind
    assert "Accept" in found.headers["vary"]
    if accept is None:
        head = server.client.head("/sparql", params={"query": query})
        assert (head.status_code, head.content) == (200, b"")


VALUES = 'SELECT * { VALUES (?a ?b ?c) { (<urn:x> "ü\\t\\"q\\"\\r\\n\U0001f600"@en 1.5) (UNDEF "<&>" true) } }'


def test_all_forms_of_solutions_say_the_same(server: Server) -> None:
    wanted = solutions(ox.Store().query(VALUES))
    for kind, form in (
        ("application/sparql-results+json", ox.QueryResultsFormat.JSON),
        ("application/sparql-results+xml", ox.QueryResultsFormat.XML),
        ("text/tab-separated-values", ox.QueryResultsFormat.TSV),
    ):
        body = server.client.get("/sparql", params={"query": VALUES}, headers={"accept": kind}).content
        assert solutions(ox.parse_query_results(body, form)) == wanted, kind
    plain = server.client.get("/sparql", params={"query": VALUES}, headers={"accept": "text/csv"}).text
    assert plain == 'a,b,c\r\nurn:x,"ü\t""q""\r\n\U0001f600",1.5\r\n,<&>,true\r\n'
    for kind in ("application/sparql-results+json", "application/sparql-results+xml"):
        query = "SELECT * { ?s ?p ?o FILTER(ISBLANK(?o)) } LIMIT 1"
        parameters = {"query": query, "default-graph-uri": ONTOLOGY}
        assert "bnode" in server.client.get("/sparql", params=parameters, headers={"accept": kind}).text


def solutions(found: object) -> list[list[Any]]:
    assert isinstance(found, ox.QuerySolutions)
    return [list(row) for row in found]


def test_blank_nodes_in_csv_and_tsv(server: Server) -> None:
    parameters = {"query": "SELECT ?o { ?s ?p ?o FILTER(ISBLANK(?o)) } LIMIT 1", "default-graph-uri": ONTOLOGY}
    for kind in ("text/csv", "text/tab-separated-values"):
        assert "_:" in server.client.get("/sparql", params=parameters, headers={"accept": kind}).text


def test_other_sites_may_ask(server: Server) -> None:
    found = server.client.get("/sparql", params={"query": ASK}, headers={"origin": "http://example.org"})
    assert found.headers["access-control-allow-origin"] == "*"
    headers = {"origin": "http://example.org", "access-control-request-method": "POST"}
    asked = server.client.options("/sparql", headers=headers | {"access-control-request-headers": "content-type"})
    assert asked.status_code == 200
    assert "POST" in asked.headers["access-control-allow-methods"]


def test_the_service_describes_itself(server: Server) -> None:
    found = server.client.get("/sparql", headers={"accept": "text/turtle"})
    described = Graph().parse(data=found.text, format="turtle")
    asked = described.query(
        "PREFIX sd: <http://www.w3.org/ns/sparql-service-description#> "
        "ASK { ?s a sd:Service ; sd:endpoint ?s ; sd:supportedLanguage sd:SPARQL11Query }"
    )
    assert asked.askAnswer
    assert server.client.get("/sparql", headers={"accept": "image/png"}).status_code == 406


# ---- Limits


def test_a_query_that_is_stopped_may_be_asked_again(tmp_path: Path) -> None:
    build = write_build(tmp_path / "build", tiny_records())
    store_path(build)
    with served(create_app(build, ServerOptions(workers=1, time_limit=0.05))) as url:
        found = httpx.get(f"{url}/sparql", params={"query": ENDLESS}, timeout=PATIENCE)
    assert found.status_code == 503
    assert found.headers["retry-after"] == "5"


class Late:
    """Workers that start when they are let."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.let = asyncio.Event()
        self._start = Worker.start
        monkeypatch.setattr(Worker, "start", self.start)

    async def start(self, build: Path, options: ServerOptions, store: Path | None, niceness: int) -> Worker:
        await self.let.wait()
        return await self._start(build, options, store, niceness)


def test_a_missing_store_is_made_beside_the_explorer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build = write_build(tmp_path / "build", tiny_records())

    async def answers() -> list[httpx.Response]:
        late = Late(monkeypatch)
        app = create_app(build, ServerOptions(workers=2, time_limit=PATIENCE))
        transport = httpx.ASGITransport(app=app)
        async with (
            app.router.lifespan_context(app),
            httpx.AsyncClient(transport=transport, base_url="http://x") as http,
        ):
            page = await http.get("/")
            assert find_store(build) is None
            late.let.set()
            return [page, *await asyncio.gather(*(http.get("/sparql", params={"query": ASK}) for _ in range(3)))]

    assert [found.status_code for found in in_a_loop(answers())] == [200] * 4
    assert find_store(build) is not None
    assert len(list((build / ".cache").iterdir())) == 1


def test_until_the_store_is_made_every_question_is_told_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build = write_build(tmp_path / "build", tiny_records())

    async def answers() -> list[httpx.Response]:
        Late(monkeypatch)
        app = create_app(build, ServerOptions(workers=2, time_limit=0.05))
        transport = httpx.ASGITransport(app=app)
        async with (
            app.router.lifespan_context(app),
            httpx.AsyncClient(transport=transport, base_url="http://x") as http,
        ):
            paths = ("/sparql?query=ASK%7B%7D", "/author/x", "/data/method/fastkey.ttl", "/page/author/x")
            return await asyncio.gather(*(http.get(path) for path in paths))

    for found in in_a_loop(answers()):
        assert found.status_code == 503
        assert "still being made" in found.text


def test_pages_need_no_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build = write_build(tmp_path / "build", tiny_records())

    async def answers() -> list[httpx.Response]:
        Late(monkeypatch)
        app = create_app(build, ServerOptions(workers=1, time_limit=0.05))
        transport = httpx.ASGITransport(app=app)
        async with (
            app.router.lifespan_context(app),
            httpx.AsyncClient(transport=transport, base_url="http://x", headers={"accept": "text/html"}) as http,
        ):
            paths = ("/list", "/method/fastkey", "/page/method/fastkey", "/page/paper/p0000000001", "/page/method/none")
            return [await http.get(path) for path in paths]

    found = in_a_loop(answers())
    assert [answer.status_code for answer in found] == [200, 303, 200, 200, 404]
    assert find_store(build) is None


def test_no_build(tmp_path: Path) -> None:
    with pytest.raises(BuildError, match="paperkg build"):
        create_app(tmp_path)


def test_a_broken_build_does_not_start(tmp_path: Path) -> None:
    build = write_build(tmp_path / "build", tiny_records())
    mentions = build / "tables" / "mentions.parquet"  # read only after the start
    mentions.write_bytes(mentions.read_bytes()[:-10])
    with pytest.raises(BuildError, match=r"not what manifest\.json describes"):
        create_app(build)


# ---- Linked data


@pytest.mark.parametrize(
    ("accept", "place"),
    [
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "/page/method/fastkey"),
        (None, "/page/method/fastkey"),
        ("text/turtle", "/data/method/fastkey.ttl"),
        ("application/ld+json", "/data/method/fastkey.jsonld"),
        ("application/json", "/data/method/fastkey.jsonld"),
        ("application/rdf+xml, text/html;q=0.2", "/data/method/fastkey.rdf"),
    ],
)
def test_a_thing_sends_to_a_document(server: Server, accept: str | None, place: str) -> None:
    found = server.client.get("/method/fastkey", headers={} if accept is None else {"accept": accept})
    assert (found.status_code, found.headers["location"]) == (303, place)
    assert server.client.get("/method/fastkey", headers={"accept": "image/png"}).status_code == 406


@pytest.mark.parametrize("ending", ["ttl", "jsonld", "nt", "rdf"])
def test_documents_of_things(server: Server, ending: str) -> None:
    forms = {
        "ttl": ox.RdfFormat.TURTLE,
        "jsonld": ox.RdfFormat.JSON_LD,
        "nt": ox.RdfFormat.N_TRIPLES,
        "rdf": ox.RdfFormat.RDF_XML,
    }
    found = server.client.get(f"/data/method/slowkey.{ending}")
    triples = {quad.triple for quad in ox.parse(found.content, forms[ending])}
    slowkey = ox.NamedNode(f"{BASE_IRI}method/slowkey")
    assert any(triple.subject == slowkey for triple in triples)
    assert any(triple.predicate.value == f"{PKG}mentionOf" for triple in triples)


NORMALIZED = {"algorithm": "URDNA2015", "format": "application/n-quads"}
OPTIONS = {"processingMode": "json-ld-1.1"}


@pytest.mark.parametrize("path", ["/method/slowkey", "/benchmark/gsm8k", "/paper/p0000000001"])
def test_json_of_things_is_compact_and_says_the_same(server: Server, path: str) -> None:
    document = server.client.get(f"/data{path}.jsonld").json()
    assert document["@context"] == context_for(prefixes())
    assert any(node["@id"] == path[1:].replace("/", ":") for node in document["@graph"])
    compact = jsonld.compact(jsonld.expand(document, OPTIONS), document["@context"], OPTIONS)
    assert sorted(compact["@graph"], key=str) == sorted(document["@graph"], key=str)
    lines = server.client.get(f"/data{path}.nt").text
    assert jsonld.normalize(document, NORMALIZED) == jsonld.normalize(jsonld.from_rdf(lines), NORMALIZED)


def test_json_of_constructed_graphs_is_compact(server: Server) -> None:
    for query in ("DESCRIBE method:fastkey", "CONSTRUCT WHERE { method:fastkey ?p ?o }"):
        found = server.client.get("/sparql", params={"query": query}, headers={"accept": "application/ld+json"})
        (node,) = found.json()["@graph"]
        assert node["@type"] == "Method"
        assert node["label"] == "FastKey"
        assert node["paperCount"] == 2


def test_a_form_that_cannot_say_it_is_refused(server: Server) -> None:
    query = "CONSTRUCT { ?s ?p <<( ?s ?p ?o )>> } WHERE { ?s ?p ?o } LIMIT 1"
    found = server.client.get("/sparql", params={"query": query}, headers={"accept": "application/ld+json"})
    assert found.status_code == 400
    assert "JSON-LD has no triple terms" in found.text


def test_every_entity_and_paper_has_a_page_and_data(server: Server) -> None:
    query = "SELECT ?s { { ?s pkg:paperCount ?n ; skos:prefLabel ?l } UNION { ?s a pkg:Paper } }"
    rows = server.client.get("/sparql", params={"query": query}).json()["results"]["bindings"]
    assert len(rows) == 13
    for row in rows:
        path = "/" + row["s"]["value"].removeprefix(BASE_IRI)
        found = server.client.get(path, follow_redirects=True)
        assert found.status_code == 200, path
        assert found.headers["content-type"].startswith("text/html")
        data = server.client.get(path, headers={"accept": "text/turtle"}, follow_redirects=True)
        subjects = {quad.subject for quad in ox.parse(data.content, ox.RdfFormat.TURTLE)}
        assert ox.NamedNode(row["s"]["value"]) in subjects


@pytest.mark.parametrize("kind", ["author", "sentence", "mention", "statement", "result", "cooccurrence"])
def test_other_things_have_a_page(server: Server, kind: str) -> None:
    query = f"SELECT ?s {{ ?s a ?c FILTER(STRSTARTS(STR(?s), '{BASE_IRI}{kind}/')) }} LIMIT 1"
    (row,) = server.client.get("/sparql", params={"query": query}).json()["results"]["bindings"]
    path = row["s"]["value"].removeprefix(BASE_IRI)
    assert server.client.get(f"/page/{path}").status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/method/none",
        "/page/method/none",
        "/page/none/x",
        "/page/paper/none",
        "/page/author/x",
        "/page/x",
        "/data/method/fastkey",
        "/data/method/fastkey.exe",
        "/nothing",
        "/method/a%3E%20%7B%7D",
        "/page/method/%3Cscript%3E",
        "/static/../app.py",
        "/static/%2e%2e/%2e%2e/graph.py",
    ],
)
def test_what_is_not_there_is_not_found(server: Server, path: str) -> None:
    assert server.client.get(path).status_code == 404


def test_pages_say_it_in_words(server: Server) -> None:
    """No names of properties as the ontology has them, and numbers as people write them."""
    query = "SELECT DISTINCT ?s { ?c pkg:subject ?s ; pkg:predicate ?p ; pkg:object ?o }"
    rows = server.client.get("/sparql", params={"query": query}).json()["results"]["bindings"]
    places = [row["s"]["value"].removeprefix(BASE_IRI) for row in rows]
    assert len(places) > 3
    for place in (*places, "method/fastkey"):
        cells = re.findall(r"<td>\s*([^<]*)</td>", server.client.get(f"/page/{place}").text)
        assert [cell for cell in cells if re.fullmatch(r"[a-z]+[A-Z]\w*|\w+:\w+|\d{4,}", cell.strip())] == []


def test_text_of_papers_never_becomes_markup(server: Server) -> None:
    found = server.client.get("/page/paper/p0000000001").text
    assert "]]></b>" in AWKWARD
    assert "]]></b>" not in found
    assert "&lt;b&gt;]]&gt;&lt;/b&gt;" in found


def test_pages_ask_no_other_host(server: Server) -> None:
    for path in ("/list", "/page/method/fastkey", "/page/paper/p0000000001", "/sparql"):
        found = server.client.get(path, headers={"accept": "text/html"})
        assert found.status_code == 200
        assert "default-src 'self'" in found.text.partition("<title>")[0]
        assert re.findall(r'(?:src|link[^>]* href)="(https?:[^"]*)"', found.text) == []


@pytest.mark.parametrize(
    "path", ["/", "/list", "/page/paper/none", "/api/benchmarks", "/sparql?query=ASK", "/static/editor.js", "/ns"]
)
def test_every_answer_has_the_security_headers(server: Server, path: str) -> None:
    headers = server.client.get(path).headers
    assert {name: headers[name] for name in SECURITY_HEADERS} == SECURITY_HEADERS


def test_the_editor_has_the_cookbook(server: Server) -> None:
    page = server.client.get("/sparql", headers={"accept": "text/html"}).text
    (data,) = re.findall(r'<script type="application/json" id="data">(.*?)</script>', page)
    examples = json.loads(data)["examples"]
    assert len(examples) >= 20
    for name in re.findall(r'(?:src|href)="(/static/[^"]+)"', page):
        assert server.client.get(name).status_code == 200
    assert server.client.get("/static/LICENSES.txt").status_code == 200


def test_the_explorer_is_the_first_page(server: Server) -> None:
    assert server.client.get("/").headers["content-type"].startswith("text/html")
    found = server.client.get("/api/search", params={"q": "fastkey"})
    assert "FastKey" in found.text


def test_the_ontology_is_there(server: Server) -> None:
    found = server.client.get("/ns")
    assert found.headers["content-type"].startswith("text/turtle")
    assert "owl:Ontology" in found.text


# ---- Clients


METHODS = "SELECT ?label { ?e a pkg:Method ; skos:prefLabel ?label } ORDER BY ?label"


def test_sparqlwrapper(server: Server) -> None:
    wrapper = SPARQLWrapper(f"{server.url}/sparql")
    wrapper.setQuery(METHODS)
    wrapper.setReturnFormat(JSON)
    found: Any = wrapper.query().convert()
    assert [row["label"]["value"] for row in found["results"]["bindings"]] == ["A*-decoding", "FastKey", "SlowKey"]
    wrapper.setMethod(POST)
    wrapper.setReturnFormat(XML)
    text: Any = wrapper.query().convert()
    assert "FastKey" in text.toxml()
    wrapper.setReturnFormat(CSV)
    raw: Any = wrapper.query().convert()
    assert b"FastKey" in raw
    wrapper.setQuery("CONSTRUCT WHERE { method:fastkey ?p ?o }")
    wrapper.setReturnFormat(TURTLE)
    graph: Any = wrapper.query().convert()
    assert b"FastKey" in graph


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_rdflibs_sparqlstore(server: Server) -> None:
    for method in ("GET", "POST"):
        store = SPARQLStore(f"{server.url}/sparql", method=method)
        rows = list(Graph(store).query("PREFIX pkg: <https://w3id.org/paperkg/ns#> SELECT ?m { ?m a pkg:Method }"))
        assert len(rows) == 3


@pytest.mark.skipif(shutil.which("curl") is None, reason="needs curl: apt-get install curl")
def test_curl(server: Server) -> None:
    command = ["curl", "-s", "-H", "Accept: text/csv", "--data-urlencode", f"query={METHODS}", f"{server.url}/sparql"]
    found = subprocess.run(command, capture_output=True, text=True, check=True)
    assert found.stdout.splitlines() == ["label", "A*-decoding", "FastKey", "SlowKey"]


def test_many_clients_at_once(server: Server) -> None:
    def ask(number: int) -> int:
        query = f"SELECT ?l {{ ?e skos:prefLabel ?l }} LIMIT {number % 5 + 1}"
        return len(server.client.get("/sparql", params={"query": query}).json()["results"]["bindings"])

    with ThreadPoolExecutor(20) as threads:
        assert list(threads.map(ask, range(100))) == [number % 5 + 1 for number in range(100)]


# ---- Negotiation


def test_negotiation() -> None:
    assert parse_accept("text/html;level=1;q=0.3, bad, */*;q=x") == [("text/html", 0.3), ("*/*", 0.0)]
    assert choose("", ["a/b"]) == "a/b"
    assert choose("a/b;q=0", ["a/b"]) is None
    assert choose("*/*;q=0.5, a/b;q=0.1", ["a/b", "c/d"]) == "c/d"


def test_names_are_quoted_in_queries(server: Server) -> None:
    assert server.client.get("/page/method/" + quote("x> ?p ?o } #", safe="")).status_code == 404
