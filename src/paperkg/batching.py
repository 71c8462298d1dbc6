"""Streams in pieces."""

from collections.abc import Iterable, Iterator, Sized
from itertools import groupby, islice
from operator import itemgetter
from typing import Any, Protocol, TypeVar

_T = TypeVar("_T")


class Chunk(Sized, Protocol):
    """Rows that can be sliced: a list, a table of Arrow."""

    def __getitem__(self, key: slice, /) -> Any: ...


_Chunk = TypeVar("_Chunk", bound=Chunk)


def batched(items: Iterable[_T], size: int) -> Iterator[tuple[_T, ...]]:
    """The items in tuples of `size`, the last one shorter.

    >>> list(batched("abcde", 2))
    [('a', 'b'), ('c', 'd'), ('e',)]
    """
    iterator = iter(items)
    while batch := tuple(islice(iterator, size)):
        yield batch


def in_parts(chunks: Iterable[_Chunk], rows: int) -> Iterator[tuple[int, Iterator[_Chunk]]]:
    """The chunks in parts of `rows` rows, the last of fewer, each with its number; a part is read before the next.

    Where there are no rows, there is one part, without any.

    >>> [(number, list(part)) for number, part in in_parts([[1, 2, 3], [4]], 2)]
    [(0, [[1, 2]]), (1, [[3], [4]])]
    """
    number = None
    for number, pieces in groupby(_cut(chunks, rows), itemgetter(0)):
        yield number, (piece for _, piece in pieces)
    if number is None:
        yield 0, iter(())


def _cut(chunks: Iterable[_Chunk], rows: int) -> Iterator[tuple[int, _Chunk]]:
    """The chunks, cut where a part ends, each with the number of its part."""
    done = 0
    for chunk in chunks:
        start = 0
        while start < len(chunk):
            piece = chunk[start : start + rows - done % rows]
            yield done // rows, piece
            start += len(piece)
            done += len(piece)
