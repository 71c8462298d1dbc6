"""Decisions: what a person says about entities, applied at every build; and what we propose to ask.

A decisions file is tab-separated, one decision a line, `#` starts a comment:

    merge   CoT reasoning   chain-of-thought     the first is the second, and is called so
    retype  TrueSkill       Method               its type is that
    rename  chat gpt        ChatGPT              its label is that
    split   MARS            paper-id,paper-id    in those papers it is another thing
    drop    approach                             no entity

What stands in the field after those is the reason, in the words of who decided.

A merge may lead to a name that no paper has: the entity takes it as its label. Merges follow each other:
where "A" goes into "B" and "B" into "C", all three are called "C". A rename outweighs them.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from itertools import pairwise
from pathlib import Path

from paperkg.errors import DecisionError
from paperkg.files import read_lines, whole_file
from paperkg.kinds import EntityType
from paperkg.model import Action, Decision
from paperkg.text.keys import name_key

_NEAR = 0.9  # similarity of two keys, after Ratcliff and Obershelp


def _parse(line: str, place: str) -> Decision:
    fields = [field.strip() for field in line.split("\t")]
    if fields[0] not in set(Action):
        raise DecisionError(f"{place}: {fields[0]!r} is not an action (available: {', '.join(Action)})")
    action = Action(fields[0])
    wanted = 2 if action is Action.DROP else 3
    if len(fields) < wanted or not all(fields[:wanted]):
        raise DecisionError(f"{place}: {action} needs {wanted - 1} tab-separated field(s) after it")
    argument = "" if action is Action.DROP else fields[2]
    if action is Action.RETYPE and argument not in set(EntityType):
        raise DecisionError(f"{place}: {argument!r} is not an entity type (available: {', '.join(EntityType)})")
    return Decision(action=action, entity=fields[1], argument=argument, reason=" ".join(fields[wanted:]))


def read_decisions(path: str | Path) -> tuple[Decision, ...]:
    """Reads a decisions file.

    Raises:
        DecisionError: it cannot be read, a line is malformed, or two decisions contradict each other.
    """
    decisions = sorted(
        _parse(line, f"{path}:{number}")
        for number, line in enumerate(read_lines(path, DecisionError), 1)
        if line.strip() and not line.startswith("#")
    )
    # An entity is decided about once, but split as often as there are things of its name.
    seen: dict[tuple[Action, str, str], Decision] = {}
    for decision in decisions:
        part = decision.argument if decision.action is Action.SPLIT else ""
        before = seen.setdefault((decision.action, name_key(decision.entity), part), decision)
        if before.argument != decision.argument:
            raise DecisionError(
                f"{path}: {decision.action} {decision.entity!r} is decided twice: "
                f"{before.argument!r} and {decision.argument!r}"
            )
    return tuple(seen.values())


def add_decision(decision: Decision, path: str | Path) -> None:
    """Adds a decision at the end of a file."""
    file = Path(path)
    before = file.read_text(encoding="utf-8") if file.exists() else ""
    parts = (decision.action.value, decision.entity, decision.argument, decision.reason)
    line = "\t".join(part for part in parts if part) + "\n"
    with whole_file(file) as stream:
        stream.write(before if not before or before.endswith("\n") else before + "\n")
        stream.write(line)


def _near_duplicates(labels: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Neighboring labels, in the order of their keys, that differ in a letter or two.

    Names with digits are left out: "GPT-3" and "GPT-4" differ for good. So are equal keys: entities that
    share one were told apart by their definitions, or by a person.
    """
    keyed = sorted((name_key(label), label) for label in labels if not any(c.isdigit() for c in label))
    for (key_a, label_a), (key_b, label_b) in pairwise(keyed):
        if key_a == key_b or len(key_a) < 8 or key_a[:4] != key_b[:4] or abs(len(key_a) - len(key_b)) > 3:
            continue
        if SequenceMatcher(None, key_a, key_b, autojunk=False).ratio() >= _NEAR:
            yield label_a, label_b


def propose(labels: Iterable[tuple[str, int]]) -> tuple[Decision, ...]:
    """Merges worth a person's look, the rarer name into the more frequent one.

    Args:
        labels: label and number of papers of every entity; those of one label count together.
    """
    papers: Counter[str] = Counter()
    for label, count in labels:
        papers[label] += count
    proposals = []
    for a, b in _near_duplicates(papers):
        rare, common = sorted((a, b), key=lambda label: (papers[label], label))
        proposals.append(
            Decision(action=Action.MERGE, entity=rare, argument=common, reason="the names are nearly the same")
        )
    return tuple(sorted(proposals))
