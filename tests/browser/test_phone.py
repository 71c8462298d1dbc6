"""The explorer on a phone: nothing to scroll sideways, nothing too small to touch, panels that fold."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from browser.conftest import Opened, Opener

WIDTH = 375
VIEWS = (
    "#view=map",
    "#view=questions&question=outperformed-by&q0=model:bert",
    "#view=questions&question=new-since&q0=2024-01-01",
    "#view=papers",
    "#view=results",
    "#view=trends",
    "#view=matrix",
    "#view=compare&items=method:lora|model:bert|paper:toy0001",
    "#entity=method:lora",
    "#paper=paper:toy0001",
)
SIDEWAYS = """[...document.querySelectorAll('body *')].filter((e) => e.checkVisibility()
    && e.scrollWidth > e.clientWidth + 1
    && ['auto', 'scroll'].includes(getComputedStyle(e).overflowX)).map((e) => e.outerHTML.slice(0, 100))"""
# Links within a text are as high as its lines, and what only the keyboard reaches is not touched.
SMALL = """[...document.querySelectorAll('button, input, select, summary, [role=tab]')]
    .filter((e) => e.checkVisibility() && !e.closest('figure svg'))
    .map((e) => [e, e.getBoundingClientRect()])
    .filter(([, box]) => box.width && (box.width < 24 || box.height < 24)).map(([e]) => e.outerHTML.slice(0, 100))"""


@pytest.fixture(scope="module")
def phone(browser: object, toy_file: Path) -> Iterator[Opened]:
    opener = Opener(browser)
    yield opener(toy_file, viewport={"width": WIDTH, "height": 667}, has_touch=True, reduced_motion="reduce")
    for context in opener.contexts:
        context.close()


@pytest.mark.parametrize("place", VIEWS)
def test_every_view_fits_and_can_be_touched(phone: Opened, place: str) -> None:
    phone.go(place)
    phone.page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
    assert phone.page.evaluate("document.documentElement.scrollWidth") <= WIDTH
    assert phone.page.evaluate(SIDEWAYS) == []
    assert phone.page.evaluate(SMALL) == []


def test_panels_fold(phone: Opened) -> None:
    phone.go("#view=papers&entity=method:lora")
    panel = phone.page.locator("#panel")
    assert panel.bounding_box()["height"] > 300
    phone.page.click("#panel .fold")
    assert panel.bounding_box()["height"] < 60
    assert phone.heading() == "LoRA"
    phone.page.click("#panel .fold")
    assert panel.bounding_box()["height"] > 300
    phone.go()
    phone.page.evaluate("document.querySelector('#fold').open = false")
    assert not phone.page.is_visible("#filters")
    phone.page.click("#fold > summary")
    assert phone.page.is_visible("#filters")


def test_it_was_quiet(phone: Opened) -> None:
    assert phone.quiet(), phone
