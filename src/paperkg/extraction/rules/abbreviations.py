"""Abbreviations that a paper defines itself: "Low-Rank Adaptation (LoRA)", "LoRA (Low-Rank …)", "LoRA: Low-Rank …".

So are "LoRA, short for low-rank adaptation" and "LoRA stands for …".

After Schwartz and Hearst, "A simple algorithm for identifying abbreviation definitions in biomedical
text" (Pacific Symposium on Biocomputing, 2003), in both directions, with their best alignment from
the right, and with word initials preferred where they fit.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from paperkg.extraction.vocabulary.word_lists import DefinitionWords, Words
from paperkg.model import Span
from paperkg.text.keys import lowered

_PARENTHESIS = re.compile(r"\(([^()]*)\)")
_INSIDE = range(2, 91)  # characters that a definition between parentheses may have
_REACH = 1000  # characters before a parenthesis that are looked at: far more than a long form has
_SHORT = re.compile(r"(?=.*[A-Za-z])(?=.*[A-Z])[A-Za-z0-9$^*_{}\\][\w$^*{}\\+.&/@-]{1,14}(?: ?[A-Z0-9][\w.+-]{0,8})?")
_LONGEST_SHORT = 16
_OPENING = frozenset("([\"“‘'`")
_OPENS_TITLE = re.compile(r"\s*([^\s:]{3,16})(?::|\s[–—-])\s+")
_COLON = re.compile(r"(?<!\S)([^\s:]{3,16}):\s+(?=\w)")
_EXPLAINED = re.compile(
    r"(?<![\w-])([^\s(),;:]{2,16}),?\s(?:(?:which|that)\s)?(?:is\s)?(?:short\sfor|stands\sfor|standing\sfor|abbreviates"
    r"|an?\s(?:acronym|abbreviation)\s(?:for|of))\s(?:the\s|an?\s)?"
)
_WORD = re.compile(r"[^\s\-/–]+")
_JOINS = frozenset("-/–")


@dataclass(frozen=True, slots=True)
class Definition:
    """A short form and the long form that the text gives for it."""

    short: Span
    long: Span


def _align(short: str, words: Sequence[re.Match[str]], text: str) -> int | None:
    """Index of the word at which the long form begins, the words being those before the short form.

    Walks both strings from the right; each character of the short form must be found, the first one
    at the start of a word.
    """
    letters = [c for c in lowered(short) if c.isalnum()]
    if not letters or not words:
        return None
    begin, end = words[0].start(), words[-1].end()
    window = lowered(text[begin:end])
    position = len(window)
    for index in range(len(letters) - 1, -1, -1):
        position -= 1
        while position >= 0 and (
            window[position] != letters[index] or (index == 0 and position > 0 and window[position - 1].isalnum())
        ):
            position -= 1
        if position < 0:
            return None
    return next((i for i, w in enumerate(words) if w.start() - begin == position), None)


def _initials(short: str, words: Sequence[re.Match[str]], skipped: Words) -> int | None:
    """Index of the first word where the initials of the last words, little ones skipped, spell `short`."""
    letters = [c for c in lowered(short) if c.isalnum()]
    if letters and letters[-1] == "s" and short[-1] == "s":
        letters = letters[:-1]
    at = len(words)
    for letter in reversed(letters):
        at -= 1
        while at >= 0 and words[at].group()[0].lower() != letter:
            if words[at].group().lower() not in skipped:
                return None
            at -= 1
        if at < 0:
            return None
    return at


def _is_short(form: str) -> bool:
    capitals = sum(c.isupper() for c in form)
    return bool(_SHORT.fullmatch(form)) and len(form) <= _LONGEST_SHORT and (capitals > 1 or len(form) > 2)


def _long_before(text: str, sentence: Span, stop: int, short: str, known: DefinitionWords) -> Span | None:
    """The long form of `short` that ends at `stop`, of at most min(|short| + 5, 2 |short|) words, as in the paper."""
    letters = sum(c.isalnum() for c in short)
    words = list(_WORD.finditer(text, max(sentence.start, stop - _REACH), stop))[-min(letters + 5, letters * 2) :]
    if not words or text[words[-1].end() : stop].strip():
        return None
    at = _initials(short, words, known.skipped)
    if at is None:
        plain = short[:-1] if short.endswith("s") and short[:-1].isupper() else short
        at = _align(plain, words, text)
    if at is None:
        return None
    long = Span(words[at].start(), words[-1].end())
    return long if _plausible(text[long.start : long.end], short, known) else None


def _plausible(long: str, short: str, known: DefinitionWords) -> bool:
    words = long.lower().split()
    return (
        len(long) > len(short)
        and short.lower() not in words
        and words[0] not in known.never_at_edge
        and words[-1] not in known.never_at_edge
        and known.never_inside.isdisjoint(words)
        and not re.search(r"[.;:,()!?](?:\s|$)", long)
    )


def _word_before(text: str, begin: int, stop: int) -> Span:
    """The word that ends at `stop`, without quotes and brackets before it; it may be empty."""
    start = stop
    while start > begin and not (text[start - 1].isspace() or text[start - 1] in _OPENING):
        start -= 1
    return Span(start, stop)


def _told(inside: str, known: DefinitionWords) -> list[str]:
    """The forms that a parenthesis may give: without what follows, and without what leads to it either.

    "short text, see below" gives "short text" and "text"; "abbreviated as GS" gives "GS" in the end.
    """
    first = next((w.start() for w in re.finditer(r"\S+", inside) if w.group().rstrip(".:,") not in known.leading), 0)
    forms = (re.split(r"[,;:]\s", part.strip())[0].strip().strip("\"'“”‘’") for part in (inside, inside[first:]))
    return list(dict.fromkeys(forms))


def _definition_at(text: str, sentence: Span, parenthesis: re.Match[str], known: DefinitionWords) -> Definition | None:
    """The definition that a parenthesis gives to what stands before it, or the other way round."""
    found = (_definition_of(text, sentence, parenthesis, inner, known) for inner in _told(parenthesis[1], known))
    return next(filter(None, found), None)


def _definition_of(
    text: str, sentence: Span, parenthesis: re.Match[str], inner: str, known: DefinitionWords
) -> Definition | None:
    """The definition that `inner`, in a parenthesis, is a part of."""
    start = text.index(inner, parenthesis.start(1))
    inside = Span(start, start + len(inner))
    stop = parenthesis.start()
    while stop > sentence.start and text[stop - 1].isspace():
        stop -= 1
    if _is_short(inner):
        long = _long_before(text, sentence, stop, inner, known)
        if long is not None:
            return Definition(inside, long)
    before = _word_before(text, max(sentence.start, stop - _LONGEST_SHORT - 1), stop)
    short = text[before.start : before.end]
    words = list(_WORD.finditer(inner))
    if not _is_short(short) or len(words) < 2:
        return None
    fits = _align(short, words, inner) == 0 and _plausible(inner, short, known)
    return Definition(before, inside) if fits and (" " in inner or _has_initials(short, words)) else None


def _has_initials(short: str, words: Sequence[re.Match[str]]) -> bool:
    """Whether the acronym has the initials of all words but those in lower case: GEPA of "Genetic-Pareto"."""
    return all(word.group()[0].lower() in short.lower() for word in words if not word.group()[0].islower())


def _definition_after(text: str, opening: re.Match[str], end: int, known: DefinitionWords) -> Definition | None:
    """The definition that an acronym opens: "LEAF: Layered Evidence for Agent Forums"."""
    if not _is_short(opening[1]):
        return None
    letters = "".join(filter(str.isalnum, opening[1]))
    words = list(_WORD.finditer(text, opening.end(), end))[: 2 * len(letters)]
    for count in range(2, len(words) + 1):
        last = words[count - 1]
        long = Span(words[0].start(), last.start() + len(last.group().rstrip(".,;!?")))
        fits = text[long.end : long.end + 1] not in _JOINS and _spells(letters, words[:count], known.skipped)
        if fits and _plausible(text[long.start : long.end], opening[1], known):
            return Definition(Span(*opening.span(1)), long)
    return None


def _spells(letters: str, words: Sequence[re.Match[str]], skipped: Words) -> bool:
    """Whether the capitals of words, or the initials of all but the little ones, are those letters, to the last."""
    forms = [word.group() for word in words]
    initials = "".join(form[0] for form in forms if form.lower() not in skipped).casefold()
    if initials == letters.casefold():
        return forms[-1].lower() not in skipped
    capitals = "".join(c for form in forms for c in form if c.isupper() or c.isdigit())
    return capitals.casefold() == letters.casefold() and capitals[-1] in forms[-1]


def find_definitions(text: str, sentences: Sequence[Span], known: DefinitionWords) -> Iterator[Definition]:
    """All definitions in the text.

    Args:
        text: title, newline, abstract.
        sentences: of the text; a definition never crosses their bounds.
        known: words that long forms have or never have.
    """
    for index, sentence in enumerate(sentences):
        opened = _OPENS_TITLE.match(text, sentence.start, sentence.end) if index == 0 else None
        openings = [opened] if opened else _COLON.finditer(text, sentence.start, sentence.end)
        for opening in (*openings, *_EXPLAINED.finditer(text, sentence.start, sentence.end)):
            definition = _definition_after(text, opening, sentence.end, known)
            if definition is not None:
                yield definition
        for parenthesis in _PARENTHESIS.finditer(text, sentence.start, sentence.end):
            if len(parenthesis[1].strip()) in _INSIDE:
                definition = _definition_at(text, sentence, parenthesis, known)
                if definition is not None:
                    yield definition
