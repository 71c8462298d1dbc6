"""A window on JSON that moves on: it decodes the value that is next, and finds the next record after a fault."""

import json
import re
from itertools import islice
from os.path import commonprefix
from typing import Any, NamedTuple, TextIO

from paperkg.readers.json_envelopes import has_title

RECORD_CHARACTERS = 1 << 24
"""The longest value that is decoded."""

_CHUNK = 1 << 18
BEGINNING, _TELLING = 40, 4
"""Characters at the beginning of a record by which others are found, and how many they need to share for that."""

_MOST_BEGINNINGS = 8
"""First keys of records that are kept."""

_LONG_KEY = len('"name"')
"""A key of that length, with its marks, may begin objects inside records too."""

_OF_NUMBERS = "0123456789.,-+ \t\n"
"""What numbers are made of, in which two records may begin alike by chance."""

_BEGINNING_OF_LINE = 100
"""The widest indentation that is looked at."""

_INDENT = re.compile(r"\n([ \t]*)$")
_FIRST_KEY = re.compile(r'\{\s*("[^"\n]{1,60}")\s*:')
_SPACE = re.compile(r"[ \t\r\n\ufeff\x1e]*")
_STRUCTURE = re.compile(r'"(?:[^"\\\n]|\\.)*"|[{}\[\]]')
_BEHIND_OBJECT = re.compile(r"\}\s*,\s*(?=\{)")
_MOST_TRIED = 100
"""Objects that are tried until one is whole."""

_FEW_KEYS = 3
_NEAR = 400
"""Characters in which the first keys of a record stand."""

_DECODER = json.JSONDecoder(strict=False)


class _Beginning(NamedTuple):
    """What the records with one first key have in common at their beginning, and how many they are."""

    text: str
    times: int


class JsonWindow:
    """The part of a text that is read, and the place in it that is next.

    Attributes:
        text: what is read and not yet passed, and some of what is.
        at: the place in `text`.
        ended: whether there is nothing behind `text`.
        records_seen: how many records were whole.
    """

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self.text = ""
        self.at = 0
        self.ended = False
        self._line = 1
        self._counted = 0
        self.records_seen = 0
        self._beginnings: dict[str, _Beginning] = {}

    def peek(self) -> str:
        """The next character that is no space; "" at the end."""
        while True:
            space = _SPACE.match(self.text, self.at)
            self.at = space.end() if space else self.at
            if self.at < len(self.text) or self.ended:
                return self.text[self.at : self.at + 1]
            self.read_on()

    def read_on(self) -> None:
        """More text behind what is not read yet; what is read goes."""
        kept = self.text[self.at :]
        self.line_here()
        chunk = self._stream.read(max(_CHUNK, len(kept)))
        self.ended = not chunk
        self.text, self.at, self._counted = kept + chunk, 0, 0

    def line_here(self) -> int:
        """The number of the line that is next."""
        self._line += self.text.count("\n", self._counted, self.at)
        self._counted = self.at
        return self._line

    def _line_at(self, place: int) -> int:
        return self.line_here() + self.text.count("\n", self.at, place)

    def decode(self, place: int) -> tuple[int, Any]:
        """The end of the value at a place, and the value, if it is read to its end.

        Raises:
            ValueError: it is not, or it is not usable.
            RecursionError: it is too deep.
        """
        value, end = _DECODER.raw_decode(self.text, place)
        return end, value

    def value(self) -> Any:
        """The value that is next, however many chunks it takes, up to `RECORD_CHARACTERS`; it is passed.

        Raises:
            ValueError, RecursionError: as `decode`.
        """
        while True:
            try:
                end, value = self.decode(self.at)
            except json.JSONDecodeError as error:
                if self.ended or not self.is_cut(error) or len(self.text) - self.at >= RECORD_CHARACTERS:
                    raise
                self.read_on()
                continue
            if end == len(self.text) and not self.ended and not isinstance(value, dict | list | str):
                self.read_on()  # the number may go on
                continue
            self.at = end
            return value

    def is_cut(self, error: json.JSONDecodeError) -> bool:
        """Whether decoding failed because the text read so far ends."""
        return error.msg.startswith("Unterminated string") or error.pos >= len(self.text) - 8

    def reason(self, error: Exception) -> str:
        """What is wrong with the value that is next."""
        if not isinstance(error, json.JSONDecodeError):  # numbers of thousands of digits, deep nesting
            return f"not usable JSON: {error}"
        if self.ended and self.is_cut(error):
            return "cut off: the JSON ends inside the record"
        return f"not JSON: {error.msg} at line {self._line_at(error.pos)}"

    def excerpt(self) -> str:
        """The beginning of the value that is next."""
        return self.text[self.at : self.at + 320]

    def resynchronize(self, failed: int) -> None:
        """Goes to where the next record begins: the next line of JSON lines, behind the object, or the next like it."""
        while len(self.text) - self.at < RECORD_CHARACTERS and not self.ended:
            end = self._end_of_record(failed)
            if end is not None:
                break
            self.read_on()
        else:
            end = self._end_of_record(failed)
        self.at = len(self.text) if end is None else max(end, self.at + 1)

    def _end_of_record(self, failed: int) -> int | None:
        """Where the broken record ends: with its line, with its structure, or before the next record like it."""
        line_end = self.text.find("\n", self.at)
        following = self.text[line_end : line_end + 80]
        if self.text[self.at] == "{" and re.match(r'\n\s*\{\s*"', following) and failed <= line_end:
            return line_end
        alike = self._next_alike(failed)
        end = self._end_of_structure(len(self.text) if alike is None else alike)
        return alike if end is None else end

    def _end_of_structure(self, limit: int) -> int | None:
        """Where the brackets of the record are closed, if another record or an end follows there."""
        depth = 0
        for found in _STRUCTURE.finditer(self.text, self.at, limit):
            if found[0] in "{[":
                depth += 1
            elif found[0] in "}]":
                depth -= 1
                if depth <= 0:
                    follows = _SPACE.match(self.text, found.end())
                    at = follows.end() if follows else found.end()
                    is_end = at < len(self.text) or self.ended
                    return found.end() if is_end and self.text[at : at + 1] in ("", ",", "]", "{", "}") else None
        return None

    def _next_alike(self, failed: int) -> int | None:
        """Where an object begins as records before, as far in as this one, or with its key behind the fault."""
        indent = _INDENT.search(self.text, max(self.at - _BEGINNING_OF_LINE, 0), self.at)
        key = _FIRST_KEY.match(self.text, self.at)
        if alike := "|".join(self._known_beginnings()):
            start = self.at + 1
        elif indent is not None:
            alike, start = rf"(?<=\n{indent[1]})\{{", self.at + 1
        elif (whole := self._next_whole(key[1] if key else None)) is not None:
            return whole
        elif key is not None:
            alike, start = rf"\{{\s*{re.escape(key[1])}\s*:", max(failed, self.at + 1)
        else:
            return None
        found = re.compile(rf"(?<=[,\s\[])(?:{alike})").search(self.text, start)
        return found.start() if found else None

    def _next_whole(self, first_key: str | None) -> int | None:
        """Where behind another object one begins that is whole and has a title, and the first keys of this one."""
        beginning = self.text[self.at : self.at + _NEAR]
        for found in islice(_BEHIND_OBJECT.finditer(self.text, self.at + 1), _MOST_TRIED):
            try:
                value, _ = _DECODER.raw_decode(self.text, found.end())
            except (ValueError, RecursionError):
                continue
            if not isinstance(value, dict) or len(value) < _FEW_KEYS or not has_title(value):
                continue
            keys = [json.dumps(key) for key in islice(value, _FEW_KEYS - 1)]
            if first_key is None or (keys[0] == first_key and all(key in beginning for key in keys)):
                return found.end()
        return None

    def _known_beginnings(self) -> list[str]:
        """Patterns of how records begin: none where no two of them begin alike."""
        common = [known.text.rstrip(_OF_NUMBERS) for known in self._beginnings.values() if known.times > 1]
        telling = [re.escape(text) for text in common if len(text) > _TELLING]
        once = [known.text for known in self._beginnings.values() if known.times == 1] if telling else []
        keys = [found[1] for text in once if (found := _FIRST_KEY.match(text))]
        return telling + [rf"\{{\s*{re.escape(key)}\s*:" for key in keys if len(key) > _LONG_KEY]

    def remember(self, start: str) -> None:
        """Keeps what the beginnings of all records with the same first key have in common."""
        self.records_seen += 1
        found = _FIRST_KEY.match(start)
        key = found[1] if found else ""
        if key in self._beginnings:
            known = self._beginnings[key]
            common = commonprefix((known.text, start))  # noqa: RUF071  # the characters, not the folders
            self._beginnings[key] = _Beginning(common, known.times + 1)
        elif len(self._beginnings) < _MOST_BEGINNINGS:
            self._beginnings[key] = _Beginning(start, 1)
