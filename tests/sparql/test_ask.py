"""SPARQL on a build: the store, the answers and their forms, what is refused, the cookbook."""

import csv
import io
import json
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from builds import write_build
from paperkg.analysis.leaderboards import leaderboard
from paperkg.analysis.metrics import PROPORTION
from paperkg.errors import BuildError, NotFoundError, OptionError, QueryError, UnknownFormatError
from paperkg.exporters import export
from paperkg.extraction.vocabulary.word_lists import shipped_word_lists
from paperkg.graph.tables import Tables
from paperkg.knowledge_graph import KnowledgeGraph
from paperkg.rdf.line_reader import LineReader
from paperkg.rdf.mapping import Detail, sections
from paperkg.rdf.terms import Triple
from paperkg.rdf.vocabulary import ontology_folder
from paperkg.sparql.ask import query, query_text, run_query
from paperkg.sparql.complaints import refuse_service
from paperkg.sparql.cookbook import find_recipe, list_cookbook
from paperkg.sparql.store import find_store, open_store, store_path
from places import ROOT
from records import tiny_records, toy_records

METHODS = "SELECT ?label ?n { ?e a pkg:Method ; skos:prefLabel ?label ; pkg:paperCount ?n } ORDER BY ?label"


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_build(tmp_path_factory.mktemp("query") / "build", tiny_records())


def ask(build: Path, sparql: str, format: str = "table") -> str:
    return query_text(build, sparql, format)


def test_a_table(build: Path) -> None:
    assert ask(build, METHODS).splitlines() == [
        "label        n",
        "-----------  -",
        "A*-decoding  1",
        "FastKey      2",
        "SlowKey      1",
        "(3 rows)",
    ]


def test_relative_iris_are_those_of_the_build(build: Path) -> None:
    assert ask(build, "ASK { <method/fastkey> ?p ?o }", "csv") == "true\n"
    assert ask(build, "ASK { <fastkey> ?p ?o }", "csv") == "false\n"


def test_a_table_shortens_names_and_long_text(build: Path) -> None:
    found = ask(build, 'SELECT ?p ("x" AS ?x) ?t ?none { ?p pkg:upvotes 7 ; dcterms:abstract ?t }')
    row = found.splitlines()[2]
    assert row.startswith("paper:p0000000001  x  We present FastKey")
    assert row.endswith("…")
    assert found.endswith("(1 row)\n")


def test_json_csv_tsv_and_xml(build: Path) -> None:
    found = json.loads(ask(build, METHODS, "json"))
    assert [b["label"]["value"] for b in found["results"]["bindings"]] == [
        "A*-decoding",
        "FastKey",
        "SlowKey",
    ]
    assert list(csv.reader(io.StringIO(ask(build, METHODS, "csv"))))[2] == ["FastKey", "2"]
    assert ask(build, METHODS, "tsv").splitlines()[:2] == ["?label\t?n", '"A*-decoding"\t1']
    assert "<literal>FastKey</literal>" in ask(build, METHODS, "xml")


@pytest.mark.parametrize(
    ("format", "text"),
    [("table", "yes\n"), ("csv", "true\n"), ("tsv", "true\n"), ("json", '{"head":{},"boolean":true}\n')],
)
def test_ask(build: Path, format: str, text: str) -> None:
    assert ask(build, "ASK { method:fastkey pkg:outperforms method:slowkey }", format) == text


def test_a_graph(build: Path) -> None:
    asked = "CONSTRUCT { ?e a pkg:Method } WHERE { ?e a pkg:Method }"
    assert ask(build, asked) == (
        "@prefix pkg: <https://w3id.org/paperkg/ns#> .\n@prefix method: <https://w3id.org/paperkg/method/> .\n\n"
        "<https://w3id.org/paperkg/method/a*-decoding> a pkg:Method .\nmethod:fastkey a pkg:Method .\n"
        "method:slowkey a pkg:Method .\n"
    )
    for format, form in (
        ("json", ox.RdfFormat.JSON_LD),
        ("xml", ox.RdfFormat.RDF_XML),
        ("tsv", ox.RdfFormat.N_TRIPLES),
    ):
        assert len(list(ox.parse(ask(build, asked, format), form))) == 3
    with pytest.raises(UnknownFormatError, match="csv"):
        ask(build, asked, "csv")


def test_an_unknown_format_names_the_known(build: Path) -> None:
    with pytest.raises(UnknownFormatError, match="csv, json, table, tsv, xml"):
        ask(build, METHODS, "yaml")


@pytest.mark.parametrize(
    ("sparql", "message"),
    [
        ("SELECT * {\n ?s ?p }", "line 2, column 9: unexpected end of the query"),
        (
            "SELECT * {\n ?s ?p (",
            "line 2, column 9: unexpected end of the query; ( of line 2, column 8 is not closed",
        ),
        ("SELECT * { ?s metod:a ?o }", "line 1, column 15: unknown prefix metod:; did you mean method:?"),
        ("SELECT * { ?s zzz:a ?o }", "line 1, column 15: unknown prefix zzz: (available: pkg, rdf"),
        ("PREFIX x: <urn:x>\nSELEC ?s {}", "line 2, column 1: unexpected SELEC; expected SELECT, ASK"),
        ("", "the query is empty"),
        ("INSERT DATA { <a:a> <a:a> 1 }", "line 1, column 1: INSERT is refused"),
        ("LOAD <http://x.org/>", "line 1, column 1: LOAD is refused"),
        ("SELECT ?a (COUNT(?b) AS ?n) { ?a a ?b }", "The SELECT contains a variable that is unbound"),
        ("SELECT * { ?s ?p ] }", "line 1, column 18: unexpected ]"),
    ],
)
def test_syntax_errors_name_line_and_column(build: Path, sparql: str, message: str) -> None:
    with pytest.raises(QueryError) as caught:
        query(build, sparql)
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "sparql",
    [
        "SELECT * { SERVICE <http://x.org/> { ?s ?p ?o } }",
        "SELECT * {\n service silent ?x { } }",
        "SELECT * { \\u0053ERVICE <http://x.org/> { } }",
        "SELECT * { ?a <http://x.org/#service> 'it''s' . # no\nSERVICE <urn:x> { } }",
        "SELECT * { ?a a ex:b\\#c . SERVICE <urn:x> { } }",
        "SELECT * { ?a a 'x\\'' . SERVICE <urn:x> { } FILTER('' = '') }",
        "SELECT * { FILTER(?a<?b)SERVICE<urn:x>{ } FILTER(?c>1) }",
        "SELECT * { ?a a '''it's''' SERVICE <urn:x> { } # '''\n}",
    ],
)
def test_service_is_refused(build: Path, sparql: str) -> None:
    with pytest.raises(QueryError, match="SERVICE is refused"):
        query(build, sparql)


@pytest.mark.parametrize(
    "sparql",
    [
        "SELECT ?service { ?service a 'service', \"\"\"a \" SERVICE\"\"\", '''service''' }",
        "PREFIX service: <urn:service> SELECT * { ?s a service:x, <urn:SERVICE>, service:service } # service",
        "SELECT ($service AS ?x) { VALUES $service { 'x'@service } }",
    ],
)
def test_the_word_service_is_free_elsewhere(build: Path, sparql: str) -> None:
    query(build, sparql)


@given(st.text("SERVICE service<>{}?\"'\\#:\n", max_size=40))
def test_nothing_that_parses_gets_a_service_through(text: str) -> None:
    sparql = f"ASK {{ {text} SERVICE <http://127.0.0.1:1/> {{ }} }}"
    try:
        refuse_service(sparql)
    except QueryError:
        return
    try:
        found = ox.Store().query(sparql)
    except (SyntaxError, ValueError):
        return
    assert isinstance(found, ox.QueryBoolean)


def test_the_store_is_made_once_and_again_when_the_build_changes(tmp_path: Path) -> None:
    directory = write_build(tmp_path / "build", tiny_records())
    first = store_path(directory)
    made = first.stat().st_ino
    assert store_path(directory).stat().st_ino == made
    write_build(directory, tiny_records()[:2])
    second = store_path(directory)
    assert second != first
    assert [path.name for path in second.parent.iterdir()] == [second.name]


@pytest.mark.parametrize("rdf", ["full", "claims"])
def test_the_store_says_what_the_rdf_of_the_build_says(tmp_path: Path, rdf: str) -> None:
    directory = write_build(tmp_path / "build", tiny_records())
    whole = store_path(directory)
    manifest = json.loads((directory / "manifest.json").read_text())
    (directory / "manifest.json").write_text(json.dumps(manifest | {"rdf": rdf}))
    export(Tables.open(directory), "ntriples", tmp_path / "graph.nt", rdf=rdf)
    stored = open_store(directory)
    assert {str(quad.triple) for quad in stored.quads_for_pattern(None, None, None, ox.DefaultGraph())} == {
        str(quad.triple) for quad in ox.parse(path=tmp_path / "graph.nt")
    }
    assert store_path(directory) != whole


def test_what_is_wrong_with_a_query_is_said_before_the_store_is_made(tmp_path: Path) -> None:
    directory = write_build(tmp_path / "build", tiny_records())
    with pytest.raises(QueryError):
        query(directory, "SELECT ?x { ?x")
    assert find_store(directory) is None


def test_making_the_store_tells_how_far_it_is(tmp_path: Path) -> None:
    directory = write_build(tmp_path / "build", toy_records(150))
    told: list[tuple[int, int]] = []
    store_path(directory, lambda *done: told.append(done))
    assert told[0] == (0, 150)
    assert (100, 150) in told
    assert told[-1] == (150, 150)
    assert told == sorted(told)
    told.clear()
    store_path(directory, lambda *done: told.append(done))
    assert told == []


@pytest.mark.parametrize("name", ["CURRENT", "MANIFEST-*", "*.sst"])
def test_a_damaged_store_is_made_anew(tmp_path: Path, name: str) -> None:
    build = write_build(tmp_path / "build", tiny_records())
    asked = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    before = query_text(build, asked)
    for file in store_path(build).glob(name):
        file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    assert query_text(build, asked) == before


def test_a_damaged_store_that_cannot_be_removed_is_told_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build = write_build(tmp_path / "build", tiny_records())
    (store_path(build) / "CURRENT").write_bytes(b"")

    def refuse(_path: Path) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("paperkg.sparql.store.shutil.rmtree", refuse)
    with pytest.raises(BuildError, match="the SPARQL store is damaged; remove it"):
        store_path(build)


def test_the_store_needs_no_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build = write_build(tmp_path / "build", tiny_records())

    def nowhere() -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.setattr(Path, "home", nowhere)
    assert store_path(build).is_dir()


def test_a_store_that_another_process_made_meanwhile_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    directory = write_build(tmp_path / "build", tiny_records())
    theirs = store_path(directory)
    made = theirs.stat().st_ino
    theirs.rename(tmp_path / "theirs")

    def be_slow(graph: Tables, base_iri: str, detail: Detail) -> Iterator[tuple[str | None, Iterator[Triple]]]:
        yield from sections(graph, base_iri, detail)
        (tmp_path / "theirs").rename(theirs)

    monkeypatch.setattr("paperkg.rdf.mapping.sections", be_slow)
    assert store_path(directory).stat().st_ino == made
    assert [path.name for path in theirs.parent.iterdir()] == [theirs.name]


def test_a_build_that_may_not_be_written_to_uses_the_users_cache(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    directory = write_build(tmp_path / "build", tiny_records())
    shutil.rmtree(directory / ".cache")
    (directory / ".cache").write_text("in the way")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    assert store_path(directory).is_relative_to(tmp_path / "cache" / "paperkg")
    (tmp_path / "cache2").write_text("in the way")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache2"))
    with pytest.raises(BuildError, match="no place for the SPARQL store"):
        store_path(directory)


def test_a_store_may_be_open_twice(build: Path) -> None:
    one, other = open_store(build), open_store(build)
    assert len(one) == len(other) > 0


def test_the_base_iri_of_the_manifest_is_known_to_queries(tmp_path: Path) -> None:
    directory = write_build(tmp_path / "build", tiny_records(), base_iri="http://localhost/kg/")
    found = ask(directory, "SELECT (STR(method:fastkey) AS ?x) { method:fastkey a pkg:Method }")
    assert "http://localhost/kg/method/fastkey" in found


@pytest.mark.parametrize("text", [None, "{", "[]"])
def test_no_build(tmp_path: Path, text: str | None) -> None:
    if text is not None:
        (tmp_path / "manifest.json").write_text(text)
    with pytest.raises(BuildError, match=r"paperkg build|manifest\.json"):
        query(tmp_path, "ASK {}")


@given(st.lists(st.text("aé\U0001f600\n", max_size=9)), st.integers(1, 20))
def test_lines_are_read_whole(lines: list[str], size: int) -> None:
    assert io.BufferedReader(LineReader(lines), size).read() == "".join(lines).encode()


def test_the_cookbook_has_titles_questions_and_complete_prefixes() -> None:
    recipes = list_cookbook()
    assert len(recipes) >= 20
    assert len({recipe.title for recipe in recipes}) == len(recipes)
    for recipe in recipes:
        assert recipe.question.endswith("?")
        run_query(ox.Store(), recipe.sparql, {})


def test_recipes_are_found_by_name() -> None:
    assert find_recipe("leaderboard").title == "Results on a benchmark"
    with pytest.raises(NotFoundError, match="did you mean leaderboard"):
        find_recipe("leaderbord")
    with pytest.raises(NotFoundError, match=r"§: not the name of a query \(available: ambiguous-names, "):
        find_recipe("§")


def test_the_ontology_folder_is_that_of_the_checkout_or_of_the_wheel(tmp_path: Path) -> None:
    assert (ontology_folder() / "paperkg.ttl").is_file()
    package = tmp_path / "paperkg"
    shutil.copytree(ROOT / "src" / "paperkg", package, ignore=shutil.ignore_patterns("*.npz", "*.json", "web"))
    shutil.copytree(ROOT / "ontology", package / "ontology")
    code = (
        "from paperkg.sparql.cookbook import list_cookbook; from paperkg.rdf.vocabulary import ontology_folder\n"
        "print(ontology_folder(), len(list_cookbook()))"
    )
    command = [sys.executable, "-c", code]
    found = subprocess.run(
        command, env=os.environ | {"PYTHONPATH": str(tmp_path)}, capture_output=True, text=True, check=True
    )
    assert found.stdout.split() == [str(package / "ontology"), str(len(list_cookbook()))]


def test_asking_again_makes_nothing_and_loads_little(build: Path) -> None:
    query(build, METHODS)
    made = store_path(build).stat()
    code = (
        "import sys; from paperkg.sparql.ask import query; print(query(sys.argv[1], 'ASK {}'))\n"
        "print(*{'paperkg.rdf.mapping', 'pyarrow', 'rdflib', 'spacy', 'networkx'} & set(sys.modules))"
    )
    found = subprocess.run([sys.executable, "-c", code, str(build)], capture_output=True, text=True, check=True)
    assert found.stdout.split() == ["yes"]
    again = store_path(build).stat()
    assert (again.st_ino, again.st_mtime_ns) == (made.st_ino, made.st_mtime_ns)


@pytest.fixture(scope="module")
def sample_store(sample_build: Path) -> ox.Store:
    return open_store(sample_build)


@pytest.mark.parametrize("name", [recipe.name for recipe in list_cookbook()])
def test_every_recipe_has_an_answer_on_the_sample(sample_store: ox.Store, name: str) -> None:
    found = run_query(sample_store, find_recipe(name).sparql, {})
    assert isinstance(found, ox.QuerySolutions)
    row = next(iter(found))
    assert any(term is not None for term in row)


def test_the_leaderboard_recipe_has_the_order_of_leaderboards(sample_build: Path, sample_store: ox.Store) -> None:
    graph = KnowledgeGraph.open(sample_build)
    names = Counter(row["alias"] for row in graph.rows("aliases"))
    labels = {row["benchmark"]: None for row in graph.rows("results") if row["benchmark"] is not None}
    compared = 0
    for row in graph.rows("entities"):
        if row["entity_id"] not in labels or names[row["label"]] != 1:
            continue
        sparql = find_recipe("leaderboard").fill({"benchmark": row["label"]})
        found = run_query(sample_store, sparql, {})
        assert isinstance(found, ox.QuerySolutions)
        shown = ("kind", "metric", "unit", "before", "value")
        asked = [tuple(s[name] and s[name].value for name in shown) for s in found]
        board = leaderboard(graph, row["entity_id"])
        assert asked == [(result.kind, result.metric, result.unit, result.before, result.value) for result in board]
        compared += 1
    assert compared > 20


def test_the_leaderboard_recipe_has_the_words_of_leaderboards() -> None:
    sparql = find_recipe("leaderboard").sparql
    assert PROPORTION.replace("\\", "\\\\") in sparql
    for word in shipped_word_lists().lower_is_better:
        assert re.search(rf"[\"|(:]{word}[|)\"]", sparql), word


def test_a_parameter_takes_the_place_of_the_default(sample_build: Path) -> None:
    default = list(query(sample_build, name="evaluated-on", benchmark="GSM8K"))
    assert list(query(sample_build, name="evaluated-on")) == default
    assert list(query(sample_build, name="evaluated-on", benchmark="gsm-8k")) == default
    assert list(query(sample_build, name="evaluated-on", benchmark="HumanEval")) != default
    later = [row["date"] for row in query(sample_build, name="new-since", since="2025-06")]
    assert later
    assert min(later) >= "2025-06"
    with pytest.raises(OptionError, match="evaluated-on takes no parameter task"):
        query(sample_build, name="evaluated-on", task="x")
    with pytest.raises(OptionError, match="not a date"):
        query(sample_build, name="new-since", since="yesterday")
    with pytest.raises(NotFoundError):
        query(sample_build, name="evaluated-on", benchmark="no such thing")


def test_a_parameter_cannot_end_its_string() -> None:
    filled = find_recipe("evaluated-on").fill({"benchmark": 'a" } DROP ALL \\ \n'})
    assert 'VALUES ?benchmark { "a\\" } DROP ALL \\\\ \\n" }' in filled
