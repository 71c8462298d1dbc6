"""What the exports of two builds say differently: triples, nodes and edges, the data in a page, lines of text."""

import json
import re
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyoxigraph

from compare_tables import Difference, Kind

Facts = dict[str, str]
"""What a file says, by place. A triple is a place of its own, and says nothing there."""

_GRAPHML = "{http://graphml.graphdrawing.org/xmlns}"
_DATA = re.compile(r'(<script type="application/json" id="([^"]+)">)(.*?)(</script>)', re.DOTALL)
_LONGEST = 200
"""Characters of a value that are printed."""


def json_facts(value: Any, place: str = "$") -> Facts:
    """The values of a JSON document by their paths, "$.counts.papers"; empty lists and objects count as values."""
    if isinstance(value, dict) and value:
        parts = ((f"{place}.{name}", part) for name, part in value.items())
    elif isinstance(value, list) and value:
        parts = ((f"{place}[{number}]", part) for number, part in enumerate(value))
    else:
        return {place: json.dumps(value, ensure_ascii=False)}
    facts: Facts = {}
    for inner, part in parts:
        facts |= json_facts(part, inner)
    return facts


def text_facts(text: str) -> Facts:
    """The lines of a text by their number."""
    return {f"line {number}": line for number, line in enumerate(text.splitlines(keepends=True), 1)}


def _triples(text: str, format: pyoxigraph.RdfFormat) -> Facts:
    return {str(triple): "" for triple in pyoxigraph.parse(text, format)}


def _attributes(part: ET.Element, names: dict[str, str]) -> dict[str, str]:
    return {names[data.attrib["key"]]: data.text or "" for data in part.iter(f"{_GRAPHML}data")}


def graphml_facts(text: str) -> Facts:
    """The attributes of nodes and edges; edges between the same two nodes are told apart by their order."""
    root = ET.fromstring(text)
    names = {key.attrib["id"]: key.attrib["attr.name"] for key in root.iter(f"{_GRAPHML}key")}
    facts = {
        f"key {key.attrib['id']}: {name}": value
        for key in root.iter(f"{_GRAPHML}key")
        for name, value in key.attrib.items()
    }
    met: Counter[str] = Counter()
    for part in root.iter():
        if part.tag == f"{_GRAPHML}node":
            place = f"node {part.attrib['id']}"
        elif part.tag == f"{_GRAPHML}edge":
            place = f"edge {part.attrib['source']} -> {part.attrib['target']}"
            met[place] += 1
            place += f" ({met[place]})"
        else:
            continue
        facts[place] = ""
        facts |= {f"{place}: {name}": value for name, value in _attributes(part, names).items()}
    return facts


def html_facts(text: str) -> Facts:
    """The data in a page by the id of its block, and the lines of the rest."""
    facts = text_facts(_DATA.sub(r"\1\4", text))
    for block in _DATA.finditer(text):
        facts |= json_facts(json.loads(block[3]), f"{block[2]} $")
    return facts


_READERS: dict[str, Callable[[str], Facts]] = {
    ".nt": lambda text: _triples(text, pyoxigraph.RdfFormat.N_TRIPLES),
    ".ttl": lambda text: _triples(text, pyoxigraph.RdfFormat.TURTLE),
    ".graphml": graphml_facts,
    ".html": html_facts,
}


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"


def _differing(old: Facts, new: Facts) -> Iterator[str]:
    for place in new.keys() - old.keys():
        yield f"missing: {_cut(f'{place} {new[place]}')}"
    for place in old.keys() - new.keys():
        yield f"not built: {_cut(f'{place} {old[place]}')}"
    for place in old.keys() & new.keys():
        if old[place] != new[place]:
            yield f"{place}: {_cut(repr(old[place]))}, built as {_cut(repr(new[place]))}"


def fact_differences(name: str, old: Facts, new: Facts) -> list[Difference]:
    """The differences between what a file says and what it should."""
    return [Difference(Kind.CHANGE, name, text) for text in sorted(_differing(old, new))]


def export_differences(name: str, committed: Path, expected: Path) -> list[Difference]:
    """The differences between an export and what the code writes; one that cannot be read is a difference too."""
    old, new = (path.read_bytes() for path in (committed, expected))
    if old == new:
        return []
    read = _READERS.get(committed.suffix, text_facts)
    try:
        facts = read(old.decode())
    except (ValueError, SyntaxError) as error:  # of the encoding, JSON, XML and RDF
        return [Difference(Kind.CHANGE, name, f"cannot be read: {error}")]
    found = fact_differences(name, facts, read(new.decode()))
    return found or [Difference(Kind.CHANGE, name, "says the same in another form")]
