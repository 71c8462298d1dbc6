"""Extraction of a corpus: what is kept of earlier runs is taken, and the rest extracted, by one process or several."""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

import pyarrow as pa

from paperkg.arrow import EXTRACTION_SCHEMA, joined, outcomes_to_batch, papers_to_batch
from paperkg.batching import batched
from paperkg.choices import at_least
from paperkg.extraction.batches import extract_batches
from paperkg.extraction.entity_finder import BATCH
from paperkg.extraction.fingerprint import text_key
from paperkg.extraction.kept import KeptExtractions, Known
from paperkg.extraction.parallel import Engine, ExtractBatches, in_processes
from paperkg.extraction.rules.lexicon import LexiconEntry
from paperkg.extraction.vocabulary.word_lists import WordLists, read_word_lists
from paperkg.model import Paper


@dataclass(frozen=True, slots=True)
class _Begun:
    """Papers, what is kept of some, and the places and keys of the others."""

    papers: pa.RecordBatch
    known: Known
    new_places: list[int]
    new_keys: list[bytes]

    def finish(self, made: pa.RecordBatch) -> pa.RecordBatch:
        """The records of all, with those that were made for the new ones."""
        if not self.known.places:
            return made
        taken = self.papers.take(self.known.places)
        columns = [
            *taken.columns,
            *joined(self.known.found.to_batches()).columns,
            pa.nulls(taken.num_rows, pa.string()),
        ]
        together = joined([pa.RecordBatch.from_arrays(columns, schema=EXTRACTION_SCHEMA), made])
        order = sorted(range(together.num_rows), key=[*self.known.places, *self.new_places].__getitem__)
        return together.take(pa.array(order))


def _new(batches: Iterable[Sequence[Paper]], kept: KeptExtractions, begun: deque[_Begun]) -> Iterator[pa.RecordBatch]:
    """The papers of each batch of which nothing is kept; `begun` holds what is to come together again."""
    for papers in batches:
        keys = [text_key(paper) for paper in papers]
        known = kept.find(keys)
        new = sorted(set(range(len(papers))) - set(known.places))
        batch = papers_to_batch(papers)
        begun.append(_Begun(batch, known, new, [keys[place] for place in new]))
        yield batch.take(pa.array(new, pa.int64()))


def _in_this_process(extract: ExtractBatches, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    for batch in batches:  # one by one, so that nothing is loaded where all batches are empty
        yield from extract(iter([batch])) if batch.num_rows else [outcomes_to_batch(())]


def extract_records(
    papers: Iterable[Paper],
    user_lexicon: Iterable[LexiconEntry] = (),
    *,
    words: WordLists | None = None,
    jobs: int = 1,
    engine: Engine | None = None,
    kept: KeptExtractions | None = None,
) -> Iterator[pa.RecordBatch]:
    """The records of the extractions of papers, in their order.

    Args:
        papers: may be a stream; only a few batches are held at once.
        user_lexicon: entries of the user's own.
        words: the word lists; the shipped ones where none are given.
        jobs: number of processes; the outcome does not depend on it.
        engine: what extracts in their place.
        kept: extractions of earlier runs of the same pipeline, with the same lexicon and word lists; new ones are
            added to it.

    Raises:
        OptionError: `jobs` is less than 1.
    """
    at_least(1, jobs=jobs)
    extract = partial(extract_batches, user_lexicon=tuple(user_lexicon), words=words or read_word_lists())
    run = engine or (partial(in_processes, jobs=jobs) if jobs > 1 else _in_this_process)
    batches = batched(papers, BATCH)
    if kept is None:
        yield from run(extract, map(papers_to_batch, batches))
        return
    begun: deque[_Begun] = deque()
    try:
        for made in run(extract, _new(batches, kept, begun)):
            batch = begun.popleft()
            kept.add(batch.new_keys, made)
            yield batch.finish(made)
    finally:
        kept.close()
