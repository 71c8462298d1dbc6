"""Extraction on Apache Spark: the same code on many machines, and the same rows.

    >>> import paperkg.spark
    >>> found = paperkg.spark.extract(papers)  # doctest: +SKIP
    >>> found.printSchema()  # doctest: +SKIP

Spark tries the papers of a lost worker again on another one. Needs `pip install 'paperkg[spark]'` and Java 17.
"""

import os
import re
import shutil
import socket
import subprocess
import sys
import warnings
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from paperkg.batching import batched
from paperkg.errors import EngineError, OptionError
from paperkg.extraction import read_lexicons, read_word_lists
from paperkg.optional import needed_for

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.sql import DataFrame, SparkSession
    from pyspark.sql.types import StructType

    from paperkg.extraction.parallel import ExtractBatches

_JAVA = 17
_PAPERS_OF_JOB = 20_000
"""After so many, a build keeps what was extracted: a driver that stops loses no more than that."""
_PAPERS_OF_TASK = 500
"""What a worker that stops has to do again."""
_PAPERS_OF_BATCH = 64
_TRIES = 4
_SECONDS_TO_ANSWER = 5.0
_NEEDED = ("id", "title", "abstract")
_PLACE = "place"
_LOGGING = Path(__file__).with_name("spark_logging.properties")
_VERSION = re.compile(r'version "(?:1\.)?(\d+)')


def schema() -> "StructType":
    """The columns of what `extract` returns, as Spark names them: those of `paperkg.arrow.EXTRACTION_SCHEMA`."""
    from paperkg.arrow import EXTRACTION_SCHEMA

    return _as_spark(EXTRACTION_SCHEMA)


def _as_spark(columns: "pa.Schema") -> "StructType":
    with needed_for("Spark", "'paperkg[spark]'"), warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)  # of releases of pandas that it does not know yet
        from pyspark.sql.pandas.types import from_arrow_schema
    return from_arrow_schema(columns)


def extract(
    papers: "DataFrame", *, lexicon: Sequence[str | Path] | str | Path = (), words: str | Path | None = None
) -> "DataFrame":
    """What is found in each paper of a DataFrame, one row a paper; lazy, as all of Spark is.

    Args:
        papers: columns `id`, `title` and `abstract`, and any others. Those that `Paper` has too, such as `authors`
            (an array of strings), are kept if they have its type; others are left out.
        lexicon: lexicons of your own, TSV or SKOS, read here and sent to the workers.
        words: a directory of word lists that replace the shipped ones of the same name.

    Returns:
        A DataFrame with the columns of `schema()`: the paper, its entities, results, relations and sentences, and
        `problem`, which says why a paper could not be extracted. Written as Parquet, `paperkg.build` takes it as input.

    Raises:
        OptionError: a needed column is missing, or one has another type than that of `Paper`.
    """
    from paperkg.arrow import PROBLEM
    from paperkg.extraction.batches import extract_batches
    from paperkg.extraction.fingerprint import PIPELINE, fingerprint

    given = [lexicon] if isinstance(lexicon, str | Path) else lexicon
    entries, lists = read_lexicons(given), read_word_lists(words)
    made = partial(extract_batches, user_lexicon=entries, words=lists)
    columns = schema()
    columns[PROBLEM].metadata = {PIPELINE: fingerprint(entries, lists)}
    return papers.select(_columns_of(papers)).mapInArrow(made, columns)


def _columns_of(papers: "DataFrame") -> list[str]:
    """The columns that are attributes of papers, their types checked."""
    from paperkg.arrow import PAPER_SCHEMA

    missing = [name for name in _NEEDED if name not in papers.columns]
    if missing:
        raise OptionError(f"the DataFrame has no column {', '.join(missing)} (needed: {', '.join(_NEEDED)})")
    wanted = {field.name: field.dataType.simpleString() for field in _as_spark(PAPER_SCHEMA)}
    given = {name: kind for name, kind in papers.dtypes if name in wanted}
    for name, kind in given.items():
        if kind != wanted[name]:
            raise OptionError(f"the column {name} of the DataFrame is {kind}, and {wanted[name]} is needed")
    return list(given)


class SparkEngine:
    """Runs extraction for `paperkg.build`, in jobs of some thousand papers.

    What Spark gives up, as when a paper ends each worker that reads it, is extracted by a process of the driver,
    which finds the paper that is at fault.

    Attributes:
        session: that runs the jobs.
    """

    def __init__(self, session: "SparkSession") -> None:
        self.session = session

    def __call__(self, extract: "ExtractBatches", batches: Iterable["pa.RecordBatch"]) -> Iterator["pa.RecordBatch"]:
        """A batch out for each batch in, in their order."""
        from pyspark.errors import PySparkException

        from paperkg.extraction.parallel import in_processes

        for group in batched(batches, max(1, _PAPERS_OF_JOB // _PAPERS_OF_BATCH)):
            try:
                made = self._job(extract, group)
            except PySparkException:
                yield from in_processes(extract, group, jobs=1)
                continue
            start = 0
            for batch in group:
                yield made.slice(start, batch.num_rows)
                start += batch.num_rows

    def _job(self, extract: "ExtractBatches", group: Sequence["pa.RecordBatch"]) -> "pa.RecordBatch":
        """What is found in the papers of some batches, in their order."""
        import pyarrow as pa
        from pyspark.sql.types import LongType

        from paperkg.arrow import EXTRACTION_SCHEMA, joined

        table = pa.Table.from_batches(group)
        if not table.num_rows:
            return pa.RecordBatch.from_pylist([], schema=EXTRACTION_SCHEMA)
        table = table.append_column(_PLACE, pa.array(range(table.num_rows), pa.int64()))
        tasks = -(-table.num_rows // _PAPERS_OF_TASK)
        found = (
            self.session.createDataFrame(table)
            .repartition(max(tasks, self.session.sparkContext.defaultParallelism))
            .mapInArrow(partial(_in_place, extract), schema().add(_PLACE, LongType()))
            .toArrow()
            .sort_by(_PLACE)
            .drop_columns([_PLACE])
            .cast(EXTRACTION_SCHEMA)
        )
        return joined(found.to_batches())


def _in_place(extract: "ExtractBatches", batches: Iterator["pa.RecordBatch"]) -> Iterator["pa.RecordBatch"]:
    """What `extract` makes of the batches, with the places of the papers beside it."""
    for batch in batches:
        places = batch.column(_PLACE)
        (made,) = extract(iter([batch.drop_columns([_PLACE])]))
        yield made.append_column(_PLACE, places)


def start_session(master: str | None = None, jobs: int = 1) -> "SparkSession":
    """The session that is there, as in a notebook of a cluster, or a new one.

    Args:
        master: URL of the master, such as "spark://host:7077"; this machine where it is None.
        jobs: processes on this machine.

    Raises:
        MissingPackageError: PySpark is not installed.
        EngineError: Java is missing or too old, or the master does not answer.
    """
    with needed_for("Spark", "'paperkg[spark]'"):
        from pyspark.sql import SparkSession

    session = SparkSession.getActiveSession()
    if session is not None:
        return session
    _check_java()
    if master is not None:
        _check_master(master)
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    if master is None:
        os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    builder: Any = SparkSession.builder
    builder = builder.master(master or f"local[{jobs},{_TRIES}]").appName("paperkg")
    for name, value in _settings(master).items():
        builder = builder.config(name, value)
    try:
        return builder.getOrCreate()  # type: ignore[no-any-return]
    except Exception as error:
        raise EngineError(f"Spark does not start: {_first_line(error)}") from error


def _settings(master: str | None) -> dict[str, str]:
    settings = {
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.driver.extraJavaOptions": f"-Dlog4j2.configurationFile={_LOGGING.as_uri()}",
        "spark.sql.execution.arrow.maxRecordsPerBatch": str(_PAPERS_OF_BATCH),
        "spark.driver.maxResultSize": "0",
        "spark.task.maxFailures": str(_TRIES),
    }
    if master is None:
        settings |= {"spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1"}
    return settings


def _check_java() -> None:
    """Spark itself would end with a traceback."""
    home = os.environ.get("JAVA_HOME")
    java = shutil.which("java", path=str(Path(home, "bin"))) if home else shutil.which("java")
    install = f"install Java {_JAVA} or later, on Debian with: apt-get install openjdk-{_JAVA}-jre-headless"
    if java is None:
        raise EngineError(f"Spark needs Java, and there is none{f' in {home}' if home else ''}; {install}")
    told = subprocess.run([java, "-version"], capture_output=True, text=True, check=False)
    found = _VERSION.search(told.stderr + told.stdout)
    if found is None or int(found[1]) < _JAVA:
        version = f"is version {found[1]}" if found else "does not tell its version"
        raise EngineError(f"Spark needs Java {_JAVA}, and {java} {version}; {install}")


def _check_master(master: str) -> None:
    """Spark itself would try for a minute."""
    found = re.fullmatch(r"(local(?:\[[\w*,]+\])?|yarn|k8s://\S+)|spark://([^:/\s]+):(\d+)", master)
    if found is None:
        raise OptionError(f"{master}: not a master (available: spark://HOST:PORT, yarn, k8s://URL, local[N])")
    if found[1] is None:
        try:
            socket.create_connection((found[2], int(found[3])), _SECONDS_TO_ANSWER).close()
        except OSError as error:
            raise EngineError(f"{master} does not answer: {error.strerror or error}") from error


def _first_line(error: Exception) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0]
