"""Datasets with a named graph a paper: N-Quads, sorted, and TriG.

What is of the whole corpus (entities, pairs of entities) stands in the default graph.
https://www.w3.org/TR/n-quads/, https://www.w3.org/TR/trig/
"""

from collections.abc import Iterator
from pathlib import Path

from paperkg.files import whole_file
from paperkg.graph.folder import BASE_IRI
from paperkg.graph.tables import Tables
from paperkg.rdf.mapping import Detail, detail_of, sections
from paperkg.rdf.sorting import sorted_blocks, write_blocks
from paperkg.rdf.terms import to_lines
from paperkg.rdf.turtle_syntax import to_trig
from paperkg.rdf.vocabulary import prefixes


def write_nquads(
    graph: Tables,
    path: str | Path,
    *,
    base_iri: str = BASE_IRI,
    rdf: str = Detail.FULL,
    rows_per_part: int | None = None,
) -> None:
    """Writes a build's quads, each once, in code point order; in compressed files of `rows_per_part`, if given."""
    write_blocks(path, ".nq", sorted_blocks(_lines(graph, base_iri, detail_of(rdf))), rows_per_part)


def _lines(graph: Tables, base_iri: str, detail: Detail) -> Iterator[str]:
    for name, part in sections(graph, base_iri, detail):
        yield from to_lines(part, name)


def write_trig(graph: Tables, path: str | Path, *, base_iri: str = BASE_IRI, rdf: str = Detail.FULL) -> None:
    """Writes a build as TriG: entities and their pairs, then a graph for each paper."""
    with whole_file(path) as file:
        file.writelines(to_trig(sections(graph, base_iri, detail_of(rdf)), prefixes(base_iri)))
