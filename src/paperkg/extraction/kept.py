"""Extractions of earlier runs, kept by what they depend on, so that only what is new is extracted.

A folder of them has a folder for each fingerprint of the pipeline, with Parquet files: a key of each paper's text, and
what was found in it. Such a file appears whole or not at all and is never changed, so any number of runs may share the
folder; a damaged file is dropped, and its papers are extracted again.
"""

import hashlib
import os
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from paperkg.arrow import FOUND_SCHEMA, PROBLEM, papers_of
from paperkg.extraction.fingerprint import KEY_BYTES, text_key
from paperkg.files import make_folder
from paperkg.model import Paper

LIMIT = 10 * 10**9
"""Bytes that a folder may take where no limit is given."""

_ROWS = 512  # papers of a file: at most so many are extracted again after a stop
_SMALL_FILES = 8  # files of fewer rows than that are made one where there are more of them
_OPEN_FILES = 4  # whose rows are held in memory
_SCHEMA = pa.schema([("key", pa.binary(KEY_BYTES)), *FOUND_SCHEMA])


@dataclass(frozen=True, slots=True)
class Known:
    """What is kept of some papers: their places among those asked for, and what was found, a row for each."""

    places: Sequence[int]
    found: pa.Table


class KeptExtractions:
    """The extractions that a folder keeps of one pipeline.

    Args:
        folder: of all pipelines; made where it is missing.
        fingerprint: of the pipeline.
        limit: bytes that the folder may take; what was not used for longest goes first.

    Attributes:
        taken: number of papers so far whose extraction was kept.
        added: number of papers so far whose extraction was not.
    """

    def __init__(self, folder: str | Path, fingerprint: str, *, limit: int = LIMIT) -> None:
        self._root = Path(folder)
        self._folder = self._root / fingerprint
        self._limit = limit
        self._keys: list[bytes] = []
        self._found: list[pa.Table] = []
        self._index()
        self.taken = self.added = 0

    def _index(self) -> None:
        """Sorts the beginnings of all keys, each with its file and row: a few bytes a paper."""
        self._read = lru_cache(_OPEN_FILES)(self._read_file)
        self._files: list[Path] = []
        starts, places = [np.empty(0, np.uint64)], [np.empty(0, np.int64)]
        for path in sorted(self._folder.glob("*.parquet")):
            try:
                keys = pq.read_table(path, columns=["key"], memory_map=False)["key"].combine_chunks()
            except (OSError, pa.ArrowException, KeyError):
                with suppress(OSError):
                    path.unlink()
                continue
            starts.append(_starts(keys.to_pylist()))
            places.append((len(self._files) << 32) + np.arange(len(keys)))
            self._files.append(path)
        order = np.argsort(every := np.concatenate(starts), kind="stable")
        self._starts, self._places = every[order], np.concatenate(places)[order]

    def _place_of(self, keys: Iterable[bytes]) -> "np.ndarray[tuple[int], np.dtype[np.int64]]":
        """The file and row of each key, -1 where nothing is kept."""
        starts = _starts(keys)
        if not len(self._starts):
            return np.full(len(starts), -1)
        found = np.minimum(np.searchsorted(self._starts, starts), len(self._starts) - 1)
        return np.where(self._starts[found] == starts, self._places[found], -1)

    def in_order(self, papers: Sequence[Paper]) -> Iterator[Paper]:
        """The papers in the order in which they are fastest to find, those of which nothing is kept last."""
        if not len(self._starts):
            return iter(papers)
        places = self._place_of(text_key(paper) for paper in papers).astype(np.uint64)  # -1 is the largest of all
        return (papers[place] for place in np.argsort(places, kind="stable"))

    def find(self, keys: Sequence[bytes]) -> Known:
        """What is kept of papers with these keys."""
        places: list[int] = []
        tables = [_SCHEMA.empty_table()]
        by_file: dict[int, list[tuple[int, int]]] = {}
        for wanted, place in enumerate(self._place_of(keys).tolist()):
            if place >= 0:
                by_file.setdefault(place >> 32, []).append((wanted, place & 0xFFFFFFFF))
        for file, rows in by_file.items():
            table = self._read(file)
            if table is None:
                continue
            found = table.take([row for _, row in rows])
            same = [key == keys[wanted] for key, (wanted, _) in zip(found["key"].to_pylist(), rows, strict=True)]
            tables.append(found.filter(pa.array(same)))
            places += [wanted for (wanted, _), is_it in zip(rows, same, strict=True) if is_it]
        self.taken += len(places)
        return Known(places, pa.concat_tables(tables).drop_columns(["key"]))

    def _read_file(self, number: int) -> pa.Table | None:
        path = self._files[number]
        try:
            table = pq.read_table(path, memory_map=False)
            os.utime(path)
        except (OSError, pa.ArrowException):  # another run has dropped it, or it is damaged
            return None
        return table if table.schema.equals(_SCHEMA) else None

    def add(self, keys: Sequence[bytes], found: pa.RecordBatch) -> None:
        """Keeps the extractions of papers with these keys; what could not be extracted is tried again another time."""
        self.added += len(keys)
        self._keep(keys, found)

    def _keep(self, keys: Sequence[bytes], found: pa.RecordBatch) -> None:
        table = pa.Table.from_batches([found])
        table = table.select(FOUND_SCHEMA.names).add_column(0, _SCHEMA.field("key"), pa.array(keys, _SCHEMA[0].type))
        kept = table.filter(found[PROBLEM].is_null())
        if kept.num_rows:
            self._found.append(kept)
        if sum(map(len, self._found)) >= _ROWS:
            self._flush()

    def take_in(self, batches: Iterable[pa.RecordBatch]) -> None:
        """Keeps extractions that were made elsewhere by the same pipeline, but for those that it has already."""
        any_new = False
        for batch in batches:
            keys = [text_key(paper) for paper in papers_of(batch)]
            new = self._place_of(keys) < 0
            any_new |= bool(new.any())
            self._keep([key for key, is_new in zip(keys, new, strict=True) if is_new], batch.filter(pa.array(new)))
        if any_new:
            self._flush()
            self._index()

    def _flush(self) -> None:
        if self._found:
            table = pa.concat_tables(self._found)
            self._found.clear()
            self._write(table)

    def _write(self, table: pa.Table) -> Path:
        """Writes a file under a name that its keys give it."""
        path = self._folder / f"{hashlib.sha256(b''.join(table['key'].to_pylist())).hexdigest()[:KEY_BYTES]}.parquet"
        make_folder(self._folder)
        handle, beside = tempfile.mkstemp(prefix=".", suffix=".new", dir=self._folder)
        os.close(handle)
        try:
            pq.write_table(table, beside, compression="zstd")
            Path(beside).replace(path)
        except BaseException:
            Path(beside).unlink(missing_ok=True)
            raise
        return path

    def close(self) -> None:
        """Writes what is still to be kept, makes many small files one, and brings the folder within its limit."""
        self._flush()
        self._join_small_files()
        _trim(self._root, self._limit)

    def _join_small_files(self) -> None:
        tables: dict[Path, pa.Table] = {}
        for path in sorted(self._folder.glob("*.parquet")):
            with suppress(OSError, pa.ArrowException):
                if pq.read_metadata(path).num_rows < _ROWS:
                    tables[path] = pq.read_table(path, memory_map=False)
        if len(tables) > _SMALL_FILES:
            joined = self._write(pa.concat_tables(tables.values()))
            for path in tables.keys() - {joined}:
                path.unlink(missing_ok=True)


def _starts(keys: Iterable[bytes]) -> "np.ndarray[tuple[int], np.dtype[np.uint64]]":
    return np.frombuffer(b"".join(key[:8] for key in keys), dtype=">u8").astype(np.uint64)


def _trim(root: Path, limit: int) -> None:
    """Drops the files that were not used for longest, until the rest takes no more than `limit` bytes."""
    files = []
    for path in root.glob("*/*.parquet"):
        with suppress(OSError):
            status = path.stat()
            files.append((-status.st_mtime_ns, path.name, path, status.st_size))
    size = 0
    for _, _, path, length in sorted(files):
        size += length
        if size > limit:
            with suppress(OSError):
                path.unlink()
