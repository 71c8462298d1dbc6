"""What the pages for people show of the tables."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from builds import write_build
from paperkg.graph.tables import Tables
from paperkg.server import page_rows
from paperkg.server.page_rows import (
    COMMONEST,
    COUNTS,
    ENTITY,
    MENTIONS,
    PAPER,
    TABLES_OF_ENTITY,
    TABLES_OF_PAPER,
    PageRows,
    Row,
)
from records import tiny_records


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Tables:
    return Tables(write_build(tmp_path_factory.mktemp("pages") / "build", tiny_records()))


@pytest.fixture(scope="module", params=[page_rows.MOST_KEPT, 0], ids=["in memory", "from files"])
def graph(build: Tables, request: pytest.FixtureRequest) -> Iterator[PageRows]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(page_rows, "MOST_KEPT", request.param)
        tables = PageRows(build)
    yield tables
    tables.close()


def rows(graph: PageRows, query: str, **values: str) -> list[Row]:
    return graph.of({"asked": query}, **values)["asked"][1]


def test_the_head_of_an_entity(graph: PageRows) -> None:
    (row,) = rows(graph, ENTITY, id="method:a*-decoding")
    assert row == {
        "label": "A*-decoding",
        "type": "Method",
        "papers": 1,
        "confidence": 1.0,
        "aliases": "A*-decoding {with braces}",
    }


def test_the_head_of_a_paper(graph: PageRows) -> None:
    (row,) = rows(graph, PAPER, id="p0000000001")
    assert (row["authors"], row["venue"], row["url"]) == ("Ada Löve, B. O'Key", "TestConf", "https://example.org/p 1")
    text = f"{row['title']}\n{row['abstract']}"
    mentions = rows(graph, MENTIONS, id="p0000000001")
    assert {text[m["start"] : m["end"]] for m in mentions if m["entity"] == "software:vllm"} == {"vLLM"}
    assert [m["start"] for m in mentions] == sorted(m["start"] for m in mentions)


def test_the_tables_of_an_entity(graph: PageRows) -> None:
    found = {name: rows for name, (_, rows) in graph.of(TABLES_OF_ENTITY, id="method:fastkey").items()}
    assert [(row["role"], row["paper"]) for row in found["Papers"]] == [
        ("introduces", "p0000000001"),
        ("uses", "p0000000002"),
    ]
    assert all("FastKey" in row["evidence"] for row in found["Papers"])
    to_others = [(row["relation"], row["entity"]) for row in found["Its relations to others"]]
    assert ("outperforms", "method:slowkey") in to_others
    assert ("evaluatedOn", "benchmark:gsm8k") in to_others
    assert found["Relations of others to it"] == []
    assert {row["benchmarkLabel"] for row in found["Results"] if "benchmark" in row} == {"GSM8K"}
    assert [row["value"] for row in found["Results"]] == sorted(row["value"] for row in found["Results"])
    beaten = rows(graph, TABLES_OF_ENTITY["Relations of others to it"], id="method:slowkey")
    assert [(row["entity"], row["relation"]) for row in beaten] == [("method:fastkey", "outperforms")]
    near = rows(graph, TABLES_OF_ENTITY["Named together with it"], id="benchmark:gsm8k")
    assert {row["entity"] for row in near} == {"method:fastkey", "model:llama-7b"}


def test_the_tables_of_a_paper(graph: PageRows) -> None:
    found = {name: rows for name, (_, rows) in graph.of(TABLES_OF_PAPER, id="p0000000002").items()}
    assert {row["entityLabel"] for row in found["Entities"]} == {"FastKey", "GSM8K", "Llama-7B", "Llama"}
    (relation,) = found["Relations"]
    assert (relation["subject"], relation["relation"], relation["object"]) == (
        "model:llama-7b",
        "variantOf",
        "model:llama",
    )
    assert [row["value"] for row in found["Results"]] == ["4 points", "two-fold"]


def test_what_the_build_holds(graph: PageRows, build: Tables) -> None:
    assert {row["class"]: row["number"] for row in rows(graph, COUNTS)} == {
        "Benchmark": 1,
        "Method": 3,
        "Metric": 1,
        "Model": 2,
        "Paper": 3,
        "Result": build.count("results"),
        "Software": 2,
        "Statement": build.count("statements") + build.count("relations"),
        "Task": 1,
    }
    papers = [row["papers"] for row in rows(graph, COMMONEST)]
    assert papers == sorted(papers, reverse=True)


def test_many_may_ask_at_once(graph: PageRows) -> None:
    with ThreadPoolExecutor(4) as threads:
        found = list(threads.map(lambda _: rows(graph, COMMONEST), range(8)))
    assert found == found[:1] * 8
