"""Rejected records of an input: so many are told one by one, and what comes after these by its reason.

A few kilobytes that unpack to millions of lines would otherwise cost gigabytes, for each line is told with its place.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from paperkg.model import Paper, Rejected

MOST_TOLD = 10_000
"""Rejected records of one input that are told one by one."""
MOST_REASONS = 100
"""Reasons that are told apart after these."""

_NUMBER = re.compile(r"\d[\d,]*")


def gather(records: Iterable[Paper | Rejected]) -> Iterator[Paper | Rejected]:
    """The records of an input, as they come; then one for all of a reason, at the end."""
    told = 0
    gathered: dict[tuple[str, bool, bool], tuple[Rejected, int, int]] = {}
    for record in records:
        if isinstance(record, Paper) or told < MOST_TOLD:
            told += isinstance(record, Rejected)
            yield record
            continue
        key = _NUMBER.sub("#", record.reason), record.passed_over, record.records == 0
        if key not in gathered and len(gathered) >= MOST_REASONS:
            key, record = ("", *key[1:]), replace(record, reason="other reasons than those before")
        first, times, stands_for = gathered.get(key, (record, 0, 0))
        gathered[key] = first, times + 1, stands_for + record.records
    for first, times, stands_for in gathered.values():
        more = f" (and {times - 1:,} more like it)" if times > 1 else ""
        yield replace(first, reason=first.reason + more, records=stands_for)
