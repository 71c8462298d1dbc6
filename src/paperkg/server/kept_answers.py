"""Answers that are kept: a build never changes while it is served, so what was asked once need not be found again."""

import re
from collections import OrderedDict
from collections.abc import Hashable
from typing import Generic, TypeVar

_Value = TypeVar("_Value")
_LARGEST_SHARE = 8
"""An answer may take this part of the room, so that a few large ones do not drive out all others."""
_CHANGING = re.compile(r"\b(?:now|rand|uuid|struuid|bnode)\b|\\u", re.IGNORECASE)
"""Functions of SPARQL that give something else each time, and escapes, which may hide one."""


class KeptAnswers(Generic[_Value]):
    """The answers that were asked for last, up to a number of bytes.

    >>> kept = KeptAnswers[str](1_000)
    >>> kept.put("one", "answer", 100)
    >>> kept.get("one"), kept.get("another")
    ('answer', None)

    Args:
        room: bytes of all of them together.
    """

    def __init__(self, room: int) -> None:
        self._room = room
        self._used = 0
        self._found: OrderedDict[Hashable, tuple[_Value, int]] = OrderedDict()

    def get(self, key: Hashable) -> _Value | None:
        """The answer that was put there, if it is still kept."""
        found = self._found.get(key)
        if found is None:
            return None
        self._found.move_to_end(key)
        return found[0]

    def put(self, key: Hashable, value: _Value, size: int) -> None:
        """Keeps an answer of a number of bytes, its key included, in place of those asked for longest ago."""
        if size * _LARGEST_SHARE > self._room:
            return
        _, before = self._found.pop(key, (None, 0))
        self._found[key] = value, size
        self._used += size - before
        while self._used > self._room:
            _, (_, dropped) = self._found.popitem(last=False)
            self._used -= dropped


def is_constant(query: str) -> bool:
    """Whether a query of a build surely has the same answer each time.

    >>> is_constant("ASK { ?s ?p ?o }"), is_constant("SELECT (NOW() AS ?time) {}")
    (True, False)
    """
    return not _CHANGING.search(query)
