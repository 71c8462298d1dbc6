"""Whether a text is English, the language that the pipeline reads."""

import re

_WORD = re.compile(r"[^\W\d_]+")
# The commonest little words, by language; those that English shares are left out.
_ENGLISH = frozenset(
    "the of and to in is that for with we this on are by as be from it an which our can have or their "
    "these has not at using based model".split()
)
_OTHER = frozenset(
    "le la les des du une est dans pour qui que sur par nous et aux ces cette avec sont pas plus leur "
    "der die das und ist nicht mit von den ein eine zu auf wir für werden "
    "el los las una del en para con por que se como es entre "
    "o os uma não do da em dos ao il di che per della sono questo".split()
)
_MIN_WORDS = 12


def is_english(text: str) -> bool:
    """Whether most of the text is English; short texts in Latin letters count as English.

    A text with more letters of other scripts than Latin ones is not; else the common little words of
    English are weighed against those of French, German, Spanish, Portuguese and Italian.
    """
    if not text.isascii():
        letters = [c for c in text if c.isalpha()]
        latin = sum(c < "\u0250" for c in letters)
        if 2 * latin < len(letters):
            return False
    words = [word.lower() for word in _WORD.findall(text)]
    if len(words) < _MIN_WORDS:
        return True
    english = sum(word in _ENGLISH for word in words)
    other = sum(word in _OTHER for word in words)
    return english >= other
