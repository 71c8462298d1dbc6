"""The served explorer in a real browser."""

from collections.abc import Iterator

import pytest
from starlette.applications import Starlette

from browser.conftest import Opener
from paperkg.explorer import backbone
from paperkg.knowledge_graph import KnowledgeGraph
from paperkg.server import explorer_routes
from serving import served


@pytest.fixture(scope="module")
def address(toy_graph: KnowledgeGraph) -> Iterator[str]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(backbone, "MAPPED", 25)
        patch.setattr(explorer_routes, "MAPPED", 25)
        patch.setattr(explorer_routes, "WHOLE_PAPERS", 0)
        app = Starlette(routes=explorer_routes.routes(toy_graph))
    with served(app) as url:
        yield f"{url}/"


def test_it_asks_its_own_server_only(open_page: Opener, address: str) -> None:
    opened = open_page(address)
    assert "25 most informative" in opened.page.inner_text("#notice")
    opened.choose("toy33net")
    assert opened.heading() == "Toy33Net"
    introduced = opened.page.locator("#panel section:has(h3:has-text('Introduced by')) mark").first
    assert introduced.inner_text() == "Toy33Net"
    number = opened.page.evaluate("paperkg.source.number.get('method:toy33net')")
    assert number >= 25
    opened.until(f"paperkg.map.visible.has({number})")  # the map follows the card
    assert opened.quiet(), opened


def test_cards_ties_and_charts(open_page: Opener, address: str) -> None:
    opened = open_page(f"{address}#entity=method:lora&with=benchmark:mmlu")
    opened.page.wait_for_selector("text=Papers with both")
    for chart in ("trends", "results", "matrix"):
        opened.show(chart)
        opened.page.wait_for_selector("#views figure svg")
    opened.page.locator("#panel .paper:visible .title").first.click()
    opened.page.wait_for_selector("#panel .abstract mark")
    assert opened.quiet(), opened


def test_an_entity_s_address_opens_it(open_page: Opener, address: str) -> None:
    opened = open_page(f"{address}entity/method:lora")
    assert opened.heading() == "LoRA"
