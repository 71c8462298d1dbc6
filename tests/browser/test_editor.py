"""The query editor in a real browser."""

from collections.abc import Iterator
from typing import Any

import pytest

from builds import write_build
from paperkg.server import ServerOptions, create_app
from records import tiny_records
from serving import PATIENCE, served


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    build = write_build(tmp_path_factory.mktemp("editor") / "build", tiny_records())
    with served(create_app(build, ServerOptions(time_limit=PATIENCE))) as url:
        yield url


def test_a_recipe_is_run_without_asking_another_host(browser: Any, address: str) -> None:
    context = browser.new_context()
    context.set_default_timeout(1000 * PATIENCE)
    page = context.new_page()
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(f"{address}/sparql")
    assert "PREFIX pkg: <https://w3id.org/paperkg/ns#>" in page.inner_text(".CodeMirror-code")
    assert page.locator(".parseErrorIcon").count() == 0
    page.select_option("#cookbook", label="What is in the graph")
    page.wait_for_selector(".yasr_results table tbody tr")
    assert "How many things" in page.inner_text("#question")
    assert "Mention" in page.inner_text(".yasr_results")
    assert [url for url in asked if not url.startswith((address, "data:"))] == []
    assert said == []
    context.close()
