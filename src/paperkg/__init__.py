"""A knowledge graph from abstracts of papers, every edge with its evidence.

    import paperkg

    paperkg.build(["pages/"], "graph")
    graph = paperkg.open("graph")
    graph.entity("vLLM")

`build` reads papers and writes their graph to a folder, `open` opens it, `query` asks it with SPARQL, and `extract`
finds what is in one paper.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from paperkg._version import __version__
from paperkg.errors import (
    BuildError,
    DecisionError,
    EngineError,
    EvaluationError,
    ExtractionError,
    FetchError,
    LexiconError,
    MissingPackageError,
    NotFoundError,
    OptionError,
    PaperKGError,
    QueryError,
    ReadError,
    UnknownFormatError,
    UnknownValueError,
    WeightsError,
)
from paperkg.kinds import EntityType
from paperkg.model import Extraction, Paper, Relation, Role

if TYPE_CHECKING:
    from paperkg.extraction import extract
    from paperkg.knowledge_graph import KnowledgeGraph, open
    from paperkg.pipeline import build
    from paperkg.sparql.ask import query

__all__ = [
    "BuildError",
    "DecisionError",
    "EngineError",
    "EntityType",
    "EvaluationError",
    "Extraction",
    "ExtractionError",
    "FetchError",
    "KnowledgeGraph",
    "LexiconError",
    "MissingPackageError",
    "NotFoundError",
    "OptionError",
    "Paper",
    "PaperKGError",
    "QueryError",
    "ReadError",
    "Relation",
    "Role",
    "UnknownFormatError",
    "UnknownValueError",
    "WeightsError",
    "__version__",
    "build",
    "extract",
    "open",
    "query",
]

# Loaded when first asked for: what they import is slow to load. No module of the package has one of these names, for
# importing it would put it in the place of the function.
_HOMES = {
    "KnowledgeGraph": "paperkg.knowledge_graph",
    "build": "paperkg.pipeline",
    "extract": "paperkg.extraction",
    "open": "paperkg.knowledge_graph",
    "query": "paperkg.sparql.ask",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'paperkg' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
