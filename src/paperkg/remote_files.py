"""Files in object stores and other file systems that Spark's connectors read, copied here to be read as any others."""

import re
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from paperkg.errors import EngineError, OptionError

_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]+://", re.IGNORECASE)
_GLOB = re.compile(r"[*?\[{]")
_HIDDEN = re.compile(r"(?:^|/)[._]")  # as Spark names what is no data


@contextmanager
def fetched(inputs: Sequence[str | Path], session: Any | None) -> Iterator[list[str | Path]]:
    """The inputs, with copies in scratch folders in place of addresses; these are gone when the block ends.

    Args:
        inputs: files, folders and globs, of this machine or as addresses such as "s3a://bucket/papers/*.parquet".
        session: of Spark; None where it is not the engine.

    Raises:
        OptionError: there is an address, and no session.
        EngineError: Spark cannot read an address, or nothing is there.
    """
    with ExitStack() as stack:
        found: list[str | Path] = []
        for given in inputs:
            if _ADDRESS.match(str(given)) is None:
                found.append(given)
            elif session is None:
                raise OptionError(f"{given}: Spark reads such addresses, so give --engine spark too")
            else:
                scratch = stack.enter_context(TemporaryDirectory(prefix="paperkg-"))
                found.append(_fetch(str(given), session, Path(scratch, "fetched")))
        yield found


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
