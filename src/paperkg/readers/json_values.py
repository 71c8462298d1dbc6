"""Records of JSON, streamed: of lines, lists, and the envelopes around lists that APIs send.

A list is decoded one element at a time, so that a file of any size needs the memory of one record. What is wrong with
a record costs that record: reading goes on where the next one begins.
"""

import json
import re
from collections.abc import Iterator, Set
from io import StringIO
from typing import Any, NamedTuple, TextIO

from paperkg.readers.json_envelopes import LISTS, OF_RECORDS, WRAPPERS, bare_key, unwrapped
from paperkg.readers.json_window import BEGINNING, RECORD_CHARACTERS, JsonWindow

_NEAR = 4000
"""Characters in which an envelope comes to its list."""

_LIST = re.compile(r'"(\w+)"\s*:[\s}]*(?=\[\s*\{)')
_OPENING = re.compile(r"[{\[](?=\s*[{\[\"])")
_MEMBER = re.compile(r'[\s,]*"((?:[^"\\\n]|\\.)*)"\s*:\s*(.)')
_FAULTS = (ValueError, RecursionError)


class JsonRecord(NamedTuple):
    """An object that may be a paper, the line on which it begins, and what is wrong with it, if it is none."""

    line: int
    row: dict[str, Any]
    problem: str | None = None
    excerpt: str = ""


def read_records(stream: TextIO) -> Iterator[JsonRecord]:
    """The objects of a file that may be papers, in their order. A null is none."""
    yield from _Reader(stream).records()


class _Reader(JsonWindow):
    """Walks through lists and envelopes."""

    def records(self) -> Iterator[JsonRecord]:
        """The records of all values of the file."""
        while begins := self.peek():
            if begins == "[":
                yield from self._elements()
            elif begins == "{":
                yield from self._object()
            elif begins in ",]};)'":
                self.at += 1
            else:
                yield from self._pass_over_text()

    def _elements(self) -> Iterator[JsonRecord]:
        """The records of a list whose bracket is next."""
        self.at += 1
        while (begins := self.peek()) not in ("]", ""):
            if begins == ",":
                self.at += 1
            else:
                yield from self._object(in_list=True)
        self.at += 1

    def _object(self, *, in_list: bool = False) -> Iterator[JsonRecord]:
        """The records of one value: decoded whole, but for an envelope that is not read yet or is broken.

        What stands in a list, or holds a list that records have too, is an envelope only if it is too long for one.
        """
        line = self.line_here()
        beginning = self.text[self.at : self.at + BEGINNING]
        start: str | None = None
        try:
            at = self.at
            self.at, value = self.decode(at)
            start = self.text[at : self.at] if isinstance(value, dict) and "\n" in self.text[at : self.at] else None
        except _FAULTS:
            if not in_list and self._is_envelope(LISTS - OF_RECORDS):
                yield from self.members(line)
                return
            try:
                value = self.value()
            except _FAULTS as error:
                if self._is_envelope(LISTS - OF_RECORDS if in_list else LISTS):
                    yield from self.members(line)
                else:
                    yield self._broken(line, error)
                return
        if isinstance(value, dict) and len(beginning) == BEGINNING:
            self.remember(beginning)
        if value is not None and not isinstance(value, dict | list):
            yield JsonRecord(line, {}, f"a JSON {type(value).__name__}, no object", str(value)[:80])
        rows = list(unwrapped(value))
        if len(rows) > 1 and isinstance(value, dict) and start is not None:
            yield from _with_lines(rows, start, line)
        else:
            yield from (JsonRecord(line, row) for row in rows)

    def _is_envelope(self, lists: Set[str]) -> bool:
        """Whether the object that is next holds one of these lists, and is no record itself: no title comes before."""
        start, at = self.at, self.at + 1
        while member := _MEMBER.match(self.text, at):
            key = bare_key(member[1])
            if key.endswith("title"):
                return False
            if (key in lists and member[2] == "[") or (key in WRAPPERS and member[2] == "{"):
                return True
            try:
                at, _ = self.decode(member.start(2))
            except _FAULTS:
                return False
        return self._peek_behind(start, at, lists)

    def _peek_behind(self, start: int, at: int, lists: Set[str]) -> bool:
        """Looks further where the text that is read ends between two members."""
        if self.ended or len(self.text) - at > 200 or at - start > RECORD_CHARACTERS:
            return False
        self.read_on()
        return self._is_envelope(lists)

    def members(self, line: int) -> Iterator[JsonRecord]:
        """The records that an envelope holds."""
        self.at += 1
        while (begins := self.peek()) not in ("}", ""):
            if begins == ",":
                self.at += 1
                continue
            try:
                key = self.value()
                if not isinstance(key, str) or self.peek() != ":":
                    raise json.JSONDecodeError("Expecting a key", self.text, self.at)
                self.at += 1
                begins = self.peek()
                if begins == "[" and bare_key(key) in LISTS:
                    yield from self._elements()
                elif begins == "{" and bare_key(key) in WRAPPERS:
                    yield from self._object()
                else:
                    self.value()
            except _FAULTS as error:
                yield JsonRecord(line, {}, self.reason(error), self.excerpt())
                following = re.compile(r":\s*(?=\[\s*\{)").search(self.text, self.at)
                self.at = following.end() if following else len(self.text)
                return
        self.at += 1

    def _broken(self, line: int, error: Exception) -> JsonRecord:
        """What is wrong with the record that is next, which is passed over."""
        record = JsonRecord(line, {}, self.reason(error), self.excerpt())
        inside = _LIST.search(self.text, self.at, self.at + _NEAR) if not self.records_seen else None
        if inside and bare_key(inside[1]) in LISTS and "title" not in self.text[self.at : inside.start()].casefold():
            self.at = inside.end()  # of an envelope only the beginning is broken
        else:
            self.resynchronize(error.pos if isinstance(error, json.JSONDecodeError) else self.at + 1)
        return record

    def _pass_over_text(self) -> Iterator[JsonRecord]:
        """Text that is no JSON, up to the next bracket on its line; members of a broken record are told."""
        line = self.line_here()
        end = self.text.find("\n", self.at)
        end = len(self.text) if end < 0 else end
        bracket = _OPENING.search(self.text, self.at)
        bracket = bracket if bracket and bracket.start() < end else None
        text = self.text[self.at : bracket.start() if bracket else end]
        self.at = bracket.start() if bracket else end
        if re.search(r'"\s*:', text):
            yield JsonRecord(line, {}, "not JSON: a key outside any object", text[:320])


def _with_lines(rows: list[dict[str, Any]], text: str, first: int) -> Iterator[JsonRecord]:
    """The records of an envelope that was read whole, each with its line, where walking through it gives the same."""
    walker = _Reader(StringIO(text))
    walker.peek()
    walked = list(walker.members(1))
    if [record.row for record in walked] == rows:
        yield from (record._replace(line=first + record.line - 1) for record in walked)
    else:
        yield from (JsonRecord(first, row) for row in rows)
