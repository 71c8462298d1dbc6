"""The Model Context Protocol server, asked by the client of the protocol's own kit."""

import json
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from builds import write_build
from loops import in_a_loop
from paperkg.server.agent_tools import make_mcp_server
from paperkg.server.options import ServerOptions
from records import toy_records
from serving import PATIENCE, served

mcp = pytest.importorskip("mcp", reason="needs the Model Context Protocol: pip install mcp")
stdio = pytest.importorskip("mcp.client.stdio")


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_build(tmp_path_factory.mktemp("mcp") / "build", toy_records(30))


def _asked(server: Any, ask: Callable[[Any], Awaitable[Any]]) -> Any:
    async def run() -> Any:
        async with mcp.Client(server) as client:
            return await ask(client)

    return in_a_loop(run())


def _call(build: Path, tool: str, /, **arguments: Any) -> Any:
    server = make_mcp_server(build, ServerOptions(workers=1, time_limit=PATIENCE, row_limit=50))
    return _asked(server, lambda client: client.call_tool(tool, arguments))


def _answer(build: Path, tool: str, /, **arguments: Any) -> Any:
    answer = _call(build, tool, **arguments)
    assert not answer.is_error, answer
    found = answer.structured_content
    return found["result"] if set(found) == {"result"} else found


def list_tools(client: Any) -> Any:
    return client.list_tools()


def test_the_tools_say_that_they_only_read(build: Path) -> None:
    found = _asked(make_mcp_server(build), list_tools)
    assert {tool.name for tool in found.tools} == {
        *("search", "entity", "evidence", "compare", "results", "ask", "query")
    }
    assert all(tool.annotations.read_only_hint and tool.description for tool in found.tools)


def test_a_model_can_look_up_read_and_cite(build: Path) -> None:
    assert _answer(build, "search", query="lroa")[0]["label"] == "LoRA"
    bert = _answer(build, "entity", name="bert")
    beaten = [row for row in bert["relations"] if row["relation"] == "outperforms"]
    assert beaten
    assert all("more than BERT" in row["sentence"] and row["paper"] for row in beaten)
    cited = _answer(build, "evidence", name="LoRA", limit=3)
    assert len(cited) == 3
    assert all("LoRA" in sentence for row in cited for sentence in row["sentences"])
    steps = _answer(build, "evidence", name="Toy3Net", other="Toy4Net")
    assert [steps[0]["from"], steps[-1]["to"]] == ["Toy3Net", "Toy4Net"]
    assert all(step["sentences"] for step in steps)


def test_results_and_comparisons(build: Path) -> None:
    rows = _answer(build, "results", benchmark="MMLU")
    assert all(row["value"].endswith(" %") and row["sentence"] for row in rows)
    first, second = _answer(build, "compare", names=["Toy3Net", "Toy4Net"])
    assert (first["label"], second["label"]) == ("Toy3Net", "Toy4Net")
    assert first["outperforms"]
    assert first["results"]


def test_questions_are_answered_by_name(build: Path) -> None:
    answer = _answer(build, "ask", question="benchmarks-of-task", parameters={"task": "Question answering"})
    assert answer.splitlines()[0] == "benchmark,papers"
    assert _answer(build, "ask", question="models-by-papers").startswith("model,papers,uses,comparisons")
    (tool,) = (tool for tool in _asked(make_mcp_server(build), list_tools).tools if tool.name == "ask")
    assert "\n- leaderboard(benchmark): Which results" in tool.description
    for given, complaint in (
        ({"question": "leaderbord"}, "did you mean leaderboard"),
        ({"question": "evidence", "parameters": {"entity": "no such thing at all"}}, "no such thing at all"),
        ({"question": "introduced-and-used", "parameters": {"task": "x"}}, "takes no parameter task"),
    ):
        refused = _call(build, "ask", **given)
        assert refused.is_error
        assert complaint in refused.content[0].text


def test_an_answer_of_too_many_rows_is_refused(build: Path) -> None:
    server = make_mcp_server(build, ServerOptions(workers=1, row_limit=5))
    refused = _asked(server, lambda client: client.call_tool("ask", {"question": "models-by-month"}))
    assert refused.is_error
    assert "more than 5" in refused.content[0].text


def test_queries_keep_the_limits_of_the_endpoint(build: Path) -> None:
    answer = _answer(build, "query", sparql="SELECT ?label { ?e a pkg:Model ; skos:prefLabel ?label } ORDER BY ?label")
    assert answer.split() == ["label", "BERT", "GPT-4", "LLaMA-7B", "ResNet-50"]
    for sparql, complaint in (
        ("SELECT * { ?s ?p ?o }", "50"),
        ("DROP ALL", "read-only"),
        ("SELECT * { SERVICE <http://example.org> { ?s ?p ?o } }", "SERVICE"),
    ):
        refused = _call(build, "query", sparql=sparql)
        assert refused.is_error
        assert complaint in refused.content[0].text


def test_what_is_not_there_is_said_in_one_line(build: Path) -> None:
    refused = _call(build, "entity", name="no such thing at all")
    assert refused.is_error
    assert "no such thing at all" in refused.content[0].text
    assert "\n" not in refused.content[0].text
    assert _call(build, "compare", names=["LoRA"]).is_error


def test_it_speaks_over_standard_input_and_http(build: Path) -> None:
    command = stdio.StdioServerParameters(command=sys.executable, args=["-m", "paperkg", "mcp", str(build)])
    ask = lambda client: client.call_tool("search", {"query": "GPT-4"})  # noqa: E731
    over_pipe = _asked(command, ask)
    with served(make_mcp_server(build).streamable_http_app()) as address:
        over_http = _asked(f"{address}/mcp", ask)
    for answer in (over_pipe, over_http):
        assert json.loads(answer.content[0].text)["label"] == "GPT-4"
