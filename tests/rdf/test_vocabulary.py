"""Every class and property of the output is declared: in the ontology, or by the vocabulary it names."""

import re
from collections.abc import Iterator

import pyoxigraph as ox
import pytest
import rdflib

from builds import write_build
from paperkg.graph.folder import BASE_IRI
from paperkg.knowledge_graph import KnowledgeGraph
from paperkg.rdf.dataset_description import write_description
from paperkg.rdf.nanopublications import write_nanopubs
from paperkg.rdf.ntriples import write_ntriples
from paperkg.rdf.vocabulary import ONTOLOGY, PKG, SCHEMA, VOCABULARIES, local_name, ontology_folder
from paperkg.sparql.cookbook import list_cookbook
from places import DATA
from records import tiny_records

LISTS = DATA / "vocabularies"
NAMESPACES = VOCABULARIES | {"vann": "http://purl.org/vocab/vann/", "sh": "http://www.w3.org/ns/shacl#"}
TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"


def names_of(prefix: str) -> set[str]:
    return set((LISTS / f"{prefix}.txt").read_text(encoding="utf-8").split())


@pytest.fixture(scope="module")
def declared() -> set[str]:
    """All terms that may be used."""
    ontology = rdflib.Graph().parse(ontology_folder() / "paperkg.ttl", format="turtle")
    ours = {str(subject) for subject in ontology.subjects(rdflib.RDF.type) if str(subject).startswith(PKG)}
    known = {NAMESPACES[path.stem] + name for path in LISTS.glob("*.txt") for name in names_of(path.stem)}
    return ours | known


def used(triples: Iterator[ox.Quad]) -> set[str]:
    """The classes and properties of some triples, and the properties that are values."""
    found = set()
    for triple in triples:
        found.add(triple.predicate.value)
        if isinstance(triple.object, ox.NamedNode) and (
            triple.predicate.value == TYPE or (triple.object.value.startswith(PKG) and triple.object.value != PKG)
        ):
            found.add(triple.object.value)
    return found


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    folder = tmp_path_factory.mktemp("vocabulary")
    graph = KnowledgeGraph.open(write_build(folder / "build", tiny_records()))
    write_ntriples(graph, folder / "graph.nt")
    write_description(graph, folder / "void.ttl", date="2025-01-01T00:00:00Z", license="https://x.org/")
    write_nanopubs(graph, folder / "claims.trig", date="2025-01-01")
    return {term for path in folder.glob("*.*") for term in used(ox.parse(path=path))}


def test_every_term_of_the_output_is_declared(output: set[str], declared: set[str]) -> None:
    assert output - declared == set()


def test_every_term_of_the_ontology_is_real(declared: set[str]) -> None:
    quads = list(ox.parse(path=ontology_folder() / "paperkg.ttl"))
    subjects = {quad.subject.value for quad in quads if isinstance(quad.subject, ox.NamedNode)}
    terms = {term for term in used(iter(quads)) | subjects if term != ONTOLOGY}
    assert terms - declared == set()


def test_every_term_of_the_shapes_is_declared(declared: set[str]) -> None:
    text = (ontology_folder() / "shapes.ttl").read_text(encoding="utf-8")
    names = dict(re.findall(r"@prefix (\w+): <([^>]+)> \.", text))
    body = re.sub(r'"[^"]*"|<[^>]*>', "", text)
    terms = {names[p] + n for p, n in re.findall(r"(?<![\w:])(\w+):(\w+)", body) if p not in ("sh", "shape", "xsd")}
    assert terms - declared == set()


def test_every_term_of_the_cookbook_is_declared(declared: set[str]) -> None:
    for recipe in list_cookbook():
        names = dict(re.findall(r"PREFIX (\w+): <([^>]+)>", recipe.sparql))
        body = re.sub(r'"[^"]*"|<[^>]*>|^#.*$', "", recipe.sparql, flags=re.MULTILINE)
        terms = {names[p] + n for p, n in re.findall(r"(?<![\w:?])(\w+):(\w+)", body)}
        assert terms - declared == set(), recipe.name


def test_most_of_the_ontology_is_in_use(output: set[str], declared: set[str]) -> None:
    inverses = {"mentionedIn", "introducedBy", "outperformedBy", "evidenceOf"}
    supers = {"Entity", "Span", "Claim", "ResultKind", "relatedTo"}
    assert {term.removeprefix(PKG) for term in declared - output if term.startswith(PKG)} == inverses | supers


def test_schema_org_is_https_everywhere(output: set[str]) -> None:
    assert SCHEMA == "https://schema.org/"
    files = [*ontology_folder().glob("*"), *(ontology_folder() / "queries").glob("*")]
    assert not any("http://schema.org" in path.read_text(encoding="utf-8") for path in files if path.is_file())
    assert not any(term.startswith("http://schema.org") for term in output)


def test_the_base_of_the_data_holds_no_terms() -> None:
    assert BASE_IRI != PKG
    assert local_name("evaluates_on") == "evaluatesOn"
