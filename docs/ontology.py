"""Writes docs/ontology.md from ontology/paperkg.ttl.

python docs/ontology.py
"""

from pathlib import Path

import rdflib
from rdflib import OWL, RDF, RDFS, SKOS
from rdflib.collection import Collection
from rdflib.term import Node

from paperkg.rdf.vocabulary import ONTOLOGY, PKG, VOCABULARIES, ontology_folder

TARGET = Path(__file__).parent / "ontology.md"
_PREFIXES = sorted(VOCABULARIES.items(), key=lambda item: -len(item[1]))
_DRAWN = ("mentions", "introduces", "inSentence", "mentionOf", "evidence", "inPaper", "subject", "object", "relatedTo")


def short(node: Node | None) -> str:
    """A node as a prefixed name."""
    iri = str(node)
    return next((f"{prefix}:{iri[len(base) :]}" for prefix, base in _PREFIXES if iri.startswith(base)), iri)


def expression(graph: rdflib.Graph, node: Node | None) -> str:
    """A class or datatype in words."""
    if node is None:
        return ""
    if isinstance(node, rdflib.URIRef):
        return f"`{short(node)}`"
    union = graph.value(node, OWL.unionOf)
    if union is not None:
        return " or ".join(expression(graph, item) for item in Collection(graph, union))
    bounds = Collection(graph, graph.value(node, OWL.withRestrictions))
    limits = [f"{value}" for item in bounds for value in graph.objects(item, None)]
    return f"{expression(graph, graph.value(node, OWL.onDatatype))} in [{', '.join(limits)}]"


def inherited(graph: rdflib.Graph, term: Node, wanted: rdflib.URIRef) -> Node | None:
    """The domain or range of a property, or that of its nearest super-property."""
    for parent in graph.transitive_objects(term, RDFS.subPropertyOf):
        value = graph.value(parent, wanted)
        if value is not None:
            return value
    return None


def ours(graph: rdflib.Graph, kind: rdflib.URIRef) -> list[Node]:
    """Our terms of a kind, by name."""
    return sorted(term for term in graph.subjects(RDF.type, kind) if str(term).startswith(PKG))


def diagram(graph: rdflib.Graph) -> list[str]:
    """The classes and what joins them, for Mermaid."""
    lines = ["```mermaid", "classDiagram"]
    for term in ours(graph, OWL.Class):
        parents = [parent for parent in sorted(graph.objects(term, RDFS.subClassOf)) if str(parent).startswith(PKG)]
        lines += [f"  {short(parent)[4:]} <|-- {short(term)[4:]}" for parent in parents]
    for name in _DRAWN:
        term = rdflib.URIRef(PKG + name)
        start, end = (ends(graph, inherited(graph, term, wanted)) for wanted in (RDFS.domain, RDFS.range))
        lines += [f"  {a} --> {b} : {name}" for a in start for b in end]
    return [*lines, "  Sentence --> Paper : oa#58;hasSource", "```"]


def ends(graph: rdflib.Graph, node: Node | None) -> list[str]:
    """The classes at an end of an arrow."""
    if node is None:
        return []
    union = graph.value(node, OWL.unionOf)
    members = [node] if union is None else list(Collection(graph, union))
    return [short(member)[4:] for member in members]


def class_rows(graph: rdflib.Graph) -> list[str]:
    """The table of classes."""
    rows = ["| Class | Is a | Close to | Meaning |", "| --- | --- | --- | --- |"]
    for term in ours(graph, OWL.Class):
        parents = ", ".join(f"`{short(parent)}`" for parent in sorted(graph.objects(term, RDFS.subClassOf)))
        close = ", ".join(f"`{short(other)}`" for other in sorted(graph.objects(term, SKOS.closeMatch)))
        rows.append(f"| `{short(term)}` | {parents} | {close} | {graph.value(term, RDFS.comment)} |")
    return rows


def property_rows(graph: rdflib.Graph, kind: rdflib.URIRef) -> list[str]:
    """The table of one kind of properties."""
    rows = ["| Property | Kind of | From | To | Meaning |", "| --- | --- | --- | --- | --- |"]
    for term in ours(graph, kind):
        parents = ", ".join(f"`{short(parent)}`" for parent in sorted(graph.objects(term, RDFS.subPropertyOf)))
        start, end = (expression(graph, inherited(graph, term, wanted)) for wanted in (RDFS.domain, RDFS.range))
        rows.append(f"| `{short(term)}` | {parents} | {start} | {end} | {graph.value(term, RDFS.comment)} |")
    return rows


def document() -> str:
    """The whole page."""
    graph = rdflib.Graph().parse(ontology_folder() / "paperkg.ttl", format="turtle")
    head = rdflib.URIRef(ONTOLOGY)
    kinds = ["| Individual | Meaning |", "| --- | --- |"]
    kinds += [f"| `{short(term)}` | {graph.value(term, RDFS.comment)} |" for term in ours(graph, OWL.NamedIndividual)]
    lines = [
        "# The ontology",
        "",
        "This page is made from `ontology/paperkg.ttl` by `python docs/ontology.py`.",
        "",
        f"{graph.value(head, rdflib.DCTERMS.description)} {graph.value(head, RDFS.comment)}",
        "",
        f"Namespace `{PKG}`, prefix `pkg`, version {graph.value(head, OWL.versionInfo)}.",
        "",
        *diagram(graph),
        "",
        *("## Classes", "", *class_rows(graph), ""),
        *("## Properties between things", "", *property_rows(graph, OWL.ObjectProperty), ""),
        *("## Properties with values", "", *property_rows(graph, OWL.DatatypeProperty), ""),
        *("## Kinds of results", "", *kinds, ""),
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    TARGET.write_text(document(), encoding="utf-8", newline="\n")
