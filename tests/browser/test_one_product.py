"""What holds in every view: counts, empty states, failures, keys, theme, pictures."""

from html import escape

from browser.conftest import Opened
from paperkg.knowledge_graph import KnowledgeGraph


def test_counts_are_those_under_the_filters(toy_page: Opened, toy_graph: KnowledgeGraph) -> None:
    toy_page.go("#types=Model&roles=compares_with&years=2023-2023")
    year = {row["paper_id"]: row["year"] for row in toy_graph.rows("papers")}
    kind = {row["entity_id"]: row["type"] for row in toy_graph.rows("entities")}
    rows = [
        row
        for row in toy_graph.rows("statements")
        if row["role"] == "compares_with" and year[row["paper_id"]] == 2023 and kind[row["entity_id"]] == "Model"
    ]
    models, papers = {row["entity_id"] for row in rows}, {row["paper_id"] for row in rows}
    assert (
        toy_page.page.inner_text("#summary") == f"{len(models)} of {len(kind)} entities in {len(papers)} of 40 papers"
    )


def test_metrics_are_off_the_map_at_first(toy_page: Opened) -> None:
    toy_page.go()
    assert not toy_page.page.is_checked("input[value=Metric]")
    assert toy_page.page.is_checked("input[value=Method]")
    kinds = toy_page.page.evaluate(
        "[...new Set([...paperkg.map.visible].map((i) => paperkg.source.types[paperkg.source.entities[i][2]].name))]"
    )
    assert "Metric" not in kinds
    assert "#" not in toy_page.page.url


def test_what_is_empty_says_why_and_offers_a_reset(toy_page: Opened) -> None:
    toy_page.go("#min=60&types=Software")
    assert "No entity passes the filters" in toy_page.page.inner_text("#banner")
    toy_page.page.click("#banner .plain")
    toy_page.until("!location.hash.includes('min=')")
    assert toy_page.page.is_hidden("#banner")


def test_a_failed_answer_is_asked_for_again(toy_page: Opened) -> None:
    toy_page.go()
    toy_page.page.evaluate(
        """() => { const { source } = paperkg; const own = source.entity;
          source.entity = async () => { source.entity = own; throw new Error('the line is cut'); }; }"""
    )
    toy_page.go("#entity=method:lora")
    assert "The card could not be loaded: the line is cut" in toy_page.page.inner_text("#panel")
    toy_page.page.click("#panel .plain:has-text('Try again')")
    toy_page.until("document.querySelector('#panel h2')?.textContent === 'LoRA'")


def test_the_keys_are_listed_and_the_theme_is_remembered(toy_page: Opened) -> None:
    page = toy_page.page
    toy_page.go()
    page.focus("#theme")
    page.keyboard.press("?")
    page.wait_for_selector("dialog[open] dt")
    assert "Shift Enter" in page.inner_text("dialog")
    page.keyboard.press("Escape")
    page.wait_for_selector("dialog", state="detached")
    before = page.get_attribute("html", "data-theme")
    page.click("#theme")
    after = page.get_attribute("html", "data-theme")
    assert after != before
    page.reload()
    page.wait_for_selector("html[data-ready]")
    assert page.get_attribute("html", "data-theme") == after
    page.click("#theme")


def test_the_card_takes_the_focus_and_gives_it_back(toy_page: Opened) -> None:
    toy_page.go()
    toy_page.page.click("#results .row >> nth=0")
    toy_page.until("document.activeElement.closest('#panel h2')")
    toy_page.page.keyboard.press("Escape")
    toy_page.until("document.activeElement.id === 'query'")
    toy_page.page.keyboard.press("Escape")


def test_clusters_have_names_and_zooming_ends(toy_page: Opened) -> None:
    toy_page.go("#min=1")
    toy_page.page.click("#legend summary")
    name = toy_page.page.locator("#legend .clusters button").first
    assert len(name.inner_text().split(", ")) == 3
    name.click()
    toy_page.page.evaluate("paperkg.map.network.moveTo({ scale: 5 }), paperkg.map.zoom(1.4)")
    toy_page.until("Math.abs(paperkg.map.network.getScale() - 6) < 0.01")
    toy_page.page.click("#legend summary")
    toy_page.page.evaluate("paperkg.map.fit(false)")


def test_pictures_are_taken_away(toy_page: Opened) -> None:
    page = toy_page.page
    toy_page.go()
    toy_page.until("paperkg.map.labelled > 5")
    # The map may still move: its labels are noted at the click, before the picture is made.
    page.evaluate(
        """document.addEventListener('click', () => {
          window.labelsAtClick = paperkg.map.labels.boxes.map(([, , , , id]) => paperkg.map.base.get(id).label);
        }, { capture: true, once: true })"""
    )
    with (
        page.expect_download(lambda d: d.suggested_filename == "map.svg") as drawing,
        page.expect_download(lambda d: d.suggested_filename == "map.png") as picture,
    ):
        page.click("[aria-label='Save a picture of the map']")
    assert picture.value.path().read_bytes().startswith(b"\x89PNG")
    drawn = drawing.value.path().read_text(encoding="utf-8")
    names = page.evaluate("window.labelsAtClick")
    assert names
    assert [name for name in names if f">{escape(name)}</text>" not in drawn] == []
    toy_page.go("#view=trends")
    with page.expect_download() as download:
        page.click("#views figure .plain:text-is('PNG')")
    assert download.value.path().read_bytes().startswith(b"\x89PNG")


def test_all_of_it_was_quiet(toy_page: Opened) -> None:
    assert toy_page.quiet(), toy_page
