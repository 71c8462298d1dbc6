"""How two entities hang together: the shortest chain of papers between them."""

from typing import NamedTuple

import numpy as np

from paperkg.graph.index import Index, Ints


class Step(NamedTuple):
    """Two entities that one paper names, and that paper, all by number."""

    first: int
    paper: int
    second: int


def shortest_path(index: Index, first: int, second: int) -> list[Step]:
    """The steps from one entity to another; none where no chain of papers joins them, or both are the same.

    Among chains of one length, those over entities in fewer papers are preferred: they say more.
    """
    level = np.full(len(index.entity_ids), -1)
    level[first] = 0
    edge: Ints = np.array([first], dtype=np.int32)
    seen = np.zeros(len(index.paper_ids), dtype=bool)
    while len(edge) and level[second] < 0:
        rows = np.concatenate([index.rows_of(int(entity)) for entity in edge])
        papers = np.unique(index.paper[rows])
        papers = papers[~seen[papers]]
        seen[papers] = True
        reached = np.unique(index.entities_in(papers)) if len(papers) else papers
        edge = reached[level[reached] < 0]
        level[edge] = level.max() + 1
    steps: list[Step] = []
    at = second
    while level[at] > 0:
        papers = index.papers_of(at)
        near = index.entities_in(papers)
        before = near[level[near] == level[at] - 1]
        other = int(min(before.tolist(), key=lambda entity: (int(index.papers[entity]), entity)))
        paper = int(np.intersect1d(papers, index.papers_of(other))[0])
        steps.insert(0, Step(other, paper, at))
        at = other
    return steps
