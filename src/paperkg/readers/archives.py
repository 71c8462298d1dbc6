"""Files of archives: each file of a zip or tar archive is a source of its own, archives within archives too.

Nothing is ever written under a name that an archive gives: the names only label what is read.
"""

import io
import tarfile
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from lzma import LZMAError
from pathlib import PurePosixPath
from shutil import copyfileobj
from stat import S_ISLNK
from typing import IO, Any, cast

from paperkg.model import Rejected
from paperkg.readers.broken_zip import files_by_headers
from paperkg.readers.inputs import is_junk
from paperkg.readers.packing import MOST_LEVELS, ByteStream, DamagedError, Readable, check_size, unpack
from paperkg.readers.source import Source

_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_OFFICE = frozenset({"[Content_Types].xml", "mimetype", "META-INF/container.xml"})
"""Files that show a zip archive to be one document: of Word, Excel, LibreOffice, or an e-book."""

_MOST_CONTENTS = 1 << 25
"""Bytes of the table of contents of a zip archive, some 500,000 files: in memory it takes six times as much."""

_TAR_BLOCK = 512
_PIECE_BYTES = 4096


def open_sources(name: str, stream: Readable, *, title_only: bool = False) -> Iterator[Source | Rejected]:
    """What an input holds: itself, or the files of the archive that it is, under names such as "library.zip/a.bib".

    A source is to be read before the next one is asked for.
    """
    yield from _opened(name, unpack(stream), title_only, 0)


def _opened(name: str, stream: ByteStream, title_only: bool, depth: int) -> Iterator[Source | Rejected]:
    start = stream.look_ahead(_TAR_BLOCK)
    members = _zip_members if start.startswith(_ZIP) else _tar_members if _is_tar(start) else None
    if members is None:
        yield Source(name, stream, title_only=title_only)
    elif depth == MOST_LEVELS:
        yield _refuse(name, f"an archive within {MOST_LEVELS} others is not opened")
    else:
        for path, content in members(name, stream):
            if isinstance(content, str):
                yield _refuse(path, content)
            else:
                yield from _opened(path, unpack(content), title_only, depth + 1)


def _refuse(name: str, reason: str) -> Rejected:
    return Rejected(source=name, place=None, reason=reason, records=0)


Member = tuple[str, Readable | str]
"""A file of an archive by its full name: what it is read from, or why it is not."""


def _is_tar(start: bytes) -> bool:
    """Whether this is the header of a tar archive's first file, whose checksum is right."""
    try:
        tarfile.TarInfo.frombuf(start, "utf-8", "surrogateescape")
    except tarfile.HeaderError:
        return False
    return True


def _tar_members(archive: str, stream: ByteStream) -> Iterator[Member]:
    try:
        with tarfile.open(fileobj=cast(IO[bytes], _Whole(stream)), mode="r|") as tar:
            for member in tar:
                tar.members = []  # type: ignore[attr-defined]  # they would fill the memory
                path = member.name
                if member.isdir() or is_junk(path):
                    continue
                file = tar.extractfile(member) if member.isreg() else None
                if file is None:
                    yield _member(archive, path, "a link, and not a file")
                else:
                    unbuffered = cast(Readable, cast(io.BufferedReader, file).raw)
                    yield _member(archive, path, _MemberStream(unbuffered.read, stream, "tar"))
    except (tarfile.TarError, EOFError, OSError) as error:
        yield archive, stream.damage or f"damaged tar archive: {error}"
        return
    if stream.damage is not None:
        yield archive, stream.damage


def _zip_members(archive: str, stream: ByteStream) -> Iterator[Member]:
    with tempfile.TemporaryFile() as file:  # its table of contents is at its end
        copyfileobj(_Whole(stream), file, 1 << 20)
        if stream.damage is not None or not zipfile.is_zipfile(file):
            yield from _members_by_headers(archive, file)
            yield archive, stream.damage or "damaged zip archive: cut off before its table of contents"
            return
        try:
            with zipfile.ZipFile(cast(IO[bytes], _Bounded(file))) as opened:
                yield from _members_of_zip(archive, opened)
        except _TooManyContentsError as error:
            yield archive, str(error)
        except (zipfile.BadZipFile, EOFError, OSError, ValueError) as error:
            yield archive, f"damaged zip archive: {error}"


def _members_by_headers(archive: str, file: IO[bytes]) -> Iterator[Member]:
    """The files of a zip archive that has no table of contents."""
    for name, content in files_by_headers(file):
        path = name.replace("\\", "/")
        if path in _OFFICE:
            return
        if not path.endswith("/") and not is_junk(path):
            yield _member(archive, path, content)


def _members_of_zip(archive: str, opened: zipfile.ZipFile) -> Iterator[Member]:
    members = sorted(opened.infolist(), key=lambda member: member.filename)
    if not _OFFICE.isdisjoint(member.filename for member in members):
        yield archive, "an Office document or an e-book, not an archive of papers"
        return
    for member in members:
        path = member.filename.replace("\\", "/")
        if member.is_dir() or is_junk(path):
            continue
        if S_ISLNK(member.external_attr >> 16):
            yield _member(archive, path, "a link, and not a file")
        elif member.flag_bits & 1:
            yield _member(archive, path, "encrypted; unpack it first")
        else:
            try:
                content = opened.open(member)
            except NotImplementedError as error:
                yield _member(archive, path, f"cannot be unpacked: {error}")
            except (zipfile.BadZipFile, OSError, ValueError) as error:
                yield _member(archive, path, f"damaged zip archive: {error}")
            else:
                with content:
                    packed = _Packed(member.compress_size)
                    yield _member(archive, path, _MemberStream(cast(io.BufferedReader, content).read1, packed, "zip"))


def _member(archive: str, path: str, content: Readable | str) -> Member:
    parts = PurePosixPath(path).parts
    if path.startswith("/") or ".." in parts:
        return f"{archive}/{path}", "its path leads out of the archive"
    return "/".join((archive, *parts)), content


class _TooManyContentsError(Exception):
    """The table of contents of a zip archive is too long for memory."""


class _Bounded:
    """A zip archive of which nothing is read at once that is too long for memory.

    All at once is read only the table of contents, wherever the archive says how long that is: zipfile looks there.
    """

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)

    def read(self, size: int = -1) -> bytes:
        if size > _MOST_CONTENTS:
            raise _TooManyContentsError(
                f"a zip archive whose table of contents has {size:,} bytes, more than {_MOST_CONTENTS:,}"
            )
        return self._file.read(size)


class _Packed:
    """How many bytes a file takes in its archive."""

    def __init__(self, count: int) -> None:
        self.count = count


class _Whole:
    """A stream that gives all the bytes that are asked for while there are any, as tar wants it."""

    def __init__(self, stream: ByteStream) -> None:
        self._stream = stream

    def read(self, size: int = -1, /) -> bytes:
        pieces: list[bytes] = []
        missing = size
        while missing and (data := self._stream.read(missing)):
            pieces.append(data)
            missing -= len(data)
        return b"".join(pieces)


class _MemberStream:
    """A file of an archive, whose damage and size show while it is read."""

    def __init__(self, read: Callable[[int], bytes], packed: ByteStream | _Packed, kind: str) -> None:
        self._read, self._packed, self._kind = read, packed, kind
        self._count = 0

    def read(self, size: int, /) -> bytes:
        try:
            # In small pieces, for the piece in which the damage lies is lost.
            data = self._read(min(size, _PIECE_BYTES))
        except (zipfile.BadZipFile, tarfile.TarError, EOFError, OSError, zlib.error, LZMAError) as error:
            reason = self._packed.damage if isinstance(self._packed, ByteStream) else None
            raise DamagedError(reason or f"damaged {self._kind} archive: {error}") from error
        self._count += len(data)
        if isinstance(self._packed, _Packed):
            check_size(self._count, self._packed.count)
        return data
