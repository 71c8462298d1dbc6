"""One table, in the forms that other libraries compute on."""

import sys
from types import SimpleNamespace

import pyarrow as pa
import pytest

import paperkg
from paperkg.analysis.table import Table
from paperkg.errors import MissingPackageError
from places import ROOT


@pytest.fixture(scope="module")
def results() -> Table:
    return paperkg.open(ROOT / "outputs")["results"]


def test_the_forms_agree(results: Table) -> None:
    rows = list(results)
    arrow = results.to_arrow()
    assert isinstance(arrow, pa.Table)
    assert len(results) == len(rows) == arrow.num_rows > 0
    assert tuple(rows[0]) == results.columns == tuple(arrow.column_names)
    frame = results.to_pandas()
    assert list(frame["value"]) == [row["value"] for row in rows]


def test_polars_gets_the_table_as_arrow(results: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    # Polars itself is no part of the development environment, being large; it takes Arrow as it is.
    monkeypatch.setitem(sys.modules, "polars", SimpleNamespace(DataFrame=lambda table: table))
    assert results.to_polars() == results.to_arrow()


@pytest.mark.parametrize("package", ["pandas", "polars"])
def test_without_a_package_the_message_says_what_to_install(
    results: Table, package: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(MissingPackageError, match=rf"^to_{package} needs {package}; .*: pip install {package}$"):
        getattr(results, f"to_{package}")()


def test_a_table_shows_itself(results: Table) -> None:
    assert repr(results).startswith(f"<Table results: {len(results)} rows of result_id, paper_id, ")
    assert results._repr_html_().startswith(f"<table><caption>results: {len(results)} rows</caption>")
