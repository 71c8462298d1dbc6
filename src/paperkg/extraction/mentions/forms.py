"""Surface forms of one thing in one paper: words and phrases folded as annotations are compared.

Case, hyphens, spaces and a plural s make no difference to a form's key: "Vision-Language Models" and
"vision language model" share one.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache

from paperkg.extraction.vocabulary.word_lists import Words

_SHORTEST_PLURAL = 4  # letters; words must have more to lose their s
LONGEST = 10
"""Words in the longest phrase that is looked at."""

_JOINTS = re.compile(r"[\s\-–—_/.'’`\"]+")
_STOPS = frozenset(".,;:()?!")
Places = dict[str, list[tuple[int, int]]]
"""Where each key stands: pairs of first word and the word after the last."""


@lru_cache(maxsize=65536)
def fold_word(word: str) -> str:
    """A word without case and joints; empty for a bare hyphen or stop."""
    return _JOINTS.sub("", word.casefold())


def _singular(folded: str) -> str:
    return folded[:-1] if len(folded) > _SHORTEST_PLURAL and folded[-1] == "s" and folded[-2] != "s" else folded


def form_key(words: Sequence[str]) -> str:
    """The key of a phrase."""
    return _singular("".join(map(fold_word, words)))


def places_of_keys(words: Sequence[str], function_words: Words) -> Places:
    """All phrases of at most `LONGEST` words, by their key.

    None crosses a stop; none begins or ends with a function word or a bare hyphen.
    """
    folded = [fold_word(word) for word in words]
    edges = [bool(part) and word not in function_words for word, part in zip(words, folded, strict=True)]
    # As `_singular`, which is too dear to call for each of a thousand phrases a paper.
    plural = [part[-1:] == "s" and part[-2:] != "ss" for part in folded]
    found: Places = defaultdict(list)
    stops = [i for i, word in enumerate(words) if word in _STOPS]
    for begin, stop in zip([0, *(i + 1 for i in stops)], [*stops, len(words)], strict=True):
        for start in range(begin, stop):
            if not edges[start]:
                continue
            joined = ""
            for end in range(start, min(stop, start + LONGEST)):
                joined += folded[end]
                if edges[end]:
                    cut = plural[end] and len(joined) > _SHORTEST_PLURAL and joined[-2] != "s"
                    found[joined[:-1] if cut else joined].append((start, end + 1))
    return found
