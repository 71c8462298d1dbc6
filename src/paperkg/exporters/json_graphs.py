"""Networks as JSON: networkx's node-link form, and the form that Cytoscape.js takes."""

import json
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from paperkg.analysis.network import Network
from paperkg.files import whole_file
from paperkg.kinds import LOOKS

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_ITEMS = 500


def write_node_link(network: Network, path: str | Path) -> None:
    """Writes node-link JSON, which `networkx.node_link_graph` and d3 read."""
    nodes = ({"id": node_id, **data} for node_id, data in network.nodes())
    edges = ({"source": s, "target": t, "key": i, **data} for i, (s, t, data) in enumerate(network.edges()))
    head = {"directed": network.directed, "multigraph": True, "graph": {"projection": network.projection.value}}
    with whole_file(path) as file:
        file.write(f"{_encode(head)[:-1]},\n")
        file.writelines(_array("nodes", nodes))
        file.write(",\n")
        file.writelines(_array("edges", edges))
        file.write("}\n")


def write_cytoscape(network: Network, path: str | Path) -> None:
    """Writes Cytoscape.js JSON: `cytoscape({elements: data.elements})`."""
    nodes = (
        {"data": {"id": i, "value": i, "name": data["label"], "color": LOOKS[str(data["type"])].hex, **data}}
        for i, data in network.nodes()
    )
    edges = (
        {"data": {"id": f"e{i}", "source": s, "target": t, **data}} for i, (s, t, data) in enumerate(network.edges())
    )
    head = {"data": [["projection", network.projection.value]], "directed": network.directed, "multigraph": True}
    with whole_file(path) as file:
        file.write(f'{_encode(head)[:-1]},\n"elements":{{')
        file.writelines(_array("nodes", nodes))
        file.write(",\n")
        file.writelines(_array("edges", edges))
        file.write("}}\n")


def _array(name: str, items: Iterator[dict[str, Any]]) -> Iterator[str]:
    """A member that is an array, in pieces: many items at once, since each call of the encoder has its price."""
    yield f'"{name}":['
    between = "\n"
    while batch := list(islice(items, _ITEMS)):
        yield between
        yield _encode(batch)[1:-1]
        between = ",\n"
    yield "\n]"
