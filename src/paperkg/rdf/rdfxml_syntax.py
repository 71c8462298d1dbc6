"""The syntax of RDF/XML: one element for each subject, with one for each of its properties.

https://www.w3.org/TR/rdf-syntax-grammar/; names of elements: https://www.w3.org/TR/xml-names/#NT-NCName.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import groupby
from operator import itemgetter

from paperkg.errors import PaperKGError
from paperkg.rdf.terms import Triple, parts_of
from paperkg.rdf.vocabulary import VOCABULARIES
from paperkg.text.xml_text import xml_attribute, xml_text

_PREFIXES = {namespace: prefix for prefix, namespace in VOCABULARIES.items()}
_CARRIAGE_RETURN = ("\r", "&#13;")  # an XML parser would read a bare one as a newline
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_START = (
    "A-Z_a-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d\u2070-\u218f\u2c00-\u2fef"
    "\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_LOCAL = re.compile(f"[{_START}][{_START}.0-9\u00b7\u0300-\u036f\u203f\u2040-]*$")


def to_rdfxml(statements: Iterable[Triple]) -> Iterator[str]:
    """An RDF/XML file, in pieces: one rdf:Description for each run of triples that share a subject.

    Raises:
        PaperKGError: what RDF/XML cannot hold: a triple term, a control character, or a property without a
            name that XML allows.
    """
    namespaces = "".join(f'\n  xmlns:{prefix}="{iri}"' for prefix, iri in VOCABULARIES.items())
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<rdf:RDF{namespaces}>\n'
    for subject, run in groupby(statements, key=itemgetter(0)):
        yield f"<rdf:Description {_node(subject, 'about')}>\n"
        for _, predicate, obj in run:
            yield _property(predicate, obj)
        yield "</rdf:Description>\n"
    yield "</rdf:RDF>\n"


def _node(term: str, attribute: str) -> str:
    """The attribute that names a subject ("about") or an object ("resource")."""
    if term.startswith("<<("):
        raise PaperKGError("RDF/XML has no triple terms; ask for Turtle or N-Triples")
    return f'rdf:nodeID="{term[2:]}"' if term[0] == "_" else f"rdf:{attribute}={xml_attribute(term[1:-1])}"


@lru_cache(maxsize=1024)
def _element(predicate: str) -> tuple[str, str]:
    """The name of a property's element, and the declaration that it needs."""
    iri = predicate[1:-1]
    local = _LOCAL.search(iri)
    if local is None:
        raise PaperKGError(f"{predicate}: RDF/XML cannot name this property; ask for Turtle or N-Triples")
    namespace = iri[: local.start()]
    prefix = _PREFIXES.get(namespace)
    return (f"{prefix}:{local[0]}", "") if prefix else (f"ns:{local[0]}", f" xmlns:ns={xml_attribute(namespace)}")


def _property(predicate: str, obj: str) -> str:
    name, declared = _element(predicate)
    if obj[0] != '"':
        return f"  <{name}{declared} {_node(obj, 'resource')}/>\n"
    text, datatype, language = parts_of(obj)
    if _FORBIDDEN.search(text):
        raise PaperKGError(f"{predicate}: RDF/XML cannot hold control characters; ask for Turtle or N-Triples")
    kind = f" rdf:datatype={xml_attribute(datatype)}" if datatype else f' xml:lang="{language}"' if language else ""
    return f"  <{name}{declared}{kind}>{xml_text(text).replace(*_CARRIAGE_RETURN)}</{name}>\n"
