"""Words that a line break cut in two: "Accu- racy"."""

import re
from collections.abc import Callable, Iterator

from paperkg.extraction.words.plain_text import Edit

Frequency = Callable[[str], float]
"""How common a form of a word is; 0 where it is unknown."""

_BROKEN = re.compile(r"(?<![\w-])(?P<head>[\w-]*[^\W\d_]{2})(?P<cut>- +)(?P<tail>\w[\w-]*)(?=\W|$)")
_SUSPENDED = frozenset("and or to nor vs versus as but und oder et y e through".split())


def broken_words(text: str, frequency: Frequency) -> Iterator[Edit]:
    """Both halves as the one word that is known, else with the hyphen that they have.

    "pre- and post-training" has no broken word, nor has "large- scale" one without its hyphen.
    """
    for found in _BROKEN.finditer(text):
        head, tail = found["head"], found["tail"]
        if tail.lower() in _SUSPENDED:
            continue
        whole, hyphenated = _known(head + tail, frequency), _known(f"{head}-{tail}", frequency)
        if not (whole or hyphenated):
            start = _known(head, frequency)
            whole = tail.islower() and not start
        glued = bool(whole) and whole >= hyphenated and not tail[0].isdigit()
        yield Edit(*found.span("cut"), "" if glued else "-")


def _known(word: str, frequency: Frequency) -> float:
    return max(frequency(word), frequency(word.lower()) if word[1:].islower() else 0.0)
