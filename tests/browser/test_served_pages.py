"""The served pages in the explorer's clothes, and the explorer in a notebook's frame."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from browser.conftest import Opened, Opener
from builds import write_build
from paperkg.kinds import EntityType
from paperkg.knowledge_graph import KnowledgeGraph
from paperkg.model import Role
from paperkg.server import ServerOptions, create_app
from paperkg.server.gatekeeper import LOOPBACK
from records import toy_records
from serving import PATIENCE, served


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    build = write_build(tmp_path_factory.mktemp("pages") / "build", toy_records(12))
    with served(create_app(build, ServerOptions(workers=1, time_limit=PATIENCE), "Toy papers")) as url:
        yield url


def test_card_page_and_query_lead_to_each_other(open_page: Opener, address: str) -> None:
    opened = open_page(f"{address}/#entity=method:lora", color_scheme="dark")
    page = opened.page
    assert page.inner_text("h1") == "Toy papers"
    background = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.click("#panel a:text-is('Linked data')")
    page.wait_for_selector("h1:text-is('LoRA')")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == background
    place = page.get_attribute("a:text-is('Ask in SPARQL')", "href")
    page.click("a:text-is('Open in the explorer')")
    page.wait_for_selector("#panel h2")
    assert opened.heading() == "LoRA"
    page.goto(f"{address}{place}")
    page.wait_for_selector(".CodeMirror-code:has-text('DESCRIBE')")
    assert opened.quiet(), opened


def test_a_paper_s_page_marks_its_mentions(open_page: Opener, address: str) -> None:
    page = open_page(f"{address}/").page
    page.goto(f"{address}/page/paper/paper%3Atoy0001")
    assert page.title().endswith("– Toy papers")
    mention = page.locator("a.mention:text-is('LoRA')").first
    assert mention.get_attribute("title") == "Method: LoRA"
    color = mention.evaluate("(link) => getComputedStyle(link).borderBottomColor")
    assert color == f"rgb{EntityType.METHOD.kind.look.color}"
    mention.click()
    page.wait_for_selector("h1:text-is('LoRA')")
    roles = set(page.locator("table:has(caption:text-is('Papers')) td:first-child").all_text_contents())
    assert {role.strip() for role in roles} <= {role.value.replace("_", " ") for role in Role}


def test_pages_fit_a_phone_and_say_what_is_missing(open_page: Opener, address: str) -> None:
    opened = open_page(f"{address}/", viewport={"width": 360, "height": 700})
    headings = []
    for place in ("page/method/lora", "page/paper/paper%3Atoy0001", "list", "no/such/page"):
        opened.page.goto(f"{address}/{place}")
        headings.append(opened.page.inner_text("h1"))
        assert opened.page.evaluate("document.documentElement.scrollWidth") <= 360, place
    assert [heading == "Not found" for heading in headings] == [False, False, False, True]


def test_a_recipe_with_parameters_gives_plain_values(open_page: Opener, address: str) -> None:
    page = open_page(f"{address}/").page
    page.goto(f"{address}/sparql")
    page.select_option("#cookbook", label="Who evaluates on a benchmark")
    page.fill("#parameters input", "MMLU")
    page.press("#parameters input", "Tab")
    page.wait_for_selector(".CodeMirror-code:has-text('MMLU')")
    page.wait_for_selector(".yasr_results td:has-text('accuracy'), .yasr_results td:has-text('perplexity')")
    opened = Opened(page)
    opened.until(
        "[...document.querySelectorAll('.yasr_results td .nonIri')].every((c) => !/[\"^]/.test(c.textContent))"
    )
    options = page.locator("#cookbook option").all_text_contents()[1:]
    assert options == sorted(options)


def test_a_notebook_shows_the_map_and_a_card(browser: object, toy_graph: KnowledgeGraph, tmp_path: Path) -> None:
    shown = toy_graph.show("lora", height=500)
    notebook = tmp_path / "notebook.html"
    notebook.write_text(f"<!DOCTYPE html><title>Notebook</title>{shown._repr_html_()}", encoding="utf-8")
    context = browser.new_context()  # type: ignore[attr-defined]
    try:
        page = context.new_page()
        said: list[str] = []
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(notebook.as_uri())
        frame = page.frame_locator("iframe")
        frame.locator("#panel h2:has-text('LoRA')").wait_for(timeout=1000 * PATIENCE)
        frame.locator("#tab-papers").click()
        frame.locator("table.papers").wait_for(timeout=1000 * PATIENCE)
        assert said == []
    finally:
        context.close()


def test_doubts_are_answered_in_the_page(open_page: Opener, tmp_path: Path) -> None:
    records = [
        {
            "id": f"p{number}",
            "title": f"Paper {number}",
            "abstract": "We use FooNet here.",
            "entities": [{"name": "FooNet", "type": kind, "named": True, "role": "uses", "aliases": ["FooNet"]}],
        }
        for number, kind in enumerate(("Method", "Model"))
    ]
    build, file = write_build(tmp_path / "build", records), tmp_path / "decisions.tsv"
    file.touch()
    options = ServerOptions(workers=1, time_limit=PATIENCE, hosts=LOOPBACK, origins=(), review=file)
    with served(create_app(build, options)) as url:
        opened = open_page(f"{url}/review", ready="h1", viewport={"width": 360, "height": 700})
        page = opened.page
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        assert page.locator("q").all_inner_texts() == ["We use FooNet here."] * 2
        page.click("button:text-is('Model')")
        page.wait_for_selector("[role=status]")
        assert "Nothing is in doubt." in page.inner_text("main")
        assert opened.quiet(), opened
        # Another site's page sends the same form.
        form = (
            f"<form method=post action='{url}/review'><input name=token value=x><input name=action value=drop>"
            "<input name=entity value=FooNet><input name=argument value=''><button>Go</button></form>"
        )
        foreign = tmp_path / "foreign.html"
        foreign.write_text(f"<!DOCTYPE html><title>Foreign</title>{form}", encoding="utf-8")
        page.goto(foreign.as_uri())
        page.click("button")
        page.wait_for_selector("text=answers are taken from this server's own page only")
    assert file.read_text(encoding="utf-8") == "retype\tFooNet\tModel\n"
