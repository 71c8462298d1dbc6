"""Text as it really comes, made clean before anything refers to its characters.

`clean` keeps the length wherever it can, so that offsets into a clean text are offsets into the raw
one too: each line break, tab or odd space becomes one space, and runs of spaces stay as they are. Only
these change the length: CR LF (one space), ligatures (spelled out), control and invisible characters
(removed), letters with separate accents (composed, NFC), HTML and JATS (see `markup`), and white space
at both ends (removed). LaTeX remnants such as "\\%" are text.
"""

import re
import unicodedata

from paperkg.text.markup import without_markup

_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
_SPACE = re.compile(r"\r\n|[^\S ]|[\x1c-\x1f\u180e]")
# Soft hyphen, zero-width space, word joiner, byte-order mark, bidirectional marks; non-characters and
# halves of surrogate pairs, which no XML or UTF-8 file may hold; controls.
_INVISIBLE = re.compile(
    r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff"
    r"\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff]"
)
# Persian, Indic words and emoji need joiners; beside a Latin letter they are a typesetter's leftovers.
_JOINERS = re.compile(r"[\u200c\u200d]+")
_MOST_MARKS = 30  # that one letter may bear, as Unicode's stream-safe text format has it; words have two or three
_MANY_MARKS = re.compile(rf"[^\w\s\x00-\x7f]{{{_MOST_MARKS + 1},}}")
_MOST_ROUNDS = 8  # of taking markup away: publishers escape it twice


def clean(text: str) -> str:
    """The text without what a reader of it would not see; idempotent."""
    if "<" not in text and "&" not in text:
        return _clean(text)
    before = None
    for _ in range(_MOST_ROUNDS):  # "&lt;i&gt;" is escaped
        before, text = text, _clean(without_markup(_clean(text)))
        if before == text:
            return text
    return _clean(text.replace("<", " ").replace("&", " "))  # made to come back forever


def _clean(text: str) -> str:
    if not text.isascii():
        text = _JOINERS.sub(_kept_joiners, _INVISIBLE.sub("", text))
        text = unicodedata.normalize("NFC", _MANY_MARKS.sub(_bearable_marks, text))
        for ligature, letters in _LIGATURES.items():
            text = text.replace(ligature, letters)
    elif not text.isprintable():
        text = _INVISIBLE.sub("", text)
    if not text.isprintable():
        text = _SPACE.sub(" ", text)
    return text.strip()


def _kept_joiners(found: re.Match[str]) -> str:
    """The joiners, unless they touch a Latin letter."""
    text, (start, end) = found.string, found.span()
    touching = text[start - 1 : start] + text[end : end + 1]
    return "" if any(c.isascii() and c.isalpha() for c in touching) else found.group()


def _bearable_marks(found: re.Match[str]) -> str:
    """The characters without the accents that come after the first `_MOST_MARKS` in a row."""
    kept, row = [], 0
    for character in found.group():
        row = row + 1 if unicodedata.combining(character) else 0
        if row <= _MOST_MARKS:
            kept.append(character)
    return "".join(kept)


def one_line(text: str) -> str:
    """The clean text with each run of white space as one space: for titles, names and messages."""
    return " ".join(clean(text).split())


def shorten(text: str, width: int = 80) -> str:
    """The beginning of a text on one line, at most `width` characters, for messages."""
    line = one_line(text[: 4 * width])
    return line if len(line) <= width else line[: width - 1] + "…"
