"""What a researcher wants to know, and how many clicks it takes: the numbers that the documentation gives."""

import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from browser.conftest import Opened, Opener
from places import ROOT


@dataclass
class Hand:
    """Clicks and entries (a text that is typed, with Enter or not), counted."""

    opened: Opened
    clicks: int = 0
    entries: int = 0

    def click(self, selector: str) -> None:
        """Clicks on something."""
        self.opened.page.click(selector)
        self.clicks += 1

    def enter(self, selector: str, text: str) -> None:
        """Types a text into a box."""
        self.opened.page.fill(selector, text)
        self.opened.page.press(selector, "Enter")
        self.entries += 1


def _beats(hand: Hand) -> None:
    hand.click("#tab-questions")
    hand.enter("#views input.entity", "LoRA")
    hand.opened.until("location.hash.includes('q0=method:lora')")
    hand.opened.until("document.querySelector('#answer')?.textContent.includes('LoRA')")


def _evaluates(hand: Hand) -> None:
    hand.click("#tab-questions")
    hand.click("#views .questions button:has-text('Who evaluates')")
    hand.enter("#views label:has-text('Benchmark') input, #views label:has-text('benchmark') input", "GSM8K")
    hand.opened.until("document.querySelectorAll('#answer tr.claim').length > 2")
    assert "win rate" in hand.opened.page.inner_text("#answer")


def _is_new(hand: Hand) -> None:
    hand.click("#tab-questions")
    hand.click("#views .questions button:text-is('What is new')")
    hand.enter("#views input[type=date]", "2025-03-01")
    hand.opened.until("location.hash.includes('q0=2025-03-01')")
    dates = hand.opened.page.locator("#answer tr.claim td:first-child").all_text_contents()
    assert dates
    assert min(dates) >= "2025-03"


TASKS = {
    "What beats LoRA?": _beats,
    "Who evaluates on GSM8K, and with what result?": _evaluates,
    "What is new since March 2025?": _is_new,
}


@pytest.mark.parametrize("task", TASKS)
def test_a_task_takes_as_many_clicks_as_the_documentation_says(
    open_page: Opener, sample_build: Path, task: str
) -> None:
    hand = Hand(open_page(sample_build / "graph.html"))
    TASKS[task](hand)
    page = (ROOT / "docs" / "explorer.md").read_text(encoding="utf-8")
    (told,) = re.findall(rf"^\| {re.escape(task)} \| .* \| (\d+) \| (\d+) \|$", page, re.MULTILINE)
    assert told == (str(hand.clicks), str(hand.entries))
