"""What the server gives to a query, and what a query is to a worker."""

from dataclasses import dataclass

from paperkg.choices import at_least


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerOptions:
    """How many queries run at a time, for how many seconds, and how many rows or triples they may give."""

    workers: int = 2
    time_limit: float = 30.0
    row_limit: int = 100_000

    def __post_init__(self) -> None:
        """Refuses numbers that are too small.

        Raises:
            OptionError: one is.
        """
        at_least(1, workers=self.workers, row_limit=self.row_limit)
        at_least(0, time_limit=self.time_limit)


@dataclass(frozen=True, slots=True)
class Job:
    """A query, what the client accepts, and the dataset where the request names one."""

    query: str
    accept: str | None = None
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()


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
