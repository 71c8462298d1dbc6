"""Labels and tags: what the trained parts tell apart, and the columns in which the tagger says so.

A label is a type of entity; where a paper may use a type's entities as proper names or as terms, those
names have a label of their own ("Method+"). The shipped weights bring the labels that they were trained
for; `LABELS` are those that training gives.
"""

from collections.abc import Iterable

from paperkg.kinds import EntityType

_PROPER = "+"
OUTSIDE = 0
"""The column of words that belong to no mention; two columns for each label follow."""
BEGIN = slice(1, None, 2)
"""The columns of the first words of mentions, one for each label."""
INSIDE = slice(2, None, 2)
"""The columns of their further words, one for each label."""


def label_of(kind: EntityType, named: bool) -> str:
    """The label of an entity's mentions."""
    return kind.value + _PROPER if named and kind.kind.named is None else kind.value


def labels_of(kinds: Iterable[EntityType]) -> tuple[str, ...]:
    """The labels of types, that of their proper names before that of their terms."""
    return tuple(dict.fromkeys(label_of(kind, named) for kind in kinds for named in (True, False)))


def type_name(label: str) -> str:
    """The type that a label is of."""
    return label.removesuffix(_PROPER)


def is_proper(label: str) -> bool:
    """Whether a label stands for the proper names of a type that has terms too."""
    return label.endswith(_PROPER)


def tags_of(labels: Iterable[str]) -> tuple[str, ...]:
    """The tagger's columns: "O", then "B-LABEL" and "I-LABEL" for each label."""
    return ("O", *(f"{prefix}-{label}" for label in labels for prefix in "BI"))


LABELS = labels_of(EntityType)
TAGS = tags_of(LABELS)
