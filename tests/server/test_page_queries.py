"""Queries of the pages cost what they show, however large the build is."""

import time
from typing import Any

import pyoxigraph as ox
import pytest

from paperkg.rdf.vocabulary import prefixes
from paperkg.server.page_queries import TABLES_OF_ENTITY, of_table

BASE = "https://example.org/"
SMALL, LARGE = 500, 16_000


def store_of(claims: int) -> ox.Store:
    """Claims with their evidence: each entity has five of them."""
    known = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in prefixes(BASE).items())
    body = "".join(
        f"<{BASE}c{n}> pkg:subject <{BASE}p{n}> ; pkg:predicate pkg:uses ; pkg:object <{BASE}e{n // 5}> ; "
        f"pkg:confidence 0.5 ; pkg:evidence <{BASE}s{n}> .\n"
        f"<{BASE}s{n}> oa:hasSelector <{BASE}q{n}> . <{BASE}q{n}> oa:exact 'said {n}' .\n"
        f"<{BASE}p{n}> dcterms:title 'Paper {n}' . <{BASE}e{n // 5}> skos:prefLabel 'E{n // 5}' .\n"
        f"<{BASE}r{n}> a pkg:Result ; pkg:subject <{BASE}e{n // 5}> ; pkg:valueText '9' ; pkg:kind pkg:absolute .\n"
        for n in range(claims)
    )
    store = ox.Store()
    store.bulk_load(input=(known + body).encode(), format=ox.RdfFormat.TURTLE)
    return store


def rows_of(store: ox.Store, query: str) -> list[tuple[Any, ...]]:
    found = store.query(query, prefixes=prefixes(BASE))
    assert isinstance(found, ox.QuerySolutions)
    return [tuple(row) for row in found]


def seconds(store: ox.Store, query: str) -> float:
    """CPU time of a query, the least of five."""
    taken = []
    for _ in range(5):
        start = time.process_time()
        rows_of(store, query)
        taken.append(time.process_time() - start)
    return min(taken)


@pytest.fixture(scope="module")
def stores() -> tuple[ox.Store, ox.Store]:
    return store_of(SMALL), store_of(LARGE)


@pytest.mark.parametrize("table", TABLES_OF_ENTITY)
def test_pages_look_up_what_they_show(stores: tuple[ox.Store, ox.Store], table: str) -> None:
    """To read all evidence takes 32 times as long in the large store."""
    small, large = (seconds(store, of_table(table, f"{BASE}e7")) for store in stores)
    assert large < 8 * max(small, 0.001)


def test_rows_have_their_evidence(stores: tuple[ox.Store, ox.Store]) -> None:
    rows = rows_of(stores[0], of_table("Papers", f"{BASE}e7"))
    assert [row[-1].value for row in rows] == [f"said {n}" for n in range(35, 40)]
