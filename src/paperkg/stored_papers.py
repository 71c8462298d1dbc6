"""Papers in a temporary file, so that memory holds eight bytes of each, however many there are."""

import json
from array import array
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import fields
from operator import attrgetter
from tempfile import SpooledTemporaryFile, gettempdir
from typing import Any, overload
from weakref import finalize

from paperkg.model import Paper

_IN_MEMORY = 1 << 22
"""Bytes that need no file."""
_NAMES = [field.name for field in fields(Paper)]
_values_of = attrgetter(*_NAMES)


class StoredPapers(Sequence[Paper]):
    """A sequence of papers, without loss. The file has no name and is gone with the object, or with the process.

    >>> stored = StoredPapers([Paper(id="p1", title="A title", abstract="An abstract.")])
    >>> stored[0].title
    'A title'
    """

    def __init__(self, papers: Iterable[Paper] = ()) -> None:
        """Stores papers.

        Raises:
            OSError: the file cannot be written.
        """
        self._file = SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 (it lives as long as the papers)
        finalize(self, _close, self._file)
        self._ends = array("q", [0])
        for paper in papers:
            self.append(paper)

    def append(self, paper: Paper) -> None:
        """Stores one paper more.

        Raises:
            OSError: the file cannot be written.
        """
        self._append(json.dumps(_values_of(paper), ensure_ascii=False).encode("utf-8", "surrogatepass"))

    def select(self, places: Iterable[int]) -> "StoredPapers":
        """The papers at some places, stored anew."""
        return StoredPapers().take_in(self, places)

    def take_in(self, other: "StoredPapers", places: Iterable[int]) -> "StoredPapers":
        """Stores papers of another file too, those at some places; and gives itself."""
        for place in places:
            self._append(other._written(place))
        return self

    def __len__(self) -> int:
        return len(self._ends) - 1

    def __iter__(self) -> Iterator[Paper]:
        return map(self.__getitem__, range(len(self)))

    @overload
    def __getitem__(self, place: int) -> Paper: ...
    @overload
    def __getitem__(self, place: slice) -> list[Paper]: ...
    def __getitem__(self, place: int | slice) -> Paper | list[Paper]:
        if isinstance(place, slice):
            return [self[each] for each in range(len(self))[place]]
        return Paper(**dict(zip(_NAMES, map(_value, json.loads(self._written(range(len(self))[place]))), strict=True)))

    def _append(self, written: bytes) -> None:
        try:
            self._file.seek(self._ends[-1])
            self._file.write(written)
        except OSError as error:
            error.filename = gettempdir()  # where the full disk is
            raise
        self._ends.append(self._ends[-1] + len(written))

    def _written(self, place: int) -> bytes:
        start, end = self._ends[place], self._ends[place + 1]
        self._file.seek(start)
        return self._file.read(end - start)


def _value(plain: Any) -> Any:
    return tuple(plain) if isinstance(plain, list) else plain


def _close(file: SpooledTemporaryFile[bytes]) -> None:
    with suppress(OSError):  # what could not be written has been told
        file.close()
