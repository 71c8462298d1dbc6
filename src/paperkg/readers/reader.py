"""What a format is to paperkg: a reader."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from paperkg.model import Paper, Rejected
from paperkg.readers.source import Source


@dataclass(frozen=True, slots=True)
class Reader:
    """A format: how it is read, how it is recognized, and how its files are named.

    Attributes:
        read: gets the source and the year for dates without one, and gives the records of the source in order.
        recognizes: whether a source has the format, by its `start` or `head`, and by its name only where these do
            not tell.
        suffixes: of its files, in lower case, with the dot and without ".gz" and the like. A file whose content no
            reader recognizes goes to the one reader that has its suffix.
        description: what the format is and where its files come from, in a line without a period.
        example: a small file of one paper; empty where the format is not text.
    """

    read: Callable[[Source, int | None], Iterator[Paper | Rejected]]
    recognizes: Callable[[Source], bool]
    suffixes: tuple[str, ...]
    description: str = ""
    example: str = ""
