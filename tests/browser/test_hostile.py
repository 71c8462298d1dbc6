"""Text from papers never becomes markup, script, address or request."""

from pathlib import Path

import pytest

from browser.conftest import Opener
from builds import write_build
from hostile import ATTACKS, hostile_records
from paperkg.explorer.page import write_html
from paperkg.knowledge_graph import KnowledgeGraph


@pytest.fixture(scope="module")
def hostile_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hostile")
    write_html(KnowledgeGraph.open(write_build(folder, hostile_records())), folder / "graph.html")
    return folder / "graph.html"


def test_nothing_in_a_paper_runs_or_loads(open_page: Opener, hostile_file: Path) -> None:
    opened = open_page(f"{hostile_file.as_uri()}#min=1")
    page = opened.page
    for name in ("entities", "papers"):
        for identifier in page.evaluate(f"paperkg.source.{name}.map((row) => row[0])"):
            change = "{entity: id, second: null, paper: null}" if name == "entities" else "{paper: id, entity: null}"
            page.evaluate(f"(id) => paperkg.state.set({change})", identifier)
            page.wait_for_selector("#panel h2")
    for chart in ("trends", "results", "matrix", "map"):
        opened.show(chart)
    page.mouse.move(500, 400)
    assert page.evaluate("[...document.querySelectorAll('img, iframe, object, embed')].length") == 0
    assert page.evaluate("document.scripts.length") == 8
    assert opened.quiet(), opened


def test_only_web_addresses_become_links(open_page: Opener, hostile_file: Path) -> None:
    opened = open_page(hostile_file)
    links = []
    for identifier in opened.page.evaluate("paperkg.source.papers.map((row) => row[0])"):
        opened.page.evaluate("(id) => paperkg.state.set({paper: id, entity: null, second: null})", identifier)
        opened.page.wait_for_selector("#panel h2")
        links += opened.page.locator("#panel a").evaluate_all("(all) => all.map((a) => a.href)")
    assert links
    looked_for = (
        "https://arxiv.org/search/?",
        "https://www.semanticscholar.org/search?",
        "https://scholar.google.com/",
    )
    within = f"{hostile_file.as_uri()}#entity="  # to the entities that an abstract mentions
    assert [link for link in links if not link.startswith(("https://example.org/", within, *looked_for))] == []
    assert any(link.startswith("https://example.org/") for link in links)
    assert not any('"' in link for link in links)


def test_hostile_names_can_be_found_and_shared(open_page: Opener, hostile_file: Path) -> None:
    opened = open_page(hostile_file)
    opened.choose("<img src=x")
    assert opened.heading() == ATTACKS[1]
    again = open_page(opened.page.url)
    assert again.heading() == ATTACKS[1]
    assert opened.quiet(), opened
    assert again.quiet(), again


def test_an_address_cannot_inject(open_page: Opener, hostile_file: Path) -> None:
    fragment = "#entity=<img src=x onerror=alert(1)>&types=<script>&view=__proto__&years=<b>&min=-1&with=constructor"
    opened = open_page(f"{hostile_file.as_uri()}{fragment}")
    assert opened.quiet(), opened
