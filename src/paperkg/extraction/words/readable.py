"""Which steps make a paper's text plain, and when each is worth trying."""

import re
from collections.abc import Iterator
from functools import partial

from paperkg.extraction.vocabulary.word_lists import LanguageWords
from paperkg.extraction.words.broken_words import Frequency, broken_words
from paperkg.extraction.words.front_matter import boilerplate, citations
from paperkg.extraction.words.language import is_foreign_title
from paperkg.extraction.words.markdown import MARKDOWN
from paperkg.extraction.words.plain_text import GAP, Edit, PlainText, Step, apply_steps, flatten, replace_each
from paperkg.extraction.words.tex import TEX
from paperkg.text.american import american

_BOILERPLATE = re.compile(
    r"©|\([cC]\) ?\d|Copyright|[Aa]r[Xx]iv:|\n ?(?:Abstract|ABSTRACT|Summary|SUMMARY)|Key ?words|KEYWORDS"
    r"|Index [Tt]erms|CCS|Categories and|General [Tt]erms|ACM Ref|MSC|PACS|Personal use|Permission to|licensed under"
    r"|Published (?:as|by|un|in|at)|(?:[Aa]ccepted|[Ss]ubmitted|Presented) (?:at|to|in|by|for|as) |To appear"
    r"|may be transferred|\d pages|DOI|ISBN|rights reserved|[Uu]nder review|open[- ]access article|Distributed under"
)
_CITED = re.compile(r"\[\d|\b(?:19|20)\d\d[a-z]?[\])]")
_PICTURE = re.compile(
    "[\U0001f000-\U0001faff\u2600-\u27bf\u2b00-\u2bff\u2300-\u23ff\ufe0e\ufe0f\u20e3\U000e0020-\U000e007f]"
    "(?:\u200d|[\U0001f3fb-\U0001f3ff])*"
)
_HYPHEN = re.compile("[\u2010\u2011]")
_ENGLISH = re.compile(r"(?<!\w)[A-Za-z][a-z]{3,}(?!\w)")
_AMERICAN_TOO = re.compile(r"\w+ogues?|[Gg]rey\w+")  # "dialogue" and "greyhound"
_WORD = re.compile(r"[^\W_][\w+-]*")
_MIN_CAPITALS = 3  # words that a part in capitals has


def read_plain(text: str, languages: LanguageWords, frequency: Frequency) -> PlainText:
    """The plain text of a paper.

    Args:
        text: title, newline, abstract.
        languages: by which a title in another language is told.
        frequency: how common a form of a word is, for those that a line break cut in two.
    """
    title, newline, abstract = text.partition("\n")
    spaced = flatten(title) + newline + flatten(abstract)
    return apply_steps(text, spaced, _steps(spaced, languages, frequency))


def _steps(text: str, languages: LanguageWords, frequency: Frequency) -> Iterator[Step]:
    """The steps that a text needs, so that plain ones, which most are, cost nothing."""
    if _BOILERPLATE.search(text):
        yield boilerplate
    if "\\" in text or "$" in text or "{" in text or "~" in text:
        yield from TEX
    if "*" in text or "`" in text or "_" in text or "](" in text or "~~" in text or "# " in text:
        yield from MARKDOWN
    if _CITED.search(text):
        yield citations
    if "- " in text:
        yield partial(broken_words, frequency=frequency)
    if not text.isascii():
        yield hyphens
        yield pictures
    yield spellings
    if _in_capitals(text):
        yield partial(capitals, frequency=frequency)
    title, newline, _ = text.partition("\n")
    if newline and is_foreign_title(title, languages):
        yield partial(foreign_title)


def hyphens(text: str) -> Iterator[Edit]:
    """Hyphens of Unicode, such as the one that does not break, as the common one."""
    return replace_each(text, _HYPHEN, lambda _: "-")


def pictures(text: str) -> Iterator[Edit]:
    """Emoji and other pictures, which are no letters of a name, as gaps."""
    for found in _PICTURE.finditer(text):
        yield Edit(*found.span(), GAP * (found.end() - found.start()))


def spellings(text: str) -> Iterator[Edit]:
    """British words as Americans spell them, for the models and the lexicon know most words so."""
    for found in _ENGLISH.finditer(text):
        word = found.group()
        spelled = american(word.lower())
        if spelled != word.lower() and not _AMERICAN_TOO.fullmatch(word):
            yield Edit(*found.span(), spelled.capitalize() if word[0].isupper() else spelled)


def foreign_title(text: str) -> Iterator[Edit]:
    """A title in another language as an ellipsis."""
    title = text.partition("\n")[0]
    if title != _ELLIPSIS:
        yield Edit(0, len(title), _ELLIPSIS)


_ELLIPSIS = "…"


def _in_capitals(text: str) -> list[tuple[int, int]]:
    """Title and abstract, if they are all in capitals: start and end."""
    end = text.find("\n")
    parts = ((0, end), (end + 1, len(text)))
    return [(a, b) for a, b in parts if text[a:b].isupper() and len(_capitalized(text[a:b])) >= _MIN_CAPITALS]


def _capitalized(part: str) -> list[str]:
    return [word for word in _WORD.findall(part) if len(word) > 3 and word.isalpha()]


def capitals(text: str, frequency: Frequency) -> Iterator[Edit]:
    """Words of a part in capitals as the other part has them, else in lower case if that is commoner.

    So names such as "BERT" stay as they are, and so do words with digits.
    """
    parts = _in_capitals(text)
    other = {word.casefold(): word for word in _WORD.findall(text) if not word.isupper()} if len(parts) == 1 else {}
    for start, end in parts:
        kept = set(_WORD.findall(text[:start] + text[end:])) if len(parts) == 1 else set()
        first = True
        for found in _WORD.finditer(text, start, end):
            word = found.group()
            if word not in kept and not any(map(str.isdigit, word)):
                new = other.get(word.casefold()) or _commoner(word, frequency)
                new = new.capitalize() if first and new.islower() else new
                if new != word and len(new) == len(word):
                    yield Edit(*found.span(), new)
            first = False


def _commoner(word: str, frequency: Frequency) -> str:
    return word.lower() if frequency(word.lower()) > frequency(word) else word
