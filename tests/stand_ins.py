"""Stand-ins for extraction, in a module that a fresh process imports quickly."""

import os
import signal
from collections.abc import Iterable, Iterator
from pathlib import Path

import pyarrow as pa

from paperkg.arrow import outcomes_of, outcomes_to_batch, papers_of, papers_to_batch
from paperkg.batching import batched
from paperkg.errors import ReadError
from paperkg.model import Extraction, Outcome, Paper

BROKEN = 7


def paper(number: int) -> Paper:
    return Paper(id=f"p{number}", title=f"Paper {number}", abstract="We propose FooNet.")


def batches_of(papers: Iterable[Paper], size: int) -> Iterator[pa.RecordBatch]:
    return map(papers_to_batch, batched(papers, size))


def outcomes_in(batches: Iterable[pa.RecordBatch]) -> Iterator[Outcome]:
    for batch in batches:
        yield from outcomes_of(batch)


def extract_nothing(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    for batch in batches:
        yield outcomes_to_batch(Extraction(paper=one) for one in papers_of(batch))


def break_off(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Raises an error of ours at a paper."""
    for batch in batches:
        if paper(BROKEN) in papers_of(batch):
            raise ReadError("papers.jsonl", "broken", BROKEN)
        yield from extract_nothing(iter([batch]))


def die(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Ends its process at a paper, as the system does when there is no memory left."""
    for batch in batches:
        if paper(BROKEN) in papers_of(batch):
            os.kill(os.getpid(), signal.SIGKILL)
        yield from extract_nothing(iter([batch]))


def die_once(marker: str, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Ends its process at the first batch of all, which a file marks."""
    for batch in batches:
        if not Path(marker).exists():
            Path(marker).touch()
            os.kill(os.getpid(), signal.SIGKILL)
        yield from extract_nothing(iter([batch]))


def never_start(_batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Ends its process before it has asked for a batch."""
    os._exit(3)


def note_process(folder: str, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Tells its process by a file, and answers nothing."""
    for _ in batches:
        Path(folder, str(os.getpid())).touch()
        signal.pause()
        yield pa.RecordBatch.from_pylist([])
