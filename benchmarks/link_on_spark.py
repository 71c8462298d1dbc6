"""Whether linking comes out the same on Spark SQL, and what it costs there.

    pip install 'paperkg[spark]' sqlglot
    python benchmarks/link_on_spark.py scale/extractions-16000 --papers 2000 16000

The SQL of linking is DuckDB's. sqlglot puts it into Spark's words, but for four constructs put here: the places
in a list (`generate_subscripts`), lists that share something (`&&`), rounding to even, and a product in a given order.
Tables are temporary views that are computed once; what linking does in Python for each form runs on the workers.

This is a trial, not a part of paperkg: it says whether the queries could move where one machine is too small.
"""

import argparse
import os
import re
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import sqlglot
from sqlglot import exp

from paperkg.database import map_rows, scratch_database
from paperkg.linking import link, naming, resolution
from paperkg.spark import start_session

_PLACES = re.compile(r"EXPLODE\((\w+)\) AS (\w+), GENERATE_SUBSCRIPTS\(\1, 1\) AS (\w+)")


def in_sparks_words(node: exp.Expression) -> exp.Expression:
    """What sqlglot leaves in DuckDB's words, in Spark's."""
    if isinstance(node, exp.ArrayOverlaps):
        return exp.func("ARRAYS_OVERLAP", node.this, node.expression)
    if isinstance(node, exp.Anonymous) and node.name.upper() == "ROUND_EVEN":
        return exp.Anonymous(this="BROUND", expressions=node.expressions)
    if isinstance(node, exp.Anonymous) and node.name.upper() == "LIST_PRODUCT":
        ordered = node.expressions[0].this
        keys = ", ".join(key.this.sql() for key in ordered.expressions)
        factor = ordered.this.sql()
        return sqlglot.parse_one(
            f"AGGREGATE(ARRAY_SORT(COLLECT_LIST(STRUCT({keys}, {factor}))), CAST(1 AS DOUBLE), "
            f"(done, each) -> done * each.{factor})",
            read="spark",
        )
    return node


class Rows:
    """The rows of a query."""

    def __init__(self, frame: Any) -> None:
        self._frame = frame

    def fetchall(self) -> list[tuple[Any, ...]]:
        """All of them."""
        return [tuple(row) for row in self._frame.collect()] if self._frame is not None else []


class SparkDatabase:
    """What linking asks of a database, of a session of Spark."""

    def __init__(self, session: Any) -> None:
        self.session = session
        self._tables: dict[str, Any] = {}

    def execute(self, text: str, parameters: Sequence[Any] = ()) -> Rows:
        """Runs statements in DuckDB's words; gives the rows of the last."""
        last = None
        for tree in sqlglot.parse(text, read="duckdb"):
            if tree is not None:
                last = self._run(tree, iter(parameters))
        return Rows(last)

    def register(self, name: str, rows: pa.Table) -> None:
        """Gives a table a name for the next statement."""
        self.session.createDataFrame(rows).createOrReplaceTempView(name)

    def unregister(self, name: str) -> None:
        """Takes that name away."""
        self.session.catalog.dropTempView(name)

    def map_rows(self, query: str, table: str, make: Callable[[pa.RecordBatch], pa.RecordBatch]) -> None:
        """Appends what `make` makes of the rows of a query; the workers do it."""

        def made(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
            return map(make, batches)

        known = self._tables[table]
        self._keep(
            table, known.union(self._rows(sqlglot.parse_one(query, read="duckdb")).mapInArrow(made, known.schema))
        )

    def _keep(self, name: str, frame: Any) -> None:
        self._tables[name] = frame.localCheckpoint()
        self._tables[name].createOrReplaceTempView(name)

    def _rows(self, tree: exp.Expression) -> Any:
        text = tree.transform(in_sparks_words).sql("spark", comments=False)
        return self.session.sql(_PLACES.sub(r"POSEXPLODE(\1) AS (\3, \2)", text))

    def _run(self, tree: exp.Expression, given: Iterator[Any]) -> Any:
        tree = tree.transform(lambda node: exp.convert(next(given)) if isinstance(node, exp.Placeholder) else node)
        name = tree.find(exp.Table).name
        if isinstance(tree, exp.Create) and isinstance(tree.this, exp.Schema):
            columns = ", ".join(column.sql("spark") for column in tree.this.expressions)
            self._keep(tree.this.this.name, self.session.createDataFrame([], columns))
        elif isinstance(tree, exp.Create) and tree.kind == "VIEW":
            self._rows(tree.expression).createOrReplaceTempView(tree.this.name)
        elif isinstance(tree, exp.Create):
            self._keep(tree.this.name, self._rows(tree.expression))
        elif isinstance(tree, exp.Insert):
            self._keep(tree.this.name, self._tables[tree.this.name].union(self._rows(tree.expression)))
        elif isinstance(tree, exp.Drop):
            self.unregister(name)
            self._tables.pop(name, None)
        elif isinstance(tree, exp.Alter):
            frame = self._tables.pop(tree.this.name)
            self.unregister(tree.this.name)
            self._keep(tree.args["actions"][0].this.name, frame)
        else:
            return self._rows(tree)
        return None


def map_rows_there(database: Any, query: str, table: str, make: Callable[[pa.RecordBatch], pa.RecordBatch]) -> None:
    """`paperkg.database.map_rows` of either database."""
    if isinstance(database, SparkDatabase):
        database.map_rows(query, table, make)
    else:
        map_rows(database, query, table, make)


def own_seconds() -> float:
    """CPU seconds of this process and of those that have ended."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def javas_seconds(session: Any) -> float:
    """CPU seconds of the session's Java."""
    stat = Path(f"/proc/{session.sparkContext._gateway.proc.pid}/stat").read_text(encoding="ascii")
    user, system = stat.rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def measure(source: Path, papers: int, folder: Path) -> str:
    """Links so many papers in both, and says what each took and whether the outcomes are equal."""
    orders = {"linked_entities": "* EXCLUDE thing", "linked": "*"}
    before = own_seconds()
    with scratch_database(folder) as database:
        database.execute(
            f"COPY (SELECT id, entities FROM read_parquet('{source}/*.parquet') ORDER BY id LIMIT {papers}) "
            f"TO '{folder / 'entities.parquet'}'"
        )
        database.execute(f"CREATE VIEW extractions AS FROM read_parquet('{folder / 'entities.parquet'}')")
        link(database)
        found = {name: database.execute(f"SELECT {what} FROM {name}").fetchall() for name, what in orders.items()}
    duckdbs = own_seconds() - before
    session = start_session(jobs=2)
    session.conf.set("spark.sql.shuffle.partitions", "4")
    session.read.parquet(str(folder / "entities.parquet")).createOrReplaceTempView("extractions")
    before = javas_seconds(session)
    link(SparkDatabase(session))  # type: ignore[arg-type]
    sparks = javas_seconds(session) - before
    equal = all(
        sorted(map(repr, rows)) == sorted(repr(tuple(row)) for row in session.table(name).drop("thing").collect())
        for name, rows in found.items()
    )
    entities, mentions = (len(rows) for rows in found.values())
    return f"| {papers:,} | {entities:,} | {mentions:,} | {duckdbs:.1f} | {sparks:.1f} | {'yes' if equal else 'NO'} |"


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("extractions", type=Path)
    parser.add_argument("--papers", type=int, nargs="+", default=[2_000, 16_000])
    given = parser.parse_args()
    resolution.map_rows = naming.map_rows = map_rows_there
    print("| papers | entities | entities of papers | CPU s in DuckDB | CPU s in Spark's Java | equal |")
    print("|---:|---:|---:|---:|---:|---|")
    for papers in given.papers:
        with tempfile.TemporaryDirectory() as folder:
            print(measure(given.extractions, papers, Path(folder)), flush=True)


if __name__ == "__main__":
    main()
