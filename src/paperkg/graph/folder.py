"""The folder of a build: where its tables lie, its manifest, and how it takes the place of an older build."""

import json
from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import NotRequired, TypedDict, cast

from paperkg._version import __version__
from paperkg.errors import BuildError
from paperkg.files import part_name
from paperkg.graph.row_types import SCHEMA_VERSION
from paperkg.graph.stamps import digest_of_tables
from paperkg.graph.switching import MANIFEST, TABLES, switched

BASE_IRI = "https://w3id.org/paperkg/"
"""What the IRIs of a build's data start with, where the build does not say otherwise."""


class InputEntry(TypedDict):
    """An input in the manifest: its name, its SHA-256 in hexadecimal, its size in bytes."""

    name: str
    sha256: str
    bytes: int


class Manifest(TypedDict):
    """What a build was made of and how much came out; `digest` is the SHA-256 of the bytes of all tables.

    `title` is the name of the corpus, where it has one; `lower_is_better` are the words of metrics of which less is
    better, where they are not the shipped ones; `removed` the places of records in the inputs that were taken out,
    where any were; `rows_per_part` how many rows a file of a table has, where tables are folders of files; `rdf` is
    "claims" where the RDF leaves out sentences and places in the text.
    """

    paperkg: str
    schema_version: int
    digest: str
    base_iri: str
    inputs: list[InputEntry]
    counts: dict[str, int]
    title: NotRequired[str]
    lower_is_better: NotRequired[list[str]]
    removed: NotRequired[list[str]]
    rows_per_part: NotRequired[int]
    rdf: NotRequired[str]


def build_command(directory: Path) -> str:
    """The command that makes a build there."""
    return f"paperkg build PAPERS... -o {directory}"


def table_path(directory: Path, name: str) -> Path:
    """Where a table of a build lies, if it is one file."""
    return directory / TABLES / f"{name}.parquet"


def table_files(directory: Path, name: str, rows: int, rows_per_part: int | None) -> list[Path]:
    """The files of a table of a build, in the order of its rows.

    Args:
        directory: the build.
        name: of the table.
        rows: how many it has.
        rows_per_part: how many each of its files has; None where it is one file.
    """
    if rows_per_part is None:
        return [table_path(directory, name)]
    return [table_part(directory, name, number) for number in range(max(1, -(-rows // rows_per_part)))]


def table_part(directory: Path, name: str, number: int) -> Path:
    """Where a file of a table of a build lies, if it is a folder of files."""
    return directory / TABLES / name / part_name(number, ".parquet")


def new_build(directory: str | Path) -> AbstractContextManager[Path]:
    """A folder to fill with a build, which takes the place of an older one in `directory` when the block ends well.

    It does so at one stroke (see `switching`). Other files stay.
    """
    return switched(Path(directory))


def read_manifest(directory: Path) -> Manifest:
    """What `manifest.json` of a build says.

    Raises:
        BuildError: there is no build in the directory, its manifest is broken, or its tables have another form
            than those that this version reads.
    """
    path = directory / MANIFEST
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        advice = f"make one with: {build_command(directory)}"
        raise BuildError(f"{directory}: not a build ({MANIFEST} is missing); {advice}") from None
    except (OSError, ValueError, RecursionError) as error:
        raise BuildError(f"{path}: {getattr(error, 'strerror', None) or error}") from error
    if not isinstance(content, dict):
        raise BuildError(f"{path}: not a JSON object")
    version = content.get("schema_version", 0)
    if version != SCHEMA_VERSION:
        found = f"made with schema {version}, this version reads {SCHEMA_VERSION}"
        raise BuildError(f"{directory}: {found}; build it again with: {build_command(directory)}")
    missing = Manifest.__required_keys__ - content.keys()
    if missing:
        raise BuildError(f"{path}: {min(missing)!r} is missing; build it again with: {build_command(directory)}")
    rows = content.get("rows_per_part", 1)
    if type(rows) is not int or rows < 1:
        raise BuildError(f"{path}: {rows!r} is not a number of rows; build it again with: {build_command(directory)}")
    return cast(Manifest, content)


def base_iri_of(directory: Path) -> str:
    """What the IRIs of a build's data start with.

    Raises:
        BuildError: as `read_manifest`.
    """
    return read_manifest(directory)["base_iri"]


def write_manifest(
    directory: Path,
    inputs: Sequence[InputEntry],
    counts: Mapping[str, int],
    base_iri: str = BASE_IRI,
    lower_is_better: Iterable[str] | None = None,
    removed: Sequence[str] = (),
    title: str | None = None,
    rows_per_part: int | None = None,
    rdf: str | None = None,
) -> None:
    """Writes the manifest of a build whose tables are written; no clock is read.

    Args:
        directory: of the build.
        inputs: what was read.
        counts: how much came out.
        base_iri: what the IRIs of its data start with.
        lower_is_better: words of metrics of which less is better, where they are not the shipped ones.
        removed: places of records in the inputs that were taken out.
        title: the name of the corpus.
        rows_per_part: how many rows each file of a table has, where tables are folders.
        rdf: how much its RDF says, where that is not all.
    """
    manifest: Manifest = {
        "paperkg": __version__,
        "schema_version": SCHEMA_VERSION,
        "digest": digest_of_tables(directory),
        "base_iri": base_iri,
        "inputs": list(inputs),
        "counts": dict(counts),
    }
    if title is not None:
        manifest["title"] = title
    if lower_is_better is not None:
        manifest["lower_is_better"] = sorted(lower_is_better)
    if removed:
        manifest["removed"] = list(removed)
    if rows_per_part is not None:
        manifest["rows_per_part"] = rows_per_part
    if rdf is not None:
        manifest["rdf"] = rdf
    text = json.dumps(manifest, indent=2, ensure_ascii=False) + "\n"
    (directory / MANIFEST).write_text(text, encoding="utf-8", newline="\n")
