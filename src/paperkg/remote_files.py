"""Files in object stores and other remote file systems, copied here to be read as any others.

pyarrow reads object stores by itself. With the engine Spark, its connectors read whatever they know.
"""

import re
import shutil
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from paperkg.errors import EngineError, OptionError, ReadError

_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]+://", re.IGNORECASE)
_GLOB = re.compile(r"[*?\[{]")
_HIDDEN = re.compile(r"(?:^|/)[._]")  # as Spark names what is no data
_HADOOPS_S3 = re.compile(r"s3[an]://", re.IGNORECASE)
_STORES = re.compile(r"(?:s3|gs|gcs|abfss?)://", re.IGNORECASE)
_BUFFER_BYTES = 1 << 20
_WILD = re.compile(r"(\*\*/|\*\*|\*|\?|\[[^\]/]+\])")
_WILD_MEANS = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}


@contextmanager
def fetched(inputs: Sequence[str | Path], session: Any | None) -> Iterator[list[str | Path]]:
    """The inputs, with copies in scratch folders in place of addresses; these are gone when the block ends.

    Args:
        inputs: files, folders and globs, of this machine or as addresses such as "s3://bucket/papers/*.parquet".
        session: of Spark; None where it is not the engine.

    Raises:
        OptionError: an address is none of an object store, and there is no session.
        ReadError: an address cannot be read, or nothing is there.
        EngineError: Spark cannot read an address, or nothing is there.
    """
    with ExitStack() as stack:
        found: list[str | Path] = []
        for given in inputs:
            if _ADDRESS.match(str(given)) is None:
                found.append(given)
                continue
            scratch = stack.enter_context(TemporaryDirectory(prefix="paperkg-"))
            folder = Path(scratch, "fetched")
            found.append(_download(str(given), folder) if session is None else _fetch(str(given), session, folder))
        yield found


def _download(address: str, folder: Path) -> Path:
    """Copies a file, or all files of a folder or glob under their paths below it; and gives what to read."""
    from pyarrow import ArrowException, fs

    store = _HADOOPS_S3.sub("s3://", address)
    if _STORES.match(store) is None:
        told = "only Spark reads such addresses, so give --engine spark too; others are s3://, gs://, and abfs://"
        raise OptionError(f"{address}: {told}")
    glob = _WILD.search(store)
    fixed = store.rstrip("/") if glob is None else store[: glob.start()].rpartition("/")[0]
    wanted = _pattern("**" if glob is None else store[len(fixed) + 1 :])
    try:
        system, top = fs.FileSystem.from_uri(fixed)
        if glob is None and system.get_file_info(top).type == fs.FileType.File:
            return _copied(system, top, folder / top.rpartition("/")[2])
        found = False
        for each in system.get_file_info(fs.FileSelector(top, allow_not_found=True, recursive=True)):
            name = each.path.removeprefix(f"{top}/")
            if each.type == fs.FileType.File and wanted.fullmatch(name) and not _HIDDEN.search(name):
                _copied(system, each.path, folder / name)
                found = True
    except (OSError, ArrowException) as error:
        raise ReadError(address, (str(error).splitlines() or [type(error).__name__])[0]) from error
    if not found:
        raise ReadError(address, "no files there")
    return folder


def _copied(system: Any, place: str, target: Path) -> Path:
    """A file of one of pyarrow's file systems, copied as it is."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with system.open_input_stream(place, compression=None) as stream, target.open("wb") as file:
        shutil.copyfileobj(stream, file, _BUFFER_BYTES)
    return target


def _pattern(glob: str) -> re.Pattern[str]:
    """What the paths of the files of a glob match; "**" stands for any folders, as for files of this machine."""
    return re.compile("".join(map(_part, _WILD.split(glob))))


def _part(part: str) -> str:
    """What a part of a glob matches: a wild card, a choice of characters such as "[a-z]", or itself."""
    if part[:1] == "[" and part[-1:] == "]":
        inside = part[1:-1].replace("\\", "\\\\")
        return f"[^{inside[1:]}]" if inside[0] == "!" else f"[{inside}]"
    return _WILD_MEANS.get(part) or re.escape(part)


def _fetch(address: str, session: Any, folder: Path) -> Path:
    """Copies a file, or all files of a folder or glob under their paths below it; and gives what to read."""
    from py4j.protocol import Py4JError, Py4JJavaError

    try:
        java = session.sparkContext._jvm  # a session without a driver in this process has none
        return _Files(java, session.sparkContext._jsc.hadoopConfiguration()).copy(address, folder)
    except Py4JJavaError as error:
        raise EngineError(f"{address}: {str(error.java_exception.getMessage()).splitlines()[0]}") from error
    except (Py4JError, AttributeError, NotImplementedError) as error:
        raise EngineError(f"{address}: this session of Spark cannot copy files") from error


class _Files:
    """Hadoop's file systems.

    Args:
        java: the classes of Java.
        configuration: of Hadoop.
    """

    def __init__(self, java: Any, configuration: Any) -> None:
        self._path = java.org.apache.hadoop.fs.Path
        self._configuration = configuration

    def copy(self, address: str, folder: Path) -> Path:
        path = self._path(address)
        system = path.getFileSystem(self._configuration)
        found = list(system.globStatus(path) or ())
        if not found:
            raise EngineError(f"{address}: no such file or folder")
        glob = _GLOB.search(address)
        if glob is None and found[0].isFile():
            return self._copy_file(system, found[0].getPath(), folder / path.getName())
        fixed = path if glob is None else self._path(address[: glob.start()].rpartition("/")[0])
        above = system.makeQualified(fixed).toUri().getPath().rstrip("/") + "/"
        for status in found:
            files = system.listFiles(status.getPath(), True)
            while files.hasNext():
                place = files.next().getPath()
                name = place.toUri().getPath().removeprefix(above)
                if not _HIDDEN.search(name):
                    self._copy_file(system, place, folder / name)
        if not folder.exists():
            raise EngineError(f"{address}: no files in this folder")
        return folder

    def _copy_file(self, system: Any, place: Any, target: Path) -> Path:
        target.parent.mkdir(parents=True, exist_ok=True)
        system.copyToLocalFile(False, place, self._path("file", None, target.as_posix()), True)
        return target
