"""The SPARQL store of a build: an Oxigraph database on disk, made when first asked for.

It lies in `.cache` beside the tables of the build, and goes with them; where the build may not be written to, in the
user's cache. It says what the RDF files of the build say: with `--rdf claims`, no sentences and no places. Its name is
made from the build's digest, the base IRI, how much the RDF says, and the code of the mapping; so it is reused as long
as it would come out the same, and never when it would not.
"""

import hashlib
import io
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pyoxigraph as ox

from paperkg.errors import BuildError
from paperkg.files import new_folder
from paperkg.graph.folder import read_manifest
from paperkg.graph.switching import home_of
from paperkg.rdf.line_reader import LineReader
from paperkg.rdf.vocabulary import ONTOLOGY, ontology_folder
from paperkg.source_files import source_files

GRAPHS = {ONTOLOGY: "paperkg.ttl", ONTOLOGY.replace("/ns", "/shapes"): "shapes.ttl"}
"""The named graphs of every store, beside the data in its default graph: the ontology and the shapes."""

Progress = Callable[[int, int], None]
_READ_BYTES = 1 << 20
_TOLD_PAPERS = 100
_PREFIX = "oxigraph-"


def store_key(directory: Path) -> str:
    """Sixteen hexadecimal digits that change whenever the store's content would."""
    manifest = read_manifest(directory)
    digest = hashlib.sha256((manifest["base_iri"] + manifest["digest"] + manifest.get("rdf", "")).encode())
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


def silent(_done: int, _total: int) -> None:
    """Tells nobody how far the store is."""


def store_path(directory: str | Path, progress: Progress = silent) -> Path:
    """Where the store of a build lies, after making it where it does not yet, or is damaged.

    Args:
        directory: the build.
        progress: is told, while the store is made, of how many papers it holds what they say, and how many there are.

    Raises:
        BuildError: there is no build in the directory, or its store is damaged and cannot be removed.
    """
    build = Path(directory)
    found = find_store(build)
    if found is not None:
        if _is_sound(found):
            return found
        _remove(found)
    name = _PREFIX + store_key(build)
    target = _writable_folder(build) / name
    with new_folder(target) as beside:
        _fill(build, beside, progress)
        for old in target.parent.glob(f"{_PREFIX}*"):
            if old != target:  # which another process may have made meanwhile, and be reading
                shutil.rmtree(old, ignore_errors=True)
    return target


def _is_sound(folder: Path) -> bool:
    """Whether a store opens and holds something in each graph; one whose list of files was cut short opens too."""
    try:
        store = ox.Store.read_only(str(folder))
        graphs: list[ox.DefaultGraph | ox.NamedNode] = [ox.DefaultGraph(), *map(ox.NamedNode, GRAPHS)]
        return all(any(store.quads_for_pattern(None, None, None, graph)) for graph in graphs)
    except (OSError, RuntimeError):  # how Oxigraph tells that files are missing or damaged
        return False


def _remove(store: Path) -> None:
    try:
        shutil.rmtree(store)
    except OSError as error:
        raise BuildError(f"{store}: the SPARQL store is damaged; remove it ({error.strerror})") from error


def _folders(build: Path) -> list[Path]:
    folders = [home_of(build) / ".cache"]
    with suppress(RuntimeError):  # a user without a home has no cache either
        users = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
        folders.append(users / "paperkg" / hashlib.sha256(str(build.resolve()).encode()).hexdigest()[:16])
    return folders


def _writable_folder(build: Path) -> Path:
    """The first of the folders where a store can be written."""
    for folder in _folders(build):
        with suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=folder):
                return folder
    raise BuildError(f"{build}: no place for the SPARQL store; make {build / '.cache'} writable")


def _fill(build: Path, folder: Path, progress: Progress) -> None:
    """Makes the store of a build in an empty folder; when this returns, the store is closed."""
    store = ox.Store(str(folder))
    lines = io.BufferedReader(LineReader(_lines(build, progress)), _READ_BYTES)
    # Lenient: the terms are made well-formed, and checking them again takes a tenth of the time.
    store.bulk_load(input=lines, format=ox.RdfFormat.N_TRIPLES, lenient=True)
    for name, file in GRAPHS.items():
        store.load(path=ontology_folder() / file, to_graph=ox.NamedNode(name))
    # Bulk load leaves a file for each million triples, and a look-up reads all of them: merged, queries take a third.
    store.optimize()


def _lines(build: Path, progress: Progress) -> Iterator[str]:
    """The triples of a build as N-Triples, those of the corpus first, then paper by paper."""
    from paperkg.graph.tables import Tables
    from paperkg.rdf.mapping import Detail, detail_of, sections
    from paperkg.rdf.terms import to_lines

    graph = Tables.open(build)
    detail = detail_of(read_manifest(build).get("rdf", Detail.FULL))
    papers = graph.count("papers")
    done = 0
    progress(done, papers)
    for name, part in sections(graph, graph.base_iri, detail):
        yield from to_lines(part)
        if name is None:
            continue
        done += 1
        if not done % _TOLD_PAPERS or done == papers:
            progress(done, papers)


def open_store(directory: str | Path, progress: Progress = silent) -> ox.Store:
    """The store of a build, read-only; any number of processes may have it open. See `store_path`.

    Raises:
        BuildError: there is no build in the directory.
    """
    return ox.Store.read_only(str(store_path(directory, progress)))
