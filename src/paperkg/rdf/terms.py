"""RDF terms as canonical N-Triples strings: what the mapping makes and every writer takes.

N-Triples: https://www.w3.org/TR/n-triples/; IRIs: RFC 3987.
"""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from urllib.parse import quote

from paperkg.rdf.vocabulary import RDF, XSD

Triple = tuple[str, str, str]
"""Subject, predicate and object, each as N-Triples writes it."""

_SPECIAL = re.compile('[\x00-\x1f"\\\\\x7f\ud800-\udfff\ufffe\uffff]')
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\x7f": "\\u007F"}
_REPLACEMENT = "\ufffd"

# What RFC 3987 allows in an IRI, less the bidirectional marks that its section 4.1 forbids, and
# brackets, which are right only around an IP address, and spaces of any kind, at which other programs end an IRI.
_NOT_IRI = re.compile(
    "[^A-Za-z0-9\\-._~:/?#@!$&'()*+,;=%"
    "\u00a0-\u061b\u061d-\u200d\u2010-\u2029\u202f-\u2065\u206a-\ud7ff\uf900-\ufdcf\ufdf0-\uffef"
    "\U00010000-\U0001fffd\U00020000-\U0002fffd\U00030000-\U0003fffd]|\\s"
)
_STRAY_PERCENT = re.compile("%(?![0-9A-Fa-f]{2})")
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:[^\s]")
_WITH_HOST = re.compile(r"[^/?#]+://[A-Za-z0-9][^/?#@:]*(:\d*)?([/?#].*)?")

_LITERAL = re.compile(r'"(.*)"(?:\^\^<(.*)>|@([A-Za-z0-9-]+))?', re.DOTALL)
_ESCAPED = re.compile(r"\\(?:u([0-9A-F]{4})|(.))")
_UNESCAPES = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}

_DECIMAL = f"^^<{XSD}decimal>"
_INTEGER = f"^^<{XSD}integer>"
TYPE = f"<{RDF}type>"
TRUE = f'"true"^^<{XSD}boolean>'
FALSE = f'"false"^^<{XSD}boolean>'


def _escaped(match: re.Match[str]) -> str:
    # Characters that XML 1.0 cannot hold become U+FFFD, one for one, so that all serialisations are
    # the same graph and offsets stay true.
    return _ESCAPES.get(match[0], _REPLACEMENT)


def literal(text: str, datatype: str | None = None) -> str:
    """A plain string, or a literal of the datatype IRI given."""
    body = _SPECIAL.sub(_escaped, text) if _SPECIAL.search(text) else text
    return f'"{body}"' if datatype is None else f'"{body}"^^<{datatype}>'


def english(text: str) -> str:
    """A string in English."""
    return literal(text) + "@en"


def integer(number: int) -> str:
    """An xsd:integer."""
    return f'"{number}"{_INTEGER}'


@lru_cache(maxsize=4096)
def decimal(number: float) -> str:
    """An xsd:decimal of at most three digits after the point, in canonical form (XSD 1.1)."""
    text = f"{number:.3f}".rstrip("0").rstrip(".")
    return f'"{"0" if text == "-0" else text}"{_DECIMAL}'


def exact_decimal(text: str) -> str | None:
    """The xsd:decimal that `text` writes ("71.270" is "71.27"), or None where it is not a number."""
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    if not number.is_finite():
        return None
    plain = format(number, "f")
    if "." in plain:
        plain = plain.rstrip("0").rstrip(".")
    return f'"{"0" if plain == "-0" else plain}"{_DECIMAL}'


def local_part(text: str) -> str:
    """`text` as one segment of an IRI's path: ":" and all but plain ASCII letters are escaped."""
    return quote(text, safe="+@*", errors="replace").replace("~", "%7E")


def external(text: str) -> str | None:
    """An absolute IRI from outside as a term, its forbidden characters escaped; None where `text` is not an IRI."""
    if not _ABSOLUTE.match(text):
        return None
    escaped = _NOT_IRI.sub(lambda match: quote(match[0], errors="replace"), text)
    escaped = _STRAY_PERCENT.sub("%25", escaped)
    if escaped.partition(":")[2].startswith("//") and not _WITH_HOST.fullmatch(escaped):
        return None
    return f"<{escaped}>" if "#" not in escaped.partition("#")[2] else None


def parts_of(term: str) -> tuple[str, str | None, str | None]:
    """The text of a literal, its datatype IRI and its language; the last two None where there are none."""
    match = _LITERAL.fullmatch(term)
    if match is None:
        raise ValueError(term)
    body = match[1]
    if "\\" in body:
        body = _ESCAPED.sub(_unescaped, body)
    return body, match[2], match[3]


def _unescaped(match: re.Match[str]) -> str:
    return chr(int(match[1], 16)) if match[1] else _UNESCAPES.get(match[2], match[2])


def to_lines(statements: Iterable[Triple], graph_name: str | None = None) -> Iterator[str]:
    """One line a triple: N-Triples, or N-Quads where the graph has a name."""
    ending = " .\n" if graph_name is None else f" {graph_name} .\n"
    return (f"{s} {p} {o}{ending}" for s, p, o in statements)
