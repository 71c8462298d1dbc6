"""One colour and one shape for each type of node, the same in every file.

The colours are those of Okabe and Ito (2008, "Color Universal Design"), which people with any common
colour vision tell apart; the shapes say the same without colour.
"""

COLORS: dict[str, tuple[int, int, int]] = {
    "Method": (0, 114, 178),
    "Model": (213, 94, 0),
    "Benchmark": (0, 158, 115),
    "Software": (204, 121, 167),
    "Task": (230, 159, 0),
    "Metric": (86, 180, 233),
    "Paper": (120, 124, 132),
}
SHAPES: dict[str, str] = {
    "Method": "dot",
    "Model": "square",
    "Benchmark": "diamond",
    "Software": "hexagon",
    "Task": "triangle",
    "Metric": "star",
    "Paper": "triangleDown",
}


def color_hex(name: str) -> str:
    """The colour of a type of node as `#rrggbb`."""
    red, green, blue = COLORS[name]
    return f"#{red:02x}{green:02x}{blue:02x}"
