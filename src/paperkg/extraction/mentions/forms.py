"""Surface forms of one thing in one paper: words and phrases folded as annotations are compared.

Case, hyphens, spaces and a plural s make no difference to a form's key: "Vision-Language Models" and
"vision language model" share one.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache

from paperkg.extraction.vocabulary.word_lists import Words
from paperkg.text.keys import SHORTEST_PLURAL, without_marks, without_s

LONGEST = 10
"""Words in the longest phrase that is looked at."""

_STOPS = frozenset(".,;:()?!")
Places = dict[str, list[tuple[int, int]]]
"""Where each key stands: pairs of first word and the word after the last."""


@lru_cache(maxsize=65536)
def fold_word(word: str) -> str:
    """A word without case and marks; empty for a bare hyphen or stop."""
    return without_marks(word.casefold())


def form_key(words: Sequence[str]) -> str:
    """The key of a phrase: the `annotation_key` of its words with spaces between."""
    return without_s("".join(map(fold_word, words)))


def places_of_keys(words: Sequence[str], function_words: Words, barriers: Iterable[int] = ()) -> Places:
    """All phrases of at most `LONGEST` words, by their key.

    None crosses a stop or a barrier; none begins or ends with a function word or a bare hyphen.

    Args:
        words: of one paper.
        function_words: at which no phrase begins or ends.
        barriers: words at which other words than those before them begin a phrase, by index.
    """
    folded = [fold_word(word) for word in words]
    edges = [bool(part) and word not in function_words for word, part in zip(words, folded, strict=True)]
    # As `without_s`, which is too dear to call for each of a thousand phrases a paper.
    plural = [part[-1:] == "s" and part[-2:] != "ss" for part in folded]
    found: Places = defaultdict(list)
    cuts = sorted([*((i, i + 1) for i, word in enumerate(words) if word in _STOPS), *((i, i) for i in barriers)])
    begins = (0, *(after for _, after in cuts))
    for begin, stop in zip(begins, (*(before for before, _ in cuts), len(words)), strict=True):
        for start in range(begin, stop):
            if not edges[start]:
                continue
            joined = ""
            for end in range(start, min(stop, start + LONGEST)):
                joined += folded[end]
                if edges[end]:
                    cut = plural[end] and len(joined) >= SHORTEST_PLURAL and joined[-2] != "s"
                    found[joined[:-1] if cut else joined].append((start, end + 1))
    return found
