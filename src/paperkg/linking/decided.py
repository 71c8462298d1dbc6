"""Decisions, by action and key, and which of them met something."""

from collections import defaultdict
from collections.abc import Collection, Iterable

from paperkg.model import Action, Decision
from paperkg.text.keys import name_key


class Decided:
    """The decisions about entities; what is asked for and found counts as used."""

    def __init__(self, decisions: Iterable[Decision]) -> None:
        self._all = tuple(decisions)
        self._used: set[Decision] = set()
        self._by_key: dict[tuple[Action, str], list[Decision]] = defaultdict(list)
        for decision in self._all:
            self._by_key[decision.action, name_key(decision.entity)].append(decision)

    @property
    def keys(self) -> set[str]:
        """All keys that decisions speak of, those that merges lead to among them."""
        targets = {name_key(merge.argument) for merge in self._merges}
        return targets | {key for _, key in self._by_key}

    @property
    def splits(self) -> list[tuple[str, str]]:
        """The keys that are split, each with a paper in which it is another thing."""
        return [
            (key, paper)
            for (action, key), found in self._by_key.items()
            if action is Action.SPLIT
            for decision in found
            for paper in _papers(decision)
        ]

    @property
    def _merges(self) -> list[Decision]:
        return [decision for decision in self._all if decision.action is Action.MERGE]

    def find(self, action: Action, keys: Iterable[str]) -> Decision | None:
        """The first decision of that action on any of the keys; all that there are have met something."""
        met = [decision for key in keys for decision in self._by_key.get((action, key), ())]
        self._used.update(met)
        return met[0] if met else None

    def mark_of(self, keys: Iterable[str], paper_id: str) -> str:
        """A mark that keeps an entity of that paper apart; empty where none is decided."""
        for key in keys:
            for decision in self._by_key.get((Action.SPLIT, key), ()):
                papers = _papers(decision)
                if paper_id in papers:
                    self._used.add(decision)
                    return f"~{papers[0]}"
        return ""

    def merges_of(self, names: Collection[str]) -> list[Decision]:
        """The merges of a name that there is: one of `names`, or one that another of these merges gives."""
        known = set(names)
        met: list[Decision] = []
        waiting = self._merges
        while fresh := [merge for merge in waiting if name_key(merge.entity) in known]:
            waiting = [merge for merge in waiting if name_key(merge.entity) not in known]
            known.update(name_key(merge.argument) for merge in fresh)
            met += fresh
        self._used.update(met)
        return met

    @property
    def unused(self) -> tuple[Decision, ...]:
        """Those that met nothing."""
        return tuple(decision for decision in self._all if decision not in self._used)


def _papers(split: Decision) -> list[str]:
    return sorted(filter(None, map(str.strip, split.argument.split(","))))
