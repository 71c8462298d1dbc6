"""Where surface forms stand in a text: whole words, the longest form winning, as annotations are read."""

from collections.abc import Iterator, Mapping
from typing import TypeVar

from paperkg.model import Span

_T = TypeVar("_T")


def find_all(what: str, where: str) -> Iterator[int]:
    """Where `what` begins, also where it overlaps itself; an empty string is nowhere."""
    at = where.find(what) if what else -1
    while at >= 0:
        yield at
        at = where.find(what, at + 1)


def is_bounded(text: str, start: int, end: int) -> bool:
    """Whether no ASCII letter or digit touches the span."""
    return not (start and _is_word(text[start - 1])) and not (end < len(text) and _is_word(text[end]))


def _is_word(character: str) -> bool:
    return character.isascii() and character.isalnum()


def find_spans(text: str, owners: Mapping[str, _T]) -> dict[Span, _T]:
    """Every place of every surface form; none overlap.

    Args:
        text: title, newline, abstract.
        owners: surface form to what it belongs to.

    Returns:
        span to owner, in the order of the text.
    """
    taken = bytearray(len(text))
    found: dict[Span, _T] = {}
    for form in sorted(owners, key=lambda f: (-len(f), f)):
        for start in find_all(form, text):
            end = start + len(form)
            if is_bounded(text, start, end) and not any(taken[start:end]):
                taken[start:end] = b"\x01" * (end - start)
                found[Span(start, end)] = owners[form]
    return dict(sorted(found.items(), key=lambda item: item[0].start))
