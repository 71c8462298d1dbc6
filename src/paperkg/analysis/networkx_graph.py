"""The build in the form that networkx computes on."""

from typing import TYPE_CHECKING, Any

from paperkg.analysis.network import Projection, network
from paperkg.graph.tables import Tables
from paperkg.kinds import TypeNames

if TYPE_CHECKING:
    import networkx as nx


def to_networkx(
    graph: Tables, projection: str = Projection.FULL, min_papers: int = 1, types: TypeNames = ()
) -> "nx.Graph[Any]":
    """The build as a networkx graph whose attributes are strings and numbers.

    Args:
        graph: the build.
        projection: "full" and "relations" give a MultiDiGraph, "bipartite" a DiGraph, "cooccurrence"
            and "papers" a Graph; see `paperkg.analysis.network`.
        min_papers: entities in fewer papers are left out.
        types: entities of other types are left out; empty keeps all.

    Raises:
        OptionError: there is no such projection or type, or `min_papers` is less than 1.
    """
    import networkx as nx  # slow to load, and look-ups load this module too

    view = network(graph, projection, min_papers, types)
    made: nx.Graph[Any]
    if view.projection in (Projection.FULL, Projection.RELATIONS):
        made = nx.MultiDiGraph()
    else:
        made = nx.DiGraph() if view.directed else nx.Graph()
    made.add_nodes_from(view.nodes())
    made.add_edges_from(view.edges())
    return made
