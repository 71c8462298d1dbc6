"""The explorer's file, looked at as text; `tests/browser` opens it."""

import base64
import hashlib
import json
import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from builds import write_build
from paperkg.explorer.page import to_html, write_html
from paperkg.explorer.readable_text import units
from paperkg.knowledge_graph import KnowledgeGraph
from records import toy_records

_LOADING = {"src", "href", "action", "data", "poster", "srcset", "xlink:href", "background", "formaction"}


class _Page(HTMLParser):
    """Attributes that load something, elements by name, and the text of data blocks."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.loads: list[tuple[str, str]] = []
        self.tags: list[str] = []
        self.blocks: dict[str, str] = {}
        self._block = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.loads += [(tag, value or "") for name, value in attrs if name in _LOADING]
        self._block = dict(attrs).get("id") or "" if tag == "script" else ""

    def handle_data(self, data: str) -> None:
        if self._block:
            self.blocks[self._block] = self.blocks.get(self._block, "") + data

    def payload(self) -> dict[str, Any]:
        payload: dict[str, Any] = json.loads(self.blocks["payload"])
        return payload


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> KnowledgeGraph:
    return KnowledgeGraph.open(write_build(tmp_path_factory.mktemp("toy"), toy_records(30)))


def test_nothing_is_loaded_from_anywhere(graph: KnowledgeGraph) -> None:
    text = to_html(graph)
    page = _Page(text)
    assert {value for _, value in page.loads} == {"#results", "data:,"}
    assert not {"iframe", "object", "embed", "img", "base", "form"} & set(page.tags)
    assert "@import" not in text.split("</style>")[0]
    assert "default-src 'none'" in text


def test_the_policy_names_exactly_the_scripts_in_the_page(graph: KnowledgeGraph) -> None:
    text = to_html(graph)
    scripts = re.findall(r"<script>(.*?)</script>", text, re.DOTALL)
    digests = [base64.b64encode(hashlib.sha256(s.encode()).digest()).decode() for s in scripts]
    assert re.findall(r"'sha256-([^']+)'", text.split("<style>")[0]) == digests
    assert len(scripts) == 4


def test_the_payload_holds_the_whole_build(graph: KnowledgeGraph) -> None:
    payload = _Page(to_html(graph)).payload()
    for name in ("papers", "entities", "statements", "results", "relations", "sentences"):
        assert len(payload[name]) == graph.table(name).num_rows
    assert sum(len(row) for row in payload["mentions"]) == 3 * graph.table("mentions").num_rows


def test_every_mention_in_the_payload_is_an_alias(graph: KnowledgeGraph) -> None:
    payload = _Page(to_html(graph)).payload()
    for paper, places in zip(payload["papers"], payload["mentions"], strict=True):
        text = f"{paper[1]}\n{paper[2]}".encode("utf-16-le")
        for k in range(0, len(places), 3):
            entity, start, length = places[k : k + 3]
            form = text[2 * start : 2 * (start + length)].decode("utf-16-le")
            assert form in (payload["entities"][entity][1], *payload["entities"][entity][6])


def test_nodes_have_places_shapes_and_sizes(graph: KnowledgeGraph) -> None:
    page = _Page(to_html(graph))
    nodes = json.loads(page.blocks["vis-nodes"])
    options = json.loads(page.blocks["vis-options"])
    assert len(nodes) == graph.table("entities").num_rows
    assert len({(node["x"], node["y"]) for node in nodes}) == len(nodes)
    assert len({node["shape"] for node in nodes}) == 6
    assert options["physics"] == {"enabled": False}


def test_text_cannot_end_a_script(tmp_path: Path) -> None:
    record = toy_records(1)[0]
    record["title"] = "</script><img src=x onerror=alert(1)> \u2028\u2029 <!--<script>"
    record["url"] = "javascript:alert(1)"
    text = to_html(KnowledgeGraph.open(write_build(tmp_path, [record])))
    page = _Page(text)
    assert "img" not in page.tags
    assert page.payload()["papers"][0][1] == record["title"]
    assert "\u2028" not in text.split("<script>")[0]


def test_offsets_are_utf_16(tmp_path: Path) -> None:
    assert units("a\U0001f600b")(3) == 4
    assert units("aéb")(2) == 2
    record = toy_records(1)[0]
    record["title"] = "\U0001f600 " + record["title"]
    payload = _Page(to_html(KnowledgeGraph.open(write_build(tmp_path, [record])))).payload()
    entity, start, length = payload["mentions"][0][:3]
    title = payload["papers"][0][1].encode("utf-16-le")
    assert title[2 * start : 2 * (start + length)].decode("utf-16-le") == payload["entities"][entity][1]


def test_the_corpus_has_the_name_of_the_build_unless_another_is_given(tmp_path: Path) -> None:
    graph = KnowledgeGraph.open(write_build(tmp_path, toy_records(2), title="Toys & papers"))
    assert "<title>Toys &amp; papers</title>" in to_html(graph)
    assert "<title>Other papers</title>" in to_html(graph, title="Other papers")


def test_an_empty_build_makes_a_page(tmp_path: Path) -> None:
    assert _Page(to_html(KnowledgeGraph.open(write_build(tmp_path, [])))).payload()["entities"] == []


@pytest.mark.parametrize("seed", ["0", "1"])
def test_bytes_do_not_depend_on_hash_seed_or_locale(graph: KnowledgeGraph, tmp_path: Path, seed: str) -> None:
    write_html(graph, tmp_path / "here.html")
    code = (
        "import sys; from paperkg.knowledge_graph import KnowledgeGraph; from paperkg.explorer.page import write_html; "
        "write_html(KnowledgeGraph.open(sys.argv[1]), sys.argv[2])"
    )
    there = tmp_path / "there.html"
    environment = os.environ | {"PYTHONHASHSEED": seed, "LC_ALL": "C", "PYTHONUTF8": "0"}
    subprocess.run([sys.executable, "-c", code, str(graph.directory), str(there)], check=True, env=environment)
    assert there.read_bytes() == (tmp_path / "here.html").read_bytes()
