"""What a group of entities that are one thing is called and typed: by decisions, else by the papers' votes."""

import hashlib
from collections import defaultdict
from typing import TYPE_CHECKING

import pyarrow as pa

from paperkg.database import map_rows, values
from paperkg.linking.decided import Decided
from paperkg.model import Action, Decision
from paperkg.text.keys import name_key, slug

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_DECIDED = "CREATE TABLE decided (thing VARCHAR, is_dropped BOOLEAN, label VARCHAR, type VARCHAR)"

_NAMES = """
SELECT member_groups.thing, list_sort(list(DISTINCT key))
FROM member_names JOIN member_groups USING (paper_id, position)
WHERE key IN (SELECT unnest(?))
GROUP BY ALL ORDER BY ALL
"""

_NAMED_PAPERS = """
SELECT key, count(*) FROM member_groups JOIN members USING (paper_id, position) JOIN forms ON form = name
WHERE thing = ? GROUP BY key
"""

_VOTES = """
CREATE TABLE votes AS
WITH found AS (
  SELECT thing, members.* FROM member_groups JOIN members USING (paper_id, position)
  ANTI JOIN (FROM decided WHERE is_dropped) AS dropped USING (thing)
),
-- The name most entities have; among equals the one with fewer capitalized words, then the shorter one.
labels AS (
  SELECT thing, name AS label
  FROM (SELECT thing, name, count(*) AS times FROM found GROUP BY ALL) JOIN forms ON form = name
  QUALIFY row_number() OVER (PARTITION BY thing ORDER BY times DESC, capitals, length(name), name) = 1
),
types AS (
  SELECT thing, type, CAST(sum(weight) AS BIGINT) AS weight FROM found GROUP BY ALL
),
kinds AS (
  SELECT thing, min_by(type, (-weight, type)) AS type FROM types GROUP BY thing
),
sums AS (
  SELECT thing, CAST(sum(weight) AS BIGINT) AS total, sum(CASE WHEN named THEN weight ELSE -weight END) > 0 AS named,
    list_product(list(doubt ORDER BY paper_id, position)) AS doubt,
    count(DISTINCT paper_id) AS papers, list_sort(list_distinct(flatten(list(links)))) AS links
  FROM found GROUP BY thing
)
SELECT sums.thing, coalesce(decided.label, labels.label) AS label, coalesce(decided.type, kinds.type) AS type,
  coalesce(types.weight, 0) AS agreeing, total, named, doubt, papers, links
FROM sums
JOIN labels USING (thing)
JOIN kinds USING (thing)
LEFT JOIN decided USING (thing)
LEFT JOIN types ON types.thing = sums.thing AND types.type = coalesce(decided.type, kinds.type);

CREATE TABLE wanted_ids (thing VARCHAR, id VARCHAR, readable VARCHAR, digest VARCHAR, type_share DOUBLE,
  confidence DOUBLE);
"""

_ENTITIES = """
-- Where groups want the same id, the key makes the difference; where its slug is the same again, its digest.
CREATE TABLE linked_entities AS
SELECT CASE
    WHEN count(*) OVER (PARTITION BY id) = 1 THEN id
    WHEN count(*) OVER (PARTITION BY id, readable) = 1 THEN id || '--' || readable
    ELSE id || '--' || digest
  END AS entity_id,
  label, type, type_share, named, confidence, links, papers, thing
FROM votes JOIN wanted_ids USING (thing);

CREATE TABLE linked AS
SELECT DISTINCT paper_id, name, entity_id, linked_entities.type
FROM linked_entities
JOIN member_groups USING (thing)
JOIN members USING (paper_id, position);
"""


def decide_groups(database: "DuckDBPyConnection", decided: Decided, merges: list[tuple[Decision, str]]) -> None:
    """Makes the table `decided`: what decisions say of groups.

    Args:
        database: in which entities have their groups.
        decided: all decisions.
        merges: those that united things, each with the thing that came out.
    """
    database.execute(_DECIDED)
    names: dict[str, set[str]] = defaultdict(set)
    for thing, keys in database.execute(_NAMES, [sorted(decided.keys)]).fetchall():
        names[thing].update(keys)
    merged: dict[str, list[Decision]] = defaultdict(list)
    for merge, thing in merges:
        # What was split off has another key: the merge does not speak of it.
        if values(database, "SELECT 1 FROM member_groups WHERE thing = ? LIMIT 1", [thing]):
            merged[thing].append(merge)
            names[thing].add(name_key(merge.argument))  # a name that no paper has can be decided about too
    for thing in sorted(names):
        keys = sorted(names[thing])
        row = [thing, decided.find(Action.DROP, keys) is not None, None, None]
        if not row[1]:
            renamed = decided.find(Action.RENAME, keys)
            retyped = decided.find(Action.RETYPE, keys)
            row[2] = renamed.argument if renamed else _target(database, thing, merged[thing])
            row[3] = retyped.argument if retyped else None
        database.execute("INSERT INTO decided VALUES (?, ?, ?, ?)", row)


def _target(database: "DuckDBPyConnection", thing: str, merges: list[Decision]) -> str | None:
    """The name that merges give a group: the one they lead to, "C" where "A" goes into "B" and "B" into "C".

    None without merges, or where they lead in a circle; the name that most papers have where they lead to several.
    """
    steps = [(name_key(merge.entity), name_key(merge.argument), merge.argument) for merge in merges]
    left = {start for start, end, _ in steps if start != end}
    papers = dict(database.execute(_NAMED_PAPERS, [thing]).fetchall()) if steps else {}
    ends = {(-papers.get(end, 0), name) for _, end, name in steps if end not in left}
    return min(ends)[1] if ends else None


def name_groups(database: "DuckDBPyConnection") -> None:
    """Makes the tables `linked_entities`, the groups with their names, types and ids, and `linked`, who is in them."""
    database.execute(_VOTES)
    columns = "thing, label, type, agreeing, total, doubt"
    map_rows(database, f"SELECT {columns} FROM votes", "wanted_ids", _with_ids)
    database.execute(_ENTITIES)


def _with_ids(votes: pa.RecordBatch) -> pa.RecordBatch:
    """The ids that groups want, and their shares and confidences, rounded as Python does."""
    things, labels, types, agreeing, totals, doubts = (column.to_pylist() for column in votes.columns)
    return pa.record_batch(
        {
            "thing": pa.array(things, pa.string()),
            "id": pa.array([f"{k.lower()}:{slug(label)}" for k, label in zip(types, labels, strict=True)], pa.string()),
            "readable": pa.array(map(slug, things), pa.string()),
            "digest": pa.array([hashlib.sha256(thing.encode()).hexdigest()[:10] for thing in things], pa.string()),
            "type_share": pa.array([_share(*pair) for pair in zip(agreeing, totals, strict=True)], pa.float64()),
            "confidence": pa.array([round(1.0 - doubt, 3) for doubt in doubts], pa.float64()),
        }
    )


def _share(part: int, total: int) -> float:
    return round(part / total, 3) if total else 0.0
