"""Numbers of things, as people write them."""

from collections.abc import Mapping

from paperkg.text.plurals import singular


def counted(number: int, plural: str) -> str:
    """A number of things: "1 paper", "2,389 entities"."""
    return f"{number:,} {singular(plural) if number == 1 else plural}"


def counts_line(counts: Mapping[str, int]) -> str:
    """What a build holds, from the counts of its manifest: "368 papers, 2,389 entities, ..."."""
    names = ("papers", "entities", "statements", "results", "relations")
    return ", ".join(counted(counts[name], name) for name in names if name in counts)
