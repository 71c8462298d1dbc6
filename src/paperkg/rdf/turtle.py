"""Turtle, streamed, with prefixes and without blank nodes: https://www.w3.org/TR/turtle/."""

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from pathlib import Path

from paperkg.files import whole_file
from paperkg.graph.folder import BASE_IRI
from paperkg.graph.tables import Tables
from paperkg.rdf.mapping import TYPE, triples
from paperkg.rdf.terms import Triple
from paperkg.rdf.vocabulary import XSD, prefixes

_LOCAL = re.compile(r"(?:(?:[A-Za-z0-9_:]|%[0-9A-F]{2})(?:[A-Za-z0-9_.:-]|%[0-9A-F]{2})*(?<!\.))?")
_NUMBER = re.compile(r'"(-?\d+)"\^\^<' + re.escape(XSD) + r'integer>|"(-?\d+\.\d+)"\^\^<' + re.escape(XSD) + "decimal>")
_BOOLEAN = re.compile(r'"(true|false)"\^\^<' + re.escape(XSD) + "boolean>")
_TYPED = re.compile(r'(".*"\^\^)(<[^<>"]*>)', re.DOTALL)


class Shortener:
    """Writes terms as Turtle does: prefixed names, bare numbers and booleans."""

    def __init__(self, prefix_map: dict[str, str]) -> None:
        self._prefixes = {namespace: f"{prefix}:" for prefix, namespace in prefix_map.items()}
        self._known: dict[str, str] = {TYPE: "a"}

    def iri(self, term: str) -> str:
        """An IRI, prefixed where its local part needs no escape; the same ones come often."""
        known = self._known.get(term)
        if known is None:
            if term[0] != "<":
                return term
            if len(self._known) > 1 << 16:
                self._known = {TYPE: "a"}
            known = self._known[term] = self._prefixed(term)
        return known

    def _prefixed(self, term: str) -> str:
        body = term[1:-1]
        cut = max(body.rfind("#"), body.rfind("/")) + 1
        prefix = self._prefixes.get(body[:cut])
        return prefix + body[cut:] if prefix is not None and _LOCAL.fullmatch(body, cut) else term

    def object(self, term: str) -> str:
        """A term in the object's place."""
        if term[0] == "<":
            return "rdf:type" if term == TYPE else self.iri(term)
        if term[-1] != ">":
            return term
        bare = _NUMBER.fullmatch(term) or _BOOLEAN.fullmatch(term)
        if bare is not None:
            return bare[1] or bare[2]
        typed = _TYPED.fullmatch(term)
        return typed[1] + self.iri(typed[2]) if typed is not None else term


def prefix_lines(prefix_map: dict[str, str]) -> Iterator[str]:
    """The head of a Turtle or TriG file."""
    return (f"@prefix {name}: <{namespace}> .\n" for name, namespace in prefix_map.items())


def to_blocks(statements: Iterable[Triple], shorten: Shortener) -> Iterator[str]:
    """Turtle, a block for each run of triples that share a subject."""
    for subject, run in groupby(statements, key=itemgetter(0)):
        predicates: dict[str, list[str]] = {}
        for _, predicate, obj in run:
            predicates.setdefault(predicate, []).append(shorten.object(obj))
        body = " ;\n  ".join(
            f"{shorten.iri(predicate)} {', '.join(objects)}" for predicate, objects in predicates.items()
        )
        yield f"{shorten.iri(subject)} {body} .\n"


def write_turtle(graph: Tables, path: str | Path, *, base_iri: str = BASE_IRI) -> None:
    """Writes a build as Turtle: entities, pairs of entities, then paper by paper."""
    prefix_map = prefixes(base_iri)
    with whole_file(path) as file:
        file.writelines(prefix_lines(prefix_map))
        file.write("\n")
        file.writelines(to_blocks(triples(graph, base_iri), Shortener(prefix_map)))
