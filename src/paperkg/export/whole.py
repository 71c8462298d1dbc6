"""Files and folders that appear whole or not at all."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO


@contextmanager
def whole_file(path: str | Path) -> Iterator[IO[str]]:
    """Opens a UTF-8 text file beside `path` for writing; it takes that name when the block ends well.

    Where the block raises, `path` stays as it was. Line ends are written as given.
    """
    target = Path(path)
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    beside = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="", buffering=1 << 20) as stream:
            yield stream
        beside.chmod(0o666 & ~_umask())
        beside.replace(target)
    except BaseException:
        with suppress(OSError):
            beside.unlink()
        raise


@contextmanager
def whole_folder(path: str | Path) -> Iterator[Path]:
    """Makes a folder beside `path` to fill; its files take their place in `path` when the block ends well.

    Other files that `path` already holds stay.
    """
    target = Path(path)
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(prefix=f".{target.name}.", dir=target.parent))
    try:
        yield beside
        target.mkdir(exist_ok=True)
        for file in sorted(beside.iterdir()):
            file.replace(target / file.name)
    finally:
        shutil.rmtree(beside)


def _umask() -> int:
    """The process's umask; `mkstemp` ignores it and makes files that only their owner may read."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
