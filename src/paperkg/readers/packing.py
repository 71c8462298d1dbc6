"""Bytes as they are read: unpacked where they are packed, known by their content, and ending where they are damaged.

gzip, bzip2, xz and zstd are unpacked, also one within another; each may have several members.
"""

import bz2
import gzip
import io
import lzma
import zlib
from collections.abc import Callable
from typing import IO, Protocol, cast

MOST_LEVELS = 2
"""How often an input may be packed, and how deep archives may lie in archives."""

MOST_RATIO = 200
"""How many times larger than packed an input may be. Exports of papers shrink by 5 to 20 times."""

FREE_BYTES = 1 << 26
"""What any input may unpack to, whatever its ratio."""

MOST_BYTES = 1 << 40
"""What any input may unpack to at most."""


class Readable(Protocol):
    """What bytes are read from: a binary file, or what passes its bytes on."""

    def read(self, size: int, /) -> bytes:
        """At most so many bytes; none at the end."""


class DamagedError(Exception):
    """No more bytes can be had of an input; the message says why."""


class ByteStream(io.RawIOBase):
    """A stream that can be looked into, and ends where it is damaged. Closing it leaves what it reads from open."""

    def __init__(self, stream: Readable) -> None:
        self._stream = stream
        self._ahead = b""
        self.count = 0
        self.damage: str | None = None

    def readable(self) -> bool:
        """Yes."""
        return True

    def look_ahead(self, size: int) -> bytes:
        """The next bytes, which stay to be read; fewer than `size` only at the end."""
        while len(self._ahead) < size and (data := self._next(size - len(self._ahead))):
            self._ahead += data
        return self._ahead[:size]

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fills as much of the buffer as one read gives; 0 at the end."""
        if self._ahead:
            data, self._ahead = self._ahead[: len(buffer)], self._ahead[len(buffer) :]
        else:
            data = self._next(len(buffer))
        buffer[: len(data)] = data
        return len(data)

    def _next(self, size: int) -> bytes:
        data = b""
        if self.damage is None:
            try:
                data = self._stream.read(size)
            except DamagedError as error:
                self.damage = str(error)
            except OSError as error:
                self.damage = f"cannot be read: {error.strerror or error}"
        self.count += len(data)
        return data


def unpack(stream: Readable) -> ByteStream:
    """The bytes of `stream`, unpacked as often as they are packed."""
    unpacked = ByteStream(stream)
    for _ in range(MOST_LEVELS):
        packing = _packing_of(unpacked)
        if packing is None:
            return unpacked
        unpacked = ByteStream(_Unpacked(packing, unpacked))
    if _packing_of(unpacked) is not None:
        unpacked = ByteStream(_Refused(f"packed more than {MOST_LEVELS} times, one within another"))
    return unpacked


class _Packed(Protocol):
    def read1(self, size: int, /) -> bytes: ...


def _gzip(stream: ByteStream) -> _Packed:
    return gzip.GzipFile(fileobj=stream)


def _xz(stream: ByteStream) -> _Packed:
    return lzma.LZMAFile(cast(IO[bytes], stream))


def _zstd(stream: ByteStream) -> _Packed:
    import pyarrow

    file = pyarrow.CompressedInputStream(pyarrow.PythonFile(stream, mode="r"), "zstd")
    return cast(_Packed, io.BufferedReader(_Arrow(file)))


class _Arrow(io.RawIOBase):
    """A stream of pyarrow as one of Python, read piece by piece so that an error loses none of those before."""

    def __init__(self, file: Readable) -> None:
        self._file = file

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        data = self._file.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)


_PACKINGS: dict[bytes, tuple[str, Callable[[ByteStream], _Packed]]] = {
    b"\x1f\x8b": ("gzip", _gzip),
    b"BZh": ("bzip2", bz2.BZ2File),
    b"\xfd7zXZ\0": ("xz", _xz),
    b"\x28\xb5\x2f\xfd": ("zstd", _zstd),
}
"""By the first bytes: the name, and what unpacks it."""


def _packing_of(stream: ByteStream) -> tuple[str, Callable[[ByteStream], _Packed]] | None:
    start = stream.look_ahead(10)
    found = next((packing for magic, packing in _PACKINGS.items() if start.startswith(magic)), None)
    # Text may begin with "BZh": a bzip2 file goes on with a digit and the start of a block, or of its end.
    if start.startswith(b"BZh") and start[4:10] not in (b"1AY&SY", b"\x17rE8P\x90"):
        return None
    return found


class _Unpacked:
    """What a packed stream holds."""

    def __init__(self, packing: tuple[str, Callable[[ByteStream], _Packed]], stream: ByteStream) -> None:
        self._kind, opened = packing
        self._packed = stream
        self._file = opened(stream)
        self._count = 0

    def read(self, size: int, /) -> bytes:
        """At most so many bytes; none at the end.

        Raises:
            DamagedError: the packed bytes are damaged, or too many come of them.
        """
        try:
            data = self._file.read1(size)
        except (EOFError, OSError, zlib.error, lzma.LZMAError) as error:
            raise DamagedError(
                self._packed.damage or f"damaged {self._kind} file: {str(error) or 'it ends early'}"
            ) from error
        self._count += len(data)
        check_size(self._count, self._packed.count)
        return data


def check_size(unpacked: int, packed: int) -> None:
    """Refuses bombs.

    Raises:
        DamagedError: more bytes were unpacked than exports of papers give, of so many packed ones.
    """
    if unpacked > MOST_BYTES:
        raise DamagedError(f"unpacks to more than {MOST_BYTES >> 30:,} GiB")
    if unpacked > FREE_BYTES and unpacked > MOST_RATIO * packed:
        raise DamagedError(f"unpacks to more than {MOST_RATIO} times its size, as no export does")


class _Refused:
    """A stream of which nothing is read."""

    def __init__(self, reason: str) -> None:
        self._reason = reason

    def read(self, _size: int, /) -> bytes:
        raise DamagedError(self._reason)
