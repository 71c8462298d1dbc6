"""A knowledge graph from abstracts of papers, every edge with its evidence.

    import paperkg
    paperkg.build(["pages/"], "outputs")
    graph = paperkg.KnowledgeGraph.open("outputs")

The flow: readers -> extract -> link -> graph -> export -> query / serve.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from paperkg.knowledge_graph import KnowledgeGraph
    from paperkg.pipeline import build
    from paperkg.sparql.ask import query

__version__ = "0.1.0"
__all__ = ["KnowledgeGraph", "__version__", "build", "query"]

# Loaded when first asked for: what they import is heavy.
_HOMES = {"KnowledgeGraph": "paperkg.knowledge_graph", "build": "paperkg.pipeline", "query": "paperkg.sparql.ask"}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'paperkg' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
