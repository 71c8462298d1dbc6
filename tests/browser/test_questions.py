"""Questions, papers, comparisons and search in a real browser; the file answers what the server does."""

import csv
import io
import json
from typing import Any

import pytest

from browser.conftest import Opened
from paperkg.explorer.cards import Cards
from paperkg.explorer.page_answers import PageAnswers
from paperkg.knowledge_graph import KnowledgeGraph
from paperkg.sparql.cookbook import find_recipe


@pytest.fixture(scope="module")
def answers(toy_graph: KnowledgeGraph) -> PageAnswers:
    return PageAnswers(Cards(toy_graph))


def _answer(opened: Opened, call: str) -> Any:
    """What the page's source answers, types by their names as the server gives them."""
    return json.loads(
        opened.page.evaluate(
            f"(async () => JSON.stringify(await paperkg.source.{call}, (key, v) => (key === 'type' ? v.name : v)))()"
        )
    )


@pytest.mark.parametrize(
    "query",
    [
        "lora",
        "inference memb",
        "quantizaton",
        "toy7n",
        "we prop",
        "speculative",
        "machine transl",
        "code runs",
        "nothing",
    ],
)
def test_the_file_finds_what_the_server_finds(toy_page: Opened, answers: PageAnswers, query: str) -> None:
    found = _answer(toy_page, f"search({json.dumps(query)})")
    assert found == json.loads(json.dumps(answers.search(query, 12)))
    assert bool(found) == (query != "nothing")


def test_the_file_answers_as_the_server_does(toy_page: Opened, answers: PageAnswers) -> None:
    for call, expected in {
        "meets('task:membership-inference', 'Method')": answers.meets("task:membership-inference", "Method"),
        "meets('method:lora', 'Task', [2023, 2023])": answers.meets("method:lora", "Task", (2023, 2023)),
        "introduced('2023-06-01')": answers.introduced("2023-06-01"),
        "benchmarks()": answers.benchmarks(),
        "leaderboard('benchmark:mmlu')": answers.leaderboard("benchmark:mmlu"),
        "path('method:toy3net', 'method:toy4net')": answers.path("method:toy3net", "method:toy4net"),
    }.items():
        assert expected, call
        assert _answer(toy_page, call) == json.loads(json.dumps(expected)), call


@pytest.mark.parametrize("sort", ["date", "title", "results", "upvotes"])
def test_the_file_lists_papers_as_the_server_does(toy_page: Opened, answers: PageAnswers, sort: Any) -> None:
    everything = "paperkg.state.value"
    for down in (True, False):
        span = {"from": "2022-03", "to": "2024-05", "sort": sort, "down": down, "offset": 2}
        found = _answer(toy_page, f"paperList({everything}, ['method:lora'], {json.dumps(span)})")
        expected = answers.paper_list(["method:lora"], "2022-03", "2024-05", None, sort, down, 2)
        assert expected["total"] > 3
        assert found == json.loads(json.dumps(expected))


def test_what_beats_a_model(toy_page: Opened, toy_graph: KnowledgeGraph) -> None:
    toy_page.go("#view=questions&question=outperformed-by&q0=model:bert")
    expected = [r for r in toy_graph.rows("relations") if r["relation"] == "outperforms" and r["tail"] == "model:bert"]
    assert toy_page.page.locator("#answer tr.claim").count() == len(expected) > 0
    sentence = toy_page.page.locator("#answer tr.evidence blockquote").first
    assert "more than BERT" in sentence.inner_text()


def test_a_question_takes_what_is_typed(toy_page: Opened) -> None:
    toy_page.go("#view=questions&question=evaluated-on")
    toy_page.page.fill("#views input.entity", "cifar")
    toy_page.page.press("#views input.entity", "Enter")
    toy_page.until("location.hash.includes('q0=benchmark:cifar-10')")
    toy_page.until("document.querySelector('#views input.entity')?.value === 'CIFAR-10'")
    assert toy_page.page.locator("#answer tr.claim").count() > 3
    toy_page.page.click(".sparql summary")
    shown = toy_page.page.locator(".sparql pre").all_text_contents()
    assert shown[0] == find_recipe("evaluated-on").fill({"benchmark": "CIFAR-10"})
    assert 'benchmark="CIFAR-10"' in shown[1]


def test_every_question_has_an_answer(toy_page: Opened) -> None:
    toy_page.go("#view=questions&question=in-common&q0=method:lora&q1=benchmark:mmlu")
    assert toy_page.page.locator("#answer .item").count() > 0
    toy_page.go("#view=questions&question=methods-for-task&q0=task:question-answering")
    assert toy_page.page.locator("#answer tbody tr").count() > 3
    toy_page.go("#view=questions&question=new-since&q0=2024-01-01")
    dates = toy_page.page.locator("#answer tr.claim td:first-child").all_text_contents()
    assert dates == sorted(dates, reverse=True)
    assert min(dates) >= "2024"
    toy_page.go("#view=questions&question=models-by-month")
    assert toy_page.page.locator("#answer tbody tr").count() > 5
    toy_page.go("#view=questions&question=evaluated-on&q0=method:lora")
    assert "Pick a benchmark" in toy_page.page.inner_text("#answer")


def test_years_apply_to_results_and_questions_which_say_so(toy_page: Opened, toy_graph: KnowledgeGraph) -> None:
    year = {row["paper_id"]: row["year"] for row in toy_graph.rows("papers")}
    beaten = [
        row
        for row in toy_graph.rows("relations")
        if (row["relation"], row["tail"], year[row["paper_id"]]) == ("outperforms", "model:bert", 2023)
    ]
    toy_page.go("#view=questions&question=outperformed-by&q0=model:bert&years=2023-2023")
    assert toy_page.page.locator("#answer tr.claim").count() == len(beaten) > 0
    assert "Only papers of 2023 count here." in toy_page.page.inner_text("#views")
    toy_page.go("#view=results&board=benchmark:mmlu&years=2023-2023")
    assert set(toy_page.page.locator(".board tr.claim td[data-label=Year]").all_text_contents()) == {"2023"}
    assert "Only papers of 2023 count here." in toy_page.page.inner_text("#views")
    toy_page.go("#view=results&board=benchmark:mmlu&years=1990-1991")
    assert "No result is left" in toy_page.page.inner_text("#views")
    toy_page.go()


def test_papers_are_sorted_and_filtered_by_month(toy_page: Opened) -> None:
    toy_page.go("#view=papers&entity=method:lora")
    page = toy_page.page
    assert "with LoRA" in page.inner_text("#views .hint")
    dates = page.locator("table.papers tbody td:first-child").all_text_contents()
    assert dates == sorted(dates, reverse=True)
    page.click("table.papers .sort:has-text('Title')")
    toy_page.until("document.querySelector('th[aria-sort=ascending]')")
    titles = page.locator("table.papers .title").all_text_contents()
    assert titles == sorted(titles, key=str.lower)
    page.fill("label:has-text('New since') input", "2023-06")
    toy_page.until("location.hash.includes('from=2023-06')")
    toy_page.until(
        "[...document.querySelectorAll('table.papers td:first-child')].every((td) => td.textContent >= '2023-06')"
    )
    assert page.locator(".brush .out").count() > 0
    toy_page.go("#view=papers&from=2030-01")
    page.click("text=Reset filters and choice")
    toy_page.until("document.querySelector('table.papers')")


def test_papers_are_taken_away_as_references(toy_page: Opened) -> None:
    toy_page.go("#view=papers&sort=title&down=no")
    taken = {}
    for label in ("BibTeX", "RIS", "CSV"):
        with toy_page.page.expect_download() as download:
            toy_page.page.click(f"#views .plain:text-is('{label}')")
        taken[label] = download.value.path().read_text(encoding="utf-8")
    assert taken["BibTeX"].count("@misc{") == taken["RIS"].count("TY  - ") == 40
    assert len(list(csv.DictReader(io.StringIO(taken["CSV"])))) == 40


def test_things_are_compared(toy_page: Opened) -> None:
    toy_page.go("#entity=method:toy3net")
    toy_page.page.click("#panel .plain:text-is('Compare')")
    toy_page.until("document.querySelector('table.compare')")
    toy_page.page.fill("#views input.entity", "toy4net")
    toy_page.page.press("#views input.entity", "Enter")
    toy_page.until("document.querySelectorAll('table.compare thead th').length === 3")
    assert "Builds on" in toy_page.page.inner_text("table.compare")
    with toy_page.page.expect_download() as download:
        toy_page.page.click("#views .plain:text-is('CSV')")
    rows = list(csv.reader(io.StringIO(download.value.path().read_text(encoding="utf-8"))))
    assert rows[0] == ["", "Toy3Net", "Toy4Net"]


def test_enter_takes_the_answer_of_what_stands_there(toy_page: Opened) -> None:
    toy_page.go()
    page = toy_page.page
    page.fill("#query", "mmlu")
    page.wait_for_selector("#suggestions .option")
    page.evaluate("document.querySelector('#query').value = 'lora'")
    page.press("#query", "Enter")
    toy_page.until("document.querySelector('#panel h2')?.textContent === 'LoRA'")
    page.fill("#query", "qantizaton")
    page.press("#query", "Enter")
    toy_page.until("document.querySelector('#panel h2')?.textContent === 'quantization'")


def test_the_list_of_suggestions_is_not_cut(toy_page: Opened) -> None:
    toy_page.go()
    toy_page.page.fill("#query", "toy1")
    toy_page.page.wait_for_selector("#suggestions .option")
    box = toy_page.page.locator("#suggestions").bounding_box()
    corner = [box["x"] + box["width"] - 12, box["y"] + box["height"] / 2]
    assert toy_page.page.evaluate(
        "([x, y]) => document.elementFromPoint(x, y)?.closest('#suggestions') !== null", corner
    )
    toy_page.page.press("#query", "Escape")


def test_relations_stand_by_kind_and_direction_with_names_first(toy_page: Opened, toy_graph: KnowledgeGraph) -> None:
    toy_page.go("#entity=model:bert")
    group = toy_page.page.locator("#panel section:has(h3:has-text('Outperformed by'))")
    better = {
        r["head"] for r in toy_graph.rows("relations") if r["relation"] == "outperforms" and r["tail"] == "model:bert"
    }
    assert group.locator("h3 .count").inner_text() == str(len(better))
    assert group.locator(".chip").count() == min(12, len(better))
    assert not group.locator("blockquote").first.is_visible()
    group.locator("summary").click()
    assert group.locator("blockquote").first.is_visible()


def test_ties_and_labels_answer_the_pointer(toy_page: Opened) -> None:
    toy_page.go()
    page = toy_page.page
    # The map takes the place that the card of the test before had, and is drawn again.
    toy_page.until("document.querySelector('#map canvas').clientWidth === document.querySelector('#stage').clientWidth")
    page.evaluate("paperkg.map.labels.boxes = [], paperkg.map.fit(false), paperkg.map.network.redraw()")
    toy_page.until("paperkg.map.labels.boxes.length > 5")
    box = page.locator("#map canvas").bounding_box()
    label = page.evaluate(
        """() => { const [left, top, right, bottom, id] = paperkg.map.labels.boxes.find(([l, t, r, b]) =>
             [...paperkg.map.visible].every((i) => { const n = paperkg.map.base.get(i);
               return Math.hypot(n.x - (l + r) / 2, n.y - (t + b) / 2) > 1.5 * paperkg.map.radius(i) + 4; }));
           const at = paperkg.map.network.canvasToDOM({ x: (left + right) / 2, y: (top + bottom) / 2 });
           return [at.x, at.y, paperkg.source.entities[id][1]]; }"""
    )
    page.mouse.click(box["x"] + label[0], box["y"] + label[1])
    toy_page.until(f"document.querySelector('#panel h2')?.textContent === {json.dumps(label[2])}")
    heading = toy_page.heading()
    empty = page.evaluate(
        """() => { for (let x = 5; x < 400; x += 7) for (let y = 5; y < 400; y += 7) {
             const { node, edge } = paperkg.map.at({ x, y }); if (node === null && edge === null) return [x, y]; } }"""
    )
    box = page.locator("#map canvas").bounding_box()
    page.mouse.click(box["x"] + empty[0], box["y"] + empty[1])
    assert toy_page.heading() == heading  # empty ground keeps the card
    toy_page.go()
    tie = page.evaluate(
        """() => { for (const { from, to } of paperkg.map.edgeSet.get()) {
             const [a, b] = [from, to].map((i) => paperkg.map.base.get(i));
             for (const t of [0.5, 0.35, 0.65]) {
               const at = paperkg.map.network.canvasToDOM({ x: a.x + t * (b.x - a.x), y: a.y + t * (b.y - a.y) });
               if (paperkg.map.at(at).edge) return [at.x, at.y]; } } }"""
    )
    box = page.locator("#map canvas").bounding_box()
    page.mouse.move(box["x"] + tie[0], box["y"] + tie[1])
    toy_page.until("document.querySelector('#map').title.endsWith('what ties them')")
    page.mouse.click(box["x"] + tie[0], box["y"] + tie[1])
    toy_page.until("document.querySelector('#panel h2')?.textContent === 'What ties them'")


def test_two_that_share_no_paper_are_joined_by_a_chain(toy_page: Opened) -> None:
    toy_page.go("#entity=method:toy3net&with=method:toy4net")
    assert toy_page.page.locator("#panel .path li").count() == 2
    assert toy_page.page.locator("#panel .path li mark").count() >= 2


def test_nothing_went_wrong(toy_page: Opened) -> None:
    assert toy_page.quiet(), toy_page
