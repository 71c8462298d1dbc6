"""The types of entities, one row each: all that the rest of the package knows of a type stands here.

To add a type, add a row here and its class to `ontology/paperkg.ttl`. Extraction finds its entities by a lexicon
until the recognizer is trained for it.

The colors are those of Okabe and Ito (2008, "Color Universal Design"), which people with any common
color vision tell apart; the symbols say the same without color.
"""

from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple, Self

from paperkg.choices import chosen

Color = tuple[int, int, int]


class Look(NamedTuple):
    """How a type of node is drawn: its color, its symbol in vis-network, and its shape in Graphviz."""

    color: Color
    symbol: str
    graphviz: str

    @property
    def hex(self) -> str:
        """The color as `#rrggbb`."""
        red, green, blue = self.color
        return f"#{red:02x}{green:02x}{blue:02x}"


class Kind(NamedTuple):
    """The row of an entity type.

    Attributes:
        look: how its nodes are drawn.
        role_group: types with the same group learn their roles together.
        result_part: what a result names it as ("subject", "benchmark", "metric"), or None if it never does.
        named: whether its entities are proper names: always, never, or, where None, as the paper writes them.
    """

    look: Look
    role_group: str
    result_part: str | None
    named: bool | None


class EntityType(StrEnum):
    """What an entity is: a name, and the row of what is known of the type."""

    kind: Kind

    def __new__(cls, name: str, kind: Kind | None = None) -> Self:
        """A member that is its name and carries its row."""
        if kind is None:
            raise ValueError(name)
        member = str.__new__(cls, name)
        member._value_ = name
        member.kind = kind
        return member

    METHOD = "Method", Kind(Look((0, 114, 178), "dot", "ellipse"), "method", "subject", None)
    MODEL = "Model", Kind(Look((213, 94, 0), "square", "box"), "method", "subject", True)
    BENCHMARK = "Benchmark", Kind(Look((0, 158, 115), "diamond", "diamond"), "benchmark", "benchmark", True)
    SOFTWARE = "Software", Kind(Look((204, 121, 167), "hexagon", "hexagon"), "method", "subject", True)
    TASK = "Task", Kind(Look((230, 159, 0), "triangle", "triangle"), "task", None, False)
    METRIC = "Metric", Kind(Look((86, 180, 233), "star", "star"), "metric", "metric", False)


PAPER_LOOK = Look((120, 124, 132), "triangleDown", "note")
"""How the nodes of papers are drawn."""

LOOKS: dict[str, Look] = {one.value: one.kind.look for one in EntityType} | {"Paper": PAPER_LOOK}
"""How each type of node is drawn, by the name that graph files give it."""

TypeNames = str | Iterable[str]
"""Entity types by name, in any case; a bare string is one type."""


def entity_types(types: TypeNames) -> frozenset[EntityType]:
    """The entity types of these names.

    Raises:
        UnknownValueError: a name is not that of an entity type.
    """
    names = [types] if isinstance(types, str) else types
    return frozenset(chosen(name, EntityType, "an entity type") for name in names)
