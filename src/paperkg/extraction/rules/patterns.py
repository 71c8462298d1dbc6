"""Patterns: names that a paper coins or that the words around them give away.

Titles "NAME: …", "we propose NAME", "called NAME", and words written as names are ("FlashAttention",
"GPT-4o", "Qwen2.5-7B"), typed by the nouns beside them ("on the NAME dataset"); and C, Go and R.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from spacy.attrs import (  # type: ignore[import-not-found]  # spaCy ships no stub of it
    IDX,
    LENGTH,
    SENT_START,
    SPACY,
)
from spacy.language import Language
from spacy.tokens import Doc
from spacy.tokens import Span as DocSpan

from paperkg.extraction.rules.paper_text import TextComponent, text_of
from paperkg.extraction.rules.programming import find_languages
from paperkg.extraction.vocabulary.word_lists import WordLists, Words, any_of
from paperkg.kinds import EntityType
from paperkg.model import Rule

PATTERNS = "patterns"
"""The span group of what the patterns find."""

# Inner capitals, or capitals with digits: in one part of the word, for "Long-Context" is no name.
_NAME_SHAPE = re.compile(r".*(?:[a-z0-9][A-Z]|[A-Z][A-Z]|[A-Z][a-z]*[-.+*@]?\d|[A-Z]-[A-Z]|[a-z]-\d|[A-Z]\*|\d[A-Z])")
_ARTICLES = (["a"], ["an"], ["the"], ["our"])
_LONGEST_PARENTHESIS = 16  # words, "NAME (Long Form of the Name), a dataset"
_QUANTITY = re.compile(
    r"[~<>]?\d+(?:[.,]\d+)*[-+]?(?:[BMKTGk]i?[Bb]?|GHz|MHz|D|x|X|V|W|th|nd|rd|st)[+s]?|\d+-(?:GPU|bit|Bit)"
)
_METRIC_AT = re.compile(r"[A-Za-z][\w-]{0,11}@(?:\d{1,4}(?:\.\d+)?|[kKnN])|[Pp]ass\^(?:\d{1,3}|[kK])")
_VERSION = re.compile(r"v?\d+(?:\.\d+)*[BMKkb]?")


@dataclass(frozen=True, slots=True)
class Find:
    """Tokens `start` to `end` are a name; `type` is None where nothing tells."""

    start: int
    end: int
    type: EntityType | None
    rule: Rule


def is_name_shaped(word: str, not_names: Words) -> bool:
    """Whether a word is written as a name: inner capitals, or capitals with digits."""
    return (
        not word.islower()
        and bool(_NAME_SHAPE.match(word))
        and word not in not_names
        and "://" not in word
        and not _QUANTITY.fullmatch(word)
    )


@lru_cache(maxsize=8)
def _proposes(stems: Words) -> re.Pattern[str]:
    """What the forms of the verbs with these stems match."""
    return re.compile(rf"{any_of(stems)}(?:e|es|ed|ing|t|s)?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Words:
    """The tokens of a document as plain columns, for reading a token of spaCy's costs far more; and word lists."""

    words: list[str]
    lowered: list[str]
    glued: list[bool]  # to the next word
    starts: list[bool]  # a sentence
    lists: WordLists

    @classmethod
    def of(cls, doc: Doc, lists: WordLists) -> "_Words":
        rows = doc.to_array([IDX, LENGTH, SPACY, SENT_START]).tolist()
        text = text_of(doc, lists).flat
        words = [text[start : start + length] for start, length, _, _ in rows]
        lowered = [word.lower() for word in words]
        return cls(words, lowered, [not row[2] for row in rows], [row[3] == 1 for row in rows], lists)

    def is_name(self, word: str) -> bool:
        return is_name_shaped(word, self.lists.naming.not_names)


def _title_name(text: _Words) -> Iterator[Find]:
    """`NAME: …` at the start of the title, of at most five words."""
    for i in range(1, min(len(text.words), 7)):
        if text.starts[i]:
            return
        if text.words[i] in {":", "—", "–"}:
            words = text.words[:i]
            capitalised = all(w[0].isupper() or w[0].isdigit() or not w[0].isalpha() for w in words)
            if text.is_name(words[0]) if i == 1 else (i <= 3 and capitalised and any(map(text.is_name, words))):
                yield Find(0, i, None, Rule.TITLE_NAME)
            elif i == 1 and words[0][0].isupper() and len(words[0]) > 3:
                yield Find(0, 1, None, Rule.TITLE_WORD)
            return


def _name_run(text: _Words, start: int) -> int:
    """End of the capitalised words from `start` on that make one name; `start` where there is none."""
    end = start
    while end < len(text.words) and end - start < 5 and not (end > start and text.starts[end]):
        word = text.words[end]
        further = end > start and (word[0].isdigit() or (word in {"-", "/"} and text.glued[end]))
        if not (word[0].isupper() or further) or word in text.lists.naming.not_names:
            break
        end += 1
    while end > start and text.words[end - 1] in {"-", "/"}:
        end -= 1
    return end


def _coined(text: _Words) -> Iterator[Find]:
    """Names after "we propose", "called" and their like."""
    naming = text.lists.naming
    proposes = _proposes(naming.proposing).match
    for i, word in enumerate(text.lowered):
        called = word in naming.called
        if not called and not proposes(word):
            continue
        start, stop = i + 1, min(i + (3 if called else 9), len(text.words))
        while start < stop and (text.lowered[start] in naming.skipped or (not called and text.words[start].islower())):
            start += 1
        end = _name_run(text, start) if start < len(text.words) else start
        words = text.words[start:end]
        if not words or (len(words) == 1 and not text.is_name(words[0]) and not called):
            continue
        yield Find(start, end, _type_beside(text, start, end), Rule.CALLED if called else Rule.PROPOSED)


def _shaped(text: _Words) -> Iterator[Find]:
    """Words written as names, wherever they stand, with the sizes and versions that follow them."""
    i = 0
    while i < len(text.words):
        if not text.is_name(text.words[i]):
            i += 1
            continue
        end = i + 1
        while end < len(text.words) and end - i < 4 and not text.starts[end] and _VERSION.fullmatch(text.words[end]):
            end += 1
        yield Find(i, end, _type_beside(text, i, end), Rule.SHAPE)
        i = end


def _metrics_at(text: _Words) -> Iterator[Find]:
    """Metrics at a rank or over samples: "recall@10", "pass^4"."""
    for at, word in enumerate(text.words):
        if _METRIC_AT.fullmatch(word):
            yield Find(at, at + 1, EntityType.METRIC, Rule.METRIC_AT)


def _languages(text: _Words) -> Iterator[Find]:
    """Short names of programming languages, where the words around make them so."""
    for at in find_languages(text.words, text.lists.programming):
        yield Find(at, at + 1, EntityType.SOFTWARE, Rule.LANGUAGE)


def _after_parentheses(text: _Words, start: int) -> int:
    """The word after "(…)" where one begins at `start`, else `start`."""
    if text.words[start : start + 1] != ["("]:
        return start
    inside = text.words[start + 1 : start + _LONGEST_PARENTHESIS]
    return start + inside.index(")") + 2 if ")" in inside else start


def _type_beside(text: _Words, start: int, end: int) -> EntityType | None:
    """The type that the noun after the name gives it, or an apposition: "NAME, a new benchmark"."""
    nouns, naming = text.lists.class_nouns, text.lists.naming
    if text.lowered[end : end + 1] and text.lowered[end] in nouns:
        return nouns[text.lowered[end]]
    for at in dict.fromkeys((end, _after_parentheses(text, end))):
        opening, *following = text.lowered[at : at + 9] or [""]
        if opening not in {",", "(", ":", "is"} or following[:1] not in _ARTICLES:
            continue
        for word in following:
            if word in naming.apposition_ends:
                break
            if word in nouns:
                return nouns[word]
    for word in reversed(text.lowered[max(0, start - 3) : start]):
        if word in nouns and word not in naming.never_before:
            return nouns[word]
        if word not in naming.before_names:
            break
    return None


class PatternMatcher(TextComponent):
    """Adds candidate spans, the rule as their id, the type as label where something tells it."""

    def __call__(self, doc: Doc) -> Doc:
        """Fills the span group."""
        text = _Words.of(doc, self.lists)
        spans: list[DocSpan] = []
        for find in (*_title_name(text), *_coined(text), *_shaped(text), *_metrics_at(text), *_languages(text)):
            span = DocSpan(doc, find.start, find.end, label=find.type.value if find.type else "")
            span.id_ = find.rule.value
            spans.append(span)
        doc.spans[PATTERNS] = spans
        return doc


@Language.factory("paperkg_patterns")
def make_pattern_matcher(nlp: Language, name: str) -> PatternMatcher:  # noqa: ARG001
    """The component."""
    return PatternMatcher()
