"""What a build is, for catalogues: VoID counts, a DCAT entry and its PROV history, as Turtle.

https://www.w3.org/TR/void/, https://www.w3.org/TR/vocab-dcat-3/, https://www.w3.org/TR/prov-o/
"""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from paperkg._version import __version__
from paperkg.files import whole_file
from paperkg.graph.folder import BASE_IRI, InputEntry
from paperkg.graph.tables import Tables
from paperkg.rdf.iris import Iris
from paperkg.rdf.mapping import PREDICATES, sections, term
from paperkg.rdf.terms import TYPE, Triple, english, external, integer, literal
from paperkg.rdf.turtle_syntax import Shortener, to_trig
from paperkg.rdf.vocabulary import DCAT, DCTERMS, FOAF, ONTOLOGY, PROV, RDFS, VOID, XSD, prefixes

SOFTWARE = f"<{ONTOLOGY}/paperkg-{__version__}>"
"""The agent that made the build."""

_MEDIA_TYPES = {
    "graph.ttl": "text/turtle",
    "graph.nt": "application/n-triples",
    "graph.graphml": "application/graphml+xml",
    "graph.html": "text/html",
}
_MEDIA = "https://www.iana.org/assignments/media-types/"
_RIGHTS = "Titles and abstracts are their authors'; what is said about them was extracted by a program."


def build_iri(graph: Tables, iris: Iris) -> str:
    """The IRI of the run that made the build."""
    return iris.build(graph.manifest["digest"])


class _Counts:
    """Triples by property and things by class, each triple counted once."""

    def __init__(self, graph: Tables, base_iri: str) -> None:
        self.classes: Counter[str] = Counter()
        self.properties: Counter[str] = Counter()
        for _, part in sections(graph, base_iri):
            for _, predicate, obj in part:
                self.properties[predicate] += 1
                if predicate == TYPE:
                    self.classes[obj] += 1
        # The mapping gives the triple of a relation once a paper that states it.
        stated = graph.table("relations", ["head", "relation", "tail"])
        keys = ["relation", "head", "tail"]
        once = stated.group_by(keys).aggregate([]).group_by("relation").aggregate([("head", "count")])
        repeated = Counter(stated["relation"].to_pylist())
        for row in once.to_pylist():
            self.properties[PREDICATES[row["relation"]]] -= repeated[row["relation"]] - row["head_count"]


def to_description(
    graph: Tables, base_iri: str = BASE_IRI, date: str | None = None, license: str | None = None
) -> Iterator[Triple]:
    """The description as triples, all of one subject together."""
    iris = Iris(base_iri)
    dataset, build = f"<{base_iri}dataset>", build_iri(graph, iris)
    counts = _Counts(graph, base_iri)
    yield from _dataset(dataset, base_iri, date, license, graph.manifest.get("title"))
    yield dataset, f"<{PROV}wasGeneratedBy>", build
    yield dataset, f"<{VOID}triples>", integer(sum(counts.properties.values()))
    yield dataset, f"<{VOID}classes>", integer(len(counts.classes))
    yield dataset, f"<{VOID}properties>", integer(len(counts.properties))
    names = _exports_in(graph.directory)
    for name in names:
        yield dataset, f"<{DCAT}distribution>", f"<{base_iri}dataset#{name}>"
    for namespace in sorted({_namespace(name) for name in (*counts.classes, *counts.properties)}):
        yield dataset, f"<{VOID}vocabulary>", f"<{namespace}>"
    yield from _partitions(dataset, base_iri, counts)
    for name in names:
        yield f"<{base_iri}dataset#{name}>", TYPE, f"<{DCAT}Distribution>"
        yield f"<{base_iri}dataset#{name}>", f"<{DCTERMS}title>", english(name)
        yield f"<{base_iri}dataset#{name}>", f"<{DCAT}mediaType>", f"<{_MEDIA}{_MEDIA_TYPES[name.removesuffix('.gz')]}>"
        if name.endswith(".gz"):
            yield f"<{base_iri}dataset#{name}>", f"<{DCAT}compressFormat>", f"<{_MEDIA}application/gzip>"
    yield from _history(graph, iris, build, date)


def _exports_in(build: Path) -> list[str]:
    """The exports that lie in a build, compressed or not."""
    names = [packed for name in _MEDIA_TYPES for packed in (name, f"{name}.gz")]
    return [name for name in names if (build / name).is_file()]


def _namespace(name: str) -> str:
    return name[1 : max(name.rfind("#"), name.rfind("/")) + 1]


def _dataset(dataset: str, base_iri: str, date: str | None, license: str | None, title: str | None) -> Iterator[Triple]:
    yield dataset, TYPE, f"<{VOID}Dataset>"
    yield dataset, TYPE, f"<{DCAT}Dataset>"
    yield dataset, TYPE, f"<{PROV}Entity>"
    named = english("A knowledge graph from abstracts of papers") if title is None else literal(title)
    yield dataset, f"<{DCTERMS}title>", named
    text = "Papers, the entities that they name, the claims about them, and the sentences behind the claims."
    yield dataset, f"<{DCTERMS}description>", english(text)
    yield dataset, f"<{DCTERMS}rights>", english(_RIGHTS)
    licensed = external(license) if license is not None else None
    if licensed is not None:
        yield dataset, f"<{DCTERMS}license>", licensed
    if date is not None:
        yield dataset, f"<{DCTERMS}issued>", literal(date, XSD + ("dateTime" if "T" in date else "date"))
    yield dataset, f"<{VOID}uriSpace>", literal(base_iri)


def _partitions(dataset: str, base_iri: str, counts: _Counts) -> Iterator[Triple]:
    shorten = Shortener(prefixes(base_iri))
    parts = {}
    for kind, found in (("class", counts.classes), ("property", counts.properties)):
        names = sorted(name for name, number in found.items() if number)
        parts[kind] = {f"<{base_iri}dataset#{shorten.object(name).replace(':', '.')}>": name for name in names}
    for kind, nodes in parts.items():
        for node in nodes:
            yield dataset, f"<{VOID}{kind}Partition>", node
    for node, name in parts["class"].items():
        yield node, f"<{VOID}class>", name
        yield node, f"<{VOID}entities>", integer(counts.classes[name])
    for node, name in parts["property"].items():
        yield node, f"<{VOID}property>", name
        yield node, f"<{VOID}triples>", integer(counts.properties[name])


def _history(graph: Tables, iris: Iris, build: str, date: str | None) -> Iterator[Triple]:
    """The run that made the build, what it read, and the program that ran."""
    inputs = graph.manifest["inputs"]
    yield build, TYPE, term("Build")
    yield build, f"<{PROV}wasAssociatedWith>", SOFTWARE
    yield build, term("softwareVersion"), literal(graph.manifest["paperkg"])
    yield build, term("sha256"), literal(graph.manifest["digest"])
    if date is not None and "T" in date:
        yield build, f"<{PROV}endedAtTime>", literal(date, f"{XSD}dateTime")
    for item in inputs:
        yield build, f"<{PROV}used>", iris.input(item["sha256"])
    for digest, names in _names_by_digest(inputs).items():
        node = iris.input(digest)
        yield node, TYPE, f"<{PROV}Entity>"
        for name in names:
            yield node, f"<{RDFS}label>", literal(name)
        yield node, term("sha256"), literal(digest)
    yield SOFTWARE, TYPE, f"<{PROV}SoftwareAgent>"
    yield SOFTWARE, f"<{FOAF}name>", literal("paperkg")
    yield SOFTWARE, f"<{DCTERMS}license>", "<https://spdx.org/licenses/MIT>"


def _names_by_digest(inputs: list[InputEntry]) -> dict[str, list[str]]:
    names: dict[str, list[str]] = {}
    for item in inputs:
        names.setdefault(item["sha256"], []).append(item["name"])
    return names


def write_description(
    graph: Tables,
    path: str | Path,
    *,
    base_iri: str = BASE_IRI,
    date: str | None = None,
    license: str | None = None,
) -> None:
    """Writes what a build is.

    Args:
        graph: the build.
        path: a file, usually `void.ttl`.
        base_iri: of the data.
        date: xsd:date or xsd:dateTime of issue; no clock is read.
        license: IRI of the license that the maker of the build gives it.
    """
    with whole_file(path) as file:
        file.writelines(to_trig([(None, to_description(graph, base_iri, date, license))], prefixes(base_iri)))
