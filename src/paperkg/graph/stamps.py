"""Whether the tables of a build are those that it wrote.

Their digest tells, but takes as long as reading them. So once it was found right, the size and time of each table are
kept beside them, and the digest is asked again only where one of them differs: in a copy, or after an edit in place.
"""

import hashlib
import json
from contextlib import suppress
from pathlib import Path

from paperkg.files import whole_file
from paperkg.graph.switching import TABLES, is_kept

_STAMPS = ".checked.json"


def digest_of_tables(directory: Path) -> str:
    """The SHA-256 of all tables, in hexadecimal; it changes with any byte of them."""
    digest = hashlib.sha256()
    for name, path in _files(directory).items():
        digest.update(name.encode())
        with path.open("rb") as file:
            while piece := file.read(1 << 20):
                digest.update(piece)
    return digest.hexdigest()


def edited_tables(home: Path, digest: str) -> str | None:
    """The table that is not as the build wrote it, or the folder of all where nothing tells which; None if all are.

    Args:
        home: where the tables lie.
        digest: that of the tables as they were written.
    """
    known, now = _known(home), _stamps(home)
    if now and known == {"digest": digest, "tables": now}:
        return None
    if digest_of_tables(home) == digest:
        if is_kept(home):
            with suppress(OSError), whole_file(home / _STAMPS) as file:
                json.dump({"digest": digest, "tables": now}, file)
        return None
    before = known.get("tables")
    changed = [name for name in sorted(now) if isinstance(before, dict) and before.get(name) != now[name]]
    return f"{TABLES}/{changed[0]}" if len(changed) == 1 else TABLES


def _files(directory: Path) -> dict[str, Path]:
    """The files of the tables by their places, in order; a table is one file, or a folder of files."""
    folder = directory / TABLES
    return {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*")) if path.is_file()}


def _stamps(home: Path) -> dict[str, list[int]]:
    """The size and time of each file of the tables."""
    found = {name: path.stat() for name, path in _files(home).items()}
    return {name: [stat.st_size, stat.st_mtime_ns] for name, stat in found.items()}


def _known(home: Path) -> dict[str, object]:
    try:
        content = json.loads((home / _STAMPS).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return content if isinstance(content, dict) else {}
