"""The syntax of JSON-LD 1.1, compact, with the context of `ontology/context.jsonld` inside.

https://www.w3.org/TR/json-ld11/; where a value may stand as plain JSON follows
https://www.w3.org/TR/json-ld11-api/#compaction-algorithms.
"""

import json
import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import groupby
from operator import itemgetter
from typing import Any

from paperkg.errors import PaperKGError
from paperkg.rdf.terms import TYPE, Triple, parts_of
from paperkg.rdf.vocabulary import VOCABULARIES, XSD, ontology_folder

# Integers that every JSON parser keeps, and that are written in one way only.
_PLAIN_INTEGER = re.compile(r"0|-?[1-9]\d{0,14}")
_BOOLEANS = {"true": True, "false": False}


@cache
def published_context() -> dict[str, Any]:
    """The context of `ontology/context.jsonld`."""
    content = json.loads((ontology_folder() / "context.jsonld").read_text(encoding="utf-8"))
    context: dict[str, Any] = content["@context"]
    return context


def context_for(prefix_map: dict[str, str]) -> dict[str, Any]:
    """The published context with other or more prefixes, as under another base IRI."""
    return published_context() | prefix_map


class _Compactor:
    """Writes terms as the context has them."""

    def __init__(self, prefix_map: dict[str, str]) -> None:
        self._namespaces = prefix_map
        self._prefixes = {iri: name for name, iri in prefix_map.items()}
        self._properties: dict[str, tuple[str, dict[str, str]]] = {}
        self._classes: dict[str, str] = {}
        for name, definition in published_context().items():
            if isinstance(definition, dict):
                self._properties[_expanded(definition["@id"])] = (name, definition)
            elif not name.startswith("@") and name not in prefix_map:
                self._classes[_expanded(definition)] = name

    def node(self, term: str) -> str:
        """An IRI, prefixed where it can be, or a blank node."""
        if term[0] == "_":
            return term
        if term.startswith("<<("):
            raise PaperKGError("JSON-LD has no triple terms; ask for Turtle or N-Triples")
        return self.iri(term[1:-1])

    def iri(self, iri: str) -> str:
        cut = max(iri.rfind("#"), iri.rfind("/")) + 1
        prefix = self._prefixes.get(iri[:cut])
        if prefix is not None:
            return f"{prefix}:{iri[cut:]}"
        scheme, _, rest = iri.partition(":")
        if scheme in self._namespaces and not rest.startswith("//"):
            raise PaperKGError(f"<{iri}>: JSON-LD would read this IRI as a prefixed name; write Turtle or N-Triples")
        return iri

    def kind(self, term: str) -> str:
        return self._classes.get(term[1:-1]) or self.node(term)

    def property(self, term: str) -> tuple[str, dict[str, str]]:
        return self._properties.get(term[1:-1]) or (self.node(term), {})

    def value(self, term: str, definition: dict[str, str]) -> Any:
        coerced = definition.get("@type")
        if term[0] != '"':
            compact = self.node(term)
            return compact if coerced == "@id" else {"@id": compact}
        text, datatype, language = parts_of(term)
        if language is not None:
            return text if definition.get("@language") == language else _in_language(text, language)
        if datatype is None:
            return text if coerced is None and "@language" not in definition else {"@value": text}
        short = self.iri(datatype)
        if coerced == short:
            return _native(text, datatype)
        return {"@value": text, "@type": short}


def _in_language(text: str, language: str) -> dict[str, str]:
    tag, _, direction = language.partition("--")
    found = {"@value": text, "@language": tag}
    return found | {"@direction": direction} if direction else found


def _native(text: str, datatype: str) -> Any:
    """A number or boolean where JSON gives back the same literal, else its text."""
    if datatype == f"{XSD}integer" and _PLAIN_INTEGER.fullmatch(text):
        return int(text)
    return _BOOLEANS.get(text, text) if datatype == f"{XSD}boolean" else text


def _expanded(name: str) -> str:
    prefix, _, local = name.partition(":")
    return VOCABULARIES[prefix] + local if prefix in VOCABULARIES else name


def to_nodes(statements: Iterable[Triple], prefix_map: dict[str, str]) -> Iterator[dict[str, Any]]:
    """One node object for each run of triples that share a subject.

    Raises:
        PaperKGError: a term that JSON-LD cannot write: a triple term, or an IRI that looks like a prefixed name.
    """
    compact = _Compactor(prefix_map)
    for subject, run in groupby(statements, key=itemgetter(0)):
        node: dict[str, Any] = {"@id": compact.node(subject)}
        for _, predicate, obj in run:
            if predicate == TYPE and obj[0] != '"':
                name, value = "@type", compact.kind(obj)
            else:
                name, definition = compact.property(predicate)
                value = compact.value(obj, definition)
            if name not in node:
                node[name] = value
            elif isinstance(node[name], list):
                node[name].append(value)
            else:
                node[name] = [node[name], value]
        yield node


def to_jsonld(statements: Iterable[Triple], prefix_map: dict[str, str]) -> Iterator[str]:
    """A JSON-LD file with its context, in pieces, one node a line.

    Raises:
        PaperKGError: as `to_nodes`.
    """
    yield '{"@context": ' + json.dumps(context_for(prefix_map), ensure_ascii=False) + ',\n"@graph": [\n'
    for number, node in enumerate(to_nodes(statements, prefix_map)):
        yield (",\n" if number else "") + json.dumps(node, ensure_ascii=False)
    yield "\n]}\n"
