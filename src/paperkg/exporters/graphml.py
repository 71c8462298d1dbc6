"""GraphML, written as a stream: http://graphml.graphdrawing.org/specification.html.

networkx, igraph, Gephi, yEd and Cytoscape read it. Keys carry types; no attribute is called `id`,
which igraph would take for the node's own; characters that XML 1.0 forbids are left out; edges have
ids, so that parallel ones stay apart. Nodes carry their type's color as `r`, `g`, `b` and, in small
builds, their place as `x`, `y`, which Gephi understands and others take for numbers.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from paperkg.analysis.network import Attributes, Fields, Network, Scalar
from paperkg.files import whole_file
from paperkg.kinds import LOOKS

_TYPE_NAMES: dict[type[Scalar], str] = {str: "string", int: "int", float: "double"}
_FORBIDDEN = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd\U00010000-\U0010ffff]")
_SPECIAL = re.compile('[&<>"\t\n\r]|' + _FORBIDDEN.pattern)
_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"}
_ESCAPES |= {"\t": "&#9;", "\n": "&#10;", "\r": "&#13;"}
_COLOR_FIELDS: Fields = {"r": int, "g": int, "b": int}


def xml_text(text: str) -> str:
    """`text` as XML content or attribute value, without the characters that XML 1.0 forbids."""
    return _SPECIAL.sub(lambda match: _ESCAPES.get(match[0], ""), text)


def write_graphml(network: Network, path: str | Path) -> None:
    """Writes a network as GraphML."""
    with whole_file(path) as file:
        file.writelines(graphml_lines(network))


def graphml_lines(network: Network) -> Iterator[str]:
    """The GraphML of a network, in pieces that each end with a line."""
    node_fields = network.node_fields | _COLOR_FIELDS
    node_keys = {name: f"n{i}" for i, name in enumerate(node_fields)}
    edge_keys = {name: f"e{i}" for i, name in enumerate(network.edge_fields)}
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n'
    yield from _key_lines("node", node_fields, node_keys)
    yield from _key_lines("edge", network.edge_fields, edge_keys)
    direction = "directed" if network.directed else "undirected"
    yield f'<graph id="paperkg" edgedefault="{direction}">\n'
    node_open = {name: f'<data key="{key}">' for name, key in node_keys.items()}
    edge_open = {name: f'<data key="{key}">' for name, key in edge_keys.items()}
    colors = {name: _data(dict(zip("rgb", look.color, strict=True)), node_open) for name, look in LOOKS.items()}
    for node_id, attributes in network.nodes():
        data = _data(attributes, node_open) + colors[str(attributes["type"])]
        yield f'<node id="{xml_text(node_id)}">{data}</node>\n'
    for i, (source, target, attributes) in enumerate(network.edges()):
        ends = f'source="{xml_text(source)}" target="{xml_text(target)}"'
        yield f'<edge id="e{i}" {ends}>{_data(attributes, edge_open)}</edge>\n'
    yield "</graph>\n</graphml>\n"


def _key_lines(domain: str, fields: Fields, keys: dict[str, str]) -> Iterator[str]:
    for name, kind in fields.items():
        yield f'<key id="{keys[name]}" for="{domain}" attr.name="{name}" attr.type="{_TYPE_NAMES[kind]}"/>\n'


def _data(attributes: Attributes, opening: dict[str, str]) -> str:
    parts = []
    for name, value in attributes.items():
        text = value if type(value) is not str else value if value.isalnum() else xml_text(value)
        parts.append(f"{opening[name]}{text}</data>")
    return "".join(parts)
