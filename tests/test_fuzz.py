"""Files and queries of any content raise nothing but our own errors; `make fuzz` tries many more of them."""

from contextlib import suppress
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from paperkg.errors import DecisionError, LexiconError, QueryError
from paperkg.extraction.rules.lexicon import COLUMNS, read_lexicon
from paperkg.extraction.rules.skos import read_skos
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


CONCEPTS = {
    ".ttl": '<http://x/a> <http://www.w3.org/2004/02/skos/core#prefLabel> "Attention"@en ; <http://x/b> 1.5 .',
    ".nt": '<http://x/a> <http://www.w3.org/2004/02/skos/core#prefLabel> "A\\u0041"@en .\n',
    ".rdf": '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:s="http://www.w3.org/2004/02/skos/'
    'core#"><s:Concept rdf:about="http://x/a"><s:prefLabel>Attention</s:prefLabel></s:Concept></rdf:RDF>',
}


@pytest.mark.parametrize("suffix", CONCEPTS)
@given(
    place=st.floats(0, 1),
    removed=st.integers(0, 20),
    changed=st.binary(max_size=4) | st.sampled_from((b"<", b'"', b"@")),
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_thesauri(file: Path, suffix: str, place: float, removed: int, changed: bytes) -> None:
    data = CONCEPTS[suffix].encode()
    start = int(place * len(data))
    path = file.with_suffix(suffix)
    path.write_bytes(data[:start] + changed + data[start + removed :])
    with suppress(LexiconError):
        read_skos(path)


@given(st.binary() | CELLS.map(lambda rows: "\n".join("\t".join(row) for row in rows).encode("utf-8", "replace")))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_decisions(file: Path, content: bytes) -> None:
    file.write_bytes(content)
    with suppress(DecisionError):
        read_decisions(file)
