"""The ontology: consistent, complete, and in step with the enums of the code."""

from enum import StrEnum

import pytest
import rdflib
from rdflib import OWL, RDF, RDFS, SKOS

from paperkg.kinds import EntityType
from paperkg.model import Relation, ResultKind, Role
from paperkg.rdf.vocabulary import ONTOLOGY, PKG, local_name, ontology_folder

NS = rdflib.Namespace(PKG)
KINDS = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.NamedIndividual)


@pytest.fixture(scope="module")
def ontology() -> rdflib.Graph:
    return rdflib.Graph().parse(ontology_folder() / "paperkg.ttl", format="turtle")


def below(ontology: rdflib.Graph, top: rdflib.URIRef, by: rdflib.URIRef) -> set[rdflib.term.Node]:
    """What is a direct child of `top` in our namespace."""
    return {child for child in ontology.subjects(by, top) if str(child).startswith(PKG)}


def terms(values: type[StrEnum]) -> set[rdflib.term.Node]:
    return {NS[local_name(value.value)] for value in values}


def test_the_metadata_is_there(ontology: rdflib.Graph) -> None:
    iri = rdflib.URIRef(ONTOLOGY)
    assert (iri, RDF.type, OWL.Ontology) in ontology
    for wanted in (OWL.versionIRI, rdflib.DCTERMS.license, rdflib.DCTERMS.title, rdflib.DCTERMS.creator):
        assert (iri, wanted, None) in ontology


def test_types_agree_both_ways(ontology: rdflib.Graph) -> None:
    assert below(ontology, NS.Entity, RDFS.subClassOf) == terms(EntityType)


def test_roles_agree_both_ways(ontology: rdflib.Graph) -> None:
    assert below(ontology, NS.mentions, RDFS.subPropertyOf) | {NS.mentions} == terms(Role)


def test_relations_agree_both_ways(ontology: rdflib.Graph) -> None:
    inverses = {NS.outperformedBy}
    assert below(ontology, NS.relatedTo, RDFS.subPropertyOf) - inverses == terms(Relation)


def test_kinds_of_results_agree_both_ways(ontology: rdflib.Graph) -> None:
    assert set(ontology.subjects(RDF.type, NS.ResultKind)) == terms(ResultKind)


@pytest.mark.parametrize("values", [Role, Relation, ResultKind])
def test_a_term_knows_its_word_in_the_tables(ontology: rdflib.Graph, values: type[StrEnum]) -> None:
    for value in values:
        assert ontology.value(NS[local_name(value.value)], SKOS.notation) == rdflib.Literal(value.value)


def test_every_term_has_a_label_and_a_comment_in_english(ontology: rdflib.Graph) -> None:
    ours = {s for kind in KINDS for s in ontology.subjects(RDF.type, kind) if str(s).startswith(PKG)}
    assert len(ours) > 60
    for term in ours:
        for wanted in (RDFS.label, RDFS.comment):
            (text,) = ontology.objects(term, wanted)
            assert isinstance(text, rdflib.Literal)
            assert text.language == "en"


def test_labels_are_unique_in_their_kind(ontology: rdflib.Graph) -> None:
    for kind in KINDS:
        labels = [label for term in ontology.subjects(RDF.type, kind) for label in ontology.objects(term, RDFS.label)]
        assert len(labels) == len(set(labels))


def test_every_property_has_domain_and_range_or_a_parent(ontology: rdflib.Graph) -> None:
    free = {NS.predicate, NS.sha256}  # of any property; of inputs and builds
    for kind in (OWL.ObjectProperty, OWL.DatatypeProperty):
        for term in ontology.subjects(RDF.type, kind):
            if str(term).startswith(PKG) and term not in free:
                for wanted in (RDFS.domain, RDFS.range):
                    parents = list(ontology.transitive_objects(term, RDFS.subPropertyOf))
                    assert any((parent, wanted, None) in ontology for parent in parents), (term, wanted)
