"""The served explorer's answers, which are those of the file."""

import json
import re
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette

from builds import write_build
from loops import in_a_loop
from paperkg.analysis.leaderboards import by_papers
from paperkg.analysis.neighbors import neighbors
from paperkg.analysis.trends import trends
from paperkg.explorer.page import corpus, to_html
from paperkg.graph.names import search
from paperkg.graph.tables import Tables
from paperkg.knowledge_graph import KnowledgeGraph
from paperkg.server import explorer_routes
from paperkg.server.explorer_routes import routes
from records import toy_records


class Client:
    """Asks an application without a server between."""

    def __init__(self, app: Starlette) -> None:
        self.transport = httpx.ASGITransport(app)

    def get(self, path: str, **parameters: str) -> httpx.Response:
        async def ask() -> httpx.Response:
            async with httpx.AsyncClient(transport=self.transport, base_url="http://test") as client:
                return await client.get(path, params=parameters or None)

        return in_a_loop(ask())


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> KnowledgeGraph:
    records = toy_records(40)
    records[2]["title"] = "\U0001f600 " + records[2]["title"]
    records[5]["date"] = None
    return KnowledgeGraph.open(write_build(tmp_path_factory.mktemp("toy"), records))


@pytest.fixture(scope="module")
def client(graph: KnowledgeGraph) -> Client:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(explorer_routes, "WHOLE_PAPERS", 0)
        return Client(Starlette(routes=routes(graph, "Toys")))


def _marked(evidence: dict[str, Any]) -> list[str]:
    text = evidence["text"].encode("utf-16-le")
    return [text[2 * start : 2 * end].decode("utf-16-le") for start, end in evidence["marks"]]


def test_the_page_may_ask_its_own_server_only(client: Client) -> None:
    response = client.get("/")
    assert response.status_code == 200
    assert "connect-src 'self'" in response.text
    assert '"mode":"served"' in response.text


def test_the_corpus_is_named(client: Client, graph: KnowledgeGraph) -> None:
    assert "<title>Toys</title>" in client.get("/").text
    about = corpus(graph)["about"]
    assert about.startswith("40 papers from 2022 to 2024, 1 without a year; from ")


def test_a_small_build_is_served_as_its_file_has_it(graph: KnowledgeGraph) -> None:
    text = Client(Starlette(routes=routes(graph))).get("/").text
    block = re.compile(r'id="vis-nodes">(.*?)</script>')
    assert block.findall(text) == block.findall(to_html(graph))


def test_search_finds_entities_and_titles(client: Client, graph: KnowledgeGraph) -> None:
    found = client.get("/api/search", q="toy1", limit="5").json()
    assert [f["id"] for f in found if "label" in f] == [f.entity_id for f in search(graph, "toy1", 5)]
    assert any(f.get("paper") for f in found)
    assert client.get("/api/search", q="").json() == []
    assert client.get("/api/search", q="lora", limit="-1").json()[0]["label"] == "LoRA"


def test_an_entity_has_all_its_papers_by_role(client: Client, graph: KnowledgeGraph) -> None:
    card = client.get("/api/entity", id="method:lora").json()
    rows = [row for row in graph.rows("statements") if row["entity_id"] == "method:lora"]
    assert {g["role"]: g["count"] for g in card["groups"]} == {"uses": len(rows)}
    for group in card["groups"]:
        for item in group["items"]:
            assert item["paper"]["title"]
            assert "LoRA" in [form for evidence in item["evidence"] for form in _marked(evidence)]
    assert [r["id"] for r in card["related"]] == [n.entity_id for n in neighbors(graph, "LoRA", 24)]
    near = client.get("/api/near", id="method:lora").json()
    assert near[: len(card["related"])] == card["related"]


def test_results_mark_their_value(client: Client) -> None:
    card = client.get("/api/entity", id="benchmark:mmlu").json()
    assert card["results"]
    assert all(_marked(row["evidence"]) == [row["value"].replace(" ", "")] for row in card["results"])


def test_a_paper_marks_its_abstract(client: Client, graph: KnowledgeGraph) -> None:
    for row in graph.rows("papers"):
        card = client.get("/api/paper", id=row["paper_id"]).json()
        marks = [[m["start"], m["end"]] for m in card["abstract"]["marks"]]
        forms = _marked({"text": card["abstract"]["text"], "marks": marks})
        names = {ref["label"] for group in card["groups"] for ref in group["entities"]}
        assert set(forms) <= names
        assert card["results"]
        assert card["relations"]


def test_a_tie_holds_the_papers_with_both(client: Client, graph: KnowledgeGraph) -> None:
    members: dict[str, set[str]] = {}
    for row in graph.rows("statements"):
        members.setdefault(row["entity_id"], set()).add(row["paper_id"])
    card = client.get("/api/tie", a="method:lora", b="benchmark:mmlu").json()
    both = members["method:lora"] & members["benchmark:mmlu"]
    assert card["shared"] == len(both)
    assert {item["paper"]["id"] for item in card["papers"]} <= both
    assert card["common"]


def test_boards_and_trends(client: Client, graph: KnowledgeGraph) -> None:
    benchmarks = client.get("/api/benchmarks").json()
    assert [b["papers"] for b in benchmarks] == [papers for _, papers, _ in by_papers(graph.rows("results"))]
    board = client.get("/api/leaderboard", id=benchmarks[0]["ref"]["id"]).json()
    assert sum(len(g["rows"]) for g in board["groups"]) + len(board["left_off"]) > 0
    points = client.get("/api/trends", id="method:lora", by="year").json()
    expected = trends(graph, ["method:lora"], by="year")
    assert [(p["period"], p["papers"]) for p in points] == [(p.period, p.papers) for p in expected]


def test_questions_and_papers(client: Client, graph: KnowledgeGraph) -> None:
    assert client.get("/api/meets", id="method:lora", type="Model").json()[0]["ref"]["type"] == "Model"
    assert client.get("/api/meets", id="nothing", type="Model").json() == []
    new = client.get("/api/introduced", since="2024").json()
    assert new
    assert min(item["paper"]["date"] for item in new) >= "2024"
    assert client.get("/api/introduced", since="soon").json() == []
    page = client.get("/api/papers", **{"from": "2023-01", "years": "2023-2023", "sort": "title", "up": ""}).json()
    assert page["total"] == sum(row["year"] == 2023 for row in graph.rows("papers"))
    assert page["undated"] == 0
    assert client.get("/api/papers", id="nothing").json()["total"] == 0
    assert len(client.get("/api/entity", id="method:lora", papers="2").json()["groups"][0]["items"]) == 2
    steps = client.get("/api/path", a="method:toy3net", b="method:toy4net").json()
    assert steps[0]["a"]["label"] == "Toy3Net"
    assert client.get("/api/path", a="method:toy3net", b="nothing").json() is None


@pytest.mark.parametrize("query", ["10.1000/toy", "2301.00001", "https://arxiv.org/abs/2301.00001v2"])
def test_papers_are_found_by_doi_and_arxiv_id(tmp_path_factory: pytest.TempPathFactory, query: str) -> None:
    records = toy_records(3)
    records[1] |= {"doi": "10.1000/toy", "arxiv_id": "2301.00001"}
    folder = write_build(tmp_path_factory.mktemp("ids"), records)
    found = Client(Starlette(routes=routes(Tables(folder)))).get("/api/search", q=query).json()
    assert [item["id"] for item in found] == ["paper:toy0001"]


@pytest.mark.parametrize(
    "path", ["entity?id=nothing", "paper?id=", "tie?a=method:lora&b=method:lora", "tie?a=x&b=y", "entity"]
)
def test_what_is_not_there_is_not_found(client: Client, path: str) -> None:
    response = client.get(f"/api/{path}")
    assert response.status_code == 404
    assert response.json() is None


def test_addresses_lead_to_the_explorer(client: Client) -> None:
    response = client.get("/entity/method:lora")
    assert response.headers["location"] == "/#entity=method:lora"
    response = client.get("/paper/paper:a<b")
    assert response.headers["location"] == "/#paper=paper:a%3Cb"


def test_the_overview_holds_no_papers(client: Client) -> None:
    found = re.search(r'id="payload">(.*?)</script>', client.get("/").text)
    assert found
    payload = json.loads(found[1])
    assert payload["papers"] == payload["statements"] == []
    assert payload["totals"]["papers"] == 40
