"""What a bare acronym stands for, judged by the definitions that papers give."""

import re
from collections import Counter
from collections.abc import Mapping

from paperkg.agreement import UnionFind

_ACRONYM = re.compile(r"[A-Za-z0-9&@*+./-]{2,12}")
LONG = 8  # characters that a key has if what begins with it is the same thing
AGREEMENT = 0.75  # share of the defining papers that must agree before a bare acronym follows them


def is_acronym(form: str) -> bool:
    """Whether a surface form looks like an acronym: one short word, half of its letters capitals."""
    letters = [c for c in form if c.isalpha()]
    capitals = sum(c.isupper() for c in letters)
    return bool(_ACRONYM.fullmatch(form)) and capitals >= 2 and 2 * capitals >= len(letters)


def settle_acronyms(definitions: Mapping[str, Counter[str]], forest: UnionFind) -> dict[str, str]:
    """The long key that each bare acronym stands for, where papers agree.

    Long forms of one acronym of which one begins the other ("chain of thought", "chain of thought
    prompting") are the same thing and are united in `forest`.

    Args:
        definitions: acronym key to the long keys it was defined as, each with its number of papers.
        forest: sets of long keys; changed in place.
    """
    for counts in definitions.values():
        begins: list[str] = []  # those that begin the key at hand, the longest last
        for key in sorted(counts):
            while begins and not key.startswith(begins[-1]):
                begins.pop()
            if begins:
                forest.union_all([begins[-1], key])
            if len(key) >= LONG:
                begins.append(key)
    settled: dict[str, str] = {}
    for acronym in sorted(definitions):
        by_root: Counter[str] = Counter()
        for key, papers in definitions[acronym].items():
            by_root[forest.find(key)] += papers
        root, papers = min(by_root.items(), key=lambda item: (-item[1], item[0]))
        if papers >= AGREEMENT * by_root.total():
            settled[acronym] = root
    return settled
