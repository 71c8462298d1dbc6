"""GEXF 1.2, dynamic: https://gexf.net/schema.html. Gephi plays it along the time line.

An edge begins on the date of its paper, an entity on that of its first paper; a date known to the
month begins on its first day. An edge without a date begins when both of its ends are there, and
what is not known to begin is always there.
"""

from collections.abc import Iterator
from pathlib import Path

from paperkg.analysis.network import Attributes, Fields, Network, Scalar
from paperkg.exporters.graphml import xml_text
from paperkg.files import whole_file
from paperkg.kinds import LOOKS
from paperkg.text.dates import first_day

_TYPE_NAMES: dict[type[Scalar], str] = {str: "string", int: "integer", float: "double"}


def write_gexf(network: Network, path: str | Path) -> None:
    """Writes a network as GEXF."""
    with whole_file(path) as file:
        file.writelines(gexf_lines(network))


def _day(data: Attributes) -> str | None:
    """The first day of what has a date."""
    date = data.get("date")
    return first_day(date) if isinstance(date, str) else None


def _starts(network: Network) -> dict[str, str]:
    """The first day of each node that has one: its own, or the first of its edges'."""
    starts = {node_id: day for node_id, data in network.nodes() if (day := _day(data))}
    own = set(starts)
    for edge in network.edges():
        day = _day(edge.attributes)
        if day is None:
            continue
        for end in (edge.source, edge.target):
            if end not in own:
                starts[end] = min(day, starts.get(end, day))
    return starts


def gexf_lines(network: Network) -> Iterator[str]:
    """The GEXF of a network, in pieces that each end with a line."""
    node_keys = {name: str(i) for i, name in enumerate(network.node_fields)}
    edge_keys = {name: str(i) for i, name in enumerate(network.edge_fields)}
    starts = _starts(network)
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield '<gexf xmlns="http://www.gexf.net/1.2draft" xmlns:viz="http://www.gexf.net/1.2draft/viz" version="1.2">\n'
    direction = "directed" if network.directed else "undirected"
    yield f'<graph mode="dynamic" timeformat="date" defaultedgetype="{direction}">\n'
    yield from _attribute_lines("node", network.node_fields, node_keys)
    yield from _attribute_lines("edge", network.edge_fields, edge_keys)
    yield "<nodes>\n"
    for node_id, data in network.nodes():
        red, green, blue = LOOKS[str(data["type"])].color
        shown = f'<viz:color r="{red}" g="{green}" b="{blue}"/>'
        if "x" in data:
            shown += f'<viz:position x="{data["x"]}" y="{data["y"]}" z="0.0"/>'
        head = f'id="{xml_text(node_id)}" label="{xml_text(str(data.get("label", node_id)))}"'
        yield f"<node {head}{_start(starts.get(node_id))}>{_values(data, node_keys)}{shown}</node>\n"
    yield "</nodes>\n<edges>\n"
    for i, (source, target, data) in enumerate(network.edges()):
        ends = [starts[end] for end in (source, target) if end in starts]
        day = _day(data) or max(ends, default=None)
        head = f'id="{i}" source="{xml_text(source)}" target="{xml_text(target)}" weight="{data["weight"]}"'
        label = xml_text(str(data["label"]))
        yield f'<edge {head} label="{label}"{_start(day)}>{_values(data, edge_keys)}</edge>\n'
    yield "</edges>\n</graph>\n</gexf>\n"


def _start(day: str | None) -> str:
    return f' start="{day}"' if day else ""


def _attribute_lines(owner: str, fields: Fields, keys: dict[str, str]) -> Iterator[str]:
    yield f'<attributes class="{owner}" mode="static">\n'
    for name, kind in fields.items():
        yield f'<attribute id="{keys[name]}" title="{name}" type="{_TYPE_NAMES[kind]}"/>\n'
    yield "</attributes>\n"


def _values(data: Attributes, keys: dict[str, str]) -> str:
    parts = []
    for name, value in data.items():
        text = value if type(value) is not str else value if value.isalnum() else xml_text(value)
        parts.append(f'<attvalue for="{keys[name]}" value="{text}"/>')
    return f"<attvalues>{''.join(parts)}</attvalues>"
