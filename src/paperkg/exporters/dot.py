"""Graphviz DOT: https://graphviz.org/doc/info/lang.html. For small networks, `dot`, `sfdp` draw it."""

from collections.abc import Iterator
from pathlib import Path

from paperkg.analysis.network import Network
from paperkg.files import whole_file
from paperkg.kinds import LOOKS

_LONGEST = 60


def write_dot(network: Network, path: str | Path) -> None:
    """Writes a network as DOT."""
    with whole_file(path) as file:
        file.writelines(dot_lines(network))


def dot_text(text: str) -> str:
    """`text` as a quoted DOT string that is shown as it is."""
    return dot_name(" ".join(text.split()))


def dot_name(text: str) -> str:
    """`text` as a quoted DOT string that no other text has: two spaces stay two."""
    escaped = text.replace("\0", "").replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def dot_lines(network: Network) -> Iterator[str]:
    """The DOT of a network, line by line. Labels are cut after 60 characters."""
    arrow = "->" if network.directed else "--"
    yield f"{'digraph' if network.directed else 'graph'} paperkg {{\n"
    yield '  graph [overlap=prism, splines=false, outputorder=edgesfirst];\n  node [style=filled, fontname="sans"];\n'
    for node_id, data in network.nodes():
        label = str(data.get("label", node_id))
        label = label if len(label) <= _LONGEST else label[: _LONGEST - 1] + "…"
        look = LOOKS[str(data["type"])]
        style = f'fillcolor="{look.hex}40", color="{look.hex}", shape={look.graphviz}'
        yield f"  {dot_name(node_id)} [label={dot_text(label)}, {style}];\n"
    for source, target, data in network.edges():
        # dot takes whole numbers as weights and from 1 up keeps ends close.
        weight = max(1, round(float(data["weight"])))
        label = dot_text(str(data["label"]))
        yield f"  {dot_name(source)} {arrow} {dot_name(target)} [label={label}, weight={weight}];\n"
    yield "}\n"
