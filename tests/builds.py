"""Builds of given papers, made as real ones are: annotated records are linked and tabulated, only nothing is extracted.

A record is a row of the annotation guidelines (`paperkg.evaluation.annotations`). Beyond these, it may have the other
attributes of `Paper`; its entities `confidence` and `links`; its results `unit`, `baseline`, `spread` and
`range_end`.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

from duckdb import DuckDBPyConnection

from paperkg.arrow import EXTRACTION_SCHEMA, outcomes_to_batch
from paperkg.database import create_table, scratch_database
from paperkg.evaluation.annotations import from_row
from paperkg.extraction.words.sentences import split_sentences
from paperkg.graph.folder import BASE_IRI, InputEntry, new_build, write_manifest
from paperkg.graph.tabulate import tabulate
from paperkg.linking import link
from paperkg.model import Extraction, Paper

Record = dict[str, Any]


def _given(record: Record, *names: str) -> dict[str, Any]:
    return {name: record[name] for name in names if name in record}


def extraction_of(record: Record) -> Extraction:
    """What an extraction that finds everything would find in the paper of a record."""
    found = from_row(record, split_sentences(f"{record['title']}\n{record['abstract']}"))
    unseen = [entity.name for entity in found.entities if not entity.mentions]
    assert not unseen, f"{record['id']} does not mention {unseen}"
    return replace(
        found,
        paper=replace(found.paper, **_given(record, *(field.name for field in fields(Paper)))),
        entities=tuple(
            replace(entity, **_given(row, "confidence", "links"))
            for entity, row in zip(found.entities, record["entities"], strict=True)
        ),
        results=tuple(
            replace(result, **_given(row, "unit", "baseline", "spread", "range_end"))
            for result, row in zip(found.results, record.get("results", ()), strict=True)
        ),
    )


@contextmanager
def extractions_database(folder: Path, extractions: Iterable[Extraction]) -> Iterator[DuckDBPyConnection]:
    """A database that holds extractions, to link and tabulate them in."""
    with scratch_database(folder) as database:
        create_table(database, "extractions", EXTRACTION_SCHEMA, [outcomes_to_batch(extractions)])
        yield database


def write_build(
    directory: Path,
    records: Iterable[Record],
    inputs: Sequence[InputEntry] = (),
    base_iri: str = BASE_IRI,
    title: str | None = None,
    rows_per_part: int | None = None,
) -> Path:
    """Writes the tables and the manifest of a build into `directory` and returns it."""
    with new_build(directory) as fresh:
        with extractions_database(fresh, map(extraction_of, records)) as database:
            counts = tabulate(link(database), fresh, rows_per_part=rows_per_part)
        write_manifest(fresh, inputs, counts, base_iri, title=title, rows_per_part=rows_per_part)
    return directory


def contents(build: Path) -> dict[str, bytes]:
    """All files of a build but its cache, which holds times, and the SPARQL store that a query may have left."""
    files = (path.relative_to(build) for path in build.rglob("*") if path.is_file())
    return {file.as_posix(): (build / file).read_bytes() for file in files if file.parts[0] != ".cache"}
