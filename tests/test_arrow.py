"""Papers and extractions as Arrow records: nothing is lost on the way there and back."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, get_type_hints

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from builds import extraction_of
from paperkg.arrow import (
    EXTRACTION_SCHEMA,
    FOUND_SCHEMA,
    PAPER_SCHEMA,
    PROBLEM,
    joined,
    outcomes_of,
    outcomes_to_batch,
    papers_of,
    papers_to_batch,
)
from paperkg.kinds import EntityType
from paperkg.model import (
    EntityRelation,
    Extraction,
    Failure,
    Outcome,
    Paper,
    PaperEntity,
    Relation,
    Result,
    ResultKind,
    Role,
    Rule,
    Span,
)
from records import tiny_records

TEXT = st.text(st.characters(codec="utf-8"), max_size=8)
NUMBER = st.integers(-(2**63), 2**63 - 1)
SHARE = st.floats(allow_nan=False)


def several(items: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(items, max_size=2).map(tuple)


SPANS = st.builds(Span, NUMBER, NUMBER)
BY_TYPE: dict[object, st.SearchStrategy[Any]] = {
    str: TEXT,
    str | None: st.none() | TEXT,
    int | None: st.none() | NUMBER,
    float: SHARE,
    bool: st.booleans(),
    Span: SPANS,
    tuple[str, ...]: several(TEXT),
    tuple[Span, ...]: several(SPANS),
    tuple[Rule, ...]: several(st.sampled_from(Rule)),
    tuple[tuple[EntityType, float], ...]: several(st.tuples(st.sampled_from(EntityType), SHARE)),
    EntityType: st.sampled_from(EntityType),
    Role: st.sampled_from(Role),
    Relation: st.sampled_from(Relation),
    ResultKind: st.sampled_from(ResultKind),
}


def values_of(kind: type) -> st.SearchStrategy[Any]:
    """Values of a class with every attribute given, also those that have a default."""
    return st.builds(kind, **{name: BY_TYPE[hint] for name, hint in get_type_hints(kind).items()})


PAPERS = values_of(Paper)
BY_TYPE |= {
    Paper: PAPERS,
    tuple[PaperEntity, ...]: several(values_of(PaperEntity)),
    tuple[Result, ...]: several(values_of(Result)),
    tuple[EntityRelation, ...]: several(values_of(EntityRelation)),
}
OUTCOMES = values_of(Extraction) | values_of(Failure)


@given(st.lists(PAPERS, max_size=3))
def test_papers_come_back_as_they_were(papers: Sequence[Paper]) -> None:
    assert papers_of(papers_to_batch(papers)) == papers


@given(st.lists(OUTCOMES, max_size=3))
def test_outcomes_come_back_as_they_were(outcomes: Sequence[Outcome]) -> None:
    assert list(outcomes_of(outcomes_to_batch(outcomes))) == outcomes


def test_a_parquet_file_keeps_the_columns_and_the_values(tmp_path: Path) -> None:
    found = [extraction_of(record) for record in tiny_records()]
    pq.write_table(pa.Table.from_batches([outcomes_to_batch(found)]), tmp_path / "found.parquet")
    table = pq.read_table(tmp_path / "found.parquet")
    assert table.schema.equals(EXTRACTION_SCHEMA)
    assert [outcome for batch in table.to_batches() for outcome in outcomes_of(batch)] == found


def test_the_columns_of_an_extraction_are_those_of_its_parts() -> None:
    assert EXTRACTION_SCHEMA.names == [*PAPER_SCHEMA.names, *FOUND_SCHEMA.names, PROBLEM]


def test_optional_columns_may_be_missing_and_others_are_passed_over() -> None:
    batch = pa.RecordBatch.from_pylist([{"id": "a", "title": "b", "abstract": "c", "color": "red"}])
    assert papers_of(batch) == [Paper(id="a", title="b", abstract="c")]


@pytest.mark.parametrize("column", ["id", "title", "abstract"])
def test_no_paper_is_made_without_its_columns(column: str) -> None:
    row = {"id": "a", "title": "b", "abstract": "c"}
    del row[column]
    with pytest.raises(TypeError, match=column):
        papers_of(pa.RecordBatch.from_pylist([row]))


def test_batches_without_rows_are_joined_too() -> None:
    empty = outcomes_to_batch(())
    assert joined([empty, empty]).equals(empty)
