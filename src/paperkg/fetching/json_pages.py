"""What the JSON APIs have in common: an answer is an object or a list, or it is broken."""

import json
from typing import Any

from paperkg.fetching.service import BrokenPageError


def read_object(body: bytes) -> dict[str, Any]:
    """The object that an answer is."""
    value = read_value(body)
    if not isinstance(value, dict):
        raise BrokenPageError("an answer that is no object")
    return value


def read_value(body: bytes) -> Any:
    """The JSON of an answer."""
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        raise BrokenPageError("an answer that is no JSON") from None


def whole_number(value: object) -> int | None:
    """A count that an answer tells, if it does."""
    return value if isinstance(value, int) and not isinstance(value, bool) else None
