"""Papers from services that answer, that are busy, and that are broken."""

import gzip
import json
from dataclasses import replace
from email.utils import formatdate
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.responses import Response

from paperkg.errors import FetchError, OptionError
from paperkg.fetching import SERVICES, download, sort_identifiers
from paperkg.fetching.client import ATTEMPTS
from paperkg.fetching.downloads import Manners, plan_look_up, plan_search
from paperkg.fetching.id_forms import service_of
from paperkg.model import Paper
from paperkg.readers import read
from stand_in_services import World


def titles(path: Path) -> list[str]:
    return [record.title for record in read([path]) if isinstance(record, Paper)]


def leftovers(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.name.startswith("."))


SEARCHES = {
    "arxiv": ("cat:cs.CL", 205),
    "crossref": ("query:graphs", 3),
    "huggingface": ("2025-11-20..2025-11-23", 3 + 103 + 3),
    "openalex": ("search:graphs", 4),
    "pubmed": ("graphs", 201),
    "semanticscholar": ("graphs", 3),
    "acl": ("2024.acl-long", 2),
}


@pytest.mark.parametrize("service", SERVICES)
def test_a_search_gives_the_papers_of_all_pages(service: str, world: World, tmp_path: Path) -> None:
    query, number = SEARCHES[service]
    path = tmp_path / "papers.jsonl"
    seen: list[tuple[str, int, int | None]] = []
    manners = replace(world.manners, progress=lambda *told: seen.append(told))
    found = download(plan_search(service, query), path, manners=manners)
    assert (found.papers, found.rejected) == (number, 0)
    assert len(set(titles(path))) == number
    assert seen[-1][:2] == (service, number)
    assert leftovers(tmp_path) == []


LOOK_UPS = {
    "acl": ["2024.acl-short.2"],
    "arxiv": [f"2112.{number:05}" for number in range(150)],
    "crossref": ["10.1000/a", "10.1000/b"],
    "openalex": ["10.1000/a"],
    "pubmed": ["7", "8"],
    "semanticscholar": ["10.1000/a", "2112.00001"],
}


@pytest.mark.parametrize("service", LOOK_UPS)
def test_papers_are_looked_up_by_their_ids(service: str, world: World, tmp_path: Path) -> None:
    path = tmp_path / "papers.jsonl"
    found = download(plan_look_up({service: LOOK_UPS[service]}), path, manners=world.manners)
    assert found.papers == len(set(titles(path))) == len(LOOK_UPS[service])


@pytest.mark.parametrize("service", ["crossref", "openalex"])
def test_a_doi_with_a_sign_of_the_service_is_looked_up_by_itself(service: str, world: World, tmp_path: Path) -> None:
    dois = ["10.1000/a", "10.1000/(b),c", "10.1000/missing,d"]
    found = download(plan_look_up({service: dois}), tmp_path / "p", manners=world.manners)
    assert found.papers == 2
    assert "/works/" in world.services.asked[1].url.path


def test_dates_and_ids_are_the_services_own(world: World, tmp_path: Path) -> None:
    path = tmp_path / "papers.jsonl.gz"
    download(plan_search("huggingface", "2025-11-20"), path, limit=1, manners=world.manners)
    [row] = map(json.loads, gzip.decompress(path.read_bytes()).splitlines())
    assert row == {
        "id": "2511.20100",
        "title": "Paper 100 of 2025-11-20",
        "abstract": "We study 100.",
        "authors": ["Jane Doe"],
        "date": "2025-11-20",
        "arxiv_id": "2511.20100",
        "upvotes": 100,
    }


def test_each_service_is_asked_at_its_pace(world: World, tmp_path: Path) -> None:
    download(plan_search("arxiv", "cat:cs.CL"), tmp_path / "p", manners=world.manners)
    assert world.clock.waits == [3.0, 3.0]


BUSY = [
    Response(status_code=429, headers={"Retry-After": "17"}),
    Response(status_code=503),
    Response(status_code=500),
]


def test_a_busy_service_is_asked_again_after_the_wait_it_asks_for(world: World, tmp_path: Path) -> None:
    world.services.faults = list(BUSY)
    found = download(plan_search("huggingface", "2025-11-20"), tmp_path / "p", manners=world.manners)
    assert found.papers == 3
    assert world.clock.waits == [17.0, 2.0, 4.0]
    assert "status 429; trying again in 17 s" in world.reports[0]


def test_a_wait_may_be_asked_for_as_a_date(world: World, tmp_path: Path) -> None:
    later = formatdate(world.clock.time + 40, usegmt=True)
    world.services.faults = [Response(status_code=429, headers={"Retry-After": later})]
    download(plan_search("huggingface", "2025-11-20"), tmp_path / "p", manners=world.manners)
    assert world.clock.waits == [40.0]


def test_too_long_a_wait_is_an_error(world: World, tmp_path: Path) -> None:
    world.services.faults = [Response(status_code=429, headers={"Retry-After": "86400"})]
    with pytest.raises(FetchError, match=r"status 429, and a wait of 86,400 s is asked for; try later"):
        download(plan_search("huggingface", "2025-11-20"), tmp_path / "p", manners=world.manners)


@pytest.mark.parametrize("service", SERVICES)
def test_broken_pages_are_asked_for_again(service: str, world: World, tmp_path: Path) -> None:
    query, number = SEARCHES[service]
    broken = (b"", b"<html>Bad gateway</html>", b'{"results": [{"tit', b'"text"', b"{}")
    world.services.faults = [Response(body) for body in broken]
    assert download(plan_search(service, query), tmp_path / "p", manners=world.manners).papers == number


def test_an_empty_page_of_arxiv_before_the_last_is_a_hiccup(world: World, tmp_path: Path) -> None:
    empty = b"<feed><opensearch:totalResults>205</opensearch:totalResults></feed>"
    world.services.faults = [Response(empty)]
    assert download(plan_search("arxiv", "cat:cs.CL"), tmp_path / "p", manners=world.manners).papers == 205


def test_a_service_that_never_answers_right_is_an_error(world: World, tmp_path: Path) -> None:
    world.services.faults = [Response(status_code=503) for _ in range(ATTEMPTS)]
    with pytest.raises(FetchError, match=rf"/api/daily_papers: status 503, {ATTEMPTS} times"):
        download(plan_search("huggingface", "2025-11-20"), tmp_path / "p", manners=world.manners)
    assert world.clock.waits == [1.0, 2.0, 4.0, 8.0, 16.0, 32.0]


@pytest.mark.parametrize(
    ("service", "query", "reason"),
    [
        ("arxiv", "bad", "incorrect id format for bad"),
        ("pubmed", "wrong", "Invalid query"),
        ("pubmed", "everything", "1,234,567 records, of which PubMed gives 9,999; narrow the query"),
    ],
)
def test_a_query_that_a_service_refuses_is_an_error(
    service: str, query: str, reason: str, world: World, tmp_path: Path
) -> None:
    with pytest.raises(FetchError, match=reason):
        download(plan_search(service, query), tmp_path / "p", manners=world.manners)
    assert len(world.services.asked) == 1


def test_a_refused_request_is_not_made_again(world: World, tmp_path: Path) -> None:
    world.services.faults = [Response('{"error": "Invalid\n key"}', status_code=403)]
    with pytest.raises(FetchError, match=r'status 403: \{"error": "Invalid key"\}'):
        download(plan_search("huggingface", "2025-11-20"), tmp_path / "p", manners=world.manners)


def test_nothing_found_is_an_empty_file(world: World, tmp_path: Path) -> None:
    assert download(plan_search("pubmed", "nothing"), tmp_path / "p", manners=world.manners).papers == 0
    assert download(plan_search("acl", "2024.acl-demo 1999.none"), tmp_path / "q", manners=world.manners).papers == 0
    assert (tmp_path / "p").read_bytes() == b""


class TestConnections:
    """What no server can do on purpose."""

    def manners(self, world: World, *problems: Exception) -> Manners:
        waiting = list(problems)

        def answer(_request: httpx.Request) -> httpx.Response:
            if waiting:
                raise waiting.pop(0)
            return httpx.Response(200, json=[])

        manners: Manners = replace(world.manners, transport=httpx.MockTransport(answer))
        return manners

    def test_slow_answers_and_lost_connections_are_tried_again(self, world: World, tmp_path: Path) -> None:
        manners = self.manners(world, httpx.ReadTimeout("slow"), httpx.ConnectError("refused"), httpx.ReadError(""))
        assert download(plan_search("huggingface", "2025-11-20"), tmp_path / "p", manners=manners).papers == 0
        assert [report.partition("daily_papers: ")[2] for report in world.reports] == [
            "no answer in time; trying again in 1 s",
            "refused; trying again in 2 s",
            "ReadError; trying again in 4 s",
        ]


class TestStopping:
    def test_a_stopped_run_goes_on_where_it_was(self, world: World, tmp_path: Path) -> None:
        path = tmp_path / "papers.jsonl"
        plan = plan_search("arxiv", "cat:cs.CL")

        def stop(_stage: str, done: int, _total: int | None) -> None:
            if done == 200:
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            download(plan, path, manners=replace(world.manners, progress=stop))
        assert not path.exists()
        with (tmp_path / ".papers.jsonl.fetched").open("a") as half_a_page:
            half_a_page.write('{"title": "half')
        world.services.asked.clear()
        assert download(plan, path, manners=world.manners).papers == 205
        assert [request.query_params["start"] for request in world.services.asked] == ["200"]
        assert len(set(titles(path))) == 205
        assert world.reports == ["going on after 200 papers of an earlier run"]
        assert leftovers(tmp_path) == []

    def test_another_query_starts_anew(self, world: World, tmp_path: Path) -> None:
        path = tmp_path / "papers.jsonl"
        world.services.faults = [Response(status_code=403)]
        with pytest.raises(FetchError):
            download(plan_search("huggingface", "2025-11-20"), path, manners=world.manners)
        assert download(plan_search("openalex", "search:graphs"), path, manners=world.manners).papers == 4
        assert len(titles(path)) == 4

    @pytest.mark.parametrize("state", ["", "{}", "[]", '{"plan": 1}'])
    def test_a_broken_state_starts_anew(self, state: str, world: World, tmp_path: Path) -> None:
        (tmp_path / ".papers.jsonl.fetching.json").write_text(state)
        path = tmp_path / "papers.jsonl"
        assert download(plan_search("openalex", "search:graphs"), path, manners=world.manners).papers == 4


def test_keys_and_addresses_come_from_the_environment(world: World, tmp_path: Path) -> None:
    environment = {
        "PAPERKG_EMAIL": "me@example.org",
        "S2_API_KEY": "s2",
        "NCBI_API_KEY": "ncbi",
        "HF_TOKEN": "hf",
        "OPENALEX_API_KEY": "oa",
        "CROSSREF_API_KEY": "plus",
    }
    manners = replace(world.manners, environment=environment)
    sent: dict[str, Any] = {}
    for service, (query, _) in SEARCHES.items():
        world.services.asked.clear()
        download(plan_search(service, query), tmp_path / "p", limit=1, manners=manners)
        sent[service] = world.services.asked[0]
    assert all("mailto:me@example.org" in request.headers["user-agent"] for request in sent.values())
    assert sent["semanticscholar"].headers["x-api-key"] == "s2"
    assert sent["huggingface"].headers["authorization"] == "Bearer hf"
    assert sent["crossref"].headers["crossref-plus-api-token"] == "Bearer plus"
    assert sent["crossref"].query_params["mailto"] == "me@example.org"
    assert sent["openalex"].query_params["api_key"] == "oa"
    assert sent["pubmed"].query_params["api_key"] == "ncbi"
    assert sent["pubmed"].query_params["email"] == "me@example.org"


@pytest.mark.parametrize(
    ("service", "query"),
    [
        ("huggingface", "yesterday"),
        ("huggingface", "2025-02-30"),
        ("huggingface", "2025-11-27..2025-11-20"),
        ("huggingface", "1990-01-01..2025-11-20"),
        ("acl", "ACL 2024"),
    ],
)
def test_queries_that_no_service_can_have(service: str, query: str) -> None:
    with pytest.raises(OptionError):
        plan_search(service, query)


def test_ids_are_known_by_their_form() -> None:
    given = """
        2112.03570v2 # a remark
        https://arxiv.org/pdf/2112.03570v1.pdf
        hep-th/9711200
        https://doi.org/10.48550/arXiv.1706.03762
        doi:10.1038/nbt.3780
        https://openalex.org/W2741809807
        649def34f8be52c8b66281af98ae884c09aef38b
        https://aclanthology.org/2024.acl-long.1/
        P19-1001
        PMID: 29424689
    """
    assert sort_identifiers(given.split("\n")) == {
        "arxiv": ["2112.03570", "hep-th/9711200", "1706.03762"],
        "crossref": ["10.1038/nbt.3780"],
        "openalex": ["W2741809807"],
        "semanticscholar": ["649def34f8be52c8b66281af98ae884c09aef38b"],
        "acl": ["2024.acl-long.1", "P19-1001"],
        "pubmed": ["29424689"],
    }
    assert service_of("membership inference") is None
    with pytest.raises(OptionError, match="no id: not an id of a paper"):
        sort_identifiers(["no id"])


@pytest.mark.parametrize(
    ("name", "file", "part"),
    [
        ("P19", "P19", None),
        ("P19-1", "P19", "1"),
        ("P19-1001", "P19", "1/1"),
        ("W17-0512", "W17", "5/12"),
        ("2024.acl", "2024.acl", None),
        ("2024.findings-emnlp.12", "2024.findings", "emnlp/12"),
    ],
)
def test_names_of_the_anthology(name: str, file: str, part: str | None) -> None:
    [request] = SERVICES["acl"].search(name)
    assert (request.path.rpartition("/")[2], request.volume) == (f"{file}.xml", part)
