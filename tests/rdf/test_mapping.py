"""The mapping to triples and its serialisations."""

import itertools
import re
from dataclasses import replace
from pathlib import Path
from typing import cast

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st
from rdflib.compare import isomorphic

from builds import write_build
from paperkg.errors import BuildError
from paperkg.graph.folder import BASE_IRI
from paperkg.graph.tables import write_table
from paperkg.knowledge_graph import KnowledgeGraph
from paperkg.model import Paper
from paperkg.rdf.bibliography import date_literal, is_repository, links_in
from paperkg.rdf.iris import Iris
from paperkg.rdf.mapping import triples
from paperkg.rdf.ntriples import write_ntriples
from paperkg.rdf.terms import decimal, exact_decimal, external, literal, local_part
from paperkg.rdf.turtle import write_turtle
from paperkg.rdf.turtle_syntax import Shortener, to_blocks
from paperkg.rdf.vocabulary import PKG, prefixes
from records import paper_row, tiny_records

TEXT = st.text(st.characters(exclude_categories=["Cs"]))


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_build(tmp_path_factory.mktemp("rdf") / "build", tiny_records())


@pytest.fixture(scope="module")
def graph(build: Path) -> KnowledgeGraph:
    return KnowledgeGraph.open(build)


@pytest.fixture(scope="module")
def files(graph: KnowledgeGraph, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("written")
    write_ntriples(graph, folder / "graph.nt")
    write_turtle(graph, folder / "graph.ttl")
    return {"nt": folder / "graph.nt", "ttl": folder / "graph.ttl"}


def parsed(path: Path) -> set[ox.Triple]:
    return {quad.triple for quad in ox.parse(path=path)}


def test_both_parsers_read_equal_graphs(files: dict[str, Path]) -> None:
    assert parsed(files["nt"]) == parsed(files["ttl"])
    by_nt = rdflib.Graph().parse(files["nt"], format="nt")
    by_ttl = rdflib.Graph().parse(files["ttl"], format="turtle")
    assert isomorphic(by_nt, by_ttl)
    assert len(by_nt) == len(parsed(files["nt"]))


def test_ntriples_are_sorted_distinct_lines(files: dict[str, Path]) -> None:
    lines = files["nt"].read_text(encoding="utf-8").splitlines()
    assert lines == sorted(set(lines))


def test_there_are_no_blank_nodes(graph: KnowledgeGraph) -> None:
    assert not any(term.startswith("_:") for triple in triples(graph, BASE_IRI) for term in triple)


def test_a_subject_stands_together_in_turtle(files: dict[str, Path]) -> None:
    subjects = re.findall(r"^([a-z]+:\S+) a ", files["ttl"].read_text(encoding="utf-8"), re.MULTILINE)
    repeated = [name for name, run in itertools.groupby(sorted(subjects)) if len(list(run)) > 1]
    assert all(name.startswith("mention:") for name in repeated)


def test_every_selector_quotes_its_text(graph: KnowledgeGraph, files: dict[str, Path]) -> None:
    store = ox.Store()
    store.bulk_load(path=files["nt"])
    asked = """SELECT ?title ?abstract ?start ?end ?exact ?prefix ?suffix {
        { ?s oa:hasSource ?paper ; oa:hasSelector ?p , ?q . ?p oa:start ?start ; oa:end ?end .
          ?q oa:exact ?exact ; oa:prefix ?prefix ; oa:suffix ?suffix }
        UNION { ?m pkg:inSentence/oa:hasSource ?paper ; oa:start ?start ; oa:end ?end ; oa:exact ?exact }
        ?paper dcterms:title ?title ; dcterms:abstract ?abstract }"""
    rows = list(cast(ox.QuerySolutions, store.query(asked, prefixes=prefixes())))
    numbers = {(row["paper_id"], row["start"]) for row in graph.rows("results")}
    assert len(rows) == sum(graph.table(name).num_rows for name in ("sentences", "mentions")) + len(numbers)
    for row in rows:
        text = f"{row['title'].value}\n{row['abstract'].value}"
        start, end = int(row["start"].value), int(row["end"].value)
        assert text[start:end] == row["exact"].value
        if row["prefix"] is not None:
            assert text[:start].endswith(row["prefix"].value)
            assert text[end:].startswith(row["suffix"].value)


def test_roles_and_relations_are_plain_triples_too(files: dict[str, Path]) -> None:
    found = files["nt"].read_text(encoding="utf-8")
    p, m = f"{BASE_IRI}paper/p0000000001", f"{BASE_IRI}method/"
    assert f"<{p}> <{PKG}introduces> <{m}fastkey> .\n" in found
    assert f"<{p}> <{PKG}mentions> <{m}fastkey> .\n" in found
    assert f"<{m}fastkey> <{PKG}outperforms> <{m}slowkey> .\n" in found


def test_results_never_share_a_node(graph: KnowledgeGraph) -> None:
    nodes = [s for s, _, o in triples(graph, BASE_IRI) if o == f"<{PKG}Result>"]
    assert len(nodes) == len(set(nodes)) == graph.table("results").num_rows


def test_values_are_decimals(files: dict[str, Path]) -> None:
    values = {t.object for t in parsed(files["nt"]) if t.predicate.value == f"{PKG}value"}
    assert values == {
        ox.Literal(v, datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#decimal")) for v in ("71.5", "3", "4")
    }


def test_the_base_iri_moves_the_data_and_not_the_ontology(graph: KnowledgeGraph, tmp_path: Path) -> None:
    write_turtle(graph, tmp_path / "moved.ttl", base_iri="http://localhost:8000/")
    moved = {str(t).replace("http://localhost:8000/", BASE_IRI) for t in parsed(tmp_path / "moved.ttl")}
    write_turtle(graph, tmp_path / "usual.ttl")
    assert moved == {str(t) for t in parsed(tmp_path / "usual.ttl")}


def test_links_of_vocabularies_are_exact_matches(files: dict[str, Path]) -> None:
    matches = [str(t.object) for t in parsed(files["nt"]) if t.predicate.value.endswith("#exactMatch")]
    assert matches == ["<http://wikidata.org/entity/Q1%202>"]


def test_a_label_is_not_an_alternative_label(graph: KnowledgeGraph, files: dict[str, Path]) -> None:
    names = {
        kind: {(t.subject, t.object) for t in parsed(files["nt"]) if t.predicate.value.endswith(kind)}
        for kind in ("#prefLabel", "#altLabel")
    }
    assert len(names["#prefLabel"]) == graph.table("entities").num_rows
    assert {str(label) for _, label in names["#altLabel"]} == {'"A*-decoding {with braces}"'}
    assert not names["#prefLabel"] & names["#altLabel"]


def test_rows_of_an_unknown_paper_are_an_error(tmp_path: Path) -> None:
    broken = KnowledgeGraph.open(write_build(tmp_path / "broken", tiny_records()))
    write_table(broken.directory, "papers", broken.table("papers").slice(0, 1).to_batches())
    with pytest.raises(BuildError, match="p0000000001"):
        list(triples(broken, BASE_IRI))


@pytest.mark.parametrize("bad", ["lora", "thing:lora", ""])
def test_an_id_without_type_is_an_error(bad: str) -> None:
    with pytest.raises(BuildError, match="method:lora"):
        Iris(BASE_IRI).entity(bad)


@given(title=TEXT, abstract=TEXT, identifier=st.text(min_size=1).filter(lambda t: t.isprintable()))
def test_any_text_makes_valid_terms(title: str, abstract: str, identifier: str) -> None:
    from paperkg.rdf.bibliography import bibliographic

    paper = Paper(id=identifier, title=title, abstract=abstract, authors=(title,), venue=abstract, url=title, doi=title)
    paper = replace(paper, arxiv_id=title, pubmed_id=title)
    made = list(bibliographic(paper_row(paper), Iris(BASE_IRI).of_paper(identifier)))
    lines = "".join(f"{s} {p} {o} .\n" for s, p, o in made)
    by_nt = {q.triple for q in ox.parse(lines, ox.RdfFormat.N_TRIPLES)}
    blocks = "".join(to_blocks(made, Shortener(prefixes())))
    head = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in prefixes().items())
    assert {q.triple for q in ox.parse(head + blocks, ox.RdfFormat.TURTLE)} == by_nt


@given(TEXT)
def test_literals_keep_their_length(text: str) -> None:
    (quad,) = ox.parse(f"<a:a> <a:a> {literal(text)} .", ox.RdfFormat.N_TRIPLES)
    assert isinstance(quad.object, ox.Literal)
    assert len(quad.object.value) == len(text)
    if not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", text):
        assert quad.object.value == text


@given(st.text(), st.text())
def test_local_parts_differ_where_texts_do(one: str, other: str) -> None:
    for text in (one, other):
        assert re.fullmatch(r"[A-Za-z0-9_.+@*%-]*", local_part(text))
    without_surrogates = all(not "\ud800" <= c <= "\udfff" for c in one + other)
    if without_surrogates:
        assert (local_part(one) == local_part(other)) == (one == other)


@given(st.text())
def test_external_iris_are_valid_or_none(text: str) -> None:
    for candidate in (text, f"http://example.org/{text}", f"https://{text}", f"urn:x:{text}"):
        term = external(candidate)
        if term is not None:
            (quad,) = ox.parse(f"<a:a> <a:a> {term} .", ox.RdfFormat.N_TRIPLES)
            assert isinstance(quad.object, ox.NamedNode)
            assert not re.search('[\x00-\x20<>"{}|\\\\^`\u202e\u200f]', quad.object.value)


def test_an_iri_in_another_script_stays_itself() -> None:
    assert external("http://de.dbpedia.org/resource/Käse") == "<http://de.dbpedia.org/resource/Käse>"
    assert external("http://x.org/100%") == "<http://x.org/100%25>"
    assert external("no iri") is None


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("71.50", "71.5"),
        ("3", "3"),
        ("-0.0", "0"),
        ("1e3", "1000"),
        ("1.20E-2", "0.012"),
        ("x", None),
        ("NaN", None),
        ("", None),
    ],
)
def test_exact_decimal(text: str, plain: str | None) -> None:
    assert exact_decimal(text) == (None if plain is None else f'"{plain}"^^<http://www.w3.org/2001/XMLSchema#decimal>')


@given(st.floats(-1, 1))
def test_decimals_are_canonical(number: float) -> None:
    body = decimal(number).split('"')[1]
    assert re.fullmatch(r"-?(0|1|0\.\d{0,2}[1-9])", body)
    assert abs(float(body) - number) <= 0.0005001


def test_links_in_text() -> None:
    text = "At https://github.com/a/b. (See github.com/c/d_e) or http://x.org/wiki/A_(b), www.gitlab.com/g/h!"
    found = links_in(text)
    assert found == [
        "https://github.com/a/b",
        "https://github.com/c/d_e",
        "http://x.org/wiki/A_(b)",
        "https://www.gitlab.com/g/h",
    ]
    assert [is_repository(link) for link in found] == [True, True, False, True]


@pytest.mark.parametrize(
    ("date", "kind"),
    [
        ("2025-03-05", "date"),
        ("2025-03", "gYearMonth"),
        ("2025", "gYear"),
        ("Mar 5", None),
        ("2025-13-01", None),
    ],
)
def test_dates_are_as_precise_as_given(date: str, kind: str | None) -> None:
    datatype = "" if kind is None else f"^^<http://www.w3.org/2001/XMLSchema#{kind}>"
    assert date_literal(date) == f'"{date}"{datatype}'
