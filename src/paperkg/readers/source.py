"""An opened input: its name, its first bytes to know the format by, and the rest as lines, text or bytes.

Everything is streamed. What is wrong with a line (bytes that its encoding does not have, too many characters) comes
with the line, so that a reader can reject one record and go on. Where the bytes of an input are damaged it ends, and
`damage` says why.
"""

import codecs
import io
import re
from collections.abc import Iterator
from functools import cached_property
from typing import BinaryIO, NamedTuple, TextIO, cast

from paperkg.readers.decoding import find_encoding
from paperkg.readers.packing import ByteStream, Readable
from paperkg.text.cleaning import shorten

HEAD_BYTES = 1 << 16
"""How much of an input is looked at to find its format."""

LINE_CHARACTERS = 1 << 24
"""The longest line that is read; a longer one is rejected unread, so memory stays bounded."""

_DECLARATION = re.compile(r"<\?xml[^>]*\?>")
_BROKEN = re.compile(r"[\udc80-\udcff]")
_PACKING = re.compile(r"\.(?:gz|bz2|xz|zst)$")
_OTHERS = {
    b"%PDF-": "a PDF, not text",
    b"{\\rtf": "an RTF document, not plain text",
    b"\xd0\xcf\x11\xe0": "an Office document, not text",
    b"7z\xbc\xaf\x27\x1c": "a 7-Zip archive; unpack it first",
    b"Rar!\x1a\x07": "a RAR archive; unpack it first",
}


class Line(NamedTuple):
    """One line: its number from 1, its text without the line end, and what is wrong with it."""

    number: int
    text: str
    problem: str | None = None


class Source:
    """An input under the name that papers will cite. A reader reads `lines`, `text()` or `stream`: one of them, once.

    Attributes:
        name: "papers.ris"; "library.zip/folder/papers.ris" for a file of an archive.
        start: its first 64 KiB, unpacked.
        stream: all of its bytes, unpacked, from the first on.
        title_only: whether records without an abstract are papers too.
    """

    def __init__(self, name: str, stream: Readable, *, title_only: bool = False) -> None:
        self.name = name
        self.title_only = title_only
        self._bytes = stream if isinstance(stream, ByteStream) else ByteStream(stream)
        self.start = self._bytes.look_ahead(HEAD_BYTES)
        self.encoding = find_encoding(self.start)
        self.stream = cast(BinaryIO, io.BufferedReader(self._bytes, HEAD_BYTES))

    @property
    def suffix(self) -> str:
        """The ending of the name in lower case, less those of packing: ".jsonl" for "papers.jsonl.gz"."""
        return plain_suffix(self.name)

    @property
    def damage(self) -> str | None:
        """Why the input ended before its end, if it did: "damaged gzip file: ..."."""
        return self._bytes.damage

    @cached_property
    def head(self) -> tuple[Line, ...]:
        """The lines of `start`, the last one cut where `start` ends."""
        decoder = codecs.getincrementaldecoder(self.encoding.codec)(self.encoding.errors)
        text = io.IncrementalNewlineDecoder(decoder, translate=True).decode(self.start)
        lines = text.removesuffix("\n").split("\n") if text else []
        return tuple(_line(number, line) for number, line in enumerate(lines, 1))

    @cached_property
    def lines(self) -> Iterator[Line]:
        """All lines, numbered from 1, whatever their ends. One that damage cut off says so."""
        return self._read_lines()

    def text(self) -> TextIO:
        """All of it, decoded, every line end a newline."""
        return io.TextIOWrapper(self.stream, encoding=self.encoding.codec, errors=self.encoding.errors, newline=None)

    @property
    def problem(self) -> str | None:
        """Why there is nothing here that any reader could read, if so."""
        if not any(line.text.strip() for line in self.head):
            return self.damage or "empty file"
        return next((what for magic, what in _OTHERS.items() if self.start.startswith(magic)), None)

    @property
    def is_text(self) -> bool:
        """Whether it looks like text: no zero bytes other than those of UTF-16."""
        return "\0" not in "".join(line.text for line in self.head[:50])

    @property
    def beginning(self) -> str:
        """Its first words, for messages; an XML declaration says nothing."""
        return shorten(next((text for line in self.head if (text := _DECLARATION.sub("", line.text).strip())), ""), 40)

    def _read_lines(self) -> Iterator[Line]:
        number = 0
        stream = self.text()
        while text := stream.readline(LINE_CHARACTERS):
            number += 1
            if len(text) == LINE_CHARACTERS and not text.endswith("\n"):
                while (rest := stream.readline(LINE_CHARACTERS)) and not rest.endswith("\n"):
                    pass
                yield Line(number, text[:200], f"a line of more than {LINE_CHARACTERS:,} characters")
            elif not text.endswith("\n") and self.damage is not None:
                yield Line(number, text, f"cut off: {self.damage}")
            else:
                yield _line(number, text.removesuffix("\n"))


def plain_suffix(name: str) -> str:
    """The ending of a file name in lower case, not counting those of packing."""
    stem = name.lower().rsplit("/", 1)[-1]
    while packed := _PACKING.search(stem):
        stem = stem[: packed.start()]
    return stem[stem.rindex(".") :] if "." in stem else ""


def _line(number: int, text: str) -> Line:
    """A line, with its first byte that no encoding explains."""
    if text.isascii() or (bad := _BROKEN.search(text)) is None:
        return Line(number, text)
    return Line(number, text, f"not UTF-8: byte 0x{ord(bad[0]) - 0xDC00:02X} at character {bad.start() + 1}")
