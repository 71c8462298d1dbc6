"""Whether records that share a title, an id, or a number are one paper.

Two numbers of one kind, arXiv ids, DOIs or PubMed ids, are two papers. So are two abstracts with little in common, for
there are titles that many papers have: "Introduction to the special issue", "Reply". An abstract may be cut short or
reworded from one source to the next, so what counts is how much of the shorter one stands in the longer one: the
containment of Broder ("On the resemblance and containment of documents", 1997), in runs of letters, for which neither
line breaks nor hyphens nor spaces nor the language matter. Where an abstract says nothing, authors and years do.
"""

import re
from enum import StrEnum
from functools import lru_cache

from paperkg.model import Paper
from paperkg.text.dates import year_and_month
from paperkg.text.keys import lookup_key, title_key

_RUN = 8
"""Letters in a run. Abstracts of different papers share 2 % of such runs, neighbors in one volume at most 25 %."""

SHARE = 1 / 3
"""Of the shorter abstract's runs, what one paper's abstracts have in common at least."""

_LETTERS = 25
"""An abstract with fewer tells nothing: it may stand where there is none, as "No abstract available"."""

_TELLING_LETTERS = 100
"""An abstract with fewer cannot show that two titles are of one paper."""

_YEARS = 2
"""Years between a preprint and the journal that prints it."""

_VERSION = re.compile(r"v\d+$")
_PREPRINT = re.compile(
    r"10\.(?:48550/arxiv\.|1101/(?:\d{6}|20\d\d\.\d\d\.\d\d\.\d+)$|21203/rs\.|2139/ssrn\.|20944/preprints|26434/chemrxiv"
    r"|36227/techrxiv|31234/osf|31219/osf|35542/osf|31235/osf|12688/\w+\.\d+\.1$)",
    re.IGNORECASE,
)
_SUFFIX = re.compile(r"[\s,]+(?:jr|sr|ii|iii|iv)\.?$", re.IGNORECASE)
_OTHER_SCRIPT = re.compile(r"\s*\([^()]*\)")
_WORD = re.compile(r"\w+")


def is_preprint_doi(doi: str) -> bool:
    """Whether a DOI is that of a preprint (arXiv, bioRxiv, SSRN, OSF ...), beside which a publisher gives another."""
    return _PREPRINT.match(doi) is not None


def numbers(paper: Paper) -> frozenset[tuple[str, str]]:
    """The numbers that a paper is known by everywhere, each with its kind; no version, no case."""
    found = set()
    if paper.arxiv_id:
        found.add(("arxiv", _VERSION.sub("", paper.arxiv_id.casefold())))
    if paper.pubmed_id:
        found.add(("pubmed", paper.pubmed_id))
    if paper.doi and is_preprint_doi(paper.doi):
        found.add(("preprint", _VERSION.sub("", paper.doi.casefold()).rstrip("/")))
    elif paper.doi:
        found.add(("doi", paper.doi.casefold()))
    return frozenset(found)


def contradict(a: frozenset[tuple[str, str]], b: frozenset[tuple[str, str]]) -> bool:
    """Whether two sets of numbers cannot be of one paper: both have some of one kind, and none is in both."""
    return a.isdisjoint(b) and not {kind for kind, _ in a}.isdisjoint(kind for kind, _ in b)


class Abstract:
    """An abstract to be compared with others."""

    def __init__(self, text: str) -> None:
        self._letters = title_key(text)
        self._runs: frozenset[str] | None = None

    @property
    def runs(self) -> frozenset[str]:
        """All runs of letters, taken when first asked for: most abstracts are compared with none."""
        if self._runs is None:
            ends = range(_RUN, len(self._letters) + 1)
            self._runs = frozenset(self._letters[end - _RUN : end] for end in ends)
        return self._runs

    @property
    def is_silent(self) -> bool:
        """Whether it says nothing of the paper."""
        return len(self._letters) < _LETTERS

    def differs(self, other: "Abstract") -> bool:
        """Whether the two are clearly those of different papers."""
        short, long = sorted((self, other), key=lambda abstract: len(abstract._letters))
        if short.is_silent or short._letters in long._letters:
            return False
        return len(short.runs & long.runs) < SHARE * min(len(short.runs), len(long.runs))

    def agrees(self, other: "Abstract") -> bool:
        """Whether the two show that they are of one paper, whatever its titles: a proceedings may have one DOI."""
        shortest = min(len(self._letters), len(other._letters))
        return shortest >= _TELLING_LETTERS and not self.differs(other)


@lru_cache(maxsize=1 << 12)
def family_name(author: str) -> str:
    """The last word of a name, under which sources agree however much they cut the given names short."""
    plain = _SUFFIX.sub("", _OTHER_SCRIPT.sub("", author))
    return lookup_key(plain.split()[-1]) if plain.split() else lookup_key(author)


def first_authors(paper: Paper) -> frozenset[str]:
    """The words of the first author's name, in whatever order a source has them; empty where there is none."""
    words = _WORD.findall(paper.authors[0]) if paper.authors else []
    return frozenset(map(lookup_key, words))


def share_first_author(a: Paper, b: Paper) -> bool | None:
    """Whether two papers have one first author, by the family name; None where one of them names none."""
    if not a.authors or not b.authors:
        return None
    return family_name(a.authors[0]) in first_authors(b) or family_name(b.authors[0]) in first_authors(a)


def are_near(a: Paper, b: Paper) -> bool | None:
    """Whether the years of two papers can be those of one; None where one of them has none."""
    one, other = year_and_month(a.date)[0], year_and_month(b.date)[0]
    return None if one is None or other is None else abs(one - other) <= _YEARS


def have_like_titles(a: Paper, b: Paper) -> bool:
    """Whether two titles share more than half of the words of the shorter one."""
    one, other = (frozenset(_WORD.findall(paper.title.casefold())) for paper in (a, b))
    return len(one & other) * 2 > min(len(one), len(other))


class Link(StrEnum):
    """What brings two papers together to be compared, the most telling first."""

    TITLE = "title"
    ID = "id"
    """One that a source gave, an arXiv id, or a PubMed id."""
    DOI = "doi"


def agree(a: Paper, one: Abstract, b: Paper, other: Abstract, link: Link) -> bool:
    """Whether two papers, whose numbers do not contradict each other, are one.

    Args:
        a: a paper.
        one: its abstract.
        b: another paper.
        other: its abstract.
        link: what they share. A DOI alone tells less than a title or an id: a whole volume may have it.
    """
    if one.is_silent or other.is_silent:
        author = share_first_author(a, b)
        if link is Link.DOI:
            return author is True or (author is None and have_like_titles(a, b))
        return author is not False and are_near(a, b) is not False
    if link is Link.DOI and not have_like_titles(a, b):
        return one.agrees(other)
    return not one.differs(other)
