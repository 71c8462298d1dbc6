"""One table of a build, in the forms that pandas, Polars and Arrow compute on."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from paperkg.graph.schema import SCHEMAS
from paperkg.graph.tables import Tables
from paperkg.optional import needed_for
from paperkg.text.counts import counted
from paperkg.text.html_tables import html_table

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    import pyarrow as pa


@dataclass(frozen=True, slots=True, repr=False)
class Table:
    """A table of an open build. Its rows are streamed from disk each time they are asked for.

    Args:
        graph: the build.
        name: one of `paperkg.graph.schema.SCHEMAS`.
    """

    graph: Tables
    name: str

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(SCHEMAS[self.name].names)

    def __len__(self) -> int:
        return self.graph.count(self.name)

    def __iter__(self) -> Iterator[dict[str, Any]]:
        return cast(Iterator[dict[str, Any]], self.graph.rows(self.name))

    def to_arrow(self) -> "pa.Table":
        """The table in memory, as Arrow."""
        return self.graph.table(self.name)

    def to_pandas(self) -> "pd.DataFrame":
        """The table as a pandas data frame.

        Raises:
            MissingPackageError: pandas is not installed.
        """
        with needed_for("to_pandas", "pandas"):
            import pandas  # noqa: F401  # Arrow's own message does not say how to install it
        frame: pd.DataFrame = self.to_arrow().to_pandas()
        return frame

    def to_polars(self) -> "pl.DataFrame":
        """The table as a Polars data frame.

        Raises:
            MissingPackageError: Polars is not installed.
        """
        with needed_for("to_polars", "polars"):
            import polars as pl
        return pl.DataFrame(self.to_arrow())

    def __repr__(self) -> str:
        return f"<Table {self.name}: {counted(len(self), 'rows')} of {', '.join(self.columns)}>"

    def _repr_html_(self) -> str:
        caption = f"{self.name}: {counted(len(self), 'rows')}"
        return html_table(self.columns, (tuple(row.values()) for row in self), caption)
