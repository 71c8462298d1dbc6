"""Zip archives that lost their table of contents: files are found by the headers that stand before each of them.

Each header says how a file is packed. How long it is may stand behind it, or be wrong; then the next header is looked
for.
"""

import struct
import zlib
from collections.abc import Iterator
from typing import IO

from paperkg.readers.packing import DamagedError, Readable, check_size

_MARK = b"PK\x03\x04"
_CONTENTS_MARK = b"PK\x01\x02"
_HEADER = struct.Struct("<4s2xHH4xII4xHH")
_STORED, _DEFLATED = 0, 8
_ENCRYPTED, _LENGTH_BEHIND, _UTF_8 = 1, 1 << 3, 1 << 11
_CHUNK = 1 << 16
_UNKNOWN = 0xFFFFFFFF  # the length stands in a field behind the name

_PIECE = 4096  # bytes that are unpacked at once, for the piece in which the damage lies is lost

Found = tuple[str, Readable | str]
"""A file by its name: what it is read from, or why it is not."""


def files_by_headers(file: IO[bytes]) -> Iterator[Found]:
    """The files of a zip archive; each is to be read before the next one is asked for."""
    at = _next_mark(file, 0)
    while at is not None:
        file.seek(at)
        header = file.read(_HEADER.size)
        if len(header) < _HEADER.size:
            return
        _, flags, method, checksum, packed, name_length, extra_length = _HEADER.unpack(header)
        name = file.read(name_length).decode("utf-8" if flags & _UTF_8 else "cp437", "replace")
        start = at + _HEADER.size + name_length + extra_length
        known = not flags & _LENGTH_BEHIND and packed != _UNKNOWN
        if flags & _ENCRYPTED:
            yield name, "encrypted; unpack it first"
        elif method == _DEFLATED:
            yield name, _Inflated(file, start, None if flags & _LENGTH_BEHIND else checksum)
        elif method == _STORED and known:
            yield name, _Stored(file, start, packed, checksum)
        else:
            yield name, "cannot be unpacked without the table of contents of its archive"
        at = _next_mark(file, start + packed if known and _ends_at(file, start + packed) else start)


def _ends_at(file: IO[bytes], place: int) -> bool:
    """Whether a file ends at a place: another begins there, or the table of contents."""
    file.seek(place)
    return file.read(len(_MARK)) in (_MARK, _CONTENTS_MARK)


def _next_mark(file: IO[bytes], at: int) -> int | None:
    """Where the next header begins."""
    file.seek(at)
    before = b""
    while data := file.read(_CHUNK):
        found = (before + data).find(_MARK)
        if found >= 0:
            return at - len(before) + found
        at += len(data)
        before = (before + data)[-len(_MARK) + 1 :]
    return None


class _Checksum:
    """Of the bytes of a file, compared at its end with that of the header, where it stands there."""

    def __init__(self, expected: int | None) -> None:
        self._expected, self._sum = expected, 0

    def add(self, data: bytes) -> None:
        """Takes the next bytes; without any, the file has ended."""
        self._sum = zlib.crc32(data, self._sum)
        if not data and self._expected is not None and self._sum != self._expected:
            raise DamagedError("damaged zip archive: bytes that differ from those that were packed")


class _Stored:
    """Bytes of a file that are not packed."""

    def __init__(self, file: IO[bytes], start: int, length: int, checksum: int) -> None:
        self._file, self._at, self._left = file, start, length
        self._sum = _Checksum(checksum)

    def read(self, size: int, /) -> bytes:
        self._file.seek(self._at)
        data = self._file.read(min(size, self._left))
        if not data and self._left:
            raise DamagedError("damaged zip archive: cut off")
        self._at += len(data)
        self._left -= len(data)
        self._sum.add(data)
        return data


class _Inflated:
    """Bytes of a file that says itself where it ends."""

    def __init__(self, file: IO[bytes], start: int, checksum: int | None) -> None:
        self._file, self._start, self._at = file, start, start
        self._sum = _Checksum(checksum)
        self._unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
        self._count = 0

    def read(self, size: int, /) -> bytes:
        data = b""
        while not data and not self._unpacker.eof:
            packed = self._unpacker.unconsumed_tail
            if not packed:
                self._file.seek(self._at)
                packed = self._file.read(_CHUNK)
                self._at += len(packed)
            if not packed:
                raise DamagedError("damaged zip archive: cut off")
            try:
                data = self._unpacker.decompress(packed, min(size, _PIECE))
            except zlib.error as error:
                raise DamagedError(f"damaged zip archive: {error}") from error
        self._count += len(data)
        check_size(self._count, self._at - self._start)
        self._sum.add(data)
        return data
