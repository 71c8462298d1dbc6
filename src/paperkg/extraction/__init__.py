"""Extraction: what is in a paper, found by a spaCy pipeline, one paper at a time."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from paperkg.choices import at_least
from paperkg.errors import ExtractionError
from paperkg.extraction.rules.lexicon import LexiconEntry, read_lexicon
from paperkg.extraction.vocabulary.word_lists import WordLists, read_word_lists
from paperkg.model import Extraction, Failure, Paper
from paperkg.text.cleaning import clean, one_line
from paperkg.text.keys import paper_id

__all__ = [
    "LexiconEntry",
    "WordLists",
    "extract",
    "extract_all",
    "read_lexicons",
    "read_word_lists",
]


def extract_all(
    papers: Iterable[Paper],
    user_lexicon: Iterable[LexiconEntry] = (),
    *,
    words: WordLists | None = None,
    jobs: int = 1,
) -> Iterator[Extraction]:
    """What is found in each paper, in their order.

    Args:
        papers: may be a stream; only a few batches are held at once.
        user_lexicon: entries of the user's own.
        words: the word lists; the shipped ones where none are given.
        jobs: number of processes; the outcome does not depend on it.

    Raises:
        OptionError: `jobs` is less than 1.
        ExtractionError: a paper cannot be extracted in a process.
    """
    at_least(1, jobs=jobs)
    lexicon, lists = tuple(user_lexicon), words or read_word_lists()
    if jobs > 1:
        return _in_processes(papers, lexicon, lists, jobs)
    from paperkg.extraction.extractor import extractor_of

    return extractor_of(lexicon, lists).stream(papers)


def _in_processes(
    papers: Iterable[Paper], user_lexicon: tuple[LexiconEntry, ...], words: WordLists, jobs: int
) -> Iterator[Extraction]:
    from paperkg.arrow import outcomes_of
    from paperkg.extraction.corpus import extract_records

    for batch in extract_records(papers, user_lexicon, words=words, jobs=jobs):
        for outcome in outcomes_of(batch):
            if isinstance(outcome, Failure):
                raise ExtractionError(f"{outcome.paper.id}: {outcome.reason}")
            yield outcome


def extract(
    title: str,
    abstract: str = "",
    *,
    lexicon: Sequence[str | Path] | str | Path = (),
    words: str | Path | None = None,
) -> Extraction:
    """What is found in one paper: entities, results and relations, each with its characters.

    >>> import paperkg
    >>> found = paperkg.extract("Serving with vLLM", "We propose FooServe, which is 2x faster than vLLM.")
    >>> vllm = next(entity for entity in found.entities if entity.name == "vLLM")
    >>> vllm.type.value
    'Software'
    >>> [found.paper.text[place.start : place.end] for place in vllm.mentions]
    ['vLLM', 'vLLM']

    Offsets are characters of `.paper.text`: title, newline, abstract, with odd spaces and invisible characters made
    plain as readers do. For many papers, `extract_all` and `paperkg.build` are faster.

    Args:
        title: of the paper.
        abstract: of the paper.
        lexicon: lexicons of your own, TSV or SKOS.
        words: a directory of word lists that replace the shipped ones of the same name.

    Raises:
        LexiconError: a lexicon or word list cannot be read.
    """
    from paperkg.extraction.extractor import extractor_of  # heavy, and needed only where it runs

    heading = one_line(title)
    paper = Paper(id=paper_id(heading), title=heading, abstract=clean(abstract))
    return extractor_of(read_lexicons(lexicon), read_word_lists(words)).extract(paper)


def read_lexicons(paths: Sequence[str | Path] | str | Path) -> tuple[LexiconEntry, ...]:
    """The entries of user lexicons: SKOS where the name ends in `.ttl`, `.rdf` or `.nt`, else TSV.

    Raises:
        LexiconError: one cannot be read.
    """
    entries: list[LexiconEntry] = []
    for path in [paths] if isinstance(paths, str | Path) else paths:
        if Path(path).suffix.lower() in {".ttl", ".rdf", ".nt"}:
            from paperkg.extraction.rules.skos import read_skos  # heavy, and needed only for a thesaurus

            entries.extend(read_skos(path))
        else:
            entries.extend(read_lexicon(path))
    return tuple(entries)
