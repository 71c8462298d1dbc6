"""The lexicon: names and terms known beforehand, and where a text has them.

A lexicon file is tab-separated with the columns `name`, `type`, `named` (0 or 1), `aliases`
(separated by `|`), optionally `papers` (a count), and others, which are not read. Forms match whatever the hyphens and
spaces between their parts, in British and American spelling; terms and long names match in any case, acronyms and
short names only as written. The last word may be plural.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

from paperkg.errors import LexiconError
from paperkg.extraction.vocabulary.word_lists import LanguageWords
from paperkg.files import read_lines
from paperkg.kinds import EntityType
from paperkg.model import Span
from paperkg.text.american import american
from paperkg.text.keys import without_marks
from paperkg.text.plurals import singular

_PIECE = re.compile(r"[^\W\d_]+|\d+(?:\.\d+)*|[^\s\w\-‐‑–—_/'’`\"“”]")
_SCRIPTS = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")
"""Lowered digits as common ones: "F₁". Raised ones make other names: "R²"."""
_MAX_PIECES = 9
_MOST_MET = 1 << 16
_LONG_NAME = 8  # letters; names this long are no common words
COLUMNS = ("name", "type", "named", "aliases")
PAPERS = "papers"
"""A column that a lexicon may have besides."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LexiconEntry:
    """An established entity.

    `papers` counts those of a large corpus that use it, 0 where nobody counted; `link` is its IRI in the SKOS
    vocabulary that it came from.
    """

    name: str
    type: EntityType
    named: bool
    aliases: tuple[str, ...] = ()
    papers: int = 0
    link: str | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry found at a place of a text."""

    span: Span
    entry: LexiconEntry


def _folded(piece: str) -> str:
    return american(piece.lower())


def _key(pieces: Sequence[str]) -> str:
    return " ".join((*pieces[:-1], singular(pieces[-1])))


def _same_case_needed(form: str) -> bool:
    """Short forms and acronyms are other words in another case: "IT", "RAG", "Adam", "LIME"."""
    letters = [c for c in form if c.isalpha()]
    capitals = sum(c.isupper() for c in letters)
    return capitals > 0 and " " not in form and (len(letters) <= 5 or capitals == len(letters))


def _admits(form: str, named: bool, surface: str) -> bool:
    """Whether `surface`, equal to `form` but for case and hyphens, is meant by it."""
    compact = without_marks(form)
    if without_marks(surface) in {compact, compact + "s" if compact[-1:].isalpha() else compact}:
        return True
    if _same_case_needed(form):
        return False
    # "Imagenet" is ImageNet, but "Complex", with one capital, is not CompLex.
    marks = sum(c.isupper() or c.isdigit() for c in surface)
    return not named or marks > 1 or (marks == 1 and len(form) >= _LONG_NAME)


class _Beginning(NamedTuple):
    """A word as forms have it, the lengths of the longer forms that begin with it, and whether it is a form itself.

    The lengths, in words, are those of forms with a second word, longest first, by that word's singular.
    """

    word: str
    longer: Mapping[str, tuple[int, ...]]
    alone: bool


class Lexicon:
    """Entries by their folded forms.

    Args:
        entries: where two claim one form in the same case, the later one has it.
    """

    def __init__(self, entries: Iterable[LexiconEntry]) -> None:
        self.entries = tuple(entries)
        self._by_key: dict[str, dict[str, LexiconEntry]] = {}
        self._single: set[str] = set()
        longer: dict[str, dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
        for entry in self.entries:
            for form in (entry.name, *entry.aliases):
                pieces = [_folded(piece) for piece in _PIECE.findall(form.translate(_SCRIPTS))]
                if 0 < len(pieces) <= _MAX_PIECES:
                    self._by_key.setdefault(_key(pieces), {})[form] = entry
                    if len(pieces) == 1:
                        self._single.add(singular(pieces[0]))
                    else:
                        longer[pieces[0]][singular(pieces[1])].add(len(pieces))
        # By first word, then by second one, the lengths, in words, of the forms of several, longest first.
        self._longer = {
            first: {second: tuple(sorted(lengths, reverse=True)) for second, lengths in by_second.items()}
            for first, by_second in longer.items()
        }
        self._met: dict[str, _Beginning] = {}

    def _beginning(self, piece: str) -> "_Beginning":
        """What may begin with a word of a text; remembered, for most words of the next text are among those met."""
        known = self._met.get(piece)
        if known is None:
            word = _folded(piece)
            known = _Beginning(word, self._longer.get(word, {}), singular(word) in self._single)
            if len(self._met) >= _MOST_MET:
                self._met.clear()
            self._met[piece] = known
        return known

    def _entry(self, key: str, surface: str) -> LexiconEntry | None:
        surface = surface.translate(_SCRIPTS)
        forms = self._by_key.get(key)
        if forms is None:
            return None
        if surface in forms:
            return forms[surface]
        for form, entry in forms.items():
            if _admits(form, entry.named, surface):
                return entry
        return None

    def find(self, text: str) -> Iterator[Hit]:
        """All entries at all places where words begin, the longest at each; they may overlap."""
        if not self.entries:
            return
        pieces = list(_PIECE.finditer(text.translate(_SCRIPTS)))  # of the same length
        known = [self._beginning(piece.group()) for piece in pieces]
        words = [word for word, *_ in known]
        for i, (piece, (_, longer, alone)) in enumerate(zip(pieces, known, strict=True)):
            lengths = longer.get(singular(words[i + 1]), ()) if longer and i + 1 < len(words) else ()
            if not lengths and not alone:
                continue
            start = piece.start()
            if start and text[start - 1].isalnum():
                continue
            for n in (*lengths, 1) if alone else lengths:
                if i + n > len(pieces):
                    continue
                end = pieces[i + n - 1].end()
                if end < len(text) and text[end].isalnum():
                    continue
                surface = text[start:end]
                entry = self._entry(_key(words[i : i + n]), surface)
                if entry is not None and "\n" not in surface:
                    yield Hit(Span(start, end), entry)
                    break


def _parse(row: dict[str, str], place: str) -> LexiconEntry:
    name = row["name"].strip()
    if not name:
        raise LexiconError(f"{place}: the name is empty")
    if row["type"] not in set(EntityType):
        raise LexiconError(f"{place}: {row['type']!r} is not an entity type (available: {', '.join(EntityType)})")
    if row["named"] not in {"0", "1"}:
        raise LexiconError(f"{place}: named is 0 or 1, not {row['named']!r}")
    papers = row.get(PAPERS, "").strip() or "0"
    if not papers.isdecimal():
        raise LexiconError(f"{place}: papers is a whole number, not {papers!r}")
    return LexiconEntry(
        name=name,
        type=EntityType(row["type"]),
        named=row["named"] == "1",
        aliases=tuple(alias.strip() for alias in row["aliases"].split("|") if alias.strip()),
        papers=int(papers),
    )


def read_lexicon(path: str | Path) -> tuple[LexiconEntry, ...]:
    """Reads a lexicon TSV.

    Raises:
        LexiconError: it cannot be read, lacks a column, or a row is malformed.
    """
    lines = read_lines(path, LexiconError)
    header = [column.strip() for column in lines[0].split("\t")]
    missing = [column for column in COLUMNS if column not in header]
    if missing:
        raise LexiconError(f"{path}:1: no column {missing[0]!r}; a lexicon has {', '.join(COLUMNS)}")
    entries = []
    for number, line in enumerate(lines[1:], 2):
        if not line.strip() or line.startswith("#"):
            continue
        fields = line.split("\t")
        row = dict(zip(header, [*fields, *[""] * (len(header) - len(fields))], strict=False))
        entries.append(_parse(row, f"{path}:{number}"))
    return tuple(entries)


@cache
def shipped_lexicon() -> tuple[LexiconEntry, ...]:
    """The lexicon in the package."""
    return read_lexicon(str(files("paperkg.extraction") / "vocabulary" / "lexicon.tsv"))


def proper_words(entries: Iterable[LexiconEntry], known: LanguageWords) -> frozenset[str]:
    """Words that keep their capital in terms, by the entries' terms or as names of peoples: "Bayesian", "Finnish"."""
    words = {word for entry in entries if not entry.named for word in re.split(r"[ -]", entry.name)}
    names = {word for word in words if word.istitle() and len(word) > 3 and word.lower() not in words}
    return known.capitalized | names
