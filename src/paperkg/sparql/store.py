"""The SPARQL store of a build: an Oxigraph database on disk, made when first asked for.

It lies in `.cache` beside the tables of the build, and goes with them; where the build may not be written to, in the
user's cache. Its name is made from the build's digest, the base IRI and the code of the mapping; so it is reused as
long as it would come out the same, and never when it would not.
"""

import hashlib
import io
import os
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path

import pyoxigraph as ox

from paperkg.errors import BuildError
from paperkg.files import LineReader, new_folder
from paperkg.graph.folder import base_iri_of, read_manifest
from paperkg.graph.switching import home_of
from paperkg.rdf.vocabulary import ONTOLOGY, ontology_folder
from paperkg.source_files import source_files

GRAPHS = {ONTOLOGY: "paperkg.ttl", ONTOLOGY.replace("/ns", "/shapes"): "shapes.ttl"}
"""The named graphs of every store, beside the data in its default graph: the ontology and the shapes."""

_READ_BYTES = 1 << 20
_PREFIX = "oxigraph-"


def store_key(directory: Path) -> str:
    """Sixteen hexadecimal digits that change whenever the store's content would."""
    manifest = read_manifest(directory)
    digest = hashlib.sha256((manifest["base_iri"] + manifest["digest"]).encode())
    for path in (*source_files("paperkg.rdf.mapping"), *(ontology_folder() / file for file in GRAPHS.values())):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def find_store(directory: str | Path) -> Path | None:
    """Where the store of a build lies, None where it is still to be made.

    Raises:
        BuildError: there is no build in the directory.
    """
    build = Path(directory)
    name = _PREFIX + store_key(build)
    return next((folder / name for folder in _folders(build) if (folder / name).is_dir()), None)


def store_path(directory: str | Path) -> Path:
    """Where the store of a build lies, after making it where it does not yet.

    Raises:
        BuildError: there is no build in the directory.
    """
    build = Path(directory)
    found = find_store(build)
    if found is not None:
        return found
    name = _PREFIX + store_key(build)
    target = _writable_folder(build) / name
    with new_folder(target) as beside:
        _fill(build, beside)
        for old in target.parent.glob(f"{_PREFIX}*"):
            if old != target:  # which another process may have made meanwhile, and be reading
                shutil.rmtree(old, ignore_errors=True)
    return target


def _folders(build: Path) -> tuple[Path, Path]:
    users = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    name = hashlib.sha256(str(build.resolve()).encode()).hexdigest()[:16]
    return home_of(build) / ".cache", users / "paperkg" / name


def _writable_folder(build: Path) -> Path:
    """The first of the folders where a store can be written."""
    for folder in _folders(build):
        with suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=folder):
                return folder
    raise BuildError(f"{build}: no place for the SPARQL store; make {build / '.cache'} writable")


def _fill(build: Path, folder: Path) -> None:
    """Makes the store of a build in an empty folder; when this returns, the store is closed."""
    from paperkg.graph.tables import Tables
    from paperkg.rdf.mapping import triples
    from paperkg.rdf.terms import to_lines

    store = ox.Store(str(folder))
    lines = to_lines(triples(Tables.open(build), base_iri_of(build)))
    store.bulk_load(input=io.BufferedReader(LineReader(lines), _READ_BYTES), format=ox.RdfFormat.N_TRIPLES)
    for name, file in GRAPHS.items():
        store.load(path=ontology_folder() / file, to_graph=ox.NamedNode(name))


def open_store(directory: str | Path) -> ox.Store:
    """The store of a build, read-only; any number of processes may have it open.

    Raises:
        BuildError: there is no build in the directory.
    """
    return ox.Store.read_only(str(store_path(directory)))
