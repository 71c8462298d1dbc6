"""From what a user names (files, folders, globs, "-") to the files to read and the names they go by.

A name is the same on every machine: the file's own name, or its path below the folder or the fixed part
of the glob that was given, always with "/". Files that would share a name take as many of their parent
folders' names as tell them apart. Neither the order of the inputs nor that of a directory matters.
"""

import glob
import os
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from paperkg.model import Rejected

STDIN = "-"

_TABLES = "tables"
_OF_BUILD = frozenset({_TABLES, "manifest.json", "rejected.jsonl", "README.md"})
"""What a build holds beside `graph.*` and `graph-*`."""

_JUNK = frozenset({"__macosx", "thumbs.db", "desktop.ini", "ehthumbs.db", "icon\r", "$recycle.bin"})
"""What macOS and Windows leave behind, in lower case."""


class InputFile(NamedTuple):
    """A file to read, under the name that its papers will cite; `named` by the user, or found in a folder."""

    name: str
    path: Path
    named: bool = True


def find_files(inputs: Sequence[str | Path]) -> tuple[list[InputFile], list[Rejected]]:
    """Every file of the inputs once, sorted by name, and the inputs that gave none.

    Args:
        inputs: files, folders (searched through; hidden files, those that systems leave behind, and links to folders
            left out) and globs.

    A build below a folder or glob is none of its inputs, so that building twice into it gives the same.
    """
    files: dict[Path, InputFile] = {}
    problems: list[Rejected] = []
    for given in inputs:
        found = list(_expand(given))
        if not found:
            problems.append(Rejected(source=_label(given), place=None, reason=_nothing(given), records=0))
        for file in found:
            known = files.setdefault(file.path.resolve(), file)
            # A file reached in two ways goes by its shorter name, whichever came first.
            files[file.path.resolve()] = min(known, file, key=lambda one: (len(one.name), one))
    return sorted(_told_apart(list(files.values()))), problems


def is_junk(path: str) -> bool:
    """Whether a file, by its path with "/", is hidden or one that systems leave in folders and archives."""
    return any((part.startswith(".") and part not in {".", ".."}) or part.lower() in _JUNK for part in path.split("/"))


def _expand(given: str | Path) -> Iterator[InputFile]:
    path = Path(given)
    if _exists(path):
        if path.is_dir():
            yield from _walk(path)
        else:
            yield InputFile(path.name, path)
    elif glob.has_magic(str(given)):
        fixed = _fixed_part(path)
        # Unlike pathlib's, this one leaves hidden files out, as a shell does.
        for match in glob.iglob(str(given), recursive=True):  # noqa: PTH207
            if Path(match).is_file() and not _is_of_build(Path(match)):
                yield InputFile(Path(match).relative_to(fixed).as_posix(), Path(match))


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):  # too long, or a name that no file can have
        return False


def _walk(folder: Path) -> Iterator[InputFile]:
    for top, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if not is_junk(name)]
        for name in files:
            path = Path(top, name)
            if not is_junk(name) and not _is_of_build(path):
                yield InputFile(path.relative_to(folder).as_posix(), path, named=False)


def _is_of_build(path: Path) -> bool:
    """Whether a file is one of a build, in which folders are two deep at most."""
    for build in path.parents[:3]:
        top = path.relative_to(build).parts[0]
        if top in _OF_BUILD or top.startswith("graph.") or (top.startswith("graph-") and path.parent != build):
            papers = build / _TABLES / "papers"
            if papers.is_dir() or papers.with_suffix(".parquet").is_file():
                return True
    return False


def _fixed_part(pattern: Path) -> Path:
    fixed = pattern.parent
    while glob.has_magic(str(fixed)):
        fixed = fixed.parent
    return fixed


def _told_apart(files: list[InputFile]) -> list[InputFile]:
    """Files with names of their own: those that share one get their parents' names before it."""
    while True:
        count = Counter(file.name for file in files)
        if len(count) == len(files):
            return files
        files = [_with_parent(file) if count[file.name] > 1 else file for file in files]


def _with_parent(file: InputFile) -> InputFile:
    depth = file.name.count("/") + 2
    return file._replace(name="/".join(file.path.resolve().parts[-depth:]))


def _label(given: str | Path) -> str:
    return Path(given).as_posix()


def _nothing(given: str | Path) -> str:
    """Why an input gave no file, and how to mend it."""
    path = Path(given)
    if _exists(path):
        return "no files in this folder"
    if glob.has_magic(str(given)):
        return "no file matches"
    turned = Path(str(given).replace("\\", "/"))
    hint = f"; did you mean {turned.as_posix()}?" if turned != path and _exists(turned) else ""
    return f"no such file or folder{hint}"
