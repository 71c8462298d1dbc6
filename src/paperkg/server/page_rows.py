"""What the pages for people show of the tables: SQL for the head of a page and for each of its tables.

A column of entities or papers holds their ids. A column whose name ends in "Label" is the text of the link in the one
before it.
"""

from collections.abc import Mapping
from contextlib import ExitStack
from threading import Lock
from typing import TYPE_CHECKING, Any

from paperkg.graph.schema import SCHEMAS
from paperkg.graph.tables import Tables
from paperkg.graph.views import table_views
from paperkg.sparql.cookbook import shared_sql

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

MOST_ROWS = 500
MOST_KEPT = 64 << 20
"""Bytes of the files of tables that are read into memory, those of some 40,000 papers."""

Row = dict[str, Any]
"""Values by the names of columns, without those that are null."""
Rows = tuple[list[str], list[Row]]
"""The names of columns, and the rows."""

ENTITY = """SELECT label, type, papers, confidence, (
  SELECT string_agg(alias, ', ' ORDER BY aliases.mentions DESC, alias)
  FROM aliases WHERE entity_id = $id AND alias != label
) AS aliases FROM entities WHERE entity_id = $id"""

PAPER = """SELECT title, abstract, date, venue, url, array_to_string(authors, ', ') AS authors
FROM papers WHERE paper_id = $id"""

MENTIONS = """SELECT start, "end", entity_id AS entity, label AS "entityLabel", type
FROM mentions JOIN entities USING (entity_id) WHERE paper_id = $id ORDER BY start, "end" DESC"""


def _claims(columns: str, found: str, order: str) -> str:
    """The first rows of claims in an order, each with the sentences that say so."""
    return f"""SELECT {columns}, text AS evidence
FROM (SELECT * FROM {found} ORDER BY {order} LIMIT {MOST_ROWS}) AS found
LEFT JOIN sentences ON sentences.paper_id = found.paper_id AND list_contains(found.sentence_ids, sentence_id)
ORDER BY {order}, start LIMIT {MOST_ROWS}"""


_RELATIONS = """(
  SELECT paper_id, head, one.label AS head_label, property(relation) AS relation, tail, other.label AS tail_label,
    relations.confidence, [sentence_id] AS sentence_ids
  FROM relations JOIN entities AS one ON one.entity_id = head JOIN entities AS other ON other.entity_id = tail
  WHERE {}
)"""
_RESULTS = """(
  SELECT paper_id, value, kind, results.start AS place, result_id, [sentence_id] AS sentence_ids,
    subject, s.label AS subject_label, benchmark, b.label AS benchmark_label, metric, m.label AS metric_label
  FROM results
  LEFT JOIN entities AS s ON s.entity_id = subject
  LEFT JOIN entities AS b ON b.entity_id = benchmark
  LEFT JOIN entities AS m ON m.entity_id = metric
  WHERE {}
)"""
_RESULT_COLUMNS = """value, kind, subject, subject_label AS "subjectLabel", benchmark,
  benchmark_label AS "benchmarkLabel", metric, metric_label AS "metricLabel\""""
_RESULT_ORDER = "value, found.paper_id, place, result_id"

_PAPERS = """(
  SELECT paper_id, property(role) AS role, title, confidence, sentence_ids
  FROM statements JOIN papers USING (paper_id) WHERE entity_id = $id
) AS found"""
_ENTITIES = """(
  SELECT paper_id, property(role) AS role, entity_id, label, statements.confidence, sentence_ids
  FROM statements JOIN entities USING (entity_id) WHERE paper_id = $id
) AS found"""
_NEIGHBORS = f"""SELECT entity_id AS entity, label AS "entityLabel", pairs.papers, npmi
FROM pairs JOIN entities ON entity_id = if(entity_a = $id, entity_b, entity_a)
WHERE $id IN (entity_a, entity_b) ORDER BY pairs.papers DESC, npmi DESC, label LIMIT {MOST_ROWS}"""

TABLES_OF_ENTITY: dict[str, str] = {
    "Papers": _claims(
        'role, found.paper_id AS paper, title AS "paperLabel", confidence',
        _PAPERS,
        "role, confidence DESC, title, found.paper_id",
    ),
    "Its relations to others": _claims(
        'relation, tail AS entity, tail_label AS "entityLabel", confidence',
        _RELATIONS.format("head = $id") + " AS found",
        "relation, confidence DESC, tail_label, found.paper_id",
    ),
    "Relations of others to it": _claims(
        'head AS entity, head_label AS "entityLabel", relation, confidence',
        _RELATIONS.format("tail = $id") + " AS found",
        "relation, confidence DESC, head_label, found.paper_id",
    ),
    "Results": _claims(
        _RESULT_COLUMNS, _RESULTS.format("$id IN (subject, benchmark, metric)") + " AS found", _RESULT_ORDER
    ),
    "Named together with it": _NEIGHBORS,
}
TABLES_OF_PAPER: dict[str, str] = {
    "Entities": _claims(
        'role, entity_id AS entity, label AS "entityLabel", confidence', _ENTITIES, "role, confidence DESC, label"
    ),
    "Relations": _claims(
        'head AS subject, head_label AS "subjectLabel", relation, '
        'tail AS object, tail_label AS "objectLabel", confidence',
        _RELATIONS.format("paper_id = $id") + " AS found",
        "relation, confidence DESC, head_label, tail_label",
    ),
    "Results": _claims(_RESULT_COLUMNS, _RESULTS.format("paper_id = $id") + " AS found", _RESULT_ORDER),
}

COMMONEST = """SELECT type, entity_id AS entity, label AS "entityLabel", papers
FROM entities ORDER BY papers DESC, label, entity_id LIMIT 100"""
COUNTS = """SELECT class, number::BIGINT AS number FROM (
  SELECT type AS class, count(*) AS number FROM entities GROUP BY type
  UNION ALL SELECT 'Paper', count(*) FROM papers
  UNION ALL SELECT 'Statement', count(*) FROM claims
  UNION ALL SELECT 'Result', count(*) FROM results
) WHERE number > 0 ORDER BY class"""


class PageRows:
    """Asks the tables of a build for what pages show of them; all of its results are shown.

    Tables that fit are read into memory when a page is first asked for: each query of files takes five times as long.

    Args:
        graph: the build.
    """

    def __init__(self, graph: Tables) -> None:
        self._graph = graph
        self._open = ExitStack()
        self._opening = Lock()
        self._kept: DuckDBPyConnection | None = None
        self._fits = sum(path.stat().st_size for name in SCHEMAS for path in graph.files(name)) <= MOST_KEPT

    def of(self, queries: Mapping[str, str], **values: str) -> dict[str, Rows]:
        """The rows of several queries, by the queries' names; many threads may ask.

        Args:
            queries: each with a name of its own.
            values: of the parameters of all of them.

        Raises:
            BuildError: a table is broken.
        """
        if self._fits:
            with self._database().cursor() as cursor:
                return _answers(cursor, queries, values)
        with table_views(self._graph) as database:
            database.execute(shared_sql())
            return _answers(database, queries, values)

    def _database(self) -> "DuckDBPyConnection":
        with self._opening:
            if self._kept is None:
                self._kept = self._open.enter_context(table_views(self._graph, in_memory=True))
                self._kept.execute(shared_sql())
                self._kept.execute("SET threads = 1")  # the rows of a page are few: to share them out costs more
            return self._kept

    def close(self) -> None:
        """Lets go of what is kept in memory."""
        with self._opening:
            self._kept = None
            self._open.close()


def _answers(database: "DuckDBPyConnection", queries: Mapping[str, str], values: Mapping[str, str]) -> dict[str, Rows]:
    found = {}
    for name, query in queries.items():
        answer = database.execute(query, dict(values))
        columns = [column[0] for column in answer.description]
        rows = (zip(columns, row, strict=True) for row in answer.fetchall())
        found[name] = columns, [{column: value for column, value in row if value is not None} for row in rows]
    return found
