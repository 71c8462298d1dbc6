"""How a build takes the place of an older one, at one stroke.

A folder's `manifest.json` says which build it holds: the tables of a build lie in `.cache/builds/`, in a folder that is
named by a digest of the manifest. To replace the manifest is to switch from one build to the next, and one file is
replaced whole or not at all. Where the process ends a moment before, the older build is as it was; where it ends a
moment later, the new one is.

Outside of that folder lie the same tables (as links, which need no space, or copies) and the exports, for other
programs. They take their places after the switch, one by one; what a stop kept from its place is put there by the next
command that writes. Copied without `.cache`, a build is read from these tables.

Who has a build open holds its folder, and the next build leaves that folder alone.
"""

import hashlib
import json
import os
import shutil
import tempfile
import weakref
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from filecmp import cmp
from pathlib import Path

from paperkg.files import make_folder, open_to_keep, put, remove_unless_open, sync, umask

MANIFEST = "manifest.json"
TABLES = "tables"
HIDDEN = ".cache"
_BUILDS = Path(HIDDEN, "builds")
_SCRATCH = ".new-"
_TO_PLACE = "to_place.json"
"""What of a build is still to be put beside the manifest; without it, all is there."""
_PLACED = "placed.json"


def build_name(directory: Path) -> str | None:
    """The name of the build that a folder holds, which changes when it is switched; None where there is none."""
    try:
        return _name((directory / MANIFEST).read_bytes())
    except OSError:
        return None


def home_of(directory: Path) -> Path:
    """Where the tables of the build that a folder holds lie: a folder below it, or itself where it is a mere copy."""
    home = directory / _BUILDS / (build_name(directory) or "")
    return home if (home / MANIFEST).is_file() else directory


def _name(manifest: bytes) -> str:
    return hashlib.sha256(manifest).hexdigest()[:16]


def is_kept(home: Path) -> bool:
    """Whether it is the folder of a build's own, rather than a copy of what lies beside the manifest."""
    return home.parent.parts[-len(_BUILDS.parts) :] == _BUILDS.parts


def is_placed(home: Path) -> bool:
    """Whether all files of a build lie beside the manifest."""
    return not (home / _TO_PLACE).exists()


def hold(directory: Path, owner: object) -> Path:
    """The home of a folder's build, which stays there for as long as `owner` lives, whatever is built meanwhile."""
    while True:
        home = home_of(directory)
        if home == directory:
            return home
        try:
            handle = open_to_keep(home / MANIFEST)
        except OSError:  # its place is being cleaned, or this file system has no locks
            if home_of(directory) == home and (home / MANIFEST).exists():
                return home
            continue
        if (home / MANIFEST).exists():
            weakref.finalize(owner, os.close, handle)
            return home
        os.close(handle)


@contextmanager
def switched(directory: Path) -> Iterator[Path]:
    """Makes a folder to fill with a build, which `directory` holds when the block ends well.

    Where the block raises, `directory` holds what it did. Whoever writes has to be the only one who does. What starts
    with a dot is kept with the build, and not put beside the manifest.
    """
    missing = not directory.exists()
    place(directory)  # what a stopped run has left to do
    builds = directory / _BUILDS
    builds.mkdir(parents=True, exist_ok=True)
    _clean(directory)
    # Inside, for the folder around may be read-only, or another disk.
    scratch = Path(tempfile.mkdtemp(prefix=_SCRATCH, dir=builds))
    try:
        yield scratch
        scratch.chmod(0o777 & ~umask())
        _switch(directory, scratch)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
        if missing:
            _drop_if_empty(builds, builds.parent, directory)
    place(directory)
    _clean(directory)


@contextmanager
def only_writer(directory: Path, wait: Callable[[], None]) -> Iterator[None]:
    """Keeps other processes from writing to a folder; where one does already, it calls `wait`, and waits."""
    missing = not directory.exists()
    hidden = directory / HIDDEN
    make_folder(hidden)
    from filelock import FileLock, Timeout  # it takes a while, and few need it

    lock = FileLock(hidden / "lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        wait()
        lock.acquire()
    try:
        yield
    finally:
        lock.release()
        if missing and not (directory / MANIFEST).exists():
            (hidden / "lock").unlink(missing_ok=True)
            _drop_if_empty(hidden, directory)


def _drop_if_empty(*folders: Path) -> None:
    with suppress(OSError):  # one holds something
        for folder in folders:
            folder.rmdir()


def _switch(directory: Path, scratch: Path) -> None:
    manifest = (scratch / MANIFEST).read_bytes()
    home = directory / _BUILDS / _name(manifest)
    files = sorted(path.relative_to(scratch).as_posix() for path in scratch.rglob("*") if path.is_file())
    names = [name for name in files if name != MANIFEST and not name.startswith(".")]
    stale = sorted(set(_names(home_of(directory) / _PLACED)) - set(names))
    (scratch / _TO_PLACE).write_text(json.dumps({"files": names, "stale": stale}, indent=1), encoding="utf-8")
    for path in scratch.rglob("*"):
        sync(path)
    if home.is_dir():  # the same build was there before: what it has lost or what was changed in it is mended
        for name in [*files, _TO_PLACE]:
            if not (home / name).exists() or not cmp(scratch / name, home / name, shallow=False):
                (home / name).parent.mkdir(parents=True, exist_ok=True)
                put(scratch / name, home / name)
    else:
        scratch.rename(home)
    sync(home.parent)
    handle, beside = tempfile.mkstemp(prefix=f".{MANIFEST}.", dir=directory)
    with os.fdopen(handle, "wb") as file:
        file.write(manifest)
    Path(beside).chmod(0o666 & ~umask())
    sync(Path(beside))
    put(Path(beside), directory / MANIFEST)  # the switch
    sync(directory)


def _names(path: Path) -> list[str]:
    try:
        names: list[str] = json.loads(path.read_text(encoding="utf-8"))["files"]
    except (OSError, ValueError, KeyError, TypeError):
        return []
    return names


def place(directory: Path) -> None:
    """Puts beside the manifest what is not there yet of the build that a folder holds."""
    home = home_of(directory)
    if home == directory or is_placed(home):
        return
    for name in _names(home / _TO_PLACE):
        target = directory / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if name.startswith(f"{TABLES}/"):
            _link(home / name, target)
        elif (home / name).exists():
            put(home / name, target)
    stale = json.loads((home / _TO_PLACE).read_text(encoding="utf-8"))["stale"]
    for name in stale:
        (directory / name).unlink(missing_ok=True)
    for folder in {Path(name).parent for name in stale} - {Path()}:
        _drop_if_empty(directory / folder)
    put(home / _TO_PLACE, home / _PLACED)


def _link(source: Path, target: Path) -> None:
    if target.exists() and source.samefile(target):
        return
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    os.close(handle)
    beside = Path(name)
    beside.unlink()
    try:
        beside.hardlink_to(source)
    except OSError:
        shutil.copy2(source, beside)
    try:
        put(beside, target)
    finally:
        beside.unlink(missing_ok=True)


def _clean(directory: Path) -> None:
    """Drops builds that are not the folder's any more, and what runs that were stopped have left."""
    current = home_of(directory)
    for folder in (directory / _BUILDS).iterdir():
        if folder.name.startswith(_SCRATCH) or (folder != current and _is_free(folder)):
            shutil.rmtree(folder, ignore_errors=True)
    leftovers = [*directory.glob(f".{MANIFEST}.*"), *directory.glob(f"{TABLES}/**/.*.parquet.*")]
    for path in leftovers:
        path.unlink(missing_ok=True)
    for folder in directory.glob(f"{_SCRATCH}*"):  # where earlier versions made theirs
        shutil.rmtree(folder, ignore_errors=True)


def _is_free(home: Path) -> bool:
    """Whether nobody has a build open; then it is no build any more."""
    with suppress(FileNotFoundError):
        return remove_unless_open(home / MANIFEST)
    return True


def changed_file(home: Path, directory: Path, names: Iterable[str]) -> tuple[str, str] | None:
    """The first file of a build that is missing beside the manifest, or another one there, and which of both it is."""
    for name in names:
        kept, placed = home / name, directory / name
        if not placed.is_file():
            return name, "the file is missing"
        if kept.is_file() and not kept.samefile(placed) and not cmp(kept, placed):
            return name, "not the file that the build made"
    return None
