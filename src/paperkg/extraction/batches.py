"""Extraction of Arrow records: the one form in which papers go in and what is found comes out.

`extract_batches` has the signature that engines call on each of their partitions, such as Spark's `mapInArrow`, and
knows nothing of any of them.
"""

from collections.abc import Iterable, Iterator, Sequence

import pyarrow as pa

from paperkg.arrow import outcomes_to_batch, papers_of
from paperkg.errors import PaperKGError, internal_error
from paperkg.extraction.extractor import Extractor, extractor_of
from paperkg.extraction.rules.lexicon import LexiconEntry
from paperkg.extraction.vocabulary.word_lists import WordLists, read_word_lists
from paperkg.model import Failure, Outcome, Paper


def extract_batches(
    batches: Iterator[pa.RecordBatch],
    *,
    user_lexicon: Iterable[LexiconEntry] = (),
    words: WordLists | None = None,
) -> Iterator[pa.RecordBatch]:
    """What is found in each paper: a record out for each record in, in their order.

    >>> from paperkg.arrow import outcomes_of, papers_to_batch
    >>> from paperkg.model import Paper
    >>> paper = Paper(id="p1", title="Serving with vLLM", abstract="We propose FooServe.")
    >>> (batch,) = extract_batches(iter([papers_to_batch([paper])]))
    >>> sorted(entity.name for found in outcomes_of(batch) for entity in found.entities)
    ['FooServe', 'vLLM']

    A paper that raises an unexpected exception gets a record that says so; the others are extracted all the same.

    Args:
        batches: records of papers: columns of `paperkg.arrow.PAPER_SCHEMA`, of which `id`, `title` and `abstract` are
            needed, and any others.
        user_lexicon: entries of the user's own.
        words: the word lists; the shipped ones where none are given.

    Returns:
        Records with the columns of `paperkg.arrow.EXTRACTION_SCHEMA`. What a record says depends on its title and
        abstract alone.
    """
    extractor = extractor_of(tuple(user_lexicon), words or read_word_lists())
    for batch in batches:
        yield outcomes_to_batch(_outcomes(extractor, papers_of(batch)))


def _outcomes(extractor: Extractor, papers: Sequence[Paper]) -> Sequence[Outcome]:
    try:
        return list(extractor.stream(papers))
    except (PaperKGError, MemoryError):
        raise
    except Exception:
        return [_outcome(extractor, paper) for paper in papers]


def _outcome(extractor: Extractor, paper: Paper) -> Outcome:
    try:
        return extractor.extract(paper)
    except (PaperKGError, MemoryError):
        raise
    except Exception as error:
        return Failure(paper=paper, reason=internal_error(error))
