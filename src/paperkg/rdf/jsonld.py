"""JSON-LD 1.1, streamed and compact, with the context of `ontology/context.jsonld` inside.

https://www.w3.org/TR/json-ld11/
"""

import json
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

from paperkg.files import whole_file
from paperkg.graph.folder import BASE_IRI
from paperkg.graph.tables import Tables
from paperkg.rdf.mapping import TYPE, triples
from paperkg.rdf.terms import Triple, parts_of
from paperkg.rdf.vocabulary import KINDS, VOCABULARIES, XSD, ontology_folder, prefixes


@cache
def published_context() -> dict[str, Any]:
    """The context of `ontology/context.jsonld`."""
    content = json.loads((ontology_folder() / "context.jsonld").read_text(encoding="utf-8"))
    context: dict[str, Any] = content["@context"]
    return context


def context_for(base_iri: str) -> dict[str, Any]:
    """The published context, its prefixes of the data moved under another base."""
    moved = prefixes(base_iri)
    return published_context() | {kind: moved[kind] for kind in KINDS}


class _Compactor:
    """Writes terms as the context has them."""

    def __init__(self, base_iri: str) -> None:
        context = context_for(base_iri)
        self._prefixes = {iri: name for name, iri in prefixes(base_iri).items() if name in context}
        self._properties: dict[str, tuple[str, dict[str, str]]] = {}
        self._classes: dict[str, str] = {}
        for name, definition in context.items():
            if isinstance(definition, dict):
                self._properties[_expanded(definition["@id"])] = (name, definition)
            elif not name.startswith("@") and definition not in self._prefixes:
                self._classes[_expanded(definition)] = name

    def iri(self, iri: str) -> str:
        cut = max(iri.rfind("#"), iri.rfind("/")) + 1
        prefix = self._prefixes.get(iri[:cut])
        return iri if prefix is None or iri[cut:].startswith("//") else f"{prefix}:{iri[cut:]}"

    def kind(self, term: str) -> str:
        iri = term[1:-1]
        return self._classes.get(iri) or self.iri(iri)

    def property(self, term: str) -> tuple[str, dict[str, str]]:
        iri = term[1:-1]
        return self._properties.get(iri) or (self.iri(iri), {})

    def value(self, term: str, definition: dict[str, str]) -> Any:
        coerced = definition.get("@type")
        if term[0] == "<":
            compact = self.iri(term[1:-1])
            return compact if coerced == "@id" else {"@id": compact}
        text, datatype, language = parts_of(term)
        if language is not None:
            return text if definition.get("@language") == language else {"@value": text, "@language": language}
        if datatype is None:
            return text if coerced is None and "@language" not in definition else {"@value": text}
        short = self.iri(datatype)
        if coerced == short:
            return _native(text, datatype)
        return {"@value": text, "@type": short}


def _native(text: str, datatype: str) -> Any:
    if datatype == f"{XSD}integer":
        return int(text)
    return text == "true" if datatype == f"{XSD}boolean" else text


def _expanded(name: str) -> str:
    prefix, _, local = name.partition(":")
    return VOCABULARIES[prefix] + local if prefix in VOCABULARIES else name


def to_nodes(statements: Iterable[Triple], base_iri: str = BASE_IRI) -> Iterator[dict[str, Any]]:
    """One node object for each run of triples that share a subject."""
    compact = _Compactor(base_iri)
    for subject, run in groupby(statements, key=itemgetter(0)):
        node: dict[str, Any] = {"@id": compact.iri(subject[1:-1])}
        for _, predicate, obj in run:
            if predicate == TYPE:
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


def write_jsonld(graph: Tables, path: str | Path, *, base_iri: str = BASE_IRI) -> None:
    """Writes a build as JSON-LD, one node a line."""
    with whole_file(path) as file:
        file.write('{"@context": ' + json.dumps(context_for(base_iri), ensure_ascii=False) + ',\n"@graph": [\n')
        for number, node in enumerate(to_nodes(triples(graph, base_iri), base_iri)):
            file.write((",\n" if number else "") + json.dumps(node, ensure_ascii=False))
        file.write("\n]}\n")
