"""Exporters: a build in the forms that other programs read, one module a format.

`EXPORTERS` names the formats. Another package adds its own through an entry point of the group
`paperkg.exporters` whose name is the format's and whose value is an `Exporter`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto
from functools import cache
from importlib.metadata import entry_points
from pathlib import Path
from pkgutil import resolve_name
from typing import Any

from paperkg.choices import at_least, chosen_format
from paperkg.errors import OptionError
from paperkg.graph.confident_tables import RESULT_CONFIDENCE, ConfidentTables
from paperkg.graph.tables import Tables
from paperkg.kinds import TypeNames
from paperkg.text.dates import is_xsd_date

__all__ = ["BUILD_FORMATS", "EXPORTERS", "Exporter", "Reads", "export", "format_of", "formats"]


class Reads(Enum):
    """What an exporter's function is given: the build, with the base of its IRIs, with a date, or a network, or, for
    the explorer, its title."""

    BUILD = auto()
    TRIPLES = auto()
    DATED_TRIPLES = auto()
    NETWORK = auto()
    PAGE = auto()


_OPTIONS: dict[Reads, tuple[str, ...]] = {
    Reads.BUILD: (),
    Reads.TRIPLES: ("rdf",),
    Reads.DATED_TRIPLES: ("date",),
    Reads.PAGE: ("title",),
    Reads.NETWORK: ("projection", "min_papers", "types"),
}


@dataclass(frozen=True, slots=True)
class Exporter:
    """A format: the function that writes it, as "module:name", how its files' names end, and what it reads.

    The function is loaded when it is used, for most of them bring heavy libraries. A format without
    suffix makes a folder of files. Options of its own are given to its function.
    """

    target: str
    suffix: str
    reads: Reads = Reads.BUILD
    own_options: tuple[str, ...] = ()

    @property
    def options(self) -> tuple[str, ...]:
        """The names of the options that it takes."""
        return _OPTIONS[self.reads] + self.own_options

    def write(self, graph: Tables, path: str | Path, min_confidence: float = RESULT_CONFIDENCE, **options: Any) -> None:
        """Writes the build to `path`, which appears whole or not at all.

        Args:
            graph: the build.
            path: where to.
            min_confidence: results that are less sure are left out.
            options: see `export`; only those that this exporter takes.

        Raises:
            OptionError: there is no such projection, type or detail, or `min_papers` is less than 1.
        """
        write = resolve_name(self.target)
        graph = ConfidentTables(graph, min_confidence)
        if self.reads is Reads.BUILD:
            write(graph, path)
        elif self.reads is Reads.NETWORK:
            from paperkg.analysis.network import network

            own = {name: options.pop(name) for name in self.own_options if name in options}
            write(network(graph, **options), path, **own)
        elif self.reads is Reads.PAGE:
            write(graph, path, **options)
        else:
            write(graph, path, base_iri=graph.base_iri, **options)


_IN_PARTS = ("rows_per_part",)

EXPORTERS: dict[str, Exporter] = {
    "csv": Exporter("paperkg.exporters.flat:write_csv", "", Reads.NETWORK, ("spreadsheet_safe",)),
    "cytoscape": Exporter("paperkg.exporters.json_graphs:write_cytoscape", ".cyjs", Reads.NETWORK),
    "dot": Exporter("paperkg.exporters.dot:write_dot", ".dot", Reads.NETWORK),
    "duckdb": Exporter("paperkg.exporters.sql_views:write_views", ".sql"),
    "gexf": Exporter("paperkg.exporters.gexf:write_gexf", ".gexf", Reads.NETWORK),
    "graphml": Exporter("paperkg.exporters.graphml:write_graphml", ".graphml", Reads.NETWORK),
    "html": Exporter("paperkg.explorer.page:write_html", ".html", Reads.PAGE),
    "json": Exporter("paperkg.exporters.json_graphs:write_node_link", ".json", Reads.NETWORK),
    "jsonld": Exporter("paperkg.rdf.jsonld:write_jsonld", ".jsonld", Reads.TRIPLES),
    "nanopubs": Exporter("paperkg.rdf.nanopublications:write_nanopubs", ".nanopubs.trig", Reads.DATED_TRIPLES),
    "neo4j": Exporter("paperkg.exporters.flat:write_neo4j", "", Reads.NETWORK, _IN_PARTS),
    "nquads": Exporter("paperkg.rdf.nquads:write_nquads", ".nq", Reads.TRIPLES, _IN_PARTS),
    "ntriples": Exporter("paperkg.rdf.ntriples:write_ntriples", ".nt", Reads.TRIPLES, _IN_PARTS),
    "parquet": Exporter("paperkg.exporters.flat:write_parquet", "", Reads.NETWORK, _IN_PARTS),
    "rdfxml": Exporter("paperkg.rdf.rdfxml:write_rdfxml", ".rdf", Reads.TRIPLES),
    "trig": Exporter("paperkg.rdf.nquads:write_trig", ".trig", Reads.TRIPLES),
    "turtle": Exporter("paperkg.rdf.turtle:write_turtle", ".ttl", Reads.TRIPLES),
    "void": Exporter("paperkg.rdf.dataset_description:write_description", ".void.ttl", Reads.DATED_TRIPLES),
}

BUILD_FORMATS = ("turtle", "ntriples", "graphml", "html")
"""What a build holds unless other formats are chosen, in the order in which they are written."""


@cache
def formats() -> Mapping[str, Exporter]:
    """All exporters by format: those of other packages, then `EXPORTERS`."""
    found = {entry.name: entry.load() for entry in entry_points(group="paperkg.exporters")}
    return found | {name: exporter for name, exporter in EXPORTERS.items() if name not in found}


def format_of(name: str) -> str:
    """The format of that name, or whose files have that suffix, in any case: "turtle" for "Turtle" and "ttl".

    Raises:
        UnknownFormatError: there is none.
    """
    suffixes = {exporter.suffix.removeprefix("."): format for format, exporter in formats().items() if exporter.suffix}
    return suffixes.get(name.lower()) or chosen_format(name, formats())


def export(
    graph: Tables,
    format: str,
    path: str | Path,
    *,
    projection: str | None = None,
    min_papers: int | None = None,
    types: TypeNames | None = None,
    date: str | None = None,
    rdf: str | None = None,
    min_confidence: float | None = None,
    title: str | None = None,
    spreadsheet_safe: bool | None = None,
    rows_per_part: int | None = None,
) -> None:
    """Writes a build in a format.

    Args:
        graph: the build.
        format: a name in `formats()` or the suffix of its files, such as "ttl", in any case.
        path: where to; it appears whole or not at all.
        projection: which network of it, "full" where none is given; see `paperkg.analysis.network`.
        min_papers: entities in fewer papers are left out of a network.
        types: entities of other types are left out of a network; empty keeps all.
        date: xsd:date or xsd:dateTime that a description or nanopublication bears; no clock is read.
        rdf: how much RDF says, "full" where nothing is given; see `paperkg.rdf.mapping.Detail`.
        min_confidence: results that are less sure are left out, `RESULT_CONFIDENCE` where none is given; 0 keeps all.
        title: the name of the corpus, which the explorer shows.
        spreadsheet_safe: CSV with an apostrophe before text that a spreadsheet would run as a formula.
        rows_per_part: makes a new folder of files with so many rows (RDF: triples) each.

    Raises:
        UnknownFormatError: there is no such format.
        OptionError: the format does not take an option, or an option has a value that it cannot have.
    """
    name = format_of(format)
    exporter = formats()[name]
    options: dict[str, Any] = {
        "projection": projection,
        "min_papers": min_papers,
        "types": types,
        "date": date,
        "rdf": rdf,
    }
    options |= {"title": title, "spreadsheet_safe": spreadsheet_safe, "rows_per_part": rows_per_part}
    given = {option: value for option, value in options.items() if value is not None}
    refused = [option for option in given if option not in exporter.options]
    if refused:
        taken = ", ".join(exporter.options) or "none"
        raise OptionError(f"{name} takes no option {refused[0]} (it takes: {taken})")
    if date is not None and not is_xsd_date(date):
        raise OptionError(f"{date}: not a date (like 2026-03-05 or 2026-03-05T12:00:00Z)")
    if rows_per_part is None:
        _check_place(name, exporter, Path(path))
    else:
        at_least(1, rows_per_part=rows_per_part)
        _check_new(Path(path))
    exporter.write(graph, path, RESULT_CONFIDENCE if min_confidence is None else min_confidence, **given)


def _check_new(path: Path) -> None:
    if path.exists() and not (path.is_dir() and not any(path.iterdir())):
        raise OptionError(f"{path}: exists, and parts need a new folder, or they mix with what is there")


def _check_place(name: str, exporter: Exporter, path: Path) -> None:
    if exporter.suffix and path.is_dir():
        raise OptionError(f"{path}: a folder, and {name} writes a file")
    if not exporter.suffix and path.exists() and not path.is_dir():
        raise OptionError(f"{path}: a file, and {name} writes a folder")
