"""Datasets with a named graph a paper: N-Quads, sorted, and TriG.

What is of the whole corpus (entities, pairs of entities) stands in the default graph.
https://www.w3.org/TR/n-quads/, https://www.w3.org/TR/trig/
"""

from collections.abc import Iterator
from pathlib import Path

from paperkg.files import whole_file
from paperkg.graph.folder import BASE_IRI
from paperkg.graph.tables import Tables
from paperkg.rdf.mapping import sections
from paperkg.rdf.sorting import sorted_blocks
from paperkg.rdf.turtle import Shortener, prefix_lines, to_blocks
from paperkg.rdf.vocabulary import prefixes


def write_nquads(graph: Tables, path: str | Path, *, base_iri: str = BASE_IRI) -> None:
    """Writes a build's quads, each once, in code point order."""
    with whole_file(path) as file:
        file.writelines(sorted_blocks(_lines(graph, base_iri)))


def _lines(graph: Tables, base_iri: str) -> Iterator[str]:
    for name, part in sections(graph, base_iri):
        ending = " .\n" if name is None else f" {name} .\n"
        for s, p, o in part:
            yield f"{s} {p} {o}{ending}"


def write_trig(graph: Tables, path: str | Path, *, base_iri: str = BASE_IRI) -> None:
    """Writes a build as TriG: entities and their pairs, then a graph for each paper."""
    prefix_map = prefixes(base_iri)
    shorten = Shortener(prefix_map)
    with whole_file(path) as file:
        file.writelines(prefix_lines(prefix_map))
        for name, part in sections(graph, base_iri):
            if name is None:
                file.write("\n")
                file.writelines(to_blocks(part, shorten))
            else:
                file.write(f"\n{shorten.iri(name)} {{\n")
                file.writelines(to_blocks(part, shorten))
                file.write("}\n")
