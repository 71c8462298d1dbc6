"""Stand-ins for extraction, in a module that a fresh process imports quickly."""

from collections.abc import Iterable, Iterator

from paperkg.errors import ReadError
from paperkg.extraction.parallel import Extract
from paperkg.model import Extraction, Paper

BROKEN = 7


def paper(number: int) -> Paper:
    return Paper(id=f"p{number}", title=f"Paper {number}", abstract="We propose FooNet.")


def extract_nothing(papers: Iterable[Paper]) -> Iterator[Extraction]:
    for one in papers:
        yield Extraction(paper=one)


def _break(papers: Iterable[Paper]) -> Iterator[Extraction]:
    """Breaks off at a paper."""
    for one in papers:
        if one == paper(BROKEN):
            raise ReadError("papers.jsonl", "broken", BROKEN)
        yield Extraction(paper=one)


def make_extract_nothing() -> Extract:
    return extract_nothing


def make_breaking() -> Extract:
    return _break
