"""Whether a text is English, the language that the pipeline reads."""

import re

from paperkg.extraction.vocabulary.word_lists import LanguageWords

_WORD = re.compile(r"[^\W\d_]+")
_MIN_WORDS = 12


def is_english(text: str, known: LanguageWords) -> bool:
    """Whether most of the text is English; short texts in Latin letters count as English.

    A text with more letters of other scripts than Latin ones is not; else the common little words of
    English are weighed against those of other languages.
    """
    if not text.isascii():
        letters = [c for c in text if c.isalpha()]
        latin = sum(c < "\u0250" for c in letters)
        if 2 * latin < len(letters):
            return False
    words = [word.lower() for word in _WORD.findall(text)]
    if len(words) < _MIN_WORDS:
        return True
    english = sum(word in known.english for word in words)
    other = sum(word in known.other for word in words)
    return english >= other


def is_foreign_title(title: str, known: LanguageWords) -> bool:
    """Whether a title is in another language than English.

    Titles are short, so two little words of another language tell, if they are more than those of English.
    """
    if not title.isascii():
        letters = [c for c in title if c.isalpha()]
        if 2 * sum(c < "\u0250" or "\u0370" <= c < "\u0400" for c in letters) < len(letters):
            return True
    words = [word.lower() for word in _WORD.findall(title)]
    other = sum(word in known.other for word in words)
    return other >= 2 and other > sum(word in known.english for word in words)
