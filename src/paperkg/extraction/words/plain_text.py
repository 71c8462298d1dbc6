"""A paper's text as it is meant to be read: markup, citations and front matter read over.

The models learned from plain abstracts, so everything that reads a paper reads its plain text. Each character of it
knows which characters of the stored text it stands for, so that whatever is found has its place there.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from paperkg.model import Span

GAP = "\t"
"""Stands for what separates words but is none, such as an emoji; like a newline, no mention crosses it."""
_SPACE = dict.fromkeys((*range(0x20), 0x7F, 0x85, 0xA0, 0x2028, 0x2029, 0x202F, 0x3000), " ")
CROSSED = re.compile(rf"[\n{GAP}]")
"""What no mention may hold: the end of the title, or a gap."""


def flatten(text: str) -> str:
    """The same text, of the same length, with each newline, control character and odd space a blank."""
    return text.translate(_SPACE)


@dataclass(frozen=True, slots=True)
class Edit:
    """Characters `start` to `end` read as `text`; `close` is the other half of a pair of delimiters."""

    start: int
    end: int
    text: str = ""
    close: "Edit | None" = None


Step = Callable[[str], Iterable[Edit]]
"""What is to be read otherwise in a text; the edits of one step do not overlap."""


def unwrap(text: str, pattern: re.Pattern[str]) -> Iterator[Edit]:
    """Edits that take away delimiters: of each match the groups `open` and `close`."""
    for found in pattern.finditer(text):
        yield Edit(*found.span("open"), close=Edit(*found.span("close")))


def replace_each(text: str, pattern: re.Pattern[str], reading: Callable[[re.Match[str]], str | None]) -> Iterator[Edit]:
    """Edits that read each match as something else; a match whose reading is None stays."""
    for found in pattern.finditer(text):
        new = reading(found)
        if new is not None:
            yield Edit(*found.span(), new)


@dataclass(frozen=True, slots=True)
class PlainText:
    """A text to read, and the stored text that it stands for.

    Attributes:
        text: title, newline, abstract, without other newlines.
        stored: the text of the paper.
        starts: for each character of `text` where what it stands for begins in `stored`; empty if both are the same.
        ends: where that ends.
        pairs: delimiters in `stored` that were taken away together, the inner ones first.
    """

    text: str
    stored: str
    starts: tuple[int, ...] = ()
    ends: tuple[int, ...] = ()
    pairs: tuple[tuple[Span, Span], ...] = ()

    def place(self, span: Span) -> Span:
        """Where a span of `text`, which is not empty, stands in `stored`.

        It holds both delimiters or none: "{GPT}-2", but "GPT" of "{GPT}".
        """
        if not self.starts:
            return span
        start, end = self.starts[span.start], self.ends[span.end - 1]
        grown = True
        while grown:
            grown = False
            for opening, closing in self.pairs:
                if opening.end == start and closing.end <= end:
                    start, grown = opening.start, True
                elif closing.start == end and opening.start >= start:
                    end, grown = closing.end, True
        return Span(start, end)


@dataclass(slots=True)
class _Draft:
    """A text on the way to being plain, as columns of its characters."""

    text: str
    starts: list[int]
    ends: list[int]
    pairs: list[tuple[Span, Span]] = field(default_factory=list)

    def _stored(self, edit: Edit) -> Span:
        return Span(self.starts[edit.start], self.ends[edit.end - 1])

    def apply(self, edits: Iterable[Edit]) -> bool:
        """Makes the edits; whether there were any."""
        flat: list[Edit] = []
        for edit in edits:
            flat.append(edit)
            if edit.close is not None:
                flat.append(edit.close)
                self.pairs.append((self._stored(edit), self._stored(edit.close)))
        if not flat:
            return False
        pieces: list[str] = []
        starts: list[int] = []
        ends: list[int] = []
        at = 0
        for edit in sorted(flat, key=lambda edit: edit.start):
            pieces += (self.text[at : edit.start], edit.text)
            starts += self.starts[at : edit.start]
            ends += self.ends[at : edit.start]
            if len(edit.text) == edit.end - edit.start:
                starts += self.starts[edit.start : edit.end]
                ends += self.ends[edit.start : edit.end]
            else:
                starts += [self.starts[edit.start]] * len(edit.text)
                ends += [self.ends[edit.end - 1]] * len(edit.text)
            at = edit.end
        self.text = "".join((*pieces, self.text[at:]))
        self.starts = starts + self.starts[at:]
        self.ends = ends + self.ends[at:]
        return True


_MOST_ROUNDS = 8  # of a step: markup is nested no deeper


def apply_steps(stored: str, text: str, steps: Iterable[Step]) -> PlainText:
    """The plain text that the steps make, one after the other, each until it finds nothing more.

    Args:
        stored: the text of the paper.
        text: the same, of the same length, with odd spaces as blanks.
        steps: what to read otherwise.
    """
    draft = _Draft(text, [], [])
    for step in steps:
        for _ in range(_MOST_ROUNDS):
            edits = list(step(draft.text))
            if not edits:
                break
            if not draft.starts:
                draft.starts, draft.ends = list(range(len(text))), list(range(1, len(text) + 1))
            draft.apply(edits)
    if not draft.starts:
        return PlainText(text, stored)
    return PlainText(draft.text, stored, tuple(draft.starts), tuple(draft.ends), tuple(draft.pairs))
