"""Resolution: one node for each thing, from the entities of all papers.

Merged is only what is safe: names that fold to one key (case, hyphen, spacing, plural, British spelling), names that
are equal but for a last class noun ("ImageNet dataset") and are found with the same type, the aliases
that a paper itself ties together (an acronym and its definition), and a bare acronym whose definition
the other papers agree on. An acronym that papers define differently stays apart by its definition.
Types are settled by the papers' votes, weighted by confidence. Everything else is left to decisions.

It is relational algebra, in a database, so that memory stays flat; only what depends on one string alone, and
decisions, of which there are few, are Python. Confidences are added as whole billionths, and doubts multiplied in the
order of papers' ids, so that the outcome does not depend on the order in which papers come.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyarrow as pa

from paperkg.agreement import UnionFind
from paperkg.database import append, map_rows, values
from paperkg.linking.components import find_components
from paperkg.linking.decided import Decided
from paperkg.linking.known_forms import known_of_forms
from paperkg.linking.naming import decide_groups, name_groups
from paperkg.model import LEXICON_RULES, Decision
from paperkg.text.keys import name_key

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

LONG = 8
"""Characters of a key that is the same thing as all that begins with it, where both define one acronym."""
AGREEMENT = 0.75
"""Share of the defining papers that must agree before a bare acronym follows them."""

_MEMBERS = f"""
-- An entity of one paper.
CREATE TABLE members AS
SELECT paper_id, position, entity.name, entity.type, entity.named, entity.links,
  list_append(entity.aliases, entity.name) AS forms,
  list_has_any(entity.rules, {sorted(rule.value for rule in LEXICON_RULES)}) AS is_known,
  CAST(round_even(entity.confidence * 1e9, 0) AS BIGINT) AS weight, greatest(1 - entity.confidence, 0) AS doubt
FROM (SELECT id AS paper_id, unnest(entities) AS entity, generate_subscripts(entities, 1) AS position FROM extractions);

CREATE TABLE member_forms AS
SELECT DISTINCT paper_id, position, type, form
FROM (SELECT paper_id, position, type, unnest(forms) AS form FROM members);

CREATE TABLE forms (form VARCHAR, key VARCHAR, is_acronym BOOLEAN, shorter VARCHAR, capitals INTEGER);
"""

_KEYS = """
-- Keys are those of acronyms, and long ones. The name that a lexicon knows an entity by counts as long: it says what is
-- meant, as a definition does.
CREATE TABLE member_keys AS
SELECT paper_id, position, type, key, bool_or(is_long) AS is_long
FROM (
  SELECT paper_id, position, type, key, NOT is_acronym AS is_long FROM member_forms JOIN forms USING (form)
  UNION ALL
  SELECT paper_id, position, type, key, true FROM members JOIN forms ON form = name WHERE is_known
)
GROUP BY ALL;

CREATE TABLE first_keys AS
SELECT paper_id, position, min(key) AS first_key FROM member_keys WHERE is_long GROUP BY ALL;

-- How many entities define an acronym as a long key.
CREATE TABLE definitions AS
SELECT key AS acronym, first_key AS long_key, count(*) AS members
FROM member_keys JOIN first_keys USING (paper_id, position)
WHERE NOT is_long
GROUP BY ALL;
"""

_EDGES = f"""
-- The long keys of one entity are one thing.
CREATE TABLE edges AS
SELECT DISTINCT first_key AS a, key AS b FROM member_keys JOIN first_keys USING (paper_id, position) WHERE is_long;

-- Names that are equal but for a last class noun are, where both are found with the same type.
INSERT INTO edges
SELECT DISTINCT key, shorter
FROM member_forms JOIN forms USING (form)
SEMI JOIN member_keys ON member_keys.is_long AND member_keys.key = shorter AND member_keys.type = member_forms.type
WHERE shorter IS NOT NULL;

-- Long forms of one acronym of which one begins the other ("chain of thought", "chain of thought prompting") are.
INSERT INTO edges
SELECT DISTINCT shorter.long_key, longer.long_key
FROM (
  SELECT acronym, long_key, unnest(range({LONG}, length(long_key))) AS characters FROM definitions
) AS longer
JOIN definitions AS shorter
ON shorter.acronym = longer.acronym AND shorter.long_key = left(longer.long_key, CAST(longer.characters AS INTEGER));
"""

_THINGS = f"""
-- The thing that a bare acronym stands for, where the papers that define it agree.
CREATE TABLE settled AS
SELECT acronym, root
FROM (
  SELECT acronym, coalesce(root, long_key) AS root, sum(members) AS agreeing
  FROM definitions LEFT JOIN roots ON key = long_key
  GROUP BY ALL
)
QUALIFY row_number() OVER (PARTITION BY acronym ORDER BY agreeing DESC, root) = 1
  AND agreeing >= {AGREEMENT} * sum(agreeing) OVER (PARTITION BY acronym);

-- The thing of every key.
CREATE TABLE key_things AS
SELECT key, coalesce(settled.root, roots.root, key) AS thing, acronym IS NOT NULL AS is_settled
FROM (SELECT DISTINCT key FROM member_keys)
LEFT JOIN settled ON acronym = key
LEFT JOIN roots USING (key);

-- The thing that an entity is: by its long keys, else by an acronym, a settled one if there is any.
CREATE TABLE member_things AS
SELECT paper_id, position, coalesce(
  min(coalesce(root, key)) FILTER (key = first_key),
  min_by(thing, key) FILTER (is_settled),
  min_by(thing, key)
) AS thing
FROM member_keys
LEFT JOIN first_keys USING (paper_id, position)
LEFT JOIN roots USING (key)
JOIN key_things USING (key)
GROUP BY paper_id, position;

CREATE TABLE merged (thing VARCHAR, into_thing VARCHAR);
CREATE TABLE marks (paper_id VARCHAR, position BIGINT, mark VARCHAR);

-- The keys of an entity, less the acronyms that stand for something else elsewhere: what decisions call it by.
CREATE VIEW member_names AS
SELECT paper_id, position, key, coalesce(of_member.into_thing, member_things.thing) AS thing
FROM member_keys
JOIN member_things USING (paper_id, position)
JOIN key_things USING (key)
LEFT JOIN merged AS of_member ON of_member.thing = member_things.thing
LEFT JOIN merged AS of_key ON of_key.thing = key_things.thing
WHERE is_long
  OR coalesce(of_key.into_thing, key_things.thing) = coalesce(of_member.into_thing, member_things.thing);
"""

_GROUPS = """
CREATE TABLE member_groups AS
SELECT paper_id, position, coalesce(into_thing, thing) || coalesce(mark, '') AS thing
FROM member_things LEFT JOIN merged USING (thing) LEFT JOIN marks USING (paper_id, position);
"""


@dataclass(frozen=True, slots=True)
class Links:
    """The outcome of linking: two tables of a database, and the decisions that met nothing.

    `linked_entities` has a row for each node: entity_id, label, type, type_share, named, confidence, links, papers.
    `linked` says which node an entity of a paper is: paper_id, name, entity_id, type (the node's). An entity that a
    decision dropped is in neither.
    """

    database: "DuckDBPyConnection"
    unused: tuple[Decision, ...]

    def labels(self) -> list[tuple[str, int]]:
        """Label and number of papers of every node."""
        rows = self.database.execute("SELECT label, papers FROM linked_entities ORDER BY entity_id").fetchall()
        return [(label, papers) for label, papers in rows]


def link(database: "DuckDBPyConnection", decisions: Iterable[Decision] = ()) -> Links:
    """Resolves the entities of all papers to nodes, the same ones in whatever order papers come.

    Args:
        database: with a table or view `extractions` that has the columns of `paperkg.arrow.EXTRACTION_SCHEMA`.
        decisions: a person's, which outweigh all else.
    """
    decided = Decided(decisions)
    database.execute(_MEMBERS)
    map_rows(
        database,
        "SELECT DISTINCT form FROM member_forms",
        "forms",
        lambda batch: known_of_forms(batch.column(0).to_pylist()),
    )
    database.execute(_KEYS)
    database.execute(_EDGES)
    find_components(database)
    database.execute(_THINGS)
    merges = _merge(database, decided)
    _split(database, decided)
    database.execute(_GROUPS)
    decide_groups(database, decided, merges)
    name_groups(database)
    return Links(database, decided.unused)


def _thing_of(database: "DuckDBPyConnection", key: str) -> str:
    """The thing that a key stands for, one that no entity has being alone."""
    found = values(database, "SELECT thing FROM key_things WHERE key = ?", [key])
    return str(found[0][0]) if found else key


def _merge(database: "DuckDBPyConnection", decided: Decided) -> list[tuple[Decision, str]]:
    """Unites things as decisions say; gives each decision that met something with the thing that came out."""
    query = "SELECT DISTINCT key FROM member_names WHERE key IN (SELECT unnest(?))"
    merges = decided.merges_of({str(key) for (key,) in values(database, query, [sorted(decided.keys)])})
    forest = UnionFind[str]()
    ends = {key: _thing_of(database, key) for merge in merges for key in map(name_key, (merge.entity, merge.argument))}
    for merge in merges:
        forest.union_all([ends[name_key(merge.entity)], ends[name_key(merge.argument)]])
    things = sorted(set(ends.values()))
    append(
        database, "merged", pa.table({"thing": pa.array(things, pa.string()), "into": list(map(forest.find, things))})
    )
    return [(merge, forest.find(ends[name_key(merge.entity)])) for merge in merges]


def _split(database: "DuckDBPyConnection", decided: Decided) -> None:
    """Marks the entities that decisions keep apart."""
    splits = decided.splits
    if not splits:
        return
    query = """
    SELECT paper_id, position, list(key ORDER BY NOT is_long, key) FROM member_keys
    WHERE key IN (SELECT unnest(?)) AND paper_id IN (SELECT unnest(?)) GROUP BY ALL ORDER BY ALL
    """
    keys, papers = (sorted(set(part)) for part in zip(*splits, strict=True))
    for paper_id, position, found in database.execute(query, [keys, papers]).fetchall():
        mark = decided.mark_of(found, paper_id)
        if mark:
            database.execute("INSERT INTO marks VALUES (?, ?, ?)", [paper_id, position, mark])
