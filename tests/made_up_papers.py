"""Annotated papers to train on, all of one make."""

from typing import Any


def made_up_paper(index: int) -> dict[str, Any]:
    """A paper that proposes one method and compares it with another, in the form of the annotation guidelines."""
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
