"""From papers to what is found in them: with what is kept of earlier builds, in processes, as lines.

What cannot be extracted becomes a rejected record, as what cannot be read does.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from paperkg.errors import ReadError
from paperkg.evaluation.annotations import to_line
from paperkg.extraction import LexiconEntry, WordLists, read_lexicons, read_word_lists
from paperkg.model import Extraction, Failure, Outcome, Paper, Rejected
from paperkg.readers import read
from paperkg.text.cleaning import shorten
from paperkg.text.counts import counted
from paperkg.text.size import MOST_WORDS, size_note

if TYPE_CHECKING:
    from paperkg.extraction.kept import KeptExtractions
    from paperkg.extraction.parallel import Engine

Progress = Callable[[str, int, int | None], None]
"""Called with a stage's name, how much of it is done, and of how much (None where unknown)."""


def silent(stage: str, done: int, total: int | None) -> None:
    """No progress is shown."""


def kept_for(
    target: Path,
    cache: str | Path | bool,
    limit: int | None,
    user_lexicon: Sequence[LexiconEntry],
    words: WordLists,
) -> "KeptExtractions | None":
    """The extractions that are kept for a build."""
    if cache is False:
        return None
    from paperkg.extraction.fingerprint import fingerprint
    from paperkg.extraction.kept import LIMIT, KeptExtractions

    folder = target / ".cache" / "extractions" if cache is True else Path(cache)
    return KeptExtractions(folder, fingerprint(user_lexicon, words), limit=LIMIT if limit is None else limit)


def extract_outcomes(
    papers: Iterable[Paper],
    user_lexicon: Sequence[LexiconEntry],
    words: WordLists,
    jobs: int,
    kept: "KeptExtractions | None" = None,
    engine: "Engine | None" = None,
) -> Iterator[Outcome]:
    """What becomes of each paper, in their order."""
    from paperkg.arrow import outcomes_of
    from paperkg.extraction.corpus import extract_records

    for batch in extract_records(papers, user_lexicon, words=words, jobs=jobs, engine=engine, kept=kept):
        yield from outcomes_of(batch)


def rejection(failure: Failure, strict: bool) -> Rejected:
    """The record of a paper that could not be extracted."""
    source, _, place = (failure.paper.sources or (failure.paper.id,))[0].rpartition(":")
    number = int(place) if place.isdecimal() else None
    if strict:
        raise ReadError(source, failure.reason, number)
    return Rejected(source=source, place=number, reason=failure.reason, excerpt=shorten(failure.paper.title))


def extract_lines(
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
    report: Callable[[str], None] = lambda _line: None,
) -> Iterator[str]:
    """One JSON line a paper, in the order they are read; memory stays flat.

    A paper whose id came before is left out, for to compare the two would take all of them in memory. `report` is
    told how many these are, and of records that cannot be read.

    Args:
        inputs: files, folders, globs or "-", and other options as for `paperkg.build`.
        cache: a folder where extractions are kept, from which `paperkg.build` takes them.

    Raises:
        PaperKGError: nothing could be read, or with `strict` anything could not.
    """
    unread = in_part = 0
    papers = _fresh(read(inputs, format=format, year=year, title_only=title_only), strict, report)
    entries, lists = read_lexicons(lexicon), read_word_lists(words)
    kept = kept_for(Path(), cache or False, cache_limit, entries, lists)
    outcomes = extract_outcomes(papers, entries, lists, jobs, kept)
    for done, found in enumerate(outcomes, 1):
        if isinstance(found, Extraction):
            unread += not found.english
            in_part += found.english and size_note(found.paper.text) is not None
            yield to_line(found)
        else:
            record = rejection(found, strict)
            report(f"rejected: {ReadError(record.source, record.reason, record.place)}")
        progress("extracting", done, None)
    if unread:
        report(not_english(unread))
    if in_part:
        report(read_in_part(in_part))


def not_english(papers: int) -> str:
    """What is said of so many papers in other languages."""
    return f"skipped, not in English: {counted(papers, 'papers')}"


def read_in_part(papers: int) -> str:
    """What is said of so many long papers.

    >>> read_in_part(1)
    'read in part, being longer than 5,000 words and marks: 1 paper'
    """
    return f"read in part, being longer than {MOST_WORDS:,} words and marks: {counted(papers, 'papers')}"


def _fresh(records: Iterable[Paper | Rejected], strict: bool, report: Callable[[str], None]) -> Iterator[Paper]:
    """The papers among the records, each id once. What is wrong is told from the first paper on, for
    where there is none the error says it."""
    seen: set[str] = set()
    again = 0
    untold: list[str] = []
    for record in records:
        if isinstance(record, Rejected):
            error = ReadError(record.source, record.reason, record.place)
            if strict and not record.passed_over:
                raise error
            untold.append(f"rejected: {error}")
        elif record.id not in seen:
            seen.add(record.id)
            yield record
        else:
            again += 1
        if seen:
            for line in untold:
                report(line)
            untold.clear()
    if again:
        report(f"left out, for their ids came before: {counted(again, 'records')}")
