"""Word lists: the words that rules look for, read from text files that a user can replace.

A file is a field of `WordLists`. Words are separated by blanks, and lines that begin with "#" are comments.
Where a file holds several lists, each stands below its name in brackets:

    # "a model called FooNet"
    [called]
    called named termed

Names, which may have blanks in them, stand one on a line (`excluded.txt`).
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, TypeVar

from paperkg.errors import LexiconError
from paperkg.files import read_lines
from paperkg.kinds import EntityType
from paperkg.text.keys import name_key

CUES = ("better", "than", "known", "but", "use", "test", "offer", "new", "our", "need", "such", "show", "aim")
"""Kinds of cue words; the trained models of roles, results and relations know these."""
Words = frozenset[str]
_Lists = TypeVar("_Lists")
_Meaning = TypeVar("_Meaning")


@dataclass(frozen=True, slots=True)
class NamingWords:
    """Words around names.

    Attributes:
        proposing: beginnings of the verbs after which a paper names what it introduces: "propos".
        called: words right before such a name.
        skipped: words that may stand between the verb and the name.
        apposition_ends: words that end the search for a class noun in "FooNet, a model for tables".
        before_names: words that may stand between a class noun and the name after it.
        never_before: class nouns that say nothing of the name after them: "training BERT".
        not_names: words that are written as names but are none: "GPU".
    """

    proposing: Words
    called: Words
    skipped: Words
    apposition_ends: Words
    before_names: Words
    never_before: Words
    not_names: Words


@dataclass(frozen=True, slots=True)
class DefinitionWords:
    """Words in the long forms of acronyms.

    Attributes:
        skipped: words that give the acronym no letter: "of".
        never_inside: words that no long form has.
        leading: words between a parenthesis and the form that it gives: "(abbreviated as GS)".
        never_at_edge: words with which none begins or ends.
    """

    skipped: Words
    never_inside: Words
    leading: Words
    never_at_edge: Words


@dataclass(frozen=True, slots=True)
class LanguageWords:
    """Words of languages, and names of languages and peoples.

    Attributes:
        english: the commonest little words of English.
        other: those of other languages that English does not share.
        codes: codes of languages; "de-en" is a pair of languages, not an entity.
        capitalized: words that keep their capital in terms: "Finnish".
    """

    english: Words
    other: Words
    codes: Words
    capitalized: Words


@dataclass(frozen=True, slots=True)
class ClaimWords:
    """Words by which sentences are read.

    Attributes:
        proposing: verbs by which authors offer something.
        authors: words for the authors and their paper.
        ours: words by which a sentence speaks of the paper's own method without naming it.
        own_nouns: nouns for that method, in the singular: "our model".
        fillers: words of names that say nothing of what is named.
        enumeration: what stands between the items of an enumeration.
        joiners: what stands between the numbers, or the names, of a list.
        comparison: what stands between two numbers that are compared.
    """

    proposing: Words
    authors: Words
    ours: Words
    own_nouns: Words
    fillers: Words
    enumeration: Words
    joiners: Words
    comparison: Words


@dataclass(frozen=True, slots=True)
class DescriptionWords:
    """Words around what a paper says of a name.

    Attributes:
        articles: words that begin a description: "FooNet, a compact model".
        phrase_ends: words and marks that end the phrase in which the describing noun stands last.
        openings: marks and words between a name and its description.
        calling: words and marks between a describing noun and the name after it.
        verbs: verbs that tell what is done with a name.
    """

    articles: Words
    phrase_ends: Words
    openings: Words
    calling: Words
    verbs: Words


@dataclass(frozen=True, slots=True)
class ProgrammingWords:
    """Programming languages, and the words around those whose names are also letters or ordinary words.

    Attributes:
        short: names that only their surroundings make a language: "R".
        languages: those that stand in lists with them.
        joiners: what stands between the items of such a list.
        writing: words before "in": "implemented in C".
        written: words after the name: "the R scripts".
    """

    short: Words
    languages: Words
    joiners: Words
    writing: Words
    written: Words


@dataclass(frozen=True, slots=True)
class WordLists:
    """All word lists.

    Attributes:
        class_nouns: nouns that say of the name beside them what it is, listed by type.
        type_nouns: nouns by which a paper says what a name stands for, listed by type.
        descriptions: words around what a paper says of a name.
        naming: words around names.
        definitions: words in the long forms of acronyms.
        languages: words of languages, and their names.
        programming: programming languages, and the words around them.
        function_words: words with which no name or term begins or ends.
        excluded: names that are never entities, as `name_key` folds them.
        cues: words that tell what a sentence is about, listed by kind (`CUES`).
        claims: words by which sentences are read.
        lower_is_better: words of metrics of which less is better.
    """

    class_nouns: Mapping[str, EntityType]
    type_nouns: Mapping[str, EntityType]
    descriptions: DescriptionWords
    naming: NamingWords
    definitions: DefinitionWords
    languages: LanguageWords
    programming: ProgrammingWords
    function_words: Words
    excluded: Words
    cues: Mapping[str, str]
    claims: ClaimWords
    lower_is_better: Words


def any_of(words: Words) -> str:
    """A regular expression for any of the words; for none, one that matches nothing."""
    return f"(?:{'|'.join(map(re.escape, sorted(words)))})" if words else "(?!)"


@dataclass(frozen=True, slots=True)
class _Located:
    """A line or a word, and where it stands."""

    text: str
    path: Path
    line: int

    def __str__(self) -> str:
        return f"{self.path}:{self.line}"


def _lines(path: Path) -> Iterator[_Located]:
    """The lines that are no comments, without blanks around them."""
    for number, line in enumerate(read_lines(path, LexiconError), 1):
        text = line.strip()
        if text and not text.startswith("#"):
            yield _Located(text, path, number)


def _split(line: _Located) -> Iterator[_Located]:
    """The words of a line."""
    for word in line.text.split():
        if len(word) > 1 and word[-1] in ",;":
            raise LexiconError(f"{line}: {word!r} ends in {word[-1]!r}; separate words by blanks only")
        yield _Located(word, line.path, line.line)


def _by_section(path: Path, names: Iterable[str]) -> dict[str, list[_Located]]:
    """The words of each section of a file; a section that it does not have is empty."""
    found: dict[str, list[_Located]] = {name: [] for name in names}
    section: list[_Located] | None = None
    for line in _lines(path):
        if line.text.startswith("["):
            name = line.text.removeprefix("[").removesuffix("]")
            if name not in found or line.text != f"[{name}]":
                known = ", ".join(f"[{name}]" for name in found)
                raise LexiconError(f"{line}: {line.text} is not a section (available: {known})")
            section = found[name]
        elif section is None:
            raise LexiconError(f"{line}: {line.text!r} is in no section; begin one, such as [{next(iter(found))}]")
        else:
            section.extend(_split(line))
    return found


def _read_sections(lists: type[_Lists]) -> Callable[[Path], _Lists]:
    """A reader of a file with a section for each field of a class of word lists."""
    names = {field.name: field.name.replace("_", " ") for field in fields(lists)}  # type: ignore[arg-type]

    def read(path: Path) -> _Lists:
        found = _by_section(path, names.values())
        return lists(**{field: frozenset(place.text for place in found[name]) for field, name in names.items()})

    return read


def _read_meanings(meanings: Iterable[_Meaning]) -> Callable[[Path], dict[str, _Meaning]]:
    """A reader of a file that sorts words by what they mean: each section is called after a meaning."""
    by_name = {str(meaning): meaning for meaning in meanings}

    def read(path: Path) -> dict[str, _Meaning]:
        found: dict[str, _Meaning] = {}
        for name, places in _by_section(path, by_name).items():
            for place in places:
                other = found.setdefault(place.text, by_name[name])
                if other != by_name[name]:
                    raise LexiconError(f"{place}: {place.text!r} is in [{other}] and in [{name}]")
        return found

    return read


def _read_words(path: Path) -> Words:
    return frozenset(place.text for line in _lines(path) for place in _split(line))


def _read_names(path: Path) -> Words:
    return frozenset(name_key(line.text) for line in _lines(path))


_READERS: Mapping[str, Callable[[Path], Any]] = {
    "class_nouns": _read_meanings(EntityType),
    "type_nouns": _read_meanings(EntityType),
    "descriptions": _read_sections(DescriptionWords),
    "naming": _read_sections(NamingWords),
    "definitions": _read_sections(DefinitionWords),
    "languages": _read_sections(LanguageWords),
    "programming": _read_sections(ProgrammingWords),
    "function_words": _read_words,
    "excluded": _read_names,
    "cues": _read_meanings(CUES),
    "claims": _read_sections(ClaimWords),
    "lower_is_better": _read_words,
}
"""What reads each file, by the field of `WordLists` that it fills."""


@cache
def shipped_word_lists() -> WordLists:
    """The word lists in the package."""
    folder = Path(str(files("paperkg.extraction.vocabulary")))
    return WordLists(**{name: read(folder / f"{name}.txt") for name, read in _READERS.items()})


def read_word_lists(directory: str | Path | None = None) -> WordLists:
    """The shipped word lists, each replaced by the file of its name in a directory, where it has one.

    Raises:
        LexiconError: the directory or a file in it cannot be read, a file has another name or is malformed.
    """
    shipped = shipped_word_lists()
    if directory is None:
        return shipped
    try:
        paths = sorted(path for path in Path(directory).iterdir() if not path.name.startswith("."))
    except OSError as error:
        raise LexiconError(f"{directory}: {error.strerror}; word lists are given as a directory") from error
    known = {f"{name}.txt": name for name in _READERS}
    available = f"(available: {', '.join(known)})"
    for path in paths:
        if path.name not in known:
            raise LexiconError(f"{path}: not the name of a word list {available}")
    if not paths:
        raise LexiconError(f"{directory}: holds no word list {available}")
    return replace(shipped, **{known[path.name]: _READERS[known[path.name]](path) for path in paths})
