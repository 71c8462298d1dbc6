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
from typing import Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from paperkg.model import Paper, Rejected
from paperkg.readers.record import make_paper, reject
from paperkg.readers.source import Source

MOST_CHARACTERS = 1 << 26
"""The longest record that is parsed."""

_CHUNK = 1 << 18
_TAG_CHARACTERS = 256
_INVALID = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_PLAIN_AMPERSAND = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)(?:(#[xX]?[0-9A-Fa-f]{1,7}|\w{1,32});)?")
_BARE_LESS = re.compile(r"<(?![A-Za-z_/!?])")
_EMPTY = re.compile(r"<[^<>]*/>")
_PREFIX = re.compile(r"[<\s/]([A-Za-z_][\w.-]{0,40}):[A-Za-z_]")
_KEPT = frozenset(map(ord, "\t\n\r"))


@dataclass(frozen=True, slots=True)
class XmlRecord:
    """A record: its number from 1, its tag, its text, and why it is none that can be parsed."""

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
        return reject(source, record.number, element, record.text)
    try:
        fields = to_fields(element)
    except RecursionError:
        fields = "elements nested too deeply"
    if isinstance(fields, str):
        return reject(source, record.number, fields, "".join(element.itertext())[:400])
    return make_paper(fields, source, record.number, year)


def split_records(source: Source, tags: Sequence[str], around: Sequence[str] = ()) -> Iterator[XmlRecord]:
    """The elements with one of these tags, as text. None of them lies in another.

    Those with a tag of `around`, which say something about the records that follow, are given too, and not counted.
    """
    names = "|".join(map(re.escape, (*tags, *around)))
    opening = re.compile(rf"<((?:[A-Za-z_][\w.-]{{0,40}}:)?({names}))(?=[\s>/])")
    number = 0
    text = ""
    stream = source.text()
    more = True
    while more or text:
        found = opening.search(text)
        if found is None:
            rest = text[-_TAG_CHARACTERS:] if more else ""
            chunk = stream.read(_CHUNK) if more else ""
            more = bool(chunk)
            text = rest + chunk
            continue
        number += found[2] in tags
        text = text[found.start() :]
        end, searched = None, 0
        while end is None:
            end = _end(text, found[1], opening, searched)
            if end is None:
                searched = max(0, len(text) - _TAG_CHARACTERS)
                chunk = stream.read(_CHUNK) if more and len(text) <= MOST_CHARACTERS else ""
                more &= bool(chunk) or len(text) > MOST_CHARACTERS
                if not chunk:
                    break
                text += chunk
        if end is None:
            problem = "too long" if len(text) > MOST_CHARACTERS else "cut off"
            yield XmlRecord(number, found[2], text[:400], f"the element {found[1]} is {problem}")
            text = text[-_TAG_CHARACTERS:] if more else ""
        else:
            length, is_whole = end
            problem = None if is_whole else f"the element {found[1]} does not end before the next one"
            yield XmlRecord(number, found[2], text[:length], problem)
            text = text[length:]


def _end(text: str, name: str, opening: re.Pattern[str], searched: int) -> tuple[int, bool] | None:
    """Where the record ends that `text` begins with, and whether by its own end tag, not by the next record's start.

    None where neither is there yet; the first `searched` characters are known to have neither.
    """
    if empty := _EMPTY.match(text):
        return empty.end(), True
    closing = re.compile(rf"</{re.escape(name)}\s*>").search(text, searched)
    following = opening.search(text, max(1, searched), closing.start() if closing else len(text))
    if following is not None:
        return following.start(), False
    return (closing.end(), True) if closing is not None else None


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
        return f"not well-formed: {str(error).partition(':')[0]}"
    for element in root.iter():
        if "}" in element.tag:
            element.tag = element.tag.rpartition("}")[2]
    return root


def _well_formed(text: str) -> str:
    """The text without what exports have although XML forbids it."""
    text = _INVALID.sub("", text)
    if "&" in text:
        text = _PLAIN_AMPERSAND.sub(_reference, text)
    return _BARE_LESS.sub("&lt;", text)


def _reference(found: re.Match[str]) -> str:
    """A character for its name in HTML or its number; an ampersand where it is neither."""
    name = found[1] or ""
    if name.startswith("#"):
        code = int(name[2:], 16) if name[1] in "xX" else int(name[1:]) if name[1:].isdecimal() else 0
        allowed = code in _KEPT or 0x20 <= code < 0xD800 or 0xE000 <= code < 0xFFFE or 0x10000 <= code < 0x110000
        return found[0] if allowed else ""
    character = entities.html5.get(f"{name};")
    return f"&amp;{found[0][1:]}" if character is None else character
