"""The ontology under real reasoners: OWL 2 RL by owlrl, OWL 2 DL by HermiT and the OWL API where Java is."""

import importlib.util
import shutil
import subprocess
from pathlib import Path

import owlrl  # type: ignore[import-untyped]
import pytest
import rdflib
from rdflib import OWL, RDF, RDFS

from builds import write_build
from paperkg.graph.folder import BASE_IRI
from paperkg.knowledge_graph import KnowledgeGraph
from paperkg.rdf.mapping import triples
from paperkg.rdf.terms import to_lines
from paperkg.rdf.vocabulary import PKG, ontology_folder
from places import DATA
from records import tiny_records

# rdflib warns of its own old classes, inside owlrl
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")
NS = rdflib.Namespace(PKG)
ERROR = rdflib.URIRef("http://www.daml.org/2002/03/agents/agent-ont#error")


@pytest.fixture(scope="module")
def ontology() -> rdflib.Graph:
    return rdflib.Graph().parse(ontology_folder() / "paperkg.ttl", format="turtle")


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> rdflib.Graph:
    graph = KnowledgeGraph.open(write_build(tmp_path_factory.mktemp("owl") / "build", tiny_records()))
    return rdflib.Graph().parse(data="".join(to_lines(triples(graph, BASE_IRI))), format="nt")


def closed(*graphs: rdflib.Graph) -> rdflib.Graph:
    """All that OWL 2 RL makes of the graphs together."""
    whole = rdflib.Graph()
    for graph in graphs:
        whole += graph
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(whole)
    return whole


def errors(graph: rdflib.Graph) -> list[str]:
    """The contradictions that owlrl found."""
    return [str(text) for node in graph.subjects(RDF.type, None) for text in graph.objects(node, ERROR)]


def contradictions(graph: rdflib.Graph) -> set[rdflib.term.Node]:
    nothing = set(graph.subjects(RDF.type, OWL.Nothing))
    return nothing | {s for s in graph.subjects() if "ErrorMessage" in str(s)}


def test_data_and_ontology_do_not_contradict_each_other(ontology: rdflib.Graph, data: rdflib.Graph) -> None:
    whole = closed(ontology, data)
    assert contradictions(whole) == set()
    assert errors(whole) == []


def test_the_reasoner_sees_roles_inverses_and_evidence(ontology: rdflib.Graph, data: rdflib.Graph) -> None:
    whole = closed(ontology, data)
    fastkey = rdflib.URIRef(f"{BASE_IRI}method/fastkey")
    paper = rdflib.URIRef(f"{BASE_IRI}paper/p0000000001")
    assert (fastkey, NS.introducedBy, paper) in whole
    assert (fastkey, NS.mentionedIn, paper) in whole
    assert (fastkey, RDF.type, rdflib.SKOS.Concept) in whole
    assert (rdflib.URIRef(f"{BASE_IRI}method/slowkey"), NS.outperformedBy, fastkey) in whole


def java_path() -> tuple[str, str]:
    """Java, and the jar of HermiT with the OWL API that owlready2 brings."""
    java = shutil.which("java")
    spec = importlib.util.find_spec("owlready2")
    if java is None or spec is None or spec.origin is None:
        pytest.skip("needs Java and owlready2: apt-get install default-jdk-headless")
    return java, str(Path(spec.origin).parent / "hermit" / "HermiT.jar")


def hermit(path: Path, *arguments: str) -> str:
    java, jar = java_path()
    command = [java, "-cp", jar, "org.semanticweb.HermiT.cli.CommandLine", *arguments, path.as_uri()]
    found = subprocess.run(command, capture_output=True, text=True, check=False)
    return found.stdout + found.stderr


def violations(path: Path) -> list[str]:
    java, jar = java_path()
    command = [java, "-cp", jar, str(DATA / "DlProfile.java"), str(path)]
    found = subprocess.run(command, capture_output=True, text=True, check=False)
    if "module not found" in found.stderr or "jdk.compiler" in found.stderr:
        pytest.skip("needs Java with its compiler: apt-get install default-jdk-headless")
    assert found.returncode == 0, found.stderr
    lines = found.stdout.splitlines()
    assert int(lines[0].split()[0]) > 2
    return lines[1:]


def written(graph: rdflib.Graph, path: Path) -> Path:
    path.write_text(graph.serialize(format="xml"), encoding="utf-8")
    return path


def test_the_ontology_is_owl_2_dl(ontology: rdflib.Graph, tmp_path: Path) -> None:
    assert violations(written(ontology, tmp_path / "ontology.owl")) == []


def test_the_profile_checker_finds_what_is_not_dl(ontology: rdflib.Graph, tmp_path: Path) -> None:
    broken = rdflib.Graph() + ontology
    broken.add((NS.value, RDF.type, OWL.ObjectProperty))
    assert violations(written(broken, tmp_path / "broken.owl")) != []


def test_the_ontology_with_data_is_consistent(ontology: rdflib.Graph, data: rdflib.Graph, tmp_path: Path) -> None:
    whole = ontology + data
    found = hermit(written(whole, tmp_path / "whole.owl"), "-k")
    assert "owl#Thing is satisfiable" in found


def test_every_class_can_have_members(ontology: rdflib.Graph, tmp_path: Path) -> None:
    found = hermit(written(ontology, tmp_path / "ontology.owl"), "-U")
    assert PKG not in found


def test_hermit_finds_a_contradiction(ontology: rdflib.Graph, data: rdflib.Graph, tmp_path: Path) -> None:
    broken = ontology + data
    broken.add((rdflib.URIRef(f"{BASE_IRI}method/fastkey"), RDF.type, NS.Paper))
    assert contradictions(closed(broken)) | set(errors(closed(broken)))
    found = hermit(written(broken, tmp_path / "broken.owl"), "-k")
    assert "Inconsistent ontology" in found


def test_classes_hang_together(ontology: rdflib.Graph) -> None:
    whole = closed(ontology)
    assert (NS.Metric, RDFS.subClassOf, rdflib.SKOS.Concept) in whole
    assert (NS.Mention, RDFS.subClassOf, rdflib.URIRef("http://www.w3.org/ns/oa#TextQuoteSelector")) in whole
