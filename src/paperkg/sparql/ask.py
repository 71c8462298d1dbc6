"""SPARQL on a build: ask, and write the answer down."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from unicodedata import combining, east_asian_width

import pyoxigraph as ox

from paperkg.errors import QueryError, UnknownFormatError
from paperkg.graph.folder import base_iri_of
from paperkg.rdf.graph_text import graph_text, terms_of
from paperkg.rdf.vocabulary import prefixes
from paperkg.sparql.complaints import explain, refuse_service
from paperkg.sparql.cookbook import Recipe, find_recipe, list_cookbook
from paperkg.sparql.store import open_store

__all__ = [
    "ANSWER_FORMATS",
    "Answer",
    "Recipe",
    "find_recipe",
    "format_results",
    "list_cookbook",
    "query",
    "run_query",
]

ANSWER_FORMATS = ("table", "json", "csv", "tsv", "xml")
"""How an answer can be written down. A graph (CONSTRUCT, DESCRIBE) is Turtle as a table, else see below."""

CELL_WIDTH = 80

_RESULTS = {
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
}
_GRAPHS = {
    "table": ox.RdfFormat.TURTLE,
    "json": ox.RdfFormat.JSON_LD,
    "xml": ox.RdfFormat.RDF_XML,
    "tsv": ox.RdfFormat.N_TRIPLES,
}


@dataclass(frozen=True, slots=True)
class Answer:
    """What a query gave: solutions, yes or no, or triples; and the prefixes that were known to it."""

    result: ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples
    prefixes: dict[str, str]


def run_query(
    store: ox.Store,
    sparql: str,
    known: dict[str, str],
    default_graphs: Sequence[str] = (),
    named_graphs: Sequence[str] = (),
) -> Answer:
    """Asks an open store. Solutions come as they are found, while the answer is read.

    Args:
        store: a store, as `open_store` gives it.
        sparql: SELECT, ASK, CONSTRUCT or DESCRIBE.
        known: prefixes that the query need not declare.
        default_graphs: IRIs of the graphs to ask instead of the default graph, where any are given.
        named_graphs: IRIs of the graphs that GRAPH may name, where any of either are given.

    Raises:
        QueryError: the query does not parse, or has a SERVICE clause.
    """
    refuse_service(sparql)
    chosen = bool(default_graphs or named_graphs)
    try:
        found = store.query(
            sparql,
            prefixes=known,
            default_graph=[ox.NamedNode(name) for name in default_graphs] if chosen else None,
            named_graphs=[ox.NamedNode(name) for name in named_graphs] if chosen else None,
        )
    except SyntaxError as error:
        raise explain(sparql, str(error), known) from error
    except ValueError as error:
        raise QueryError(str(error)) from error
    return Answer(found, known)


def query(directory: str | Path, sparql: str) -> Answer:
    """Asks the build in `directory`; its store is made first where it is missing.

    Raises:
        BuildError: there is no build.
        QueryError: the query does not parse, or has a SERVICE clause.
    """
    refuse_service(sparql)
    return run_query(open_store(directory), sparql, prefixes(base_iri_of(Path(directory))))


def format_results(answer: Answer, format: str = "table") -> str:
    """The answer as text that ends in a newline.

    A graph is Turtle for "table", JSON-LD for "json", RDF/XML for "xml" and N-Triples for "tsv".

    Raises:
        UnknownFormatError: no such format, or "csv" of a graph.
    """
    result = answer.result
    if isinstance(result, ox.QueryTriples):
        if format not in _GRAPHS:
            raise UnknownFormatError(format, _GRAPHS)
        return graph_text(terms_of(result), _GRAPHS[format], answer.prefixes)
    if format == "table":
        if isinstance(result, ox.QueryBoolean):
            return "yes\n" if result else "no\n"
        return _table(result, answer.prefixes)
    if format not in _RESULTS:
        raise UnknownFormatError(format, ANSWER_FORMATS)
    if isinstance(result, ox.QueryBoolean) and format in ("csv", "tsv"):
        return f"{str(bool(result)).lower()}\n"  # SPARQL has no such form for ASK
    return _text(result.serialize(format=_RESULTS[format]))


def _text(data: bytes | None) -> str:
    text = (data or b"").decode()
    return text if text.endswith("\n") else text + "\n"


def _table(solutions: ox.QuerySolutions, known: dict[str, str]) -> str:
    head = [variable.value for variable in solutions.variables]
    rows = [[_cell(solution[name], known) for name in head] for solution in solutions]
    widths = [max(_width(row[i]) for row in (head, *rows)) for i in range(len(head))]
    lines = [_line(head, widths), _line(["-" * width for width in widths], widths)]
    lines += [_line(row, widths) for row in rows]
    return "\n".join(lines) + f"\n({len(rows)} row{'' if len(rows) == 1 else 's'})\n"


def _line(cells: list[str], widths: list[int]) -> str:
    padded = (cell + " " * (width - _width(cell)) for cell, width in zip(cells, widths, strict=True))
    return "  ".join(padded).rstrip()


def _cell(term: object, known: dict[str, str]) -> str:
    """A term as people read it: a prefixed name, or the text of a literal on one line."""
    if term is None:
        return ""
    if isinstance(term, ox.NamedNode):
        return _curie(term.value, known)
    text = " ".join(term.value.split()) if isinstance(term, ox.Literal) else str(term)
    return text if len(text) <= CELL_WIDTH else text[: CELL_WIDTH - 1] + "…"


def _curie(iri: str, known: dict[str, str]) -> str:
    for prefix, namespace in known.items():
        if iri.startswith(namespace) and len(iri) > len(namespace):
            return f"{prefix}:{iri[len(namespace) :]}"
    return iri


def _width(text: str) -> int:
    """Columns on a terminal."""
    return sum(0 if combining(c) else 2 if east_asian_width(c) in "WF" else 1 for c in text)
