"""Answers as bytes, with a limit on their rows. The forms of the W3C, by media type.

https://www.w3.org/TR/sparql11-results-json/, https://www.w3.org/TR/rdf-sparql-XMLres/,
https://www.w3.org/TR/sparql11-results-csv-tsv/
"""

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any, TypeVar

import pyoxigraph as ox

from paperkg.errors import QueryError
from paperkg.rdf.graph_text import graph_text, terms_of
from paperkg.text.xml_text import xml_attribute, xml_text

Solution = tuple[Any, ...]
Item = TypeVar("Item")


class TooManyRowsError(QueryError):
    """An answer is longer than the server gives."""

    def __init__(self, limit: int) -> None:
        super().__init__(f"the answer has more than {limit:,} rows; ask for fewer with LIMIT and OFFSET")


def _json_term(term: Any) -> dict[str, str]:
    if isinstance(term, ox.NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, ox.BlankNode):
        return {"type": "bnode", "value": term.value}
    found = {"type": "literal", "value": term.value}
    if term.language is not None:
        return found | {"xml:lang": term.language}
    if term.datatype.value != "http://www.w3.org/2001/XMLSchema#string":
        return found | {"datatype": term.datatype.value}
    return found


def _json(names: list[str], rows: Iterable[Solution]) -> str:
    bindings = [
        {name: _json_term(term) for name, term in zip(names, row, strict=True) if term is not None} for row in rows
    ]
    return json.dumps({"head": {"vars": names}, "results": {"bindings": bindings}}, ensure_ascii=False)


def _xml_term(term: Any) -> str:
    if isinstance(term, ox.NamedNode):
        return f"<uri>{xml_text(term.value)}</uri>"
    if isinstance(term, ox.BlankNode):
        return f"<bnode>{xml_text(term.value)}</bnode>"
    kind = ""
    if term.language is not None:
        kind = f" xml:lang={xml_attribute(term.language)}"
    elif term.datatype.value != "http://www.w3.org/2001/XMLSchema#string":
        kind = f" datatype={xml_attribute(term.datatype.value)}"
    return f"<literal{kind}>{xml_text(term.value).replace(chr(13), '&#13;')}</literal>"


_XML_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<sparql xmlns="http://www.w3.org/2005/sparql-results#">'


def _xml(names: list[str], rows: Iterable[Solution]) -> str:
    head = "".join(f"<variable name={xml_attribute(name)}/>" for name in names)
    body = "".join(
        "<result>"
        + "".join(
            f"<binding name={xml_attribute(name)}>{_xml_term(term)}</binding>"
            for name, term in zip(names, row, strict=True)
            if term is not None
        )
        + "</result>"
        for row in rows
    )
    return f"{_XML_HEAD}<head>{head}</head><results>{body}</results></sparql>\n"


def _csv_term(term: Any) -> str:
    if term is None:
        return ""
    return str(term) if isinstance(term, ox.BlankNode) else str(term.value)


def _csv(names: list[str], rows: Iterable[Solution]) -> str:
    stream = io.StringIO()
    writer = csv.writer(stream)  # lines end as RFC 4180 has it
    writer.writerow(names)
    writer.writerows([_csv_term(term) for term in row] for row in rows)
    return stream.getvalue()


def _tsv(names: list[str], rows: Iterable[Solution]) -> str:
    lines = ["\t".join(f"?{name}" for name in names)]
    lines += ["\t".join("" if term is None else _tsv_term(term) for term in row) for row in rows]
    return "\n".join(lines) + "\n"


def _tsv_term(term: Any) -> str:
    return str(term).replace("\t", "\\t").replace("\r", "\\r")


SELECT_FORMS: dict[str, Callable[[list[str], Iterable[Solution]], str]] = {
    "application/sparql-results+json": _json,
    "application/sparql-results+xml": _xml,
    "text/csv": _csv,
    "text/tab-separated-values": _tsv,
    "application/json": _json,
    "application/xml": _xml,
}
GRAPH_FORMS: dict[str, ox.RdfFormat] = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/ld+json": ox.RdfFormat.JSON_LD,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
    "text/plain": ox.RdfFormat.N_TRIPLES,
}


def ask_text(value: bool, media_type: str) -> str:
    """Yes or no, as JSON or XML."""
    word = str(value).lower()
    if media_type.endswith("json"):
        return f'{{"head": {{}}, "boolean": {word}}}'
    return f"{_XML_HEAD}<head/><boolean>{word}</boolean></sparql>\n"


ASK_FORMS = tuple(name for name in SELECT_FORMS if not name.startswith("text/"))


def select_text(solutions: ox.QuerySolutions, media_type: str, limit: int) -> str:
    """The solutions of a SELECT.

    Raises:
        TooManyRowsError: there are more than `limit`.
    """
    names = [variable.value for variable in solutions.variables]
    rows = (tuple(solution) for solution in limited(solutions, limit))
    return SELECT_FORMS[media_type](names, rows)


def triples_text(found: ox.QueryTriples, media_type: str, limit: int, known: dict[str, str]) -> str:
    """The triples of a CONSTRUCT or DESCRIBE.

    Raises:
        TooManyRowsError: there are more than `limit`.
    """
    return graph_text(terms_of(limited(found, limit)), GRAPH_FORMS[media_type], known)


def limited(items: Iterable[Item], limit: int) -> Iterator[Item]:
    """The items, up to a limit that must not be passed.

    Raises:
        TooManyRowsError: there are more than `limit`.
    """
    source = iter(items)
    yield from islice(source, limit)
    if next(source, None) is not None:
        raise TooManyRowsError(limit)
