"""Hugging Face's Daily Papers: all papers of a day, or of each day from one to another.

HF_TOKEN is a token; none is needed.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from paperkg.errors import OptionError
from paperkg.fetching.json_pages import read_value
from paperkg.fetching.service import BrokenPageError, Page, Request, Service

_PAGE = 100
_DAYS = 3660
"""The longest range: ten years."""


def _search(query: str) -> list[Request]:
    """A request for each day of "2025-11-20" or "2025-11-20..2025-11-27", both ends included.

    Raises:
        OptionError: no such day or range.
    """
    first, _, last = query.partition("..")
    start, end = _day(first), _day(last or first)
    if not 0 <= (end - start).days < _DAYS:
        raise OptionError(f"{query}: not a range of days; the first comes first, as in 2025-11-20..2025-11-27")
    days = (start + timedelta(days=passed) for passed in range((end - start).days + 1))
    return [Request("api/daily_papers", {"date": day.isoformat(), "limit": str(_PAGE), "p": "0"}) for day in days]


def _day(text: str) -> date:
    try:
        if not re.fullmatch(r"\d{4}-\d\d-\d\d", text.strip()):
            raise ValueError
        return date.fromisoformat(text.strip())
    except ValueError:
        raise OptionError(f"{text}: not a day; write 2025-11-20, or 2025-11-20..2025-11-27 for a range") from None


def _look_up(identifiers: Sequence[str]) -> list[Request]:
    return [Request(f"api/papers/{identifier}") for identifier in identifiers]


def _read_page(request: Request, body: bytes) -> Page:
    answer = read_value(body)
    if isinstance(answer, dict) and "id" in answer:
        return Page()
    if not isinstance(answer, list):
        raise BrokenPageError("an answer that is no list")
    if len(answer) < _PAGE:
        return Page()
    following = {**request.parameters, "p": str(int(request.parameters["p"]) + 1)}
    return Page(following=Request(request.path, following))


def _headers(environment: Mapping[str, str]) -> dict[str, str]:
    token = environment.get("HF_TOKEN")
    return {"Authorization": f"Bearer {token}"} if token else {}


HUGGING_FACE = Service(
    address="https://huggingface.co",
    format="hugging_face",
    interval=0.5,
    search=_search,
    look_up=_look_up,
    read_page=_read_page,
    headers=_headers,
    missing=frozenset((404,)),
    example="2025-11-20..2025-11-27",
)
