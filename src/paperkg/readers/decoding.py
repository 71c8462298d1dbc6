"""How the bytes of an input become text: its encoding, found from its beginning.

Text is UTF-8, or what a byte order mark says, or UTF-16 by its zero bytes. Single bytes that are no UTF-8 are
windows-1252, as in files that were joined from others; charset-normalizer tells the encoding of texts in which they are
too many for that.
"""

import codecs
import re
from dataclasses import dataclass

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_ODD = re.compile(rb"[\x80-\xff]")
_LETTER = re.compile(rb"[A-Za-z\x80-\xff]")

_PROBED_BYTES = 1 << 14
"""How many bytes of the lines that are not ASCII are shown to charset-normalizer."""

_WESTERN_SHARE = 0.2
"""In no text of a western language, names and words, is every fifth letter an accented one."""

_UNLIKELY = re.compile(r"(?<=[^\W\d_])[\u0080-\u00bf\u02c6\u02dc\u2030](?=[^\W\d_])|(?<=[a-z])[\u00c0-\u00deŠŒŽŸ]")
_UNLIKELY_SHARE = 0.1


@dataclass(frozen=True, slots=True)
class Encoding:
    """The name of a codec, and of the handler of bytes that it cannot decode."""

    codec: str
    errors: str


def _windows_1252(error: UnicodeError) -> tuple[str, int]:
    """Bytes that are no UTF-8, as windows-1252; those that it lacks too as lone surrogates."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    data = error.object[error.start : error.end]
    return "".join(_CHARACTERS[byte] for byte in data), error.end


def _character(byte: int) -> str:
    try:
        return bytes([byte]).decode("windows-1252")
    except UnicodeDecodeError:
        return bytes([byte]).decode("utf-8", "surrogateescape")


_CHARACTERS = tuple(map(_character, range(256)))
_MIXED = Encoding("utf-8", "paperkg.windows-1252")
codecs.register_error(_MIXED.errors, _windows_1252)


def find_encoding(start: bytes) -> Encoding:
    """The encoding of a text that begins with `start`, which may end within a character."""
    for mark, codec in _MARKS:
        if start.startswith(mark):
            return Encoding(codec, _MIXED.errors if codec == "utf-8-sig" else "replace")
    if wide := _without_mark(start):
        return Encoding(wide, "replace")
    try:
        codecs.getincrementaldecoder("utf-8")().decode(start)
    except UnicodeDecodeError:
        return _legacy(start)
    return _MIXED


def _without_mark(start: bytes) -> str | None:
    """UTF-16 without a byte order mark: every other byte of its ASCII characters is zero."""
    even, uneven = start[0:2000:2], start[1:2000:2]
    zeros = even.count(0), uneven.count(0)
    if zeros[0] + zeros[1] < 0.3 * len(even) or min(zeros) > 0.05 * len(even):
        return None
    return "utf-16-le" if zeros[1] > zeros[0] else "utf-16-be"


def _legacy(start: bytes) -> Encoding:
    """The encoding of text that is no UTF-8, or not all of it."""
    text = start.decode(_MIXED.codec, "surrogateescape")
    bad = sum("\udc80" <= character <= "\udcff" for character in text)
    odd_lines = b"\n".join(line for line in start.splitlines() if not line.isascii())
    odd = len(_ODD.findall(odd_lines))
    if bad < odd / 2 or _is_western(odd_lines, odd):
        return _MIXED
    from charset_normalizer import from_bytes

    best = from_bytes(odd_lines[:_PROBED_BYTES]).best()
    # A mark of UTF-16 that begins a line does not begin the text, which is then in no Unicode encoding.
    return _MIXED if best is None or best.encoding.startswith("utf") else Encoding(best.encoding, "replace")


def _is_western(lines: bytes, odd: int) -> bool:
    """Whether these lines, read as windows-1252, are words: few letters accented, no signs or capitals within."""
    if odd > _WESTERN_SHARE * len(_LETTER.findall(lines)):
        return False
    text = lines.decode(_MIXED.codec, _MIXED.errors)
    return len(_UNLIKELY.findall(text)) <= _UNLIKELY_SHARE * odd
