"""Extractions in files, without loss: what one machine has extracted, another makes a build of.

A file is Parquet with a row for each record that was read, in the columns of `paperkg.arrow.EXTRACTION_SCHEMA` and the
number of its `input`. Its metadata name the pipeline that extracted, the inputs by their digests, and the records that
could not be read; so a build of it is that of the papers, byte for byte. Files that `paperkg.spark.extract` made name
the pipeline alone, and are inputs themselves.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from paperkg.batching import batched
from paperkg.errors import OptionError, ReadError
from paperkg.extracting import Progress, kept_for, silent
from paperkg.extraction import read_lexicons, read_word_lists
from paperkg.files import whole_path
from paperkg.model import Paper, Rejected
from paperkg.origin import Origin, Recipe, origin_of, read_origin
from paperkg.readers import InputDigest, read
from paperkg.readers.digests import DigestedStream
from paperkg.readers.inputs import InputFile, find_files

if TYPE_CHECKING:
    import pyarrow as pa

SUFFIX = ".parquet"
_ORIGIN = "paperkg.origin"
_SPARK = b"org.apache.spark.sql.parquet.row.metadata"
_INPUT = "input"
_ROWS = 1024
_BATCHES = 16  # of extractions, a group of rows in the file
_PARQUET = b"PAR1"
_OF_SPARK = "_SUCCESS"  # an empty file beside those that it wrote


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtractSummary:
    """What became of the records of inputs: papers that were extracted, and what was rejected."""

    papers: int
    rejected: tuple[Rejected, ...]


def extract_file(
    path: str | Path,
    inputs: Sequence[str | Path],
    *,
    format: str | None = None,
    year: int | None = None,
    lexicon: Sequence[str | Path] = (),
    words: str | Path | None = None,
    jobs: int = 1,
    title_only: bool = False,
    strict: bool = False,
    cache: str | Path | None = None,
    cache_limit: int | None = None,
    progress: Progress = silent,
) -> ExtractSummary:
    """Extracts each record of the inputs into a Parquet file, which `paperkg.build` takes as it takes the inputs.

    Memory stays flat: records of one paper come together only in the build.

    Args:
        path: the file; it appears whole or not at all.
        inputs: files, folders, globs or "-", and other options as for `paperkg.build`.

    Raises:
        PaperKGError: nothing could be read, or with `strict` anything could not.
        OSError: the file cannot be written.
    """
    import pyarrow.parquet as pq

    from paperkg.arrow import joined
    from paperkg.extraction.corpus import extract_records
    from paperkg.extraction.fingerprint import PIPELINE, fingerprint

    entries, lists = read_lexicons(lexicon), read_word_lists(words)
    reading = _Reading(strict)
    records = read(inputs, format=format, year=year, title_only=title_only, digested=reading.digests.append)
    kept = kept_for(Path(), cache or False, cache_limit, entries, lists)
    done = 0
    with whole_path(path) as beside, pq.ParquetWriter(beside, _schema(), compression="zstd") as writer:
        found = extract_records(reading.papers(records), entries, words=lists, jobs=jobs, kept=kept)
        for group in batched(_told(found, progress), _BATCHES):
            batch = joined(group)
            writer.write_batch(batch.append_column(_INPUT, reading.take(batch.num_rows)))
            done += batch.num_rows
        writer.add_key_value_metadata({PIPELINE: fingerprint(entries, lists), _ORIGIN: json.dumps(reading.to_row())})
    return ExtractSummary(papers=done, rejected=tuple(record for _, record in reading.rejected))


def _told(batches: Iterable["pa.RecordBatch"], progress: Progress) -> Iterator["pa.RecordBatch"]:
    done = 0
    for batch in batches:
        done += batch.num_rows
        progress("extracting", done, None)
        yield batch


class _Reading:
    """What is read, and what of it is no paper; the papers pass through."""

    def __init__(self, strict: bool) -> None:
        self.strict = strict
        self.digests: list[InputDigest | None] = []
        self.rejected: list[tuple[int, Rejected]] = []
        self._inputs: list[int] = []

    def papers(self, records: Iterable[Paper | Rejected]) -> Iterator[Paper]:
        for record in records:
            if isinstance(record, Paper):
                self._inputs.append(len(self.digests))
                yield record
            elif self.strict and not record.passed_over:
                raise ReadError(record.source, record.reason, record.place)
            else:
                self.rejected.append((len(self.digests), record))

    def take(self, number: int) -> "pa.Array":
        """The numbers of the inputs of the next papers."""
        import pyarrow as pa

        taken, self._inputs = self._inputs[:number], self._inputs[number:]
        return pa.array(taken, pa.int64())

    def to_row(self) -> dict[str, Any]:
        """The JSON object in the metadata of the file."""
        return {
            "inputs": [digest and asdict(digest) for digest in self.digests],
            "rejected": [asdict(record) | {_INPUT: number} for number, record in self.rejected],
        }


def _schema() -> "pa.Schema":
    import pyarrow as pa

    from paperkg.arrow import EXTRACTION_SCHEMA

    return EXTRACTION_SCHEMA.append(pa.field(_INPUT, pa.int64()))


def read_inputs(inputs: Sequence[str | Path], recipe: Recipe, strict: bool) -> tuple[Origin, tuple[Path, ...]]:
    """Reads inputs, some of which may be files of extractions, or folders of them; and gives the paths of these.

    Raises:
        ReadError: nothing can be read, or with `strict` anything cannot.
        OptionError: the format or the year cannot be, two inputs have one name, or a folder holds extractions beside
            other files.
    """
    plain: list[str | Path] = []
    found: dict[Path, InputFile] = {}
    for given in inputs:
        files = _extracted_files(given)
        found |= {file.path.resolve(): file for file in files}
        if not files:
            plain.append(given)
    origins = [_read_file(file, strict) for _, file in sorted(found.items())]
    if plain or not origins:
        origins.append(read_origin(plain, recipe, strict))
    first, *others = origins
    for other in others:
        first = first.with_more(other)
    return first, tuple(sorted(found))


def _extracted_files(given: str | Path) -> list[InputFile]:
    """The files of extractions that an input names; none where it has none."""
    files = [file for file in find_files([given])[0] if file.path.name != _OF_SPARK]
    extracted = [file for file in files if _pipeline_of(file.path) is not None]
    if extracted and len(extracted) < len(files):
        raise OptionError(f"{given}: holds extractions beside other files; name the ones and the others apart")
    return extracted


def _pipeline_of(path: Path) -> str | None:
    """The fingerprint of the pipeline whose extractions a file holds; None where it holds no extractions."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    from paperkg.extraction.fingerprint import PIPELINE

    try:
        with path.open("rb") as stream:
            if not path.is_file() or stream.read(len(_PARQUET)) != _PARQUET:
                return None
        metadata = pq.read_metadata(path).metadata or {}
    except (OSError, pa.ArrowException):
        return None
    if PIPELINE.encode() in metadata:
        return str(metadata[PIPELINE.encode()].decode())
    if _SPARK in metadata:  # of a column
        columns = json.loads(metadata[_SPARK])["fields"]
        return next((column["metadata"][PIPELINE] for column in columns if PIPELINE in column["metadata"]), None)
    return None


def _read_file(file: InputFile, strict: bool) -> Origin:
    import pyarrow.parquet as pq

    from paperkg.arrow import PAPER_SCHEMA, papers_of

    with pq.ParquetFile(file.path, memory_map=False) as table:
        told = json.loads((table.metadata.metadata or {}).get(_ORIGIN.encode(), b"null")) or _of_file(file)
        columns = [*PAPER_SCHEMA.names, *([_INPUT] if _INPUT in table.schema_arrow.names else [])]

        def records() -> Iterator[tuple[int, Paper | Rejected]]:
            for batch in table.iter_batches(_ROWS, columns=columns):
                numbers = batch[_INPUT].to_pylist() if _INPUT in columns else [0] * batch.num_rows
                yield from zip(numbers, papers_of(batch), strict=True)
            yield from ((row.pop(_INPUT), Rejected(**row)) for row in told["rejected"])

        digests = [
            entry and InputDigest(name=entry["name"], sha256=entry["sha256"], bytes=entry["bytes"])
            for entry in told["inputs"]
        ]
        return origin_of(records(), digests, strict)


def _of_file(file: InputFile) -> dict[str, Any]:
    """What the metadata of a file say that is an input itself."""
    with file.path.open("rb") as stream:
        return {"inputs": [asdict(DigestedStream(stream).digest(file.name))], "rejected": []}


def check_pipeline(paths: Iterable[Path], fingerprint: str) -> None:
    """Refuses files of extractions of another pipeline.

    Raises:
        OptionError: there is one.
    """
    for path in paths:
        if _pipeline_of(path) != fingerprint:
            raise OptionError(
                f"{path}: extracted by another version of paperkg, or with another lexicon or other word lists; give "
                "the same ones, or extract it again"
            )


def extractions_of(paths: Iterable[Path]) -> Iterator["pa.RecordBatch"]:
    """The records of files of extractions."""
    import pyarrow.parquet as pq

    from paperkg.arrow import EXTRACTION_SCHEMA

    for path in paths:
        with pq.ParquetFile(path, memory_map=False) as table:
            for batch in table.iter_batches(_ROWS, columns=EXTRACTION_SCHEMA.names):
                yield batch.cast(EXTRACTION_SCHEMA)
