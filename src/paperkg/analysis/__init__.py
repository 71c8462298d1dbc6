"""Questions that a researcher asks of a build, answered in Python values.

Each function takes an open `KnowledgeGraph`; an entity is given by its id, its label or any alias.
"""

from paperkg.analysis.boards import LeaderboardRow, TrendPoint, leaderboard, trends
from paperkg.analysis.frames import to_networkx, to_pandas
from paperkg.analysis.index import Index, index_of
from paperkg.analysis.names import Found, resolve, search
from paperkg.analysis.neighbors import Neighbor, neighbors

__all__ = [
    "Found",
    "Index",
    "LeaderboardRow",
    "Neighbor",
    "TrendPoint",
    "index_of",
    "leaderboard",
    "neighbors",
    "resolve",
    "search",
    "to_networkx",
    "to_pandas",
    "trends",
]
