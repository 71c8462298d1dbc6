"""The page of what is new, opened from disk."""

from pathlib import Path

import pytest

from browser.conftest import Opener
from builds import write_build
from paperkg.explorer.differences_page import write_differences
from paperkg.graph.tables import Tables
from records import toy_records


@pytest.fixture
def file(tmp_path: Path) -> Path:
    records = toy_records(14)
    old, new = (Tables(write_build(tmp_path / str(at), records[at : at + 12])) for at in (0, 2))
    write_differences(old, new, tmp_path / "page.html")
    return tmp_path / "page.html"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_numbers_lead_to_lists_in_the_colors_of_the_system(open_page: Opener, file: Path, scheme: str) -> None:
    opened = open_page(file, ready="h1", color_scheme=scheme, viewport={"width": 360, "height": 700})
    page = opened.page
    assert page.evaluate("document.documentElement.dataset.theme") == scheme
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.click("table.counts a[href='#new-papers']")
    assert page.evaluate("document.querySelector(':target').textContent") == "2 new papers"
    assert page.locator("#new-results + ul q").first.inner_text()
    assert opened.quiet(), opened
