"""Linked data: from the path of a request to the IRI of a thing, and the query for all that is said about it."""

import re
from collections.abc import MutableMapping
from typing import Any

DATA_FORMS = {
    "ttl": "text/turtle",
    "jsonld": "application/ld+json",
    "nt": "application/n-triples",
    "rdf": "application/rdf+xml",
}
"""How documents about things end, and what they are."""

_PLAIN = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._+@*")
"""What IRIs of ours hold as it is; ":" and "/" separate their parts, and all else is escaped."""
_UNIT = re.compile(r"%[0-9A-Fa-f]{2}|.", re.DOTALL)


def kind_and_local(scope: MutableMapping[str, Any]) -> tuple[str, str]:
    """The kind and local part that a request's path ends in, as the IRI has them (still escaped).

    However a client escapes the path, the local part is the one that the IRI has: "c%2B%2B" is "c++". What no IRI of
    ours has is escaped, so that the local part can stand in a query.
    """
    raw: bytes = scope.get("raw_path") or scope["path"].encode()
    root: str = scope.get("root_path") or ""
    path = raw.partition(b"?")[0].decode("latin-1").removeprefix(root).removeprefix("/")
    for document in ("page/", "data/"):
        path = path.removeprefix(document)
    kind, _, local = path.partition("/")
    return kind, "".join(map(_as_in_iris, _UNIT.findall(local)))


def _as_in_iris(unit: str) -> str:
    """A character, or an escaped one, as `paperkg.rdf.terms.local_part` writes it."""
    if len(unit) == 1:
        return unit if unit in _PLAIN or unit in ":/" else f"%{ord(unit):02X}"
    character = chr(int(unit[1:], 16))
    return character if character in _PLAIN else unit.upper()


def document_query(iri: str) -> str:
    """What is said of a thing and of the claims, sentences and mentions that hang on it."""
    return f"""CONSTRUCT {{ ?s ?p ?o }} WHERE {{
  {{ BIND(<{iri}> AS ?s) ?s ?p ?o }}
  UNION {{ ?s pkg:subject|pkg:object|pkg:inPaper <{iri}> . ?s ?p ?o }}
  UNION {{ ?s oa:hasSource <{iri}> . ?s ?p ?o }}
  UNION {{ ?m oa:hasSource <{iri}> ; oa:hasSelector ?s . ?s ?p ?o }}
  UNION {{ ?s pkg:mentionOf <{iri}> . ?s ?p ?o }}
}}"""
