"""Which differences between the rows of two builds floating point explains."""

from collections.abc import Callable
from typing import Any

import pyarrow as pa
import pytest

from compare_tables import THRESHOLDS, Kind, excess_flips, read_tables, table_differences
from places import ROOT

Row = dict[str, Any]
Rows = list[Row]
TABLES = read_tables(ROOT / "outputs")


def changed(**changes: Callable[[Rows], Rows]) -> dict[str, pa.Table]:
    """The tables of the sample build with the rows of some of them changed."""
    tables = dict(TABLES)
    for name, change in changes.items():
        tables[name] = pa.Table.from_pylist(change(tables[name].to_pylist()), tables[name].schema)
    return tables


def kinds(tables: dict[str, pa.Table]) -> dict[str, set[Kind]]:
    """By table, what is made of its differences from the sample build."""
    found: dict[str, set[Kind]] = {}
    for difference in table_differences(tables, TABLES):
        name = difference.file.removeprefix("tables/").removesuffix(".parquet")
        found.setdefault(name, set()).add(difference.kind)
    return found


def first(name: str, wanted: Callable[[Row], bool]) -> Row:
    return next(row for row in TABLES[name].to_pylist() if wanted(row))


def without(row: Row) -> Callable[[Rows], Rows]:
    return lambda rows: [other for other in rows if other != row]


def instead(row: Row, **values: Any) -> Callable[[Rows], Rows]:
    return all_instead([row], **values)


def all_instead(changing: Rows, **values: Any) -> Callable[[Rows], Rows]:
    return lambda rows: [row | values if row in changing else row for row in rows]


def test_the_same_tables_do_not_differ() -> None:
    assert table_differences(TABLES, TABLES) == []


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("entities", "confidence"),
        ("entities", "type_share"),
        ("statements", "confidence"),
        ("results", "confidence"),
        ("relations", "confidence"),
        ("cooccurrences", "npmi"),
    ],
)
def test_rounding_is_tolerated_within_limits(table: str, column: str) -> None:
    row = first(table, lambda row: 0.1 < row[column] <= 1)
    for by, kind in ((0.001, Kind.ROUNDING), (0.1, Kind.CHANGE)):
        assert kinds(changed(**{table: instead(row, **{column: row[column] - by})})) == {table: {kind}}


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        ("papers", "title", "Another title"),
        ("papers", "year", 1900),
        ("sentences", "text", "Another sentence."),
        ("entities", "papers", 1000),
        ("aliases", "mentions", 1000),
        ("mentions", "text", "another text"),
        ("statements", "mentions", 1000),
        ("statements", "rules", []),
        ("results", "value", "1000"),
        ("relations", "rules", []),
        ("cooccurrences", "papers", 1000),
        ("decisions", "status", "applied"),
    ],
)
def test_no_other_column_may_differ(table: str, column: str, value: Any) -> None:
    row = TABLES[table].slice(0, 1).to_pylist()[0]
    assert kinds(changed(**{table: instead(row, **{column: value})})) == {table: {Kind.CHANGE}}


def test_a_mention_that_is_lost_is_a_flip_from_which_rows_about_it_follow() -> None:
    counts = {row["entity_id"]: row["mentions"] for row in TABLES["entities"].to_pylist()}
    mention = first("mentions", lambda row: counts[row["entity_id"]] > 2)
    entity, paper = mention["entity_id"], mention["paper_id"]
    entry = first("entities", lambda row: row["entity_id"] == entity)
    alias = first("aliases", lambda row: row["entity_id"] == entity and row["alias"] == mention["text"])
    statement = first("statements", lambda row: row["entity_id"] == entity and row["paper_id"] == paper)
    pair = first("cooccurrences", lambda row: entity in (row["entity_a"], row["entity_b"]))
    other = first("cooccurrences", lambda row: entity not in (row["entity_a"], row["entity_b"]))
    lost = changed(
        mentions=without(mention),
        statements=without(statement),
        entities=instead(entry, mentions=entry["mentions"] - 1, confidence=entry["confidence"] - 0.1),
        aliases=instead(alias, mentions=alias["mentions"] - 1),
        cooccurrences=instead(pair, papers=pair["papers"] + 1),
        sentences=without(first("sentences", lambda row: row["paper_id"] == paper)),
    )
    following = ("statements", "entities", "aliases", "cooccurrences", "sentences")
    assert kinds(lost) == {"mentions": {Kind.FLIP}} | {name: {Kind.CONSEQUENCE} for name in following}
    assert kinds(lost | changed(cooccurrences=without(other)))["cooccurrences"] == {Kind.CHANGE}


def test_a_role_that_is_about_as_likely_as_another_is_a_flip() -> None:
    row = first("statements", lambda row: row["role"] == "uses")
    assert kinds(changed(statements=instead(row, role="mentions"))) == {"statements": {Kind.FLIP}}
    assert kinds(changed(statements=instead(row, role="mentions", mentions=1000))) == {"statements": {Kind.CHANGE}}


@pytest.mark.parametrize("table", THRESHOLDS)
def test_a_claim_may_be_lost_only_at_its_threshold(table: str) -> None:
    sure = first(table, lambda row: row["confidence"] > THRESHOLDS[table] + 0.1)
    assert kinds(changed(**{table: without(sure)})) == {table: {Kind.CHANGE}}
    doubtful = sure | {"confidence": THRESHOLDS[table] + 0.001}
    old, new = changed(**{table: without(sure)}), changed(**{table: instead(sure, **doubtful)})
    assert {difference.kind for difference in table_differences(old, new)} == {Kind.FLIP}


def test_a_relation_may_give_way_to_one_as_likely_between_the_same_entities() -> None:
    row = first("relations", lambda row: row["relation"] == "based_on" and row["confidence"] > 0.3)
    turned = {"relation": "part_of", "confidence": row["confidence"] - 0.001}
    assert kinds(changed(relations=instead(row, **turned))) == {"relations": {Kind.FLIP}}
    turned["confidence"] -= 0.1
    assert kinds(changed(relations=instead(row, **turned))) == {"relations": {Kind.CHANGE}}


def test_more_flips_than_a_tenth_of_a_percent_are_too_many() -> None:
    for count, excess in ((3, 0), (4, 1)):
        users = [row for row in TABLES["statements"].to_pylist() if row["role"] == "uses"][:count]
        found = table_differences(changed(statements=all_instead(users, role="mentions")), TABLES)
        assert [difference.kind for difference in found] == [Kind.FLIP] * count
        assert len(excess_flips(found, TABLES)) == excess


def test_rows_in_another_order_and_other_columns_are_changes() -> None:
    assert kinds(changed(papers=lambda rows: rows[::-1])) == {"papers": {Kind.CHANGE}}
    renamed = TABLES | {"papers": TABLES["papers"].append_column("more", [[None] * TABLES["papers"].num_rows])}
    assert kinds(renamed) == {"papers": {Kind.CHANGE}}
