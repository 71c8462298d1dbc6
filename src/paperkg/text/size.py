"""How long the text of a record may be. What it costs to read grows with it, so an end keeps one record cheap."""

import re

MOST_RAW = 1_000_000
"""Characters of a title or an abstract as it comes, with whatever markup it has."""
MOST_CHARACTERS = 100_000
"""Characters of a clean title and abstract together."""
MOST_WORDS = 5_000
"""Words and marks of both that are read, so that none takes more than some 2 s; of 128,000 abstracts the longest has
2,290."""

WORD = re.compile(r"[^\W_]+|\S")
"""A word without marks in it, or one mark."""


def count_words(text: str) -> int:
    """The number of words and marks of a text: "vLLM, which" has three."""
    return sum(1 for _ in WORD.finditer(text))


def raw_size_problem(text: str) -> str | None:
    """What is wrong with the size of a text as it comes, None if nothing is."""
    return f"{len(text):,} characters, more than {MOST_RAW:,}" if len(text) > MOST_RAW else None


def size_problem(text: str) -> str | None:
    """What is wrong with the size of a clean text, None if nothing is."""
    return f"{len(text):,} characters, more than {MOST_CHARACTERS:,}" if len(text) > MOST_CHARACTERS else None


def size_note(text: str) -> str | None:
    """What is to be said of the size of a clean text that is read in part, None of one that is read whole."""
    words = count_words(text) if len(text) > MOST_WORDS else 0
    return (
        f"{words:,} words and marks, of which at most the first {MOST_WORDS:,} are read" if words > MOST_WORDS else None
    )
