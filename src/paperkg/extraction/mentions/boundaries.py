"""Where a mention ends: without half a bracket, a possessive, a value, or marks that belong to the sentence."""

import re
from bisect import bisect_right
from collections.abc import Sequence

from paperkg.kinds import EntityType
from paperkg.model import Span

_OPENING = dict(zip("([{“«", ")]}”»", strict=True))
_CLOSING = {closing: opening for opening, closing in _OPENING.items()}
_BEFORE = re.compile(r"(?:[\s,;:!?)\]}”»’*_|/–—-]|\.(?![A-Z]{3}))+")  # ".NET" begins with its dot
_AFTER = re.compile(r"(?:['’]s?|[\s,;:!?®™(\[{“«|/–—-]+|(?<=[^\W_])\*\*+)$")
# "MOSE 71.2" is a benchmark and a result, "SQuAD 2.0" and "Claude 3.5" have versions.
_VALUE = re.compile(r"\s+[+±-]?(?:\d{2,3}[.,]\d{1,3}|0?\.\d{2,4})%?$")
_OWNER = re.compile(r"(?=\S*(?:[a-z][A-Z]|[A-Z]{2}|\d))\S+?(?=['’]s(?: [a-z]+)+$)")  # "GPT-4's answers"
_VERSIONED = frozenset((EntityType.SOFTWARE,))


def crosses(span: Span, barriers: Sequence[int]) -> bool:
    """Whether one of the barriers, which are in order, is inside a span: a sentence begins there, or a gap is there."""
    at = bisect_right(barriers, span.start)
    return at < len(barriers) and barriers[at] < span.end


def trimmed(text: str, span: Span, kind: EntityType | None) -> Span:
    """The part of a span that is a name; empty if there is none.

    Args:
        text: what the span is of.
        span: of a candidate.
        kind: its type; software has versions that look like values.
    """
    start, end = span.start, span.end
    before = None
    while before != (start, end) and start < end:
        before = (start, end)
        start, end = _balanced(text, start, end)
        leading, trailing = _BEFORE.match(text, start, end), _AFTER.search(text[start:end])
        if leading:
            start = leading.end()
        if trailing:
            end = max(start, end - len(trailing.group()))
        owner = _OWNER.match(text[start:end])
        if owner:
            end = start + owner.end()
        value = None if kind in _VERSIONED else _VALUE.search(text[start:end])
        if value:
            end -= len(value.group())
    return Span(start, end)


def _balanced(text: str, start: int, end: int) -> tuple[int, int]:
    """Up to the first bracket that the span does not close, or from the last that it does not open."""
    open_places: list[int] = []
    for at in range(start, end):
        character = text[at]
        if character in _OPENING:
            open_places.append(at)
        elif character in _CLOSING:
            if open_places and text[open_places[-1]] == _CLOSING[character]:
                open_places.pop()
            else:
                return (start, at) if _is_word(text, start, at) else (at + 1, end)
    if not open_places:
        return start, end
    return (start, open_places[0]) if _is_word(text, start, open_places[0]) else (open_places[0] + 1, end)


def _is_word(text: str, start: int, end: int) -> bool:
    return any(c.isalpha() for c in text[start:end])
