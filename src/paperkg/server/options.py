"""What the server gives to a query, and what a query is to a worker."""

import re
import sys
from dataclasses import dataclass
from pathlib import Path

from paperkg.choices import at_least
from paperkg.errors import OptionError

_PREFIX = re.compile(r"(?:/[\w.~-]+)+", re.ASCII)
EVERYONE = ("*",)
"""Stands for any host, or any origin."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerOptions:
    """What the server gives to queries and clients.

    Attributes:
        workers: long queries that run at a time; as many quick and as many new ones, and half as many
            middling ones, run beside them.
        time_limit: seconds that a query may take, and that it may wait.
        row_limit: rows or triples that an answer may have.
        byte_limit: bytes that an answer may have.
        memory_limit: MB of memory that a query may use, beyond what its process needs itself; on Linux only.
        hosts: names under which the server may be asked, without ports; others are refused.
        origins: sites whose scripts may read answers, as "https://example.org".
        rate_limit: requests a minute that one address may make; 0 for any number.
        root_path: the prefix under which a proxy passes requests on, "/graph".
        log: file to which each request is added as a line of JSON; "-" for standard error.
        review: decisions file that answers given at /review are added to; it has to exist, and `hosts` and `origins`
            to be named. None where doubts are only shown.
    """

    workers: int = 2
    time_limit: float = 30.0
    row_limit: int = 100_000
    byte_limit: int = 32_000_000
    memory_limit: int = 1_000
    hosts: tuple[str, ...] = EVERYONE
    origins: tuple[str, ...] = EVERYONE
    rate_limit: int = 0
    root_path: str = ""
    log: str | None = None
    review: Path | None = None

    def __post_init__(self) -> None:
        """Refuses numbers that are too small, and a prefix that is no path.

        Raises:
            OptionError: there is one.
        """
        if self.root_path and not _PREFIX.fullmatch(self.root_path):
            raise OptionError(f"{self.root_path}: not a prefix of paths; one looks like /graph")
        at_least(1, workers=self.workers, row_limit=self.row_limit, byte_limit=self.byte_limit)
        at_least(1, memory_limit=self.memory_limit)
        at_least(0, time_limit=self.time_limit, rate_limit=self.rate_limit)


@dataclass(frozen=True, slots=True)
class Job:
    """A query, what the client accepts, the dataset where the request names one, and what relative IRIs refer to.

    It is the server's own, for a page or a document, or a client's.
    """

    query: str
    accept: str | None = None
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    base: str | None = None
    own: bool = False

    @property
    def size(self) -> int:
        """The bytes of memory that its texts take, all of which a client chooses."""
        texts = (self.query, self.accept, self.base, *self.default_graphs, *self.named_graphs)
        return sum(map(sys.getsizeof, texts))


@dataclass(frozen=True, slots=True)
class Reply:
    """What a query gave: an HTTP status, and a body of a media type."""

    status: int
    media_type: str
    body: bytes

    @classmethod
    def plain(cls, status: int, message: str) -> "Reply":
        """A reply that says what is wrong."""
        return cls(status, "text/plain", (message + "\n").encode())
