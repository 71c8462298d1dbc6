"""Files: reading what a person gives, and writing files and folders that appear whole or not at all."""

import errno
import glob
import gzip
import io
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, BinaryIO

from paperkg.errors import PaperKGError, ReadError

try:
    import fcntl
except ImportError:  # on Windows
    fcntl = None  # type: ignore[assignment]


def read_text(path: str | Path, error: type[PaperKGError]) -> str:
    """The text of a file, each line end a newline, without a byte order mark.

    Raises:
        PaperKGError: of the class `error`; the file cannot be read or is no UTF-8.
    """
    try:
        return Path(path).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as reason:
        raise error(f"{path}: {getattr(reason, 'strerror', None) or reason}") from reason


def read_lines(path: str | Path, error: type[PaperKGError]) -> list[str]:
    """The lines of a file, without their ends; only a newline ends one, not U+2028, which JSON strings may hold.

    Raises:
        PaperKGError: as `read_text`.
    """
    return read_text(path, error).split("\n")


def part_name(number: int, suffix: str) -> str:
    """The name of a file of several that are one table, in the form that Spark gives them: "part-00003.parquet"."""
    return f"part-{number:05}{suffix}"


@contextmanager
def whole_file(path: str | Path) -> Iterator[IO[str]]:
    """Opens a UTF-8 text file beside `path` for writing; it takes that name when the block ends well.

    Where the block raises, `path` stays as it was. Line ends are written as given. A file whose name ends in ".gz"
    is compressed, without a name and a time in its header: equal texts are equal bytes.
    """
    with whole_path(path) as beside, beside.open("wb", buffering=1 << 20) as file:
        packed = _gzip(file) if Path(path).suffix == ".gz" else file
        with io.TextIOWrapper(packed, encoding="utf-8", newline="") as stream:
            yield stream


@contextmanager
def whole_path(path: str | Path) -> Iterator[Path]:
    """A path beside `path` to write a file of bytes to, which takes its place when the block ends well.

    A link stays, and the file that it leads to is replaced. A device or a pipe stays too, and is given the bytes.

    Raises:
        PaperKGError: `path` is a folder, or lies in a file.
        OSError: named after `path`.
    """
    target = Path(path)
    if target.is_dir():
        raise PaperKGError(f"{target}: a folder, where a file is to be written")
    if target.is_symlink():
        target = target.resolve()
    is_stream = target.exists() and not target.is_file()
    if not is_stream:
        make_folder(target.parent)
    beside: Path | None = None
    try:
        _drop_left(target)
        folder = None if is_stream else target.parent
        handle, name = tempfile.mkstemp(_UNFINISHED, f".{target.name}.", folder)
        os.close(handle)
        beside = Path(name)
        yield beside
        if is_stream:
            with beside.open("rb") as file, target.open("wb") as stream:
                shutil.copyfileobj(file, stream)
            beside.unlink()
        else:
            beside.chmod(0o666 & ~umask())
            beside.replace(target)
    except BaseException as error:
        if beside is not None:
            with suppress(OSError):
                beside.unlink()
        if isinstance(error, OSError) and _is_of(error, target):
            error.filename = str(path)
        raise


def _drop_left(target: Path) -> None:
    """Drops what runs that were killed have left beside a target: what nothing was written to for a day."""
    for left in target.parent.glob(f".{glob.escape(target.name)}.*{_UNFINISHED}"):
        with suppress(OSError):
            if time.time() - left.stat().st_mtime < _DAY:
                continue
            if left.is_dir():
                shutil.rmtree(left, ignore_errors=True)
            else:
                left.unlink()


_UNFINISHED = ".unfinished"
_DAY = 24 * 60 * 60


def _is_of(error: OSError, target: Path) -> bool:
    """Whether an error is that of the file beside `target`, whose name nobody knows, or of the disk that it is on."""
    if error.filename is None:
        return error.errno in _FULL
    return Path(os.fsdecode(error.filename)).name.startswith(f".{target.name}.")


_FULL = {errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)}


def make_folder(path: Path) -> None:
    """Makes a folder, and those around it, where they are missing.

    Raises:
        PaperKGError: one of them is a file.
    """
    try:
        path.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError) as error:
        file = next(each for each in (path, *path.parents) if each.is_symlink() or each.exists())
        raise PaperKGError(f"{file}: a file, where a folder is needed") from error


@contextmanager
def whole_folder(path: str | Path, last: str | None = None) -> Iterator[Path]:
    """Makes a folder inside `path` to fill; its files take their places in `path` when the block ends well.

    Other files that `path` holds stay. Where the block raises, `path` stays as it was.

    Args:
        path: made where it is missing.
        last: a file that takes its place after all others, so that whoever finds it finds the others too.
    """
    target = Path(path)
    missing = not target.exists()
    make_folder(target)
    # Inside, for the folder around may be read-only, or another disk.
    inside = Path(tempfile.mkdtemp(prefix=".new-", dir=target))
    try:
        yield inside
        files = (file for file in inside.rglob("*") if file.is_file())
        for file in sorted(files, key=lambda file: (file.name == last, file)):
            place = target / file.relative_to(inside)
            place.parent.mkdir(parents=True, exist_ok=True)
            file.replace(place)
    finally:
        shutil.rmtree(inside, ignore_errors=True)
        if missing:
            with suppress(OSError):  # it holds something, or is gone
                target.rmdir()


@contextmanager
def new_folder(path: str | Path) -> Iterator[Path]:
    """Makes a folder beside `path` to fill; it takes that name, with all that it holds, when the block ends well.

    Where another process has made `path` in the meantime, theirs stays.
    """
    target = Path(path)
    make_folder(target.parent)
    _drop_left(target)
    beside = Path(tempfile.mkdtemp(_UNFINISHED, f".{target.name}.", target.parent))
    try:
        yield beside
        beside.chmod(0o777 & ~umask())
        beside.rename(target)
    except OSError:
        if not target.is_dir():
            raise
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _gzip(file: BinaryIO) -> gzip.GzipFile:
    # Level 5 takes a third of the time of the default, 9, for 6 % more bytes of N-Triples.
    return gzip.GzipFile(filename="", mode="wb", compresslevel=5, fileobj=file, mtime=0)


def umask() -> int:
    """The process's umask; `mkstemp` ignores it and makes files that only their owner may read."""
    mask = os.umask(0)
    os.umask(mask)
    return mask


def put(source: Path, target: Path) -> None:
    """Moves a file into the place of another, at one stroke; between disks it is copied first.

    Raises:
        PaperKGError: another program has the file open and so keeps it in its place, as it can on Windows.
    """
    for wait in (*_WAITS, None):
        try:
            source.replace(target)
        except PermissionError as error:
            if os.name != "nt" or wait is None:
                if os.name == "nt":
                    raise PaperKGError(f"{target}: open in another program; close it and run this again") from error
                raise
            time.sleep(wait)  # a virus scanner lets go of a file in a moment
        except OSError as error:
            if error.errno != errno.EXDEV:
                raise
            handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
            os.close(handle)
            shutil.copy2(source, name)
            Path(name).replace(target)
            source.unlink()
            return
        else:
            return


_WAITS = (0.05, 0.2, 0.8)


def sync(path: Path) -> None:
    """Waits until a file or folder is on its disk, where the system can tell."""
    with suppress(OSError):
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def open_to_keep(path: Path) -> int:
    """Opens a file so that `remove_unless_open` fails for as long as it is open; several may.

    Raises:
        OSError: it cannot be opened, or somebody is dropping it.
    """
    handle = os.open(path, os.O_RDONLY)
    try:
        if fcntl is not None:  # elsewhere an open file cannot be removed, which does as well
            fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError:
        os.close(handle)
        raise
    return handle


def remove_unless_open(path: Path) -> bool:
    """Removes a file that nobody has opened by `open_to_keep`, and tells whether it did.

    Raises:
        FileNotFoundError: there is none.
    """
    handle = os.open(path, os.O_RDONLY)
    try:
        if fcntl is not None:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            path.unlink()
    except OSError:
        return False
    finally:
        os.close(handle)
    if fcntl is None:
        try:
            path.unlink()
        except PermissionError:
            return False
    return True


def standard_input() -> BinaryIO:
    """The standard input of the process, as bytes.

    Raises:
        ReadError: it is closed, as under some services, or replaced by a stream of text.
    """
    stream: BinaryIO | None = getattr(sys.stdin, "buffer", None)
    if stream is None:
        raise ReadError("standard input", 'closed, or not a stream of bytes; name a file instead of "-"')
    return stream
