"""Writes docs/ontology.md and its picture from ontology/paperkg.ttl.

python docs/ontology.py
"""

from itertools import product
from pathlib import Path

import rdflib
from rdflib import OWL, RDF, RDFS, SKOS
from rdflib.collection import Collection
from rdflib.term import Node

from paperkg.rdf.vocabulary import ONTOLOGY, PKG, VOCABULARIES, ontology_folder

TARGET = Path(__file__).parent / "ontology.md"
PICTURE = Path(__file__).parent / "images" / "ontology.svg"
# The classes that are drawn, and where: the centers of their boxes. Subclasses stand in the box of their class.
BOXES = {"Paper": (130, 70), "Entity": (690, 70), "Claim": (410, 220), "Sentence": (130, 370), "Span": (690, 370)}
WIDTH, HEIGHT = 210, 90
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


def drawn_class(graph: rdflib.Graph, node: Node) -> str:
    """The box that a class belongs to: its own, or that of the class above it."""
    parents = [node, *sorted(graph.transitive_objects(node, RDFS.subClassOf))]
    return next(name for name in BOXES for parent in parents if str(parent) == PKG + name)


def arrows(graph: rdflib.Graph) -> dict[tuple[str, str], list[str]]:
    """The properties that lead from one box to another."""
    found: dict[tuple[str, str], list[str]] = {("Sentence", "Paper"): ["oa:hasSource"]}
    for name in _DRAWN:
        term = rdflib.URIRef(PKG + name)
        start, end = (ends(graph, inherited(graph, term, wanted)) for wanted in (RDFS.domain, RDFS.range))
        for pair in product(start, end):
            names = found.setdefault((drawn_class(graph, pair[0]), drawn_class(graph, pair[1])), [])
            names += [] if name in names else [name]
    return found


def ends(graph: rdflib.Graph, node: Node | None) -> list[Node]:
    """The classes at an end of an arrow."""
    if node is None:
        return []
    union = graph.value(node, OWL.unionOf)
    return [node] if union is None else list(Collection(graph, union))


def diagram(graph: rdflib.Graph) -> str:
    """The main classes, their subclasses, and the properties between them, as SVG."""
    lines = [
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 860 440" font-family="sans-serif" font-size="15">',
        "<title>The main classes of the ontology and the properties between them</title>",
        '<defs><marker id="head" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="8" markerHeight="8" orient="auto">'
        '<path d="M0 0 10 5 0 10z" fill="#555"/></marker></defs>',
        '<rect width="860" height="440" fill="#fff"/>',
    ]
    for (start, end), names in sorted(arrows(graph).items()):
        lines += _loop(end, names) if start == end else _arrow(start, end, names)
    for name, (x, y) in BOXES.items():
        below = sorted(short(child)[4:] for child in graph.subjects(RDFS.subClassOf, rdflib.URIRef(PKG + name)))
        lines.append(
            f'<rect x="{x - WIDTH // 2}" y="{y - HEIGHT // 2}" width="{WIDTH}" height="{HEIGHT}" rx="8" '
            'fill="#eef3f8" stroke="#0072b2"/>'
        )
        lines.append(_text(x, y - 12 if below else y + 5, name, 'font-weight="bold"'))
        for at in range(0, len(below), 3):
            lines.append(_text(x, y + 10 + 6 * at, ", ".join(below[at : at + 3]), 'fill="#444" font-size="13"'))
    return "\n".join([*lines, "</svg>", ""])


def _arrow(start: str, end: str, names: list[str]) -> list[str]:
    (x1, y1), (x2, y2) = BOXES[start], BOXES[end]
    # The line between two centers, cut where it leaves one box and enters the other.
    share = min(WIDTH / 2 / abs(x2 - x1) if x1 != x2 else 1, HEIGHT / 2 / abs(y2 - y1) if y1 != y2 else 1)
    dx, dy = (x2 - x1) * share, (y2 - y1) * share
    line = f'<path d="M{x1 + dx:.0f} {y1 + dy:.0f} {x2 - dx:.0f} {y2 - dy:.0f}" stroke="#555" marker-end="url(#head)"/>'
    return [line, _label((x1 + x2) // 2, (y1 + y2) // 2, names)]


def _loop(name: str, names: list[str]) -> list[str]:
    x, y = BOXES[name]
    right = x + WIDTH // 2
    path = f"M{right} {y - 15}c45 -5 45 45 0 40"
    line = f'<path d="{path}" fill="none" stroke="#555" marker-end="url(#head)"/>'
    return [line, _label(right + 5, y + HEIGHT // 2 + 12, names)]


def _label(x: int, y: int, names: list[str]) -> str:
    text = ", ".join(names)
    width = 8 * len(text) + 8
    ground = f'<rect x="{x - width // 2}" y="{y - 11}" width="{width}" height="22" fill="#fff"/>'
    return ground + _text(x, y + 5, text, "")


def _text(x: int, y: int, text: str, style: str) -> str:
    return f'<text x="{x}" y="{y}" text-anchor="middle" {style}>{text}</text>'


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


def load() -> rdflib.Graph:
    """The ontology."""
    return rdflib.Graph().parse(ontology_folder() / "paperkg.ttl", format="turtle")


def document() -> str:
    """The whole page."""
    graph = load()
    head = rdflib.URIRef(ONTOLOGY)
    kinds = ["| Individual | Meaning |", "| --- | --- |"]
    kinds += [f"| `{short(term)}` | {graph.value(term, RDFS.comment)} |" for term in ours(graph, OWL.NamedIndividual)]
    lines = [
        "# The ontology",
        "",
        "This page is generated from `ontology/paperkg.ttl` by `python docs/ontology.py`.",
        "",
        f"{graph.value(head, rdflib.DCTERMS.description)} {graph.value(head, RDFS.comment)}",
        "",
        f"Namespace `{PKG}`, prefix `pkg`, version {graph.value(head, OWL.versionInfo)}.",
        "",
        "![Five main classes and the properties between them](images/ontology.svg)",
        "",
        *("## Classes", "", *class_rows(graph), ""),
        *("## Properties between things", "", *property_rows(graph, OWL.ObjectProperty), ""),
        *("## Properties with values", "", *property_rows(graph, OWL.DatatypeProperty), ""),
        *("## Kinds of results", "", *kinds, ""),
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    TARGET.write_text(document(), encoding="utf-8", newline="\n")
    PICTURE.write_text(diagram(load()), encoding="utf-8", newline="\n")
