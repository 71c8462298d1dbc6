"""Entries of a BibTeX file, each on its own: what is wrong with one costs none of its neighbors.

What BibTeX itself would refuse is read as it is meant: a missing, empty or odd key, a missing comma, a brace too many,
a quotation mark inside quotation marks. A value that has no end ends before the next field, or its entry is broken.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from paperkg.readers.source import Line
from paperkg.text.keys import title_key

ENTRY_CHARACTERS = 1 << 23
"""The longest entry that is kept whole."""

_MARGIN = r"[\s\ufeff\d.\[\]()*>-]*"
_TYPE = r"[A-Za-z][^\s{}()@=,\"]{0,40}"
"""A type, which may be damaged: what follows is read all the same."""

_START = re.compile(rf"{_MARGIN}@\s*{_TYPE}\s*[{{(]")
_SURE_START = re.compile(
    rf"{_MARGIN}@\s*[A-Za-z]+\s*[{{(](?:[^=\n]*,\s*(?:$|[A-Za-z][\w+.-]*\s*=)|\s*[A-Za-z][\w+.-]*\s*=|[^\s,{{}}=]*\s*$)"
)
_NEXT = re.compile(r"\s*@\s*[A-Za-z]+\s*[{(]|(?<=[\s}])@[A-Za-z]+\s*[{(][^\s,{}=]*,")
_HEADER = re.compile(rf"@\s*({_TYPE})\s*([{{(])")
_FIELD = re.compile(r"([A-Za-z_][\w+.:/-]*)\s*=\s*")
_KEY = re.compile(r"\s*(?![A-Za-z][\w+.-]*\s*=\s*[{\"\d])([^,=\n]*)(?:,|(?=\n))")
_BETWEEN = re.compile(r"(?:[\s,]+|%[^\n]*)*")
_JUNK = re.compile(r"[^,\n{}()\"]*[^,\n}]?")
_OUTSIDE = re.compile(r"(?:^|\n)[ \t]*(title\s*=\s*[{\"])", re.IGNORECASE)
_STRAY = re.compile(r"[})]\s*,?\s*[A-Za-z][\w+.-]*\s*=\s*[{\"\w]")
_BARE = re.compile(r"[^,#\n{}\"]*")
_CONCATENATED = re.compile(r"\s*#\s*")
_BRACE, _PLAIN_BRACE = re.compile(r"[{}]"), re.compile(r"(?<!\\)[{}]")
_QUOTE_OR_BRACE = re.compile(r"[{}\"]")
_AFTER_QUOTE = re.compile(r"\s*(?:[,#})]|$|[A-Za-z][\w+.-]*\s*=)")
_FIELD_NAMES = (
    "abstract|address|annote|archiveprefix|author|booktitle|date|doi|editor|eprint|eprinttype|file|institution|isbn|issn|"
    "journal|journaltitle|keywords|language|month|note|number|pages|publisher|school|series|title|url|urldate|volume|year"
)
_VALUE_BOUND = re.compile(rf"[}}\"]\s*(?:,|\n)\s*(?:{_FIELD_NAMES})\s*=\s*(?:[{{\"]|\d)", re.IGNORECASE)
"""Where a value ends that has lost a brace or quotation mark: the next field would be part of it."""

_NO_ENTRIES = ("comment", "preamble", "string")
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()


@dataclass(slots=True)
class Entry:
    """One entry: its type and field names in lower case, its values as written, less their delimiters.

    `run_on` is one whose beginning is lost, so that it follows without an end between the two.
    """

    line: int
    type: str
    key: str = ""
    fields: dict[str, str] = field(default_factory=dict)
    problem: str | None = None
    run_on: "Entry | None" = None


@dataclass(slots=True)
class _Block:
    """Lines from one that begins an entry to the next such line."""

    line: int
    texts: list[str] = field(default_factory=list)
    depth: int = 0
    characters: int = 0
    problem: str | None = None

    def add(self, line: Line) -> None:
        if self.characters <= ENTRY_CHARACTERS:
            self.texts.append(line.text)
            self.depth += line.text.count("{") - line.text.count("}")
            self.characters += len(line.text)
        self.problem = self.problem or line.problem


def read_entries(lines: Iterable[Line]) -> Iterator[Entry]:
    """The entries of a file in their order, with the values of its own and of the usual abbreviations put in."""
    abbreviations = {month: month for month in _MONTHS}
    for block in _blocks(lines):
        for entry in _entries(block, abbreviations):
            if entry.type == "string":
                abbreviations |= {name.casefold(): value for name, value in entry.fields.items()}
            elif entry.type not in ("comment", "preamble"):
                for one in (entry, entry.run_on):
                    if one is not None:
                        one.problem = block.problem or one.problem
                        yield one


def _blocks(lines: Iterable[Line]) -> Iterator[_Block]:
    """The text before the first entry, and from there the text from each line that begins an entry to the next."""
    block: _Block | None = None
    before = _Block(1)
    for line in lines:
        if "@" in line.text:
            begins = _SURE_START if block is not None and block.depth > 0 else _START
            if begins.match(line.text):
                yield block or before
                block = _Block(line.number)
        (block or before).add(line)
    yield block or before


def _entries(block: _Block, abbreviations: dict[str, str]) -> Iterator[Entry]:
    text = "\n".join(block.texts)
    at = 0
    if not _START.match(text):
        if outside := _OUTSIDE.search(text):
            yield _told(block, text, outside)
        return
    while (found := _HEADER.search(text, at)) is not None:
        entry = Entry(block.line + text.count("\n", 0, found.start()), found[1].lower())
        closing = ")" if found[2] == "(" else "}"
        at = _Parser(text, found.end(), closing, abbreviations).fill(entry)
        following = _NEXT.match(text, at) or _NEXT.search(_without_comments(text, at), at)
        end = len(text) if following is None else following.start()
        outside = _OUTSIDE.search(text, at, end)
        if outside and entry.type not in _NO_ENTRIES and "title" not in entry.fields:
            # A brace too many in a value before closed the entry early.
            _Parser(text[:end], outside.start(1), closing, abbreviations).fill_fields(entry)
            outside = None
        yield entry
        if outside:
            yield _told(block, text, outside)
        if following is None:
            return
        at = following.start()


def _told(block: _Block, text: str, outside: re.Match[str]) -> Entry:
    """What stands for the fields of an entry whose beginning is lost."""
    line = block.line + text.count("\n", 0, outside.start(1))
    title = text[outside.end() : outside.end() + 200].partition("}")[0]
    return Entry(line, "", fields={"title": title}, problem="fields that stand outside any entry")


def _without_comments(text: str, start: int) -> str:
    """The text with blanks for the lines after `start` that begin with "%"."""
    return text[:start] + re.sub(r"(?m)^\s*%.*", lambda found: " " * len(found[0]), text[start:])


class _Parser:
    """Reads one entry of a text from behind its opening brace."""

    def __init__(self, text: str, at: int, closing: str, abbreviations: dict[str, str]) -> None:
        self.text, self.at, self.closing, self.abbreviations = text, at, closing, abbreviations
        self.passed_stray = False

    def fill(self, entry: Entry) -> int:
        """Puts key and fields into an entry, and says where it ends."""
        if entry.type in ("comment", "preamble"):
            end = self._closing_brace(self.at)
            return self.at if end is None else end + 1
        key = _KEY.match(self.text, self.at) if entry.type != "string" else None
        if key is not None:
            entry.key, self.at = key[1].strip(), key.end()
        return self.fill_fields(entry)

    def fill_fields(self, entry: Entry) -> int:
        """Puts the fields that follow into an entry, and says where they end.

        What follows on a field that was there before is an entry of its own if it has another title, and the break
        between the two shows: by what stands there, or by authors that each has for itself.
        """
        start, into, is_broken = self.at, entry, False
        while not self._ended():
            is_broken |= into is entry and self.passed_stray
            found = _FIELD.match(self.text, self.at)
            if found is None:
                is_broken |= into is entry
                junk = _JUNK.match(self.text, self.at)
                self.at = max(junk.end() if junk else 0, self.at + 1)
                continue
            self.at = found.end()
            value = self._value()
            name = found[1].lower()
            if value is None:
                entry.problem = f"the value of {found[1]} has no end"
                self.at = len(self.text)
                break
            if into is entry and value.strip() and entry.fields.get(name, "").strip() not in ("", value.strip()):
                into = Entry(entry.line + self.text.count("\n", start, found.start()), entry.type)
            _put(into, name, value)
        titles = [title_key(one.fields.get("title", "")) for one in (entry, into)]
        is_broken |= all("author" in one.fields for one in (entry, into))
        if is_broken and all(titles) and titles[0] != titles[1]:
            entry.run_on = into
        elif into is not entry:
            for name, value in into.fields.items():
                _put(entry, name, value)
        return self.at

    def _ended(self) -> bool:
        """Whether the entry ends here; the blanks and commas before a field are passed."""
        between = _BETWEEN.match(self.text, self.at)
        self.at = between.end() if between else self.at
        if self.at >= len(self.text):
            return True
        if self.text[self.at] not in ("}", self.closing):
            return False
        self.passed_stray = _STRAY.match(self.text, self.at) is not None
        self.at += 1
        return not self.passed_stray

    def _value(self) -> str | None:
        parts: list[str] = []
        while True:
            part = self._part()
            if part is None:
                return None
            parts.append(part)
            more = _CONCATENATED.match(self.text, self.at)
            if more is None:
                return "".join(parts)
            self.at = more.end()

    def _part(self) -> str | None:
        """A value in braces, in quotation marks, or bare: a number or an abbreviation."""
        opening = self.text[self.at : self.at + 1]
        if opening in ("{", '"'):
            start = self.at + 1
            end = self._closing_brace(start) if opening == "{" else self._closing_quote(start)
            if end is None or "=" in self.text[start:end]:
                bound = _VALUE_BOUND.search(self.text, start, end or len(self.text))
                end = bound.start() if bound else end
            if end is None:
                return None
            self.at = end + 1
            return self.text[start:end]
        bare = _BARE.match(self.text, self.at)
        self.at = bare.end() if bare else self.at
        word = bare[0].strip() if bare else ""
        if self.closing == ")" and word.endswith(")") and "(" not in word:
            self.at -= len(bare[0]) - bare[0].rindex(")") if bare else 0
            word = word[:-1].strip()
        return self.abbreviations.get(word.casefold(), word)

    def _closing_brace(self, start: int) -> int | None:
        """Where the brace opened before `start` closes; without escaped braces where it does not close with them."""
        for brace in (_BRACE, _PLAIN_BRACE):
            depth = 1
            for found in brace.finditer(self.text, start):
                depth += 1 if found[0] == "{" else -1
                if depth == 0:
                    return found.start()
        return None

    def _closing_quote(self, start: int) -> int | None:
        """Where a quotation mark outside braces ends the value: before a comma, another field or the entry's end."""
        depth = 0
        for found in _QUOTE_OR_BRACE.finditer(self.text, start):
            if found[0] == '"':
                if depth <= 0 and _AFTER_QUOTE.match(self.text, found.end()):
                    return found.start()
            else:
                depth += 1 if found[0] == "{" else -1
        return None


def _put(entry: Entry, name: str, value: str) -> None:
    """Adds a field; of a repeated one the first that says something counts, but authors are all of them."""
    known = entry.fields.get(name, "").strip()
    if known and value.strip() and name == "author" and value.strip() != known:
        entry.fields[name] = f"{known} and {value}"
    elif not known:
        entry.fields[name] = value
