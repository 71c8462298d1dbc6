"""The query editor in a real browser."""

import socket
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
import uvicorn

from paperkg.server import create_app
from rdf_build import tiny_build


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    app = create_app(tiny_build(tmp_path_factory.mktemp("editor") / "build", digest="1"))
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="error"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    server.should_exit = True
    thread.join()
    listener.close()


def test_a_recipe_is_run_without_asking_another_host(browser: Any, address: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(f"{address}/sparql")
    page.select_option("#cookbook", label="What is in the graph")
    page.wait_for_selector(".yasr_results table tbody tr")
    assert "How many things" in page.inner_text("#question")
    assert "Mention" in page.inner_text(".yasr_results")
    assert [url for url in asked if not url.startswith((address, "data:"))] == []
    assert said == []
    context.close()
