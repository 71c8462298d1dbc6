"""The types of rows say what the tables hold."""

import hashlib
from pathlib import Path
from types import NoneType
from typing import get_args, get_type_hints

import pyarrow as pa
import pytest

from builds import write_build
from paperkg.graph.row_types import ROW_TYPES, SCHEMA_VERSION
from paperkg.graph.schema import SCHEMAS, SORT_KEYS
from paperkg.graph.tables import Tables
from records import tiny_records

FORMS = {1: "9afe87d53b7b", 2: "7db5abc40d9e", 3: "c4a99df06f68"}
"""By version of the schema, the beginning of the digest of all columns, their types and the order of rows."""


@pytest.fixture(scope="module")
def builds(sample_build: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Tables]:
    return [Tables(sample_build), Tables(write_build(tmp_path_factory.mktemp("tiny"), tiny_records()))]


def nullable(table: str) -> set[str]:
    """The columns that may be None."""
    return {name for name, column in get_type_hints(ROW_TYPES[table]).items() if NoneType in get_args(column)}


@pytest.mark.parametrize("name", SCHEMAS)
def test_schemas_have_the_columns_of_the_row_types(name: str) -> None:
    arrow = {str: pa.string(), int: pa.int32(), float: pa.float64(), bool: pa.bool_(), list: pa.list_(pa.string())}
    row = ROW_TYPES[name]
    assert SCHEMAS[name].names == list(row.__annotations__)
    for column, hint in get_type_hints(row).items():
        known = next(kind for kind in (hint, *get_args(hint)) if kind is not NoneType and not get_args(kind))
        wanted = arrow[list] if hint == list[str] else arrow[known]
        assert SCHEMAS[name].field(column).type == wanted


@pytest.mark.parametrize("name", SCHEMAS)
def test_only_columns_that_may_be_none_have_nulls(builds: list[Tables], name: str) -> None:
    for build in builds:
        table = build.table(name)
        assert {column for column in table.column_names if table[column].null_count} <= nullable(name)


def test_every_column_that_may_be_none_is_none_somewhere(builds: list[Tables]) -> None:
    for name in SCHEMAS:
        tables = [build.table(name) for build in builds]
        assert {column for column in nullable(name) if not any(table[column].null_count for table in tables)} == set()


def test_another_form_of_the_tables_has_another_version() -> None:
    form = [(name, *map(str, get_type_hints(row).items()), SORT_KEYS[name]) for name, row in ROW_TYPES.items()]
    digest = hashlib.sha256(repr(form).encode()).hexdigest()
    assert digest.startswith(FORMS[SCHEMA_VERSION]), "raise SCHEMA_VERSION, and note the form that it stands for here"
