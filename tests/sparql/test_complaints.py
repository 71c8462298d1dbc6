"""Queries that would end the process, or make it call another, are refused before the engine sees them."""

from collections.abc import Callable

import pyoxigraph as ox
import pytest

from paperkg.errors import QueryError
from paperkg.sparql.ask import run_query
from paperkg.sparql.complaints import MOST_NESTED, MOST_PARTS

NESTED: dict[str, Callable[[int], str]] = {
    "groups": lambda n: "ASK " + "{" * n + "}" * n,
    "parentheses": lambda n: "ASK { FILTER(" + "(" * n + "1" + ")" * n + ") }",
    "optional patterns": lambda n: "ASK { " + "OPTIONAL { ?s ?p ?o " * n + "}" * n + " }",
    "lists": lambda n: "ASK { ?s ?p " + "(" * n + "1" + ")" * n + " }",
    "filters": lambda n: "ASK { " + "FILTER EXISTS { " * n + "}" * n + " }",
    "functions": lambda n: "ASK { FILTER(" + "STR(" * n + "1" + ")" * n + ") }",
    "selections": lambda n: "ASK { " + "{ SELECT * { " * n + "}}" * n + " }",
    "paths": lambda n: "ASK { ?s " + "(" * n + "<http://a/p>" + ")*" * n + " ?o }",
}
CHAINED: dict[str, Callable[[int], str]] = {
    "negations": lambda n: "ASK { FILTER(" + "!" * n + "true) }",
    "alternatives": lambda n: "ASK { FILTER(true" + " || true" * n + ") }",
    "sums": lambda n: "ASK { FILTER(1" + " + 1" * n + ") }",
    "unions": lambda n: "ASK { {} " + "UNION {}" * n + " }",
    "exclusions": lambda n: "ASK { ?s ?p ?o " + "MINUS { ?s ?p ?x } " * n + " }",
    "bindings": lambda n: "ASK { " + " ".join(f"BIND({i} AS ?x{i})" for i in range(n)) + " }",
    "steps of a path": lambda n: "ASK { ?s <http://a/p>" + "/<http://a/p>" * n + " ?o }",
    "statements": lambda n: "ASK { " + "?s ?p ?o . " * n + " }",
}


@pytest.fixture(scope="module")
def store() -> ox.Store:
    return ox.Store()


@pytest.mark.parametrize("name", NESTED)
def test_deep_queries_are_refused(store: ox.Store, name: str) -> None:
    """Without the bound, 5,000 levels end the process, and so this test."""
    with pytest.raises(QueryError, match=rf"^line 1, column \d+: nested more than {MOST_NESTED} deep$"):
        run_query(store, NESTED[name](20_000), {})
    run_query(store, NESTED[name](MOST_NESTED // 2 - 1), {})


@pytest.mark.parametrize("name", CHAINED)
def test_long_chains_are_refused(store: ox.Store, name: str) -> None:
    with pytest.raises(QueryError, match=r"more than 1,000 patterns, filters and operators"):
        run_query(store, CHAINED[name](20_000), {})
    run_query(store, CHAINED[name](20), {})


def test_long_lists_of_values_are_none(store: ox.Store) -> None:
    numbers = " ".join(f"{number}.5" for number in range(10 * MOST_PARTS))
    assert len(list(run_query(store, f"SELECT * {{ VALUES ?x {{ {numbers} }} }}", {}))) == 10 * MOST_PARTS  # type: ignore[arg-type]


def test_brackets_in_text_are_none(store: ox.Store) -> None:
    deep = "{" * 1000
    run_query(store, f"ASK {{ FILTER('{deep}' != \"{deep}\") # {deep}\n }}", {})
