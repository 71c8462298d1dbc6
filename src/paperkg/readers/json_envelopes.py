"""Envelopes of JSON: the objects that APIs put around the records of an answer."""

import re
from collections.abc import Iterator
from typing import Any

LISTS = frozenset(
    "results items data papers records works recommendedpapers hits hit docs documents entries entry articles article "
    "publications notes references citations collection result preprints rows content".split()
)
"""Keys, without marks and case, under which envelopes keep their list."""

OF_RECORDS = frozenset("notes references citations content collection".split())
"""Those of them that records have too, before their title."""

WRAPPERS = ("message", "data", "response", "resultlist", "searchresults", "hits", "result", "feed", "body", "payload")
"""Keys, without marks and case, under which envelopes keep another envelope, or the one record."""

_INSIDE = (
    "citingPaper",
    "citedPaper",
    "_source",
    "work",
    "info",
    "attributes",
    "article",
    "bibjson",
    "publication",
    "fields",
    "row",
)
_DEPTH = 8
"""How deep envelopes may stand in each other."""


def has_title(row: dict[str, Any]) -> bool:
    """Whether an object has a title under any of its usual names."""
    return any(bare_key(key).endswith(("title", "titles")) and value for key, value in row.items())


def bare_key(key: str) -> str:
    """A key without case and marks: "dc:title" and "DC_Title" are the same."""
    return re.sub(r"[\W_]+", "", key).casefold()


def unwrapped(value: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    """The objects inside a value that may be papers: the elements of a list, what an envelope holds, or the value."""
    if depth > _DEPTH:
        return
    if isinstance(value, list):
        for element in value:
            yield from unwrapped(element, depth + 1)
    elif isinstance(value, dict):
        inside = next((value[key] for key in _INSIDE if isinstance(value.get(key), dict | list)), None)
        if has_title(value):
            yield value
        elif inside is not None and any(map(has_title, unwrapped(inside, depth + 1))):
            yield from unwrapped(inside, depth + 1)
        elif (held := _held(value)) is not None:
            yield from unwrapped(held, depth + 1)
        elif value and all(isinstance(one, dict) and has_title(one) for one in value.values()):
            yield from value.values()  # keyed by their ids
        elif set(value) & {"citingPaper", "citedPaper"} and not any(isinstance(one, dict) for one in value.values()):
            return
        else:
            yield value


def _held(value: dict[str, Any]) -> Any:
    """What an envelope holds: a list, or an object with one."""
    for key, held in value.items():
        if isinstance(held, list) and bare_key(key) in LISTS and (not held or isinstance(held[0], dict | None)):
            return held
    inner = (held for key, held in value.items() if isinstance(held, dict) and bare_key(key) in WRAPPERS)
    return next(inner, None)
