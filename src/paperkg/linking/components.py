"""Connected components of keys, found in a database by least labels.

Every key begins as its own label, takes the least of its neighbors' and then the label of its label, until none
changes. Components of keys are small, so this takes a few rounds.
"""

from typing import TYPE_CHECKING

from paperkg.database import values

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_START = """
CREATE TABLE neighbors AS SELECT a, b FROM edges WHERE a <> b UNION SELECT b, a FROM edges WHERE a <> b;
CREATE TABLE roots AS SELECT DISTINCT a AS key, a AS root FROM neighbors;
"""

_ROUND = """
CREATE TABLE nearer AS
SELECT key, min(root) AS root
FROM (FROM roots UNION ALL SELECT a, root FROM neighbors JOIN roots ON key = b)
GROUP BY key;

CREATE TABLE next_roots AS
SELECT nearer.key, least(nearer.root, further.root) AS root
FROM nearer JOIN nearer AS further ON further.key = nearer.root;
"""

_CHANGED = "SELECT count(*) FROM next_roots JOIN roots USING (key) WHERE next_roots.root <> roots.root"

_REPLACE = """
DROP TABLE nearer;
DROP TABLE roots;
ALTER TABLE next_roots RENAME TO roots;
"""


def find_components(database: "DuckDBPyConnection") -> None:
    """Makes the table `roots(key, root)`: the least key of the component of each key in `edges(a, b)`."""
    database.execute(_START)
    changed = True
    while changed:
        database.execute(_ROUND)
        changed = values(database, _CHANGED) != [(0,)]
        database.execute(_REPLACE)
    database.execute("DROP TABLE neighbors")
