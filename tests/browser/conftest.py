"""A real browser: Debian's Chromium, driven by Playwright, with everything that it says written down."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from builds import write_build
from paperkg.explorer.page import write_html
from paperkg.knowledge_graph import KnowledgeGraph
from records import toy_records
from serving import PATIENCE

sync_api = pytest.importorskip("playwright.sync_api", reason="needs Playwright: make install")

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
_ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
_ARGUMENTS += ["--disable-background-networking", "--disable-component-update", "--disable-sync"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All tests of this folder need a browser, and share one."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


_SHOWN = {
    "map": "#map:not([hidden])",
    "questions": "#views h2:text-is('Questions')",
    "papers": "#views h2:text-is('Papers')",
    "compare": "#views h2:text-is('Compare')",
    "trends": "#views h2:text-matches('Papers over time|grows fastest')",
    "results": "#views h2:text-is('Results')",
    "matrix": "#views h2:text-is('Co-occurrence')",
}


@dataclass
class Opened:
    """A page and what it did: errors, dialogs, and requests to anywhere but itself."""

    page: Any
    errors: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def quiet(self) -> bool:
        """Whether nothing happened that should not."""
        return not (self.errors or self.dialogs or self.requests)

    def choose(self, name: str) -> None:
        """Searches for a name and takes the first suggestion."""
        self.page.fill("#query", name)
        self.page.wait_for_selector("#suggestions [role=option]")
        self.page.keyboard.press("Enter")
        self.page.wait_for_selector("#panel:not([hidden]) h2")

    def show(self, chart: str) -> None:
        """Goes to a chart, or back to the map, and waits until it is there."""
        self.page.click(f"#tab-{chart}")
        self.page.wait_for_selector(_SHOWN[chart])

    def until(self, condition: str) -> None:
        """Waits until an expression of the page holds.

        The pages' policy forbids `eval`, which Playwright's `wait_for_function` needs from its second look on,
        so that the page looks for itself, once a frame.
        """
        assert self.page.evaluate(
            f"""new Promise(resolve => {{
              setTimeout(() => resolve(false), 30_000);
              const look = () => ({condition}) ? resolve(true) : requestAnimationFrame(look);
              look();
            }})"""
        ), condition

    def go(self, fragment: str = "") -> None:
        """Goes to another state of the same page, and waits until it is drawn."""
        self.page.evaluate(
            """async (fragment) => {
              history.replaceState(null, '', fragment || location.pathname);
              paperkg.state.set(paperkg.state.parse(), { quiet: true });
              await paperkg.drawing;
            }""",
            fragment,
        )

    def heading(self) -> str:
        """The name on the open card."""
        return str(self.page.inner_text("#panel h2")).strip()


class Opener:
    """Opens addresses in fresh contexts."""

    def __init__(self, browser: Any) -> None:
        self.browser = browser
        self.contexts: list[Any] = []

    def __call__(self, address: str | Path, ready: str = "html[data-ready]", **options: Any) -> Opened:
        """Opens a file or address and waits until the explorer, or what `ready` selects, is there."""
        url = address.as_uri() if isinstance(address, Path) else address
        context = self.browser.new_context(**({"viewport": {"width": 1280, "height": 800}} | options))
        self.contexts.append(context)
        context.set_default_timeout(1000 * PATIENCE)
        opened = Opened(context.new_page())
        origin = url.split("#")[0] if url.startswith("file:") else "/".join(url.split("/")[:3])
        _listen(opened, origin)
        opened.page.goto(url)
        opened.page.wait_for_selector(ready)
        return opened


def _listen(opened: Opened, origin: str) -> None:
    def dismiss(dialog: Any) -> None:
        opened.dialogs.append(dialog.message)
        dialog.dismiss()

    def tell(message: Any) -> None:
        if message.type in ("error", "warning"):
            opened.errors.append(message.text)

    def ask(request: Any) -> None:
        if not request.url.startswith((origin, "data:")):
            opened.requests.append(request.url)

    opened.page.on("console", tell)
    opened.page.on("pageerror", lambda error: opened.errors.append(str(error)))
    opened.page.on("dialog", dismiss)
    opened.page.on("request", ask)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    if CHROMIUM is None:
        pytest.skip("needs Chromium: apt-get install chromium")
    with sync_api.sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=CHROMIUM, args=_ARGUMENTS, timeout=1000 * PATIENCE)
        yield launched
        launched.close()


@pytest.fixture
def open_page(browser: Any) -> Iterator[Opener]:
    opener = Opener(browser)
    yield opener
    for context in opener.contexts:
        context.close()


@pytest.fixture(scope="session")
def toy_page(browser: Any, toy_file: Path) -> Iterator[Opened]:
    """One page of the toy corpus for all tests that leave it as it is but for the address; see `Opened.go`."""
    opener = Opener(browser)
    yield opener(toy_file, reduced_motion="reduce")  # so that nothing moves while it is looked at
    for context in opener.contexts:
        context.close()


@pytest.fixture(scope="session")
def toy_graph(tmp_path_factory: pytest.TempPathFactory) -> KnowledgeGraph:
    records = toy_records(40)
    records[0]["entities"][1]["aliases"].append("We propose")
    return KnowledgeGraph.open(write_build(tmp_path_factory.mktemp("toy"), records))


@pytest.fixture(scope="session")
def toy_file(toy_graph: KnowledgeGraph, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("page") / "graph.html"
    write_html(toy_graph, path)
    return path
