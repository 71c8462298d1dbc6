"""Agreement: which strings name one thing, and what most of its findings say. Order never matters."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Generic, TypeVar

_T = TypeVar("_T")
_Item = TypeVar("_Item", int, str)


class UnionFind(Generic[_Item]):
    """Disjoint sets of strings or of numbers, with path splitting (Tarjan and van Leeuwen 1984).

    The representative of a set is its smallest member.
    """

    def __init__(self) -> None:
        self._parent: dict[_Item, _Item] = {}

    def find(self, item: _Item) -> _Item:
        """The smallest member of the item's set; an unknown item is alone."""
        parent = self._parent.setdefault(item, item)
        while parent != item:
            self._parent[item] = self._parent[parent]
            item, parent = parent, self._parent[parent]
        return item

    def __contains__(self, item: _Item) -> bool:
        """Whether the item was ever found or put into a set."""
        return item in self._parent

    def union_all(self, items: Sequence[_Item]) -> None:
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
