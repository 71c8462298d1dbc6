"""RDF/XML, streamed: https://www.w3.org/TR/rdf-syntax-grammar/."""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from paperkg.files import whole_file
from paperkg.graph.folder import BASE_IRI
from paperkg.graph.tables import Tables
from paperkg.rdf.mapping import triples
from paperkg.rdf.terms import Triple, parts_of
from paperkg.rdf.vocabulary import VOCABULARIES

_NAMES = {namespace: prefix for prefix, namespace in VOCABULARIES.items()}
_CARRIAGE_RETURN = {"\r": "&#13;"}  # an XML parser would read a bare one as a newline


def to_elements(statements: Iterable[Triple]) -> Iterator[str]:
    """One rdf:Description for each run of triples that share a subject."""
    for subject, run in groupby(statements, key=itemgetter(0)):
        yield f"<rdf:Description rdf:about={quoteattr(subject[1:-1])}>\n"
        for _, predicate, obj in run:
            yield _property(_element(predicate), obj)
        yield "</rdf:Description>\n"


@lru_cache(maxsize=1024)
def _element(predicate: str) -> str:
    iri = predicate[1:-1]
    cut = max(iri.rfind("#"), iri.rfind("/")) + 1
    return f"{_NAMES[iri[:cut]]}:{iri[cut:]}"


def _property(name: str, obj: str) -> str:
    if obj[0] == "<":
        return f"  <{name} rdf:resource={quoteattr(obj[1:-1])}/>\n"
    text, datatype, language = parts_of(obj)
    kind = f" rdf:datatype={quoteattr(datatype)}" if datatype else f' xml:lang="{language}"' if language else ""
    return f"  <{name}{kind}>{escape(text, _CARRIAGE_RETURN)}</{name}>\n"


def write_rdfxml(graph: Tables, path: str | Path, *, base_iri: str = BASE_IRI) -> None:
    """Writes a build as RDF/XML."""
    namespaces = "".join(f'\n  xmlns:{prefix}="{iri}"' for prefix, iri in VOCABULARIES.items())
    with whole_file(path) as file:
        file.write(f'<?xml version="1.0" encoding="UTF-8"?>\n<rdf:RDF{namespaces}>\n')
        file.writelines(to_elements(triples(graph, base_iri)))
        file.write("</rdf:RDF>\n")
