"""Exporters: a build in the forms that other programs read, one module a format.

`EXPORTERS` names the formats. Another package adds its own through an entry point of the group
`paperkg.exporters` whose name is the format's and whose value is an `Exporter`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from functools import cache
from importlib.metadata import entry_points
from pathlib import Path
from pkgutil import resolve_name

from paperkg.errors import UnknownFormatError
from paperkg.graph.tables import Tables
from paperkg.kinds import EntityType

__all__ = ["BUILD_FORMATS", "EXPORTERS", "Exporter", "Reads", "export", "formats"]


class Reads(Enum):
    """What an exporter's function is given: the build, with the base of its IRIs, with a date, or a network."""

    BUILD = auto()
    TRIPLES = auto()
    DATED_TRIPLES = auto()
    NETWORK = auto()


@dataclass(frozen=True, slots=True)
class Exporter:
    """A format: the function that writes it, as "module:name", how its files' names end, and what it reads.

    The function is loaded when it is used, for most of them bring heavy libraries. A format without
    suffix makes a folder of files.
    """

    target: str
    suffix: str
    reads: Reads = Reads.BUILD

    def write(
        self,
        graph: Tables,
        path: str | Path,
        *,
        projection: str = "full",
        min_papers: int = 1,
        types: Iterable[str] = (),
        date: str | None = None,
    ) -> None:
        """Writes the build to `path`, which appears whole or not at all.

        Args:
            graph: the build.
            path: where to.
            projection: which network of it, see `paperkg.analysis.network`; for networks only.
            min_papers: entities in fewer papers are left out of a network.
            types: entities of other types are left out of a network; empty keeps all.
            date: xsd:date or xsd:dateTime that a description or nanopublication bears; no clock is read.

        Raises:
            UnknownFormatError: no such projection or type.
        """
        write = resolve_name(self.target)
        if self.reads is Reads.BUILD:
            write(graph, path)
        elif self.reads is Reads.TRIPLES:
            write(graph, path, base_iri=graph.base_iri)
        elif self.reads is Reads.DATED_TRIPLES:
            write(graph, path, base_iri=graph.base_iri, date=date)
        else:
            from paperkg.analysis.network import Projection, network

            if projection not in set(Projection):
                raise UnknownFormatError(projection, Projection)
            write(network(graph, projection, min_papers, _kinds(types)), path)


def _kinds(types: Iterable[str]) -> frozenset[EntityType]:
    known = {kind.value.lower(): kind for kind in EntityType}
    for name in types:
        if name.lower() not in known:
            raise UnknownFormatError(name, known)
    return frozenset(known[name.lower()] for name in types)


EXPORTERS: dict[str, Exporter] = {
    "csv": Exporter("paperkg.exporters.flat:write_csv", "", Reads.NETWORK),
    "cytoscape": Exporter("paperkg.exporters.json_graphs:write_cytoscape", ".cyjs", Reads.NETWORK),
    "dot": Exporter("paperkg.exporters.dot:write_dot", ".dot", Reads.NETWORK),
    "gexf": Exporter("paperkg.exporters.gexf:write_gexf", ".gexf", Reads.NETWORK),
    "graphml": Exporter("paperkg.exporters.graphml:write_graphml", ".graphml", Reads.NETWORK),
    "html": Exporter("paperkg.explorer.page:write_html", ".html"),
    "json": Exporter("paperkg.exporters.json_graphs:write_node_link", ".json", Reads.NETWORK),
    "jsonld": Exporter("paperkg.rdf.jsonld:write_jsonld", ".jsonld", Reads.TRIPLES),
    "nanopubs": Exporter("paperkg.rdf.nanopublications:write_nanopubs", ".nanopubs.trig", Reads.DATED_TRIPLES),
    "neo4j": Exporter("paperkg.exporters.flat:write_neo4j", "", Reads.NETWORK),
    "nquads": Exporter("paperkg.rdf.nquads:write_nquads", ".nq", Reads.TRIPLES),
    "ntriples": Exporter("paperkg.rdf.ntriples:write_ntriples", ".nt", Reads.TRIPLES),
    "parquet": Exporter("paperkg.exporters.flat:write_parquet", "", Reads.NETWORK),
    "rdfxml": Exporter("paperkg.rdf.rdfxml:write_rdfxml", ".rdf", Reads.TRIPLES),
    "trig": Exporter("paperkg.rdf.nquads:write_trig", ".trig", Reads.TRIPLES),
    "turtle": Exporter("paperkg.rdf.turtle:write_turtle", ".ttl", Reads.TRIPLES),
    "void": Exporter("paperkg.rdf.dataset_description:write_description", ".void.ttl", Reads.DATED_TRIPLES),
}

BUILD_FORMATS = ("turtle", "ntriples", "graphml", "html")
"""What every build holds, in the order in which they are written."""


@cache
def formats() -> Mapping[str, Exporter]:
    """All exporters by format: those of other packages, then `EXPORTERS`."""
    found = {entry.name: entry.load() for entry in entry_points(group="paperkg.exporters")}
    return found | {name: exporter for name, exporter in EXPORTERS.items() if name not in found}


def export(
    graph: Tables,
    format: str,
    path: str | Path,
    *,
    projection: str = "full",
    min_papers: int = 1,
    types: Iterable[str] = (),
    date: str | None = None,
) -> None:
    """Writes a build in a format.

    Args:
        graph: the build.
        format: a name in `formats()`.
        path: where to; it appears whole or not at all.
        projection: see `Exporter.write`, as the others.
        min_papers: of the entities in a network.
        types: of the entities in a network; empty keeps all.
        date: see `Exporter.write`.

    Raises:
        UnknownFormatError: no such format, projection, or type.
    """
    exporter = formats().get(format)
    if exporter is None:
        raise UnknownFormatError(format, formats())
    exporter.write(graph, path, projection=projection, min_papers=min_papers, types=tuple(types), date=date)
