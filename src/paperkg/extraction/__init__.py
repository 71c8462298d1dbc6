"""Extraction: what is in a paper, found by a spaCy pipeline, one paper at a time."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from paperkg.extraction.parallel import Extract, in_processes
from paperkg.extraction.rules.lexicon import LexiconEntry, read_lexicon
from paperkg.extraction.vocabulary.word_lists import WordLists, read_word_lists
from paperkg.model import Extraction, Paper

__all__ = ["LexiconEntry", "WordLists", "extract_all", "read_lexicons", "read_word_lists"]


@dataclass(frozen=True, slots=True)
class _Make:
    """Builds an extraction in whatever process it is called."""

    user_lexicon: tuple[LexiconEntry, ...]
    words: WordLists | None

    def __call__(self) -> Extract:
        from paperkg.extraction.extractor import Extractor  # heavy, and needed only where it runs

        return Extractor(self.user_lexicon, self.words).stream


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
    """
    make = _Make(tuple(user_lexicon), words)
    if jobs <= 1:
        return make()(papers)
    from paperkg.extraction.extractor import BATCH

    return in_processes(make, papers, jobs=jobs, batch=BATCH)


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
