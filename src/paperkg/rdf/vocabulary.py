"""The words of the RDF: namespaces, prefixes, and how enum values become terms of the ontology.

Imports nothing heavy, for `paperkg query` starts with it.
"""

from functools import cache
from pathlib import Path

from paperkg.graph.folder import BASE_IRI
from paperkg.kinds import EntityType

ONTOLOGY = "https://w3id.org/paperkg/ns"
PKG = ONTOLOGY + "#"

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
OWL = "http://www.w3.org/2002/07/owl#"
XSD = "http://www.w3.org/2001/XMLSchema#"
DCTERMS = "http://purl.org/dc/terms/"
SKOS = "http://www.w3.org/2004/02/skos/core#"
PROV = "http://www.w3.org/ns/prov#"
OA = "http://www.w3.org/ns/oa#"
VOID = "http://rdfs.org/ns/void#"
DCAT = "http://www.w3.org/ns/dcat#"
FOAF = "http://xmlns.com/foaf/0.1/"
FABIO = "http://purl.org/spar/fabio/"
MLS = "http://www.w3.org/ns/mls#"
SCHEMA = "https://schema.org/"
NP = "http://www.nanopub.org/nschema#"

VOCABULARIES: dict[str, str] = {
    "pkg": PKG,
    "rdf": RDF,
    "rdfs": RDFS,
    "owl": OWL,
    "xsd": XSD,
    "dcterms": DCTERMS,
    "skos": SKOS,
    "prov": PROV,
    "oa": OA,
    "void": VOID,
    "dcat": DCAT,
    "foaf": FOAF,
    "fabio": FABIO,
    "mls": MLS,
    "schema": SCHEMA,
    "np": NP,
}

KINDS: tuple[str, ...] = (
    *(kind.value.lower() for kind in EntityType),
    *("paper", "author", "sentence", "mention", "statement", "result", "cooccurrence"),
    *("graph", "nanopub", "build", "input"),
)
"""What the data's IRIs begin with after the base, and so the prefixes of its CURIEs."""


def prefixes(base_iri: str = BASE_IRI) -> dict[str, str]:
    """Prefix to namespace: the vocabularies, and one a kind of thing in the data."""
    return VOCABULARIES | {kind: f"{base_iri}{kind}/" for kind in KINDS}


def local_name(value: str) -> str:
    """The ontology's name of a role, relation or result kind: "evaluates_on" gives "evaluatesOn"."""
    head, *rest = value.split("_")
    return head + "".join(word.capitalize() for word in rest)


@cache
def ontology_folder() -> Path:
    """The folder `ontology`: inside the installed package, or at the root of a checkout."""
    installed = Path(__file__).parents[1] / "ontology"
    return installed if installed.is_dir() else Path(__file__).parents[3] / "ontology"
