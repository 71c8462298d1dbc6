"""Text as the explorer shows it: TeX read as the characters that it stands for, offsets moved along.

Stored text keeps its TeX, because offsets refer to it. What a reader sees has neither commands nor braces.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from paperkg.extraction.words.plain_text import Edit, apply_steps, flatten, replace_each
from paperkg.extraction.words.tex import TEX

_SIGNS = re.compile(r"[\\{}$]")
_FRACTION = re.compile(r"\\[dt]?frac\s*\{([^{}]*)\}\s*\{([^{}]*)\}")
_ROOT = re.compile(r"\\sqrt\s*\{([^{}]*)\}")
_COMMAND = re.compile(r"\\(?:mathcal|mathbb|mathrm|left|right|text\w*)?(?=[A-Za-z]*)")
_LEFT_OVER = re.compile(r"[\\{}]|\$(?!\d)")  # a dollar before a number is money


def fractions(text: str) -> Iterator[Edit]:
    """Fractions and roots on one line."""
    yield from replace_each(text, _FRACTION, lambda found: f"{found[1]}/{found[2]}")
    yield from replace_each(text, _ROOT, lambda found: f"√({found[1]})")


def commands(text: str) -> Iterator[Edit]:
    """Of a command that no character says, its name: of "\\log" the "log"."""
    return replace_each(text, _COMMAND, lambda _: "")


def left_over(text: str) -> Iterator[Edit]:
    """Signs of TeX that nothing else has read."""
    return replace_each(text, _LEFT_OVER, lambda _: "")


_STEPS = (*TEX, fractions, commands, left_over)


@dataclass(frozen=True, slots=True)
class ReadableText:
    """A text as it is shown; `starts` says for each character where what it stands for begins in the stored text."""

    text: str
    starts: tuple[int, ...] = ()

    def place(self, offset: int) -> int:
        """Of an offset into the stored text, that into the shown one."""
        return bisect_left(self.starts, offset) if self.starts else offset

    def part(self, start: int, end: int) -> str:
        """What is shown of the stored characters `start` to `end`."""
        return self.text[self.place(start) : self.place(end)]

    def units(self) -> Callable[[int], int]:
        """Of an offset into the stored text, that into the shown one in UTF-16 code units, as browsers count."""
        count = units(self.text)
        return lambda offset: count(self.place(offset))


def units(text: str) -> Callable[[int], int]:
    """Of an offset in characters, the offset in UTF-16 code units."""
    wide = [] if text.isascii() else [i for i, char in enumerate(text) if ord(char) > 0xFFFF]
    if not wide:
        return int
    return lambda offset: offset + bisect_left(wide, offset)


def readable(text: str) -> ReadableText:
    """A paper's text, title and abstract with a newline between, as it is shown."""
    if not _SIGNS.search(text):
        return ReadableText(text)
    spaced = "\n".join(flatten(part) for part in text.split("\n", 1))
    plain = apply_steps(text, spaced, _STEPS)
    return ReadableText(plain.text, plain.starts)


@lru_cache(maxsize=1 << 14)
def readable_name(name: str) -> str:
    """A name as it is shown.

    >>> readable_name("$\\\\beta$-VAE")
    'β-VAE'
    """
    return readable(name).text.strip() or name
