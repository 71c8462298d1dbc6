"""The knowledge graph: one build, opened, and all that can be asked of it."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Literal

from paperkg.graph.tables import Tables

if TYPE_CHECKING:
    import networkx as nx
    import pandas as pd

    from paperkg.analysis.leaderboards import LeaderboardRow, TrendPoint
    from paperkg.analysis.neighbors import Neighbor
    from paperkg.graph.names import Found


class KnowledgeGraph(Tables):
    """The tables of one build, and what is computed on them. Nothing is read before it is asked for.

    Args:
        directory: the build, a folder with `tables/*.parquet`.

    Raises:
        BuildError: there is no build; later, when a table is read, that it is broken or lacks columns
            of this version.
    """

    # What is computed on the tables lives in `paperkg.analysis`; here it is at hand, loaded when first asked for.

    def search(self, query: str, limit: int = 10) -> "list[Found]":
        """Entities with a name that contains `query`; see `paperkg.analysis.search`."""
        from paperkg.graph.names import search

        return search(self, query, limit)

    def neighbors(self, entity: str, limit: int = 20, types: Iterable[str] = ()) -> "list[Neighbor]":
        """The strongest neighbours of an entity; see `paperkg.analysis.neighbors`."""
        from paperkg.analysis.neighbors import neighbors

        return neighbors(self, entity, limit, types)

    def leaderboard(self, benchmark: str, metric: str | None = None) -> "list[LeaderboardRow]":
        """The results on a benchmark, the best first; see `paperkg.analysis.leaderboard`."""
        from paperkg.analysis.leaderboards import leaderboard

        return leaderboard(self, benchmark, metric)

    def trends(
        self, entities: Iterable[str] = (), by: Literal["month", "year"] = "month", limit: int = 10
    ) -> "list[TrendPoint]":
        """How many papers name an entity over time; see `paperkg.analysis.trends`."""
        from paperkg.analysis.leaderboards import trends

        return trends(self, entities, by, limit)

    def to_networkx(self, projection: str = "full", min_papers: int = 1, types: Iterable[str] = ()) -> "nx.Graph[Any]":
        """The build as a networkx graph; see `paperkg.analysis.to_networkx`."""
        from paperkg.analysis.networkx_graph import to_networkx

        return to_networkx(self, projection, min_papers, types)

    def to_pandas(self) -> "dict[str, pd.DataFrame]":
        """All tables as data frames, by name; needs pandas."""
        from paperkg.analysis.networkx_graph import to_pandas

        return to_pandas(self)
