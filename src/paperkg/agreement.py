"""Agreement: which strings name one thing, and what most of its findings say. Order never matters."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TypeVar

_T = TypeVar("_T")


class UnionFind:
    """Disjoint sets of strings, with path splitting (Tarjan and van Leeuwen 1984).

    The representative of a set is its smallest member.
    """

    def __init__(self) -> None:
        self._parent: dict[str, str] = {}

    def find(self, item: str) -> str:
        """The smallest member of the item's set; an unknown item is alone."""
        parent = self._parent.setdefault(item, item)
        while parent != item:
            self._parent[item] = self._parent[parent]
            item, parent = parent, self._parent[parent]
        return item

    def union_all(self, items: Sequence[str]) -> None:
        """Puts all items into one set."""
        roots = sorted({self.find(item) for item in items})
        for root in roots[1:]:
            self._parent[root] = roots[0]


def vote(votes: Iterable[tuple[_T, float]]) -> _T:
    """The value with most weight, to six decimals; ties go to the smaller text.

    Args:
        votes: at least one value with its weight.
    """
    weights: dict[_T, float] = defaultdict(float)
    for value, weight in votes:
        weights[value] += weight
    return min(weights, key=lambda value: (-round(weights[value], 6), str(value)))
