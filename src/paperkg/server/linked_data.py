"""Linked data: from the path of a request to the IRI of a thing, and the query for all that is said about it."""

from collections.abc import MutableMapping
from typing import Any

DATA_FORMS = {
    "ttl": "text/turtle",
    "jsonld": "application/ld+json",
    "nt": "application/n-triples",
    "rdf": "application/rdf+xml",
}
"""How documents about things end, and what they are."""

_ALLOWED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~:@!$&'()*+,;=%/")


def kind_and_local(scope: MutableMapping[str, Any]) -> tuple[str, str]:
    """The kind and local part that a request's path ends in, as the IRI has them (still escaped).

    What no IRI of ours has is escaped, so that the local part can stand in a query.
    """
    raw: bytes = scope.get("raw_path") or scope["path"].encode()
    path = raw.partition(b"?")[0].decode("latin-1").removeprefix("/")
    for document in ("page/", "data/"):
        path = path.removeprefix(document)
    kind, _, local = path.partition("/")
    return kind, "".join(c if c in _ALLOWED else f"%{ord(c):02X}" for c in local)


def document_query(iri: str) -> str:
    """What is said of a thing and of the claims, sentences and mentions that hang on it."""
    return f"""CONSTRUCT {{ ?s ?p ?o }} WHERE {{
  {{ BIND(<{iri}> AS ?s) ?s ?p ?o }}
  UNION {{ ?s pkg:subject|pkg:object|pkg:inPaper <{iri}> . ?s ?p ?o }}
  UNION {{ ?s oa:hasSource <{iri}> . ?s ?p ?o }}
  UNION {{ ?m oa:hasSource <{iri}> ; oa:hasSelector ?s . ?s ?p ?o }}
  UNION {{ ?s pkg:mentionOf <{iri}> . ?s ?p ?o }}
}}"""
