"""SPARQL on a build: ask, and write the answer down."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from paperkg.choices import chosen_format
from paperkg.errors import OptionError, QueryError
from paperkg.graph.folder import base_iri_of
from paperkg.rdf.graph_text import graph_text, terms_of
from paperkg.rdf.vocabulary import prefixes
from paperkg.sparql.answers import Answer, QueryResult, answer_of
from paperkg.sparql.complaints import explain, refuse_endless, refuse_service
from paperkg.sparql.store import Progress, open_store, silent
from paperkg.sparql.text_table import table_text

if TYPE_CHECKING:
    from paperkg.graph.tables import Tables

ANSWER_FORMATS = ("table", "json", "csv", "tsv", "xml")
"""How an answer can be written down. A graph (CONSTRUCT, DESCRIBE) is Turtle as a table, else see below."""

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


def run_query(
    store: ox.Store,
    sparql: str,
    known: dict[str, str],
    default_graphs: Sequence[str] = (),
    named_graphs: Sequence[str] = (),
    base: str | None = None,
) -> QueryResult:
    """Asks an open store. Solutions come as they are found, while the result is read.

    Args:
        store: a store, as `open_store` gives it.
        sparql: SELECT, ASK, CONSTRUCT or DESCRIBE.
        known: prefixes that the query need not declare.
        default_graphs: IRIs of the graphs to ask instead of the default graph, where any are given.
        named_graphs: IRIs of the graphs that GRAPH may name, where any of either are given.
        base: what relative IRIs refer to; without it, there may be none.

    Raises:
        QueryError: the query does not parse, is nested too deeply, or has a SERVICE clause.
    """
    refuse_endless(sparql)
    refuse_service(sparql)
    chosen = bool(default_graphs or named_graphs)
    try:
        return store.query(
            sparql,
            base_iri=base,
            prefixes=known,
            default_graph=[ox.NamedNode(name) for name in default_graphs] if chosen else None,
            named_graphs=[ox.NamedNode(name) for name in named_graphs] if chosen else None,
        )
    except SyntaxError as error:
        raise explain(sparql, str(error), known) from error
    except ValueError as error:
        raise QueryError(str(error)) from error


def query(directory: str | Path, sparql: str | None = None, *, name: str | None = None, **parameters: str) -> Answer:
    """Asks the build in `directory`; for SPARQL, its store is made first where it is missing.

    Args:
        directory: the build.
        sparql: SELECT, ASK, CONSTRUCT or DESCRIBE; the usual prefixes need not be declared.
        name: a query of the cookbook instead, see `paperkg.sparql.cookbook`; the tables answer it, without the store.
        parameters: values for that query, such as `benchmark="GSM8K"`; entities go by any of their names.

    Raises:
        BuildError: there is no build.
        QueryError: the query does not parse, or has a SERVICE clause.
        NotFoundError: the cookbook has no such query, or no entity goes by a name that is given.
        OptionError: no query is given, or two, or the query has no such parameter.
    """
    if sparql is not None and name is None and not parameters:
        return answer_of(*_asked(directory, sparql))
    if name is None or sparql is not None:
        raise OptionError("give one query, as SPARQL or by its name in the cookbook")
    from paperkg.graph.tables import Tables

    return named_query(Tables(directory), name, parameters)


def named_query(graph: "Tables", name: str, parameters: Mapping[str, str]) -> Answer:
    """The answer to a query of the cookbook, from the tables of an open build.

    Raises:
        BuildError: a table is broken.
        NotFoundError: the cookbook has no such query, or no entity goes by a name that is given.
        OptionError: the query has no such parameter.
    """
    from paperkg.sparql.table_answers import answer_from_tables

    return answer_of(answer_from_tables(graph, name, parameters), prefixes(graph.base_iri))


def query_text(directory: str | Path, sparql: str, format: str = "table", progress: Progress = silent) -> str:
    """Asks the build in `directory`, and writes the answer down; see `format_results`.

    Args:
        directory: the build.
        sparql: SELECT, ASK, CONSTRUCT or DESCRIBE.
        format: one of `ANSWER_FORMATS`.
        progress: is told how far the store is, where that is still to be made.

    Raises:
        UnknownFormatError: there is no such format.
        BuildError: there is no build.
        QueryError: the query does not parse, or has a SERVICE clause.
    """
    form = chosen_format(format, ANSWER_FORMATS)  # before the store is made, which can take minutes
    return format_results(*_asked(directory, sparql, progress), form)


def named_query_text(directory: str | Path, name: str, parameters: Mapping[str, str], format: str = "table") -> str:
    """The answer to a query of the cookbook, written down; see `format_results`.

    Raises:
        UnknownFormatError: there is no such format.
        BuildError: there is no build.
        NotFoundError: the cookbook has no such query, or no entity goes by a name that is given.
        OptionError: the query has no such parameter.
    """
    from paperkg.graph.tables import Tables
    from paperkg.sparql.table_answers import answer_from_tables

    form = chosen_format(format, ANSWER_FORMATS)
    graph = Tables(directory)
    return format_results(answer_from_tables(graph, name, parameters), prefixes(graph.base_iri), form)


def _asked(directory: str | Path, sparql: str, progress: Progress = silent) -> tuple[QueryResult, dict[str, str]]:
    """The result of a query, and the prefixes that were known to it."""
    refuse_endless(sparql)
    refuse_service(sparql)
    base = base_iri_of(Path(directory))
    known = prefixes(base)
    run_query(ox.Store(), sparql, known, base=base)  # complains before a store is made, which can take minutes
    return run_query(open_store(directory, progress), sparql, known, base=base), known


def format_results(result: QueryResult, known: Mapping[str, str], format: str) -> str:
    """The result as text that ends in a newline.

    A graph is Turtle for "table", JSON-LD for "json", RDF/XML for "xml" and N-Triples for "tsv".

    Args:
        result: not yet read from.
        known: prefixes by which IRIs are shortened.
        format: one of `ANSWER_FORMATS`.

    Raises:
        UnknownFormatError: there is no such format, or "csv" for a graph.
        PaperKGError: a term that the format cannot hold.
    """
    if isinstance(result, ox.QueryTriples):
        return graph_text(terms_of(result), _GRAPHS[chosen_format(format, _GRAPHS)], dict(known))
    form = chosen_format(format, ANSWER_FORMATS)
    if form == "table":
        if isinstance(result, ox.QueryBoolean):
            return "yes\n" if result else "no\n"
        return table_text([variable.value for variable in result.variables], map(tuple, result), known)
    if isinstance(result, ox.QueryBoolean) and form in ("csv", "tsv"):
        return f"{str(bool(result)).lower()}\n"  # SPARQL has no such form for ASK
    return _text(result.serialize(format=_RESULTS[form]))


def _text(data: bytes | None) -> str:
    text = (data or b"").decode()
    return text if text.endswith("\n") else text + "\n"
