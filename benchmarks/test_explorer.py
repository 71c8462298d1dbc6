"""How soon the explorer can be used: from the address to a map that answers, in headless Chromium."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from corpus import big_build
from pytest_benchmark.fixture import BenchmarkFixture

from paperkg.explorer.cards import Cards
from paperkg.explorer.page import to_html, write_html
from paperkg.explorer.page_answers import PageAnswers
from paperkg.knowledge_graph import KnowledgeGraph
from paperkg.server.explorer_routes import served_page

sync_api = pytest.importorskip("playwright.sync_api")
_CHROMIUM = shutil.which("chromium")
_ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
_OUTPUTS = Path(__file__).parents[1] / "outputs"


@pytest.fixture(scope="session")
def large(tmp_path_factory: pytest.TempPathFactory) -> KnowledgeGraph:
    return KnowledgeGraph.open(big_build(tmp_path_factory.mktemp("large"), 100_000))


@pytest.fixture(scope="session")
def answers(large: KnowledgeGraph) -> PageAnswers:
    made = PageAnswers(Cards(large))
    made.prepare()
    return made


@pytest.fixture(scope="session")
def cards(answers: PageAnswers) -> Cards:
    return answers.cards


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    if _CHROMIUM is None:
        pytest.skip("needs Chromium: apt-get install chromium")
    with sync_api.sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=_CHROMIUM, args=_ARGUMENTS)
        yield launched
        launched.close()


def _open(browser: Any, path: Path) -> None:
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.goto(path.as_uri())
    page.wait_for_selector("html[data-ready]")
    page.close()


def test_write_sample(benchmark: BenchmarkFixture) -> None:
    graph = KnowledgeGraph.open(_OUTPUTS)
    text = benchmark(to_html, graph)
    benchmark.extra_info["mb"] = round(len(text.encode()) / 1e6, 2)


def test_open_sample(benchmark: BenchmarkFixture, browser: Any, tmp_path: Path) -> None:
    write_html(KnowledgeGraph.open(_OUTPUTS), tmp_path / "graph.html")
    benchmark.pedantic(_open, (browser, tmp_path / "graph.html"), rounds=5)


def test_write_backbone(benchmark: BenchmarkFixture, large: KnowledgeGraph) -> None:
    text = benchmark.pedantic(to_html, (large,), rounds=1)
    benchmark.extra_info["mb"] = round(len(text.encode()) / 1e6, 2)


def test_open_backbone(benchmark: BenchmarkFixture, browser: Any, large: KnowledgeGraph, tmp_path: Path) -> None:
    write_html(large, tmp_path / "graph.html")
    benchmark.pedantic(_open, (browser, tmp_path / "graph.html"), rounds=5)


def test_served_page(benchmark: BenchmarkFixture, large: KnowledgeGraph) -> None:
    benchmark.pedantic(served_page, (large,), rounds=1)


@pytest.mark.parametrize(
    "query", ["coding", "spectral search", "sparse pruning 1", "a", "spectrl serch", "nothing like it"]
)
def test_served_search(benchmark: BenchmarkFixture, answers: PageAnswers, query: str) -> None:
    benchmark(answers.search, query, 12)


@pytest.mark.parametrize("answer", ["near", "entity"])
def test_served_neighbourhood(benchmark: BenchmarkFixture, cards: Cards, answer: str) -> None:
    most = cards.index.entity_ids[int(cards.index.papers.argmax())]
    benchmark(getattr(cards, answer), most)


def test_served_tie(benchmark: BenchmarkFixture, cards: Cards) -> None:
    first, second = (cards.index.entity_ids[int(i)] for i in cards.index.papers.argsort()[-2:])
    benchmark(cards.tie, first, second)
