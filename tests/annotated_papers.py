"""Annotated papers, made up: rows as annotation files have them."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

Row = dict[str, Any]

FOONET: Row = {
    "id": "a",
    "title": "FooNet: a network",
    "abstract": "We propose FooNet. FooNet reaches 75.4% accuracy on GSM8K and beats BarNet. "
    "Knowledge distillation helps.",
    "entities": [
        {"name": "FooNet", "type": "Method", "named": True, "role": "introduces", "aliases": ["FooNet"]},
        {"name": "BarNet", "type": "Model", "named": True, "role": "compares_with", "aliases": ["BarNet"]},
        {"name": "GSM8K", "type": "Benchmark", "named": True, "role": "evaluates_on", "aliases": ["GSM8K"]},
        {"name": "accuracy", "type": "Metric", "named": False, "role": "measures", "aliases": ["accuracy"]},
        {
            "name": "knowledge distillation",
            "type": "Method",
            "named": False,
            "role": "uses",
            "aliases": ["Knowledge distillation"],
        },
    ],
    "results": [
        {"subject": "FooNet", "benchmark": "GSM8K", "metric": "accuracy", "value": "75.4%", "kind": "absolute"}
    ],
    "relations": [["FooNet", "outperforms", "BarNet"], ["FooNet", "evaluated_on", "GSM8K"]],
}


def parsing_paper(index: int) -> Row:
    """One of many papers of the same make: what it says of its numbers goes by `index` modulo 3."""
    ours, theirs = f"Zig{index}", f"Zag{index}"
    kind = ("absolute", "delta", "ratio")[index % 3]
    value = ("91.5%", "4.5%", "3.8x")[index % 3]
    words = ("reaches an accuracy of", "improves accuracy by", "improves accuracy by a factor of")[index % 3]
    return {
        "id": f"t{index}",
        "title": f"{ours}: Better Parsing",
        "abstract": "Pages are hard to read, since their layout differs from one publisher to the next. "
        f"Methods such as {theirs} are slow. We propose {ours} for parsing with 7B parameters. "
        f"{ours} outperforms {theirs} and {words} {value} on PageSet.",
        "entities": [
            {"name": ours, "type": "Method", "named": True, "role": "introduces", "aliases": [ours]},
            {"name": theirs, "type": "Method", "named": True, "role": "compares_with", "aliases": [theirs]},
            {"name": "parsing", "type": "Task", "named": False, "role": "addresses", "aliases": ["parsing", "Parsing"]},
            {"name": "accuracy", "type": "Metric", "named": False, "role": "measures", "aliases": ["accuracy"]},
            {"name": "PageSet", "type": "Benchmark", "named": True, "role": "evaluates_on", "aliases": ["PageSet"]},
        ],
        "results": [{"subject": ours, "benchmark": "PageSet", "metric": "accuracy", "value": value, "kind": kind}],
        "relations": [[ours, "outperforms", theirs], [ours, "solves", "parsing"], [ours, "evaluated_on", "PageSet"]],
    }


def write_rows(rows: Iterable[Row], path: Path) -> Path:
    """Writes rows as JSON lines, and gives the path back."""
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path
