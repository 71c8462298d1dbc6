"""The syntax of Turtle and TriG: prefixes, abbreviated terms, and one block for each subject.

https://www.w3.org/TR/turtle/, https://www.w3.org/TR/trig/
"""

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter

from paperkg.rdf.terms import TYPE, Triple
from paperkg.rdf.vocabulary import XSD

_LOCAL = re.compile(r"(?:(?:[A-Za-z0-9_:]|%[0-9A-F]{2})(?:[A-Za-z0-9_.:-]|%[0-9A-F]{2})*(?<!\.))?")
_NUMBER = re.compile(r'"(-?\d+)"\^\^<' + re.escape(XSD) + r'integer>|"(-?\d+\.\d+)"\^\^<' + re.escape(XSD) + "decimal>")
_BOOLEAN = re.compile(r'"(true|false)"\^\^<' + re.escape(XSD) + "boolean>")
_TYPED = re.compile(r'(".*"\^\^)(<[^<>"]*>)', re.DOTALL)


class Shortener:
    """Writes terms as Turtle does: prefixed names, bare numbers and booleans."""

    def __init__(self, prefix_map: dict[str, str]) -> None:
        self._prefixes = {namespace: f"{prefix}:" for prefix, namespace in prefix_map.items()}
        self._known: dict[str, str] = {}

    def iri(self, term: str) -> str:
        """An IRI, prefixed where its local part needs no escape; the same ones come often."""
        known = self._known.get(term)
        if known is None:
            if term[0] != "<":
                return term
            if len(self._known) > 1 << 16:
                self._known = {}
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
            return self.iri(term)
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
            f"{'a' if predicate == TYPE else shorten.iri(predicate)} {', '.join(objects)}"
            for predicate, objects in predicates.items()
        )
        yield f"{shorten.iri(subject)} {body} .\n"


def to_trig(parts: Iterable[tuple[str | None, Iterable[Triple]]], prefix_map: dict[str, str]) -> Iterator[str]:
    """A TriG file, in pieces. Without named graphs it is a Turtle file, too.

    Args:
        parts: triples under the name of their graph, or under None for the default graph. A part is read
            before the next one is asked for.
        prefix_map: prefix to namespace.
    """
    shorten = Shortener(prefix_map)
    yield from prefix_lines(prefix_map)
    for name, part in parts:
        yield "\n" if name is None else f"\n{shorten.iri(name)} {{\n"
        yield from to_blocks(part, shorten)
        if name is not None:
            yield "}\n"
