"""Questions that the tables answer: the bytes of their answers are those of their SPARQL."""

import random
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from builds import write_build
from paperkg.errors import BuildError, NotFoundError, OptionError
from paperkg.graph.index import index_of
from paperkg.graph.names import resolve
from paperkg.graph.tables import Tables
from paperkg.sparql.ask import named_query_text, query, run_query
from paperkg.sparql.cookbook import Recipe, find_recipe, list_cookbook
from paperkg.sparql.store import find_store, open_store
from paperkg.sparql.table_answers import answer_from_tables
from records import tiny_records, toy_records

RECIPES = [pytest.param(recipe, id=recipe.name) for recipe in list_cookbook()]


@pytest.fixture(scope="module")
def tiny_build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_build(tmp_path_factory.mktemp("tiny") / "it's [a] build", tiny_records())


@pytest.fixture(scope="module")
def toy_build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_build(tmp_path_factory.mktemp("toy") / "build", toy_records())


@pytest.fixture(scope="module", params=["tiny", "toy", "sample"])
def asked(request: pytest.FixtureRequest, sample_build: Path) -> tuple[Tables, ox.Store]:
    build = sample_build if request.param == "sample" else request.getfixturevalue(f"{request.param}_build")
    return Tables(build), open_store(build)


def text(found: object) -> str:
    assert isinstance(found, ox.QuerySolutions)
    return (found.serialize(format=ox.QueryResultsFormat.TSV) or b"").decode()


def values_to_try(graph: Tables, recipe: Recipe, tries: int = 3) -> Iterator[dict[str, str]]:
    """Values of a recipe's parameters: some names of entities in many papers, and some of any."""
    rng = random.Random(recipe.name)
    kinds = {row["entity_id"]: row["type"] for row in graph.rows("entities")}
    common = [row["entity_id"] for row in graph.rows("entities") if row["papers"] > 2]
    names: dict[str, list[str]] = {}
    for row in graph.rows("aliases"):
        for kind in (kinds[row["entity_id"]], "Entity"):
            names.setdefault(kind, []).extend([row["alias"]] * (9 if row["entity_id"] in common else 1))
    for _ in range(tries if recipe.parameters else 0):
        yield {
            parameter.name: rng.choice(names[parameter.kind])
            if parameter.names_entity
            else rng.choice(["2023", "2025-05"])
            for parameter in recipe.parameters
        }


@pytest.mark.parametrize("recipe", RECIPES)
def test_the_tables_answer_what_sparql_does(asked: tuple[Tables, ox.Store], recipe: Recipe) -> None:
    graph, store = asked
    assert text(answer_from_tables(graph, recipe.name, {})) == text(run_query(store, recipe.sparql, {}))
    for given in values_to_try(graph, recipe):
        entities = {p.name for p in recipe.parameters if p.names_entity}
        labels = {n: index_of(graph).label(resolve(graph, v)) if n in entities else v for n, v in given.items()}
        expected = text(run_query(store, recipe.fill(labels), {}))
        assert text(answer_from_tables(graph, recipe.name, given)) == expected, given


@pytest.mark.parametrize("recipe", RECIPES)
def test_a_recipe_says_its_order_to_the_last(recipe: Recipe) -> None:
    """Else equal answers could come in two orders."""
    assert "ORDER BY" in recipe.sparql
    assert recipe.sql is None or "ORDER BY" in recipe.sql


def test_a_question_by_name_needs_no_store(tmp_path: Path) -> None:
    build = write_build(tmp_path / "build", tiny_records())
    assert [row["model"] for row in query(build, name="models-by-papers")] == ["Llama-7B", "Llama"]
    assert named_query_text(build, "profile", {"entity": "fastkey"}, "csv").splitlines()[0] == "role,papers,confidence"
    assert find_store(build) is None


def test_what_is_wrong_is_said(tiny_build: Path) -> None:
    graph = Tables(tiny_build)
    with pytest.raises(NotFoundError, match="leaderboard"):
        answer_from_tables(graph, "leaderbord", {})
    with pytest.raises(OptionError, match="takes no parameter task"):
        answer_from_tables(graph, "leaderboard", {"task": "x"})
    with pytest.raises(NotFoundError):
        answer_from_tables(graph, "leaderboard", {"benchmark": "no such thing"})


def test_a_broken_table_is_said(tmp_path: Path) -> None:
    build = write_build(tmp_path / "build", tiny_records())
    graph = Tables(build)
    table = graph.home / "tables" / "statements.parquet"
    table.write_bytes(table.read_bytes()[:-40] + b"\0" * 40)
    with pytest.raises(BuildError, match=r"statements\.parquet.*paperkg build"):
        answer_from_tables(graph, "rules", {})


def test_a_parameter_cannot_end_its_string(tiny_build: Path) -> None:
    recipe = find_recipe("new-since")
    assert recipe.parameters[0].name == "since"
    with pytest.raises(OptionError, match="not a date"):
        answer_from_tables(Tables(tiny_build), "new-since", {"since": "2025'; DROP VIEW papers; --"})
