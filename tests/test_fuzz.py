"""Files and queries of any content raise nothing but our own errors; `make fuzz` tries many more of them."""

from contextlib import suppress
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from paperkg.errors import DecisionError, LexiconError, QueryError
from paperkg.extraction.rules.lexicon import COLUMNS, read_lexicon
from paperkg.linking.decisions import read_decisions
from paperkg.sparql.ask import run_query

TOKENS = st.sampled_from(
    "SELECT ASK CONSTRUCT DESCRIBE WHERE * { } ( ) [ ] ?s ?p ?o . ; , | / ^ ! + - = < > <http://a/b> a:b _:x 'x' "
    '"""y""" # 1 1.5 1e9 true OPTIONAL UNION MINUS FILTER BIND AS VALUES UNDEF IN EXISTS NOT GRAPH SERVICE LATERAL '
    "GROUP BY ORDER HAVING LIMIT OFFSET DISTINCT COUNT CONCAT STR REGEX PREFIX a: BASE FROM NAMED INSERT @en ^^ "
    "\\u0053".split()
)
CELLS = st.lists(
    st.lists(st.text(max_size=8) | st.sampled_from(("Method", "1", "0", "a|b", "merge")), max_size=6), max_size=6
)


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("fuzz") / "file.tsv"


@given(st.lists(TOKENS, max_size=30).map(" ".join))
def test_queries(query: str) -> None:
    with suppress(QueryError):
        run_query(ox.Store(), query, {"a": "http://a/"})


@given(
    st.binary()
    | CELLS.map(lambda rows: "\n".join("\t".join(row) for row in (COLUMNS, *rows)).encode("utf-8", "replace"))
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_lexicons(file: Path, content: bytes) -> None:
    file.write_bytes(content)
    with suppress(LexiconError):
        read_lexicon(file)


@given(st.binary() | CELLS.map(lambda rows: "\n".join("\t".join(row) for row in rows).encode("utf-8", "replace")))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_decisions(file: Path, content: bytes) -> None:
    file.write_bytes(content)
    with suppress(DecisionError):
        read_decisions(file)
