"""The explorer's file in a real browser."""

import re
from pathlib import Path

from browser.conftest import Opener
from paperkg.analysis.leaderboards import by_papers, leaderboard
from paperkg.explorer.readable_text import readable_name
from paperkg.graph.confident_tables import ConfidentTables
from paperkg.kinds import EntityType
from paperkg.knowledge_graph import KnowledgeGraph


def test_it_opens_offline_and_quietly(open_page: Opener, toy_file: Path) -> None:
    opened = open_page(toy_file, offline=True)
    assert "in 40 of 40 papers" in opened.page.inner_text("#summary")
    assert opened.page.evaluate("paperkg.map.visible.size") > 10
    opened.until("paperkg.map.labelled > 5")  # the canvas is drawn in a frame of its own
    assert opened.quiet(), opened


def test_search_by_name_and_alias_opens_the_card(open_page: Opener, toy_file: Path) -> None:
    opened = open_page(toy_file)
    opened.choose("lora")
    assert opened.heading() == "LoRA"
    assert opened.page.locator("#panel blockquote:visible mark").first.inner_text() == "LoRA"
    assert opened.page.locator("#panel h3", has_text="Used by").count() == 1
    assert opened.page.locator("#panel .chip").count() > 5
    assert "#entity=method:lora" in opened.page.url
    opened.page.fill("#query", "we prop")
    opened.page.wait_for_selector("#suggestions .alias")
    assert opened.page.inner_text("#suggestions .alias") == "We propose"
    opened.page.fill("#query", "nothing has this name")
    opened.page.wait_for_selector("#suggestions .none")
    assert opened.quiet(), opened


def test_a_click_on_the_map_chooses(open_page: Opener, toy_file: Path) -> None:
    opened = open_page(toy_file, reduced_motion="reduce")
    where = """(id) => { const i = paperkg.source.number.get(id);
        const box = document.querySelector('#map canvas').getBoundingClientRect();
        const at = paperkg.map.network.canvasToDOM(paperkg.map.base.get(i)); return [box.x + at.x, box.y + at.y]; }"""
    x, y = opened.page.evaluate(where, "benchmark:mmlu")
    opened.page.mouse.click(x, y)
    opened.page.wait_for_selector("#panel h2")
    assert opened.heading() == "MMLU"
    opened.until("paperkg.map.chosen.length === 1")  # and, without motion, what is near it in sight
    x, y = opened.page.evaluate(where, "method:lora")
    opened.page.keyboard.down("Shift")
    opened.page.mouse.click(x, y)
    opened.page.keyboard.up("Shift")
    opened.until("location.hash.includes('with=method:lora')")
    assert opened.heading() == "What ties them"


def test_filters_change_counts_and_the_address_which_can_be_shared(open_page: Opener, toy_file: Path) -> None:
    opened = open_page(toy_file)
    page = opened.page
    before = page.inner_text("#summary")
    page.check("input[value=Metric]")
    opened.until("location.hash.includes('types=')")
    page.click("summary:has-text('More filters')")
    page.uncheck("input[value=uses]")
    opened.until("location.hash.includes('roles=')")
    page.select_option("[aria-label='First year']", "2023")
    opened.until("location.hash.includes('years=2023-2024')")
    after = page.inner_text("#summary")
    assert after != before
    again = open_page(page.url)
    assert again.page.inner_text("#summary") == after
    assert not again.page.is_checked("input[value=uses]")
    assert again.page.input_value("[aria-label='First year']") == "2023"
    again.page.click("text=Reset filters")
    again.until("!location.hash.includes('types=')")
    assert again.page.inner_text("#summary") == before
    assert opened.quiet()
    assert again.quiet()


def test_counts_under_filters_are_right(open_page: Opener, toy_file: Path, toy_graph: KnowledgeGraph) -> None:
    year = {row["paper_id"]: row["year"] for row in toy_graph.rows("papers")}
    expected: dict[str, int] = {}
    for row in toy_graph.rows("statements"):
        if row["role"] == "uses" and year[row["paper_id"]] == 2023:
            expected[row["entity_id"]] = expected.get(row["entity_id"], 0) + 1
    opened = open_page(f"{toy_file.as_uri()}#roles=uses&years=2023-2023&min=1&types={ALL_TYPES}")
    found = opened.page.evaluate(
        "Object.fromEntries(paperkg.found.shown.map((i) => [paperkg.source.entities[i][0], paperkg.found.counts[i]]))"
    )
    assert found == expected


def test_the_keyboard_is_enough(open_page: Opener, toy_file: Path) -> None:
    opened = open_page(toy_file)
    page = opened.page
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "query"
    page.keyboard.type("to", delay=20)
    page.wait_for_selector("#suggestions [role=option]")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    second = page.inner_text("#suggestion-1 .name")
    assert page.get_attribute("#query", "aria-activedescendant") == "suggestion-1"
    page.keyboard.press("Enter")
    page.wait_for_selector("#panel h2")
    assert opened.heading() == second
    page.keyboard.press("Escape")
    page.wait_for_selector("#panel", state="hidden")
    assert page.evaluate("document.activeElement.id") == "query"
    page.keyboard.press("Escape")
    page.focus("#map")
    page.keyboard.press("ArrowRight")
    page.wait_for_selector("#panel h2")
    first = opened.heading()
    for key in ("ArrowRight", "ArrowLeft", "ArrowDown", "ArrowUp"):
        page.keyboard.press(key)
    assert first
    page.focus("#tab-map")
    page.keyboard.press("ArrowRight")
    opened.until("location.hash.includes('view=questions')")
    assert page.get_attribute("#tab-questions", "aria-selected") == "true"
    assert opened.quiet(), opened


def test_going_back_returns_to_what_was_chosen_before(open_page: Opener, toy_file: Path) -> None:
    opened = open_page(toy_file)
    opened.choose("lora")
    opened.choose("mmlu")
    opened.page.go_back()
    opened.until("document.querySelector('#panel h2')?.textContent === 'LoRA'")
    opened.page.go_back()
    opened.page.wait_for_selector("#panel", state="hidden")


def test_two_entities_and_what_ties_them(open_page: Opener, toy_file: Path) -> None:
    opened = open_page(toy_file)
    opened.choose("lora")
    opened.page.click("text=What ties it to")
    assert opened.page.is_visible("#banner")
    opened.choose("mmlu")
    opened.page.wait_for_selector("text=Papers with both")
    assert opened.page.is_hidden("#banner")
    marks = set(opened.page.locator("#panel blockquote mark").all_inner_texts())
    assert {"LoRA", "MMLU"} <= marks
    assert "#entity=method:lora&with=benchmark:mmlu" in opened.page.url


def test_a_paper_shows_its_abstract_and_a_link(open_page: Opener, toy_file: Path) -> None:
    opened = open_page(toy_file)
    opened.choose("lora")
    title = opened.page.locator("#panel .paper .title").first.inner_text()
    opened.page.locator("#panel .paper:visible .title").first.click()
    opened.page.wait_for_selector("#panel .abstract")
    assert opened.heading().endswith(title)
    assert opened.page.locator("#panel .abstract mark").count() > 3
    link = opened.page.locator("#panel a", has_text="Open the paper")
    assert str(link.get_attribute("href")).startswith("https://example.org/")
    assert link.get_attribute("rel") == "noopener noreferrer"
    mention = opened.page.locator("#panel .abstract mark a", has_text="LoRA").first
    mention.click()
    opened.until("document.querySelector('#panel h2')?.textContent === 'LoRA'")


def test_charts_are_drawn(open_page: Opener, toy_file: Path) -> None:
    opened = open_page(toy_file)
    page = opened.page
    page.click("#tab-trends")
    page.wait_for_selector("#views figure svg rect")
    page.select_option("#views select", "year")
    opened.until("document.querySelector('#views .hint').textContent.includes('known year')")
    page.click("#tab-results")
    page.wait_for_selector("#views figure svg circle")
    page.click("#tab-matrix")
    page.wait_for_selector("#views figure svg rect")
    page.locator("#views figure svg [data-mark=cell] rect").first.click()
    page.wait_for_selector("#panel h2")
    assert opened.heading() == "What ties them"
    assert "view=matrix" in page.url
    assert opened.quiet(), opened


ALL_TYPES = ",".join(EntityType)
BOARDS = """async () => {
    const text = (row) => [row.before, row.value].filter(Boolean).join(' → ');
    const rows = ({ groups }) => groups.flatMap(({ kind, metric, unit, ranked, rows }) => rows.map((row, i) =>
        [kind, metric?.label ?? null, unit, row.paper.id, text(row), ranked ? i + 1 : null]));
    const found = await paperkg.source.benchmarks();
    return Promise.all(found.map(async ({ ref }) => [ref.id, rows(await paperkg.source.leaderboard(ref.id))]));
}"""


def test_results_stand_as_in_python(open_page: Opener, sample_build: Path) -> None:
    graph = ConfidentTables.open(sample_build)
    opened = open_page(f"{(sample_build / 'graph.html').as_uri()}#view=results")
    boards = opened.page.evaluate(BOARDS)
    expected = by_papers(graph.rows("results"))
    assert [benchmark for benchmark, _ in boards] == [benchmark for benchmark, _, _ in expected]
    for benchmark, rows in boards:
        assert rows == [
            [row.kind, row.metric and readable_name(row.metric), row.unit, row.paper_id, row.text, row.rank]
            for row in leaderboard(graph, benchmark)
        ]
    opened.page.wait_for_selector("#views tbody")
    shown = opened.page.locator("#views .board .value").all_text_contents()
    assert shown == [text for *_, text, _ in boards[0][1]]
    assert opened.page.locator("#views .board tr.evidence td").first.get_attribute("colspan") in ("5", "6")


def test_nothing_shows_tex(open_page: Opener, sample_build: Path) -> None:
    opened = open_page(sample_build / "graph.html")
    shown = opened.page.evaluate(
        """() => { const { entities, papers, results } = paperkg.source;
        return [...entities.flatMap((row) => [row[1], ...row[6]]), ...results.flatMap((row) => [row[4], row[7] ?? '']),
                ...papers.flatMap((row) => [row[1], row[2], ...row[8]])]; }"""
    )
    assert [text for text in shown if re.search(r"[\\\\{}]|\$(?!\d)", text)] == []


def test_dark_and_light(open_page: Opener, toy_file: Path) -> None:
    opened = open_page(toy_file, color_scheme="dark")
    background = "getComputedStyle(document.body).backgroundColor"
    dark = opened.page.evaluate(background)
    opened.page.click("#theme")
    assert opened.page.evaluate(background) != dark
    assert open_page(toy_file).page.evaluate(background) == opened.page.evaluate(background)


def test_a_phone_shows_search_map_and_card(open_page: Opener, toy_file: Path) -> None:
    opened = open_page(toy_file, viewport={"width": 360, "height": 740})
    page = opened.page
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert page.locator("#query").bounding_box()["y"] < page.locator("#map").bounding_box()["y"] < 370
    opened.choose("lora")
    card = page.locator("#panel").bounding_box()
    assert card["width"] <= 360
    assert card["y"] + card["height"] <= 741
    page.click("#panel .close")
    page.wait_for_selector("#panel", state="hidden")


def test_print_is_light_and_leaves_controls_out(open_page: Opener, toy_file: Path) -> None:
    opened = open_page(toy_file, color_scheme="dark")
    opened.choose("lora")
    opened.page.emulate_media(media="print")
    assert opened.page.is_hidden("#filters")
    assert opened.page.is_visible("#panel h2")
    assert opened.page.pdf()[:4] == b"%PDF"


def test_an_address_of_nothing_says_so(open_page: Opener, toy_file: Path) -> None:
    opened = open_page(f"{toy_file.as_uri()}#entity=method:none&min=abc&types=&years=9")
    assert "nothing under that address" in opened.page.inner_text("#panel")
    assert opened.quiet(), opened
