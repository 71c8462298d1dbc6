"""Questions of the cookbook answered from the tables, where no store is needed and a large build is asked in seconds.

The answer is what its SPARQL gives: the same rows in the same order, with the same terms.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from typing import NamedTuple

import pyarrow.compute as pc
import pyoxigraph as ox

from paperkg.graph.names import entities_named, label_of, resolve
from paperkg.graph.tables import Tables
from paperkg.graph.views import table_views
from paperkg.rdf.bibliography import addresses_in, date_literal
from paperkg.rdf.iris import Iris
from paperkg.rdf.terms import decimal, english, exact_decimal, integer, literal
from paperkg.sparql.cookbook import find_recipe, shared_sql


class _Found(NamedTuple):
    """The names of columns, and rows of values."""

    columns: tuple[str, ...]
    rows: Iterable[tuple[object, ...]]


def answer_from_tables(graph: Tables, name: str, given: Mapping[str, str]) -> ox.QuerySolutions:
    """The answer to a question.

    Args:
        graph: the build, with all of its results.
        name: of the question.
        given: values of its parameters; an entity goes by any of its names.

    Raises:
        BuildError: a table is broken.
        NotFoundError: the cookbook has no such question, or no entity goes by a name that is given.
        OptionError: the question has no such parameter.
    """
    recipe = find_recipe(name)
    values = recipe.values(given)  # complains before tables are read
    for parameter in recipe.parameters:
        if parameter.names_entity and parameter.name in given:
            values[parameter.name] = label_of(graph, resolve(graph, given[parameter.name]))
    found = _COMPUTED[name](graph, values) if recipe.sql is None else _by_sql(graph, recipe.sql, values)
    iris = Iris(graph.base_iri)
    lines = ("\t".join(_term(*cell, iris) for cell in zip(found.columns, row, strict=True)) for row in found.rows)
    head = "\t".join(f"?{column}" for column in found.columns)
    return _read("\n".join((head, *lines, "")))


def _read(text: str) -> ox.QuerySolutions:
    """Solutions, written as terms of N-Triples with tabs between them."""
    read = ox.parse_query_results(text.encode(), ox.QueryResultsFormat.TSV)
    if not isinstance(read, ox.QuerySolutions):
        raise TypeError(read)
    return read


def _by_sql(graph: Tables, sql: str, values: Mapping[str, str]) -> _Found:
    with table_views(graph) as database:
        database.execute(shared_sql())
        found = database.execute(sql, dict(values))
        return _Found(tuple(column[0] for column in found.description), found.fetchall())


def _leaderboard(graph: Tables, values: Mapping[str, str]) -> _Found:
    from paperkg.analysis.leaderboards import leaderboard  # with the lists of words, which no other question needs

    columns = ("metric", "unit", "kind", "before", "value", "subject", "confidence", "title")
    rows = (
        tuple(getattr(row, column) for column in columns)
        for entity_id in entities_named(graph, values["benchmark"])
        if entity_id.startswith("benchmark:")
        for row in leaderboard(graph, entity_id)
    )
    return _Found(columns, rows)


def _code(graph: Tables, _values: Mapping[str, str]) -> _Found:
    return _Found(("title", "repository", "page"), sorted(_links(graph), key=lambda row: [cell or "" for cell in row]))


def _links(graph: Tables) -> Iterator[tuple[str, str | None, str | None]]:
    """The title of each paper that names a web address, with this, as a term, as a repository or as a page."""
    for batch in graph.batches("papers", ["title", "abstract"]):
        likely = pc.match_substring_regex(batch["abstract"], r"(?i)http|git(?:hub|lab)\.com")
        for row in batch.filter(likely).to_pylist():
            for node, coded in addresses_in(row["abstract"]).items():
                yield row["title"], node if coded else None, None if coded else node


_COMPUTED: dict[str, Callable[[Tables, Mapping[str, str]], _Found]] = {"leaderboard": _leaderboard, "code": _code}
"""Questions that SQL does not answer: one whose answer `make_board` defines, and one about addresses in texts."""

_ENGLISH = frozenset(("title", "example", "introducedBy"))
"""Columns of titles."""
_TERMS = frozenset(("repository", "page"))
"""Columns of what is a term already."""


def _term(column: str, value: object, iris: Iris) -> str:
    """A value as its term in N-Triples; the name of its column says what a text is."""
    if value is None:
        return ""
    if isinstance(value, int):
        return integer(value)
    if isinstance(value, float):
        return decimal(value)
    if isinstance(value, Decimal):
        return exact_decimal(str(value)) or literal(str(value))
    text = str(value)
    if column in _ENGLISH:
        return english(text)
    if column == "date":
        return date_literal(text)
    if column == "paper":
        return iris.of_paper(text).paper
    if column == "class":
        return f"<{text}>"
    return text if column in _TERMS else literal(text)
