"""An opened input: its name and its numbered lines, decoded, with what is wrong with them.

Lines are streamed. Whatever is wrong (bytes that are no UTF-8, an over-long line, a compressed file that
ends early) comes as a line with a `problem`, so that a reader can reject one record and go on.
"""

import gzip
import io
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from itertools import chain
from typing import NamedTuple, Protocol

HEAD_CHARACTERS = 1 << 16
"""How much of an input is looked at to find its format."""

LINE_CHARACTERS = 1 << 24
"""The longest line that is read; a longer one is rejected unread, so memory stays bounded."""

_GZIP = b"\x1f\x8b"
_BROKEN = re.compile(r"[\udc80-\udcff]")
_UTF16 = ("\udcff\udcfe", "\udcfe\udcff")
_PACKED = {"PK\x03\x04": "a ZIP archive", "%PDF-": "a PDF"}


class Readable(Protocol):
    """What a source is read from: a binary file, or what passes its bytes on."""

    def read(self, size: int, /) -> bytes:
        """At most so many bytes; none at the end."""


class Line(NamedTuple):
    """One line: its number from 1, its text without the line end, and what is wrong with it."""

    number: int
    text: str
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """An input under the name that papers will cite. `lines` can be walked once and begin with `head`."""

    name: str
    head: tuple[Line, ...]
    lines: Iterator[Line]

    @property
    def suffix(self) -> str:
        """The ending of the name in lower case, less ".gz": ".jsonl"."""
        return plain_suffix(self.name)

    @property
    def problem(self) -> str | None:
        """Why this is no text that any reader could read, if so."""
        if not any(line.text.strip() or line.problem for line in self.head):
            return "empty file"
        start = self.head[0].text
        if not start and self.head[0].problem:
            return self.head[0].problem
        if start.startswith(_UTF16):
            return "UTF-16 text; save it as UTF-8"
        for magic, what in _PACKED.items():
            if start.startswith(magic):
                return f"{what}, not text"
        if any("\0" in line.text for line in self.head):
            return "binary data, not text"
        return None


def plain_suffix(name: str) -> str:
    """The ending of a file name in lower case, not counting ".gz"."""
    stem = name.lower().removesuffix(".gz")
    return stem[stem.rindex(".") :] if "." in stem.rsplit("/", 1)[-1] else ""


def open_source(name: str, stream: Readable) -> Source:
    """A source over the bytes of `stream`, unpacked where they are gzip, looked into up to its head."""
    lines = _checked(_decoded(stream))
    head: list[Line] = []
    size = 0
    for line in lines:
        head.append(line)
        size += len(line.text) + 1
        if size >= HEAD_CHARACTERS:
            break
    return Source(name, tuple(head), chain(tuple(head), lines))


def _decoded(stream: Readable) -> io.TextIOWrapper:
    text = partial(io.TextIOWrapper, encoding="utf-8-sig", errors="surrogateescape", newline=None)
    buffered = io.BufferedReader(_Joined(stream), HEAD_CHARACTERS)
    return text(gzip.GzipFile(fileobj=buffered)) if buffered.peek(2)[:2] == _GZIP else text(buffered)


class _Joined(io.RawIOBase):
    """A stream as a raw one that is not closed with its wrappers: standard input is the caller's."""

    def __init__(self, stream: Readable) -> None:
        self._stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        data = self._stream.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)


def _checked(stream: io.TextIOWrapper) -> Iterator[Line]:
    number = 0
    try:
        while text := stream.readline(LINE_CHARACTERS):
            number += 1
            problem = None
            if len(text) == LINE_CHARACTERS and not text.endswith("\n"):
                problem = f"a line of more than {LINE_CHARACTERS:,} characters"
                _skip_line(stream)
                text = text[:200]
            elif not text.isascii() and (bad := _BROKEN.search(text)):
                problem = f"not UTF-8: byte 0x{ord(bad[0]) - 0xDC00:02X} at character {bad.start() + 1}"
            yield Line(number, text.removesuffix("\n"), problem)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        yield Line(number + 1, "", f"damaged gzip file: {str(error) or 'it ends early'}")
    except OSError as error:
        yield Line(number + 1, "", f"cannot be read: {error.strerror or error}")


def _skip_line(stream: io.TextIOWrapper) -> None:
    while (rest := stream.readline(LINE_CHARACTERS)) and not rest.endswith("\n"):
        pass
