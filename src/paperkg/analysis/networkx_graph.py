"""The build in the forms that networkx and pandas compute on."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from paperkg.analysis.network import Projection, network
from paperkg.graph.schema import SCHEMAS
from paperkg.graph.tables import Tables
from paperkg.kinds import EntityType

if TYPE_CHECKING:
    import networkx as nx
    import pandas as pd


def to_networkx(
    graph: Tables, projection: str = Projection.FULL, min_papers: int = 1, types: Iterable[str] = ()
) -> "nx.Graph[Any]":
    """The build as a networkx graph whose attributes are strings and numbers.

    Args:
        graph: the build.
        projection: "full" and "relations" give a MultiDiGraph, "bipartite" a DiGraph, "cooccurrence"
            and "papers" a Graph; see `paperkg.analysis.network`.
        min_papers: entities in fewer papers are left out.
        types: entities of other types are left out; empty keeps all.
    """
    import networkx as nx  # slow to load, and look-ups load this module too

    view = network(graph, projection, min_papers, frozenset(EntityType(name) for name in types))
    made: nx.Graph[Any]
    if view.projection in (Projection.FULL, Projection.RELATIONS):
        made = nx.MultiDiGraph()
    else:
        made = nx.DiGraph() if view.directed else nx.Graph()
    made.add_nodes_from(view.nodes())
    made.add_edges_from(view.edges())
    return made


def to_pandas(graph: Tables) -> "dict[str, pd.DataFrame]":
    """All tables of the build as data frames, by name; needs pandas installed."""
    return {name: graph.table(name).to_pandas() for name in SCHEMAS}
