"""A corpus that says in its text and names whatever a program that reads graphs may take for something else."""

from typing import Any

from records import toy_records

ATTACKS = (
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(2)>",
    "<!--<script>",
    "]]></textarea><svg/onload=alert(3)>",
    "${alert(4)}`'\"\\",
    "{{ 7*7 }}{% raw %}",
    "\u2028\u2029\u202e\u2066evil\x00\x1b[31m",
    "javascript:alert(5)",
    "__proto__",
    "constructor",
)
"""What may run in a page."""

ODDITIES = (
    "=HYPERLINK(1)",
    "NaN",
    "null",
    'a","b\\N\n"c',
    "a;b\tc|d",
    "\ufffe\uffff\x0b\x85",
    '"""@en . <x> <y> <z> .',
    "]]>&lt;&#0;&nosuch;",
    "-- } { \\\\",
    "two  spaces",
    "two spaces",
)
"""What may end a cell, a string or a statement, or be a number or nothing."""


def hostile_records(attacks: tuple[str, ...] = ATTACKS) -> list[dict[str, Any]]:
    """A paper for each attack, which has it for a title, a name, an id, an author, a venue, a date and an address."""
    records = toy_records(len(attacks) + 3)
    for record, attack in zip(records, attacks, strict=False):
        own = record["entities"][0]
        record["title"] = f"{attack} {record['title']}"
        record["abstract"] = f"{attack} is {own['name']}. {attack} again. {record['abstract']}"
        record["entities"].append(own | {"name": attack, "aliases": [attack], "type": "Task"})
        record["authors"] = [attack]
        record["venue"] = attack
        record["date"] = attack
        record["url"] = f"javascript:alert('{attack}')"
        record["id"] = " ".join(f"paper:{attack}".splitlines())  # an id has one line
    records[-1]["title"] = "long " * 10_000
    records[-2]["url"] = "https://example.org/\"onmouseover='alert(6)'"
    records[-3]["title"] = "مرحبا \u202e reversed \u202c"
    return records
