"""Records of XML files, one at a time: found by their tags in the stream of text, and parsed each by itself.

So a file of any size is read in the memory of one record, what is broken in one leaves the others alone, and a file
that was cut off gives all of its records but the last. Python's own parser reads a record; it gets no document type,
and so there is no entity that it could expand and no address that it could ask. HTML's named characters are put in
before.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import entities
from typing import Any, TextIO
from xml.etree import ElementTree
from xml.etree.ElementTree import Element
from xml.sax.saxutils import escape

from paperkg.model import Paper, Rejected
from paperkg.readers.record import make_paper, reject
from paperkg.readers.source import Source

MOST_CHARACTERS = 1 << 26
"""The longest record that is parsed."""

_CHUNK = 1 << 18
_TAG_CHARACTERS = 256
_SHOWN = 400
_INVALID = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_PLAIN_AMPERSAND = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)(?:(#[xX]?[0-9A-Fa-f]{1,7}|\w{1,32});)?")
_BARE_LESS = re.compile(r"<(?![A-Za-z_/!?])")
_CDATA = "<![CDATA["
_EMPTY = re.compile(r"<[^<>]*/>")
_ROOT = re.compile(r"[\s\ufeff]*(?:<[?!][^<>]*(?:\[[^\]]*\]\s*)?>\s*)*(<([A-Za-z_][\w:.-]*)[\s>])")
_PREFIX = re.compile(r"[<\s/]([A-Za-z_][\w.-]{0,40}):[A-Za-z_]")
_KEPT = frozenset(map(ord, "\t\n\r"))


@dataclass(frozen=True, slots=True)
class XmlRecord:
    """A record: its number from 1, its tag, its text, and why it is none that can be parsed.

    One without a tag stands for the end of the file, which is missing.
    """

    number: int
    tag: str
    text: str
    problem: str | None = None


ToFields = Callable[[Element], Mapping[str, Any] | str]
"""What a record says, for `make_paper`; or why it is no paper."""


def looks_like_xml(source: Source, telltale: re.Pattern[str]) -> bool:
    """Whether a source begins with a tag, and its head has what tells the format."""
    start = next((line.text for line in source.head if line.text.strip("\ufeff \t")), "")
    if not start.lstrip("\ufeff \t").startswith("<"):
        return False
    return any(telltale.search(line.text) for line in source.head)


def read_xml(source: Source, year: int | None, tags: Sequence[str], to_fields: ToFields) -> Iterator[Paper | Rejected]:
    """The papers of a source, each cited by the number of its record.

    Args:
        source: an XML file, whole or not.
        year: for dates without one.
        tags: of the elements that are records, without their namespaces' prefixes.
        to_fields: what a record says.
    """
    for record in split_records(source, tags):
        yield read_record(record, source, year, to_fields)


def read_record(record: XmlRecord, source: Source, year: int | None, to_fields: ToFields) -> Paper | Rejected:
    """The paper of one record."""
    element = parse(record)
    if isinstance(element, str):
        return reject(source, record.number, element, record.text, records=1 if record.tag else 0)
    fields = fields_of(element, to_fields)
    if isinstance(fields, str):
        return reject(source, record.number, fields, "".join(element.itertext())[:400])
    return make_paper(fields, source, record.number, year)


def fields_of(element: Element, to_fields: ToFields) -> Mapping[str, Any] | str:
    """What an element says, or why that cannot be told."""
    try:
        return to_fields(element)
    except RecursionError:
        return "elements are nested too deeply"


def split_records(source: Source, tags: Sequence[str], around: Sequence[str] = ()) -> Iterator[XmlRecord]:
    """The elements with one of these tags, as text. None of them lies in another.

    Those with a tag of `around`, which say something about the records that follow, are given too, and not counted.
    """
    names = "|".join(map(re.escape, (*tags, *around)))
    edge = re.compile(rf"<(/?)((?:[A-Za-z_][\w.-]{{0,40}}:)?({names}))(?=[\s>/])")
    window = _Window(source.text())
    number, problem = 0, None
    while found := window.find(edge):
        number += found[3] in tags
        if found[1]:
            text, problem = window.skip(len(found[0])), f"the element {found[2]} has no start"
        else:
            text, problem = window.take(found[2], edge)
        yield XmlRecord(number, found[3], text, problem)
    root = _ROOT.match(source.start.decode("utf-8", "replace").replace("\0", ""))
    is_cut = problem is not None and problem.endswith("is cut off")
    if root and number and not edge.match(root[1]) and not is_cut and not window.ends_with(root[2]):
        yield XmlRecord(number, "", "", f"the file is cut off: {root[2]} does not end")


class _Window:
    """The text of a file from a place on, as much of it as was needed so far."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._text = ""
        self._start = 0

    def find(self, edge: re.Pattern[str]) -> re.Match[str] | None:
        """The next start or end tag of a record, to which the window moves."""
        while (found := edge.search(self._text, self._start)) is None:
            self._start = max(self._start, len(self._text) - _TAG_CHARACTERS)
            if not self._grow():
                return None
        self._start = found.start()
        return found

    def skip(self, length: int) -> str:
        """The next characters, behind which the window moves."""
        before, self._start = self._start, self._start + length
        return self._text[before : self._start]

    def take(self, name: str, edge: re.Pattern[str]) -> tuple[str, str | None]:
        """The element that begins here, and moves behind it; its beginning, where it is not whole, and why."""
        beginning = None
        searched = 1
        local = name.rpartition(":")[2]
        while True:
            if beginning is None and (empty := _EMPTY.match(self._text, self._start)):
                return self.skip(empty.end() - self._start), None
            found = edge.search(self._text, self._start + searched)
            if found and found[3] == local and found[2] != name:  # of another namespace, as MARC's in OAI-PMH's
                searched = found.end() - self._start
                continue
            if found and found[2] == name and found[1] and (closed := self._text.find(">", found.end() - 1)) >= 0:
                text = self.skip(closed + 1 - self._start)
                return (text, None) if beginning is None else (beginning, f"the element {name} is too long")
            if found and not (found[2] == name and found[1]):
                text = self.skip(found.start() - self._start)
                return beginning or text[:_SHOWN], f"the element {name} does not end before {found[0]}"
            length = len(self._text) - self._start
            if length > MOST_CHARACTERS:
                beginning = beginning or self._text[self._start : self._start + _SHOWN]
                self._start, length = self._start + length - _TAG_CHARACTERS, 0
            searched = max(1, length - _TAG_CHARACTERS)
            if not self._grow():
                text = self.skip(len(self._text) - self._start)
                return beginning or text[:_SHOWN], f"the element {name} is cut off"

    def ends_with(self, name: str) -> bool:
        """Whether the element of that name ends here, where no record is left."""
        return f"</{name}" in self._text[self._start :]

    def _grow(self) -> bool:
        """Reads on, and drops what lies behind; False at the end of the file."""
        chunk = self._stream.read(_CHUNK)
        self._text = self._text[self._start :] + chunk
        self._start = 0
        return bool(chunk)


def parse(record: XmlRecord) -> Element | str:
    """The element of a record, its names without namespaces; or why there is none."""
    if record.problem is not None:
        return record.problem
    text = _well_formed(record.text)
    prefixes = {prefix for prefix in _PREFIX.findall(text) if prefix.lower() not in {"xml", "xmlns"}}
    names = "".join(f' xmlns:{prefix}="{prefix}"' for prefix in sorted(prefixes))
    try:
        [root] = ElementTree.fromstring(f"<record{names}>{text}</record>")
    except (ElementTree.ParseError, ValueError) as error:
        return f"not well-formed XML: {str(error).partition(':')[0]}"
    for element in root.iter():
        if "}" in element.tag:
            element.tag = element.tag.rpartition("}")[2]
    return root


def _well_formed(text: str) -> str:
    """The text without what exports have although XML forbids it."""
    text = _INVALID.sub("", text)
    if _CDATA in text:
        text = _without_cdata(text)
    if "&" in text:
        text = _PLAIN_AMPERSAND.sub(_reference, text)
    return _BARE_LESS.sub("&lt;", text)


def _without_cdata(text: str) -> str:
    """The text with what CDATA sections hold as other text is written; found by hand, for their ends may be missing."""
    pieces: list[str] = []
    at = 0
    while (start := text.find(_CDATA, at)) >= 0 and (end := text.find("]]>", start)) >= 0:
        pieces += [text[at:start], escape(text[start + len(_CDATA) : end])]
        at = end + 3
    return "".join([*pieces, text[at:]])


def _reference(found: re.Match[str]) -> str:
    """A character for its name in HTML or its number; an ampersand where it is neither."""
    name = found[1] or ""
    if name.startswith("#"):
        code = int(name[2:], 16) if name[1] in "xX" else int(name[1:]) if name[1:].isdecimal() else 0
        allowed = code in _KEPT or 0x20 <= code < 0xD800 or 0xE000 <= code < 0xFFFE or 0x10000 <= code < 0x110000
        return found[0] if allowed else ""
    character = entities.html5.get(f"{name};")
    return f"&amp;{found[0][1:]}" if character is None else character
