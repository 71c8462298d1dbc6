"""Whether a build's graph has the form that `ontology/shapes.ttl` asks for (SHACL core)."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from paperkg.errors import PaperKGError
from paperkg.optional import needed_for
from paperkg.rdf.vocabulary import ontology_folder, prefixes

if TYPE_CHECKING:
    import rdflib

SH = "http://www.w3.org/ns/shacl#"


@dataclass(frozen=True, slots=True, order=True)
class Violation:
    """Something that does not fit the shapes: the node, the path, and what is wrong."""

    node: str
    path: str
    message: str

    def __str__(self) -> str:
        place = f"{self.node} {self.path}".rstrip()
        return f"{place}: {self.message}"


@dataclass(frozen=True, slots=True)
class Report:
    """What validation found, and in how many triples."""

    triples: int
    violations: tuple[Violation, ...]

    @property
    def conforms(self) -> bool:
        """Whether nothing is wrong."""
        return not self.violations

    def __str__(self) -> str:
        if self.conforms:
            return f"conforms: {self.triples:,} triples"
        return "\n".join((*map(str, self.violations), f"{len(self.violations):,} violations"))


def validate(directory: str | Path) -> Report:
    """Checks the graph of the build in `directory`.

    Raises:
        BuildError: there is no build.
        MissingPackageError: pyshacl is not installed.
    """
    from paperkg.graph.tables import Tables
    from paperkg.rdf.rdflib_graph import to_rdflib

    graph = Tables.open(directory)
    return validate_graph(to_rdflib(graph), prefixes(graph.base_iri))


def validate_graph(data: "rdflib.Graph", known: dict[str, str]) -> Report:
    """Checks a graph; the ontology's triples are mixed into it.

    Raises:
        MissingPackageError: pyshacl is not installed.
    """
    with needed_for("validation", "'paperkg[validate]'"):
        import pyshacl
    import rdflib

    size = len(data)
    parts = {
        name: rdflib.Graph().parse(data=(ontology_folder() / name).read_bytes(), format="turtle")
        for name in ("shapes.ttl", "paperkg.ttl")
    }
    _, report, _ = pyshacl.validate(data, shacl_graph=parts["shapes.ttl"], ont_graph=parts["paperkg.ttl"], inplace=True)
    if not isinstance(report, rdflib.Graph):
        raise PaperKGError(f"the shapes could not be checked: {report!r}")
    return Report(size, tuple(sorted(_violations(report, parts["shapes.ttl"], known))))


def _violations(report: "rdflib.Graph", shapes: "rdflib.Graph", known: dict[str, str]) -> set[Violation]:
    from rdflib import RDF, Namespace

    sh = Namespace(SH)

    def text(node: object) -> str:
        if node is None:
            return ""
        iri = str(node)
        return next((f"{p}:{iri[len(ns) :]}" for p, ns in known.items() if iri.startswith(ns)), iri)

    found = set()
    for result in report.subjects(RDF.type, sh.ValidationResult):
        component = str(report.value(result, sh.sourceConstraintComponent)).removeprefix(SH)
        shape = report.value(result, sh.sourceShape)
        name = component.removesuffix("ConstraintComponent")
        wanted = shapes.value(shape, sh[name[:1].lower() + name[1:]])
        message = _MESSAGES.get(name) if shapes.value(shape, sh.message) is None else None
        value = report.value(result, sh.value)
        said = (
            str(report.value(result, sh.resultMessage))
            if message is None
            else message.format(wanted=text(wanted), value=text(value))
        )
        found.add(Violation(text(report.value(result, sh.focusNode)), text(report.value(result, sh.resultPath)), said))
    return found


_MESSAGES = {
    "MinCount": "fewer than {wanted} values",
    "MaxCount": "more than {wanted} values",
    "Datatype": "{value!r} is not of type {wanted}",
    "Class": "{value} is not of class {wanted}",
    "NodeKind": "{value!r} is not of kind {wanted}",
    "MinInclusive": "{value} is less than {wanted}",
    "MaxInclusive": "{value} is more than {wanted}",
    "MinExclusive": "{value} is not more than {wanted}",
    "MinLength": "{value!r} is shorter than {wanted} characters",
    "MaxLength": "{value!r} is longer than {wanted} characters",
    "Pattern": "{value!r} does not match {wanted}",
    "LanguageIn": "{value!r} is in another language",
    "LessThan": "{value} is not less than {wanted}",
    "LessThanOrEquals": "{value} is more than {wanted}",
    "Disjoint": "{value!r} is also a value of {wanted}",
    "In": "{value} is not among the allowed values",
    "Closed": "the property is not allowed here; its value is {value}",
}
