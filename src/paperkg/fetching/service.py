"""What a service is: where it answers, how often it may be asked, and how its pages follow each other."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Request:
    """One request, told apart from the service's address: `path` below it, parameters, and JSON to post, if any.

    `volume` is the part of the answer that is wanted, where a service only has larger files.
    """

    path: str
    parameters: Mapping[str, str] = field(default_factory=dict)
    posted: Any = None
    volume: str | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """What an answer says about itself.

    Attributes:
        records: the part of it that a reader reads; None where the whole answer is.
        following: the request for the next page; None after the last one.
        total: how many papers there are over all pages, where the service says so.
    """

    records: bytes | None = None
    following: Request | None = None
    total: int | None = None


@dataclass(frozen=True, slots=True)
class Service:
    """A service that has papers.

    Attributes:
        address: where it answers.
        format: the reader of its answers.
        interval: the seconds between two requests that it asks for.
        search: the first requests for a query; raises `OptionError` for a query that it cannot have.
        look_up: the requests for papers by their ids.
        read_page: what an answer says; raises `BrokenPageError` where it is none.
        headers: made of the environment: keys.
        parameters: made of the environment: e-mail addresses, keys.
        missing: the statuses that say that there is nothing, which is no error.
        example: a query.
    """

    address: str
    format: str
    interval: float
    search: Callable[[str], Sequence[Request]]
    look_up: Callable[[Sequence[str]], Sequence[Request]]
    read_page: Callable[[Request, bytes], Page]
    example: str
    headers: Callable[[Mapping[str, str]], Mapping[str, str]] = lambda _environment: {}
    parameters: Callable[[Mapping[str, str]], Mapping[str, str]] = lambda _environment: {}
    missing: frozenset[int] = frozenset()


class BrokenPageError(Exception):
    """An answer that is not what the service answers: cut off, or a page of errors. Worth another try."""


class RefusedError(Exception):
    """An answer that says that the query is wrong. No other try helps."""


def batches(values: Sequence[str], size: int) -> list[Sequence[str]]:
    """The values in runs of at most `size`."""
    return [values[start : start + size] for start in range(0, len(values), size)]
