"""axe-core finds nothing serious in any view, light or dark, wide or narrow."""

from pathlib import Path

import pytest

from browser.conftest import Opened, Opener
from paperkg.knowledge_graph import KnowledgeGraph
from paperkg.server import ServerOptions, create_app
from serving import PATIENCE, served

_AXE = Path(__file__).parent / "node_modules" / "axe-core" / "axe.min.js"


@pytest.fixture(scope="module")
def axe() -> str:
    if not _AXE.is_file():
        pytest.skip("needs axe-core: npm ci --prefix tests/browser")
    return _AXE.read_text(encoding="utf-8")


def _findings(opened: Opened, axe: str = "") -> list[str]:
    # The page's policy lets no other script in; the debugger's evaluation stands above it.
    if axe:
        opened.page.evaluate(axe)
    report = opened.page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{v['id']} ({v['impact']}): {v['nodes'][0]['html'][:200]} {v['nodes'][0]['failureSummary'][:300]}"
        for v in report["violations"]
        if v["impact"] in ("serious", "critical")
    ]


_VIEWS = ("map", "questions", "papers", "results", "trends", "matrix", "compare&items=method:lora|paper:toy0001")
_CHOSEN = ("", "&entity=method:lora", "&entity=method:lora&with=benchmark:mmlu")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_serious(open_page: Opener, toy_file: Path, axe: str, scheme: str) -> None:
    opened = open_page(toy_file, color_scheme=scheme)
    opened.page.evaluate(axe)
    for view in _VIEWS:
        # Each card once, beside the map, and each view once.
        for chosen in _CHOSEN if view == "map" else _CHOSEN[:1]:
            opened.go(f"#view={view}{chosen}")
            opened.page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
            assert _findings(opened) == [], (view, chosen)


def test_nothing_serious_on_a_phone_or_in_search(open_page: Opener, toy_file: Path, axe: str) -> None:
    opened = open_page(toy_file, viewport={"width": 360, "height": 740})
    opened.page.fill("#query", "to")
    opened.page.wait_for_selector("#suggestions [role=option]")
    assert _findings(opened, axe) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_serious_on_served_pages(open_page: Opener, toy_graph: KnowledgeGraph, axe: str, scheme: str) -> None:
    with served(create_app(toy_graph.directory, ServerOptions(workers=1, time_limit=PATIENCE))) as address:
        opened = open_page(f"{address}/", color_scheme=scheme, viewport={"width": 375, "height": 667})
        for place in ("page/method/lora", "page/paper/paper%3Atoy0001", "list", "no/such/page"):
            opened.page.goto(f"{address}/{place}")
            assert _findings(opened, axe) == [], place


def test_nothing_serious_in_a_paper(open_page: Opener, toy_file: Path, axe: str) -> None:
    opened = open_page(f"{toy_file.as_uri()}#paper=paper:toy0001")
    assert _findings(opened, axe) == []
