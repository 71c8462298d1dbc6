"""How alike two papers are, by the entities that they share.

The cosine of the papers' entity vectors, in which an entity weighs its inverse document frequency
(Spärck Jones 1972): with N papers and df(e) of them having e, w(e) = ln(1 + N / df(e)) and

    similarity(p, q) = sum of w(e)^2 over shared e / sqrt(sum of w(e)^2 in p * sum of w(e)^2 in q)

Entities in more than `HUB_PAPERS` papers count in the sums but bring no pair together on their own,
and a paper keeps the ties that are among its own or the other paper's `NEIGHBORS` strongest.
"""

import heapq
import math
from collections import defaultdict
from collections.abc import Iterator
from itertools import groupby

from paperkg.graph.tables import Tables

HUB_PAPERS = 200
NEIGHBORS = 10


def similar_papers(graph: Tables, kept: frozenset[str] | None = None) -> Iterator[tuple[str, str, float, int]]:
    """Pairs of papers, the lesser id first: (paper, paper, similarity in (0, 1], shared entities).

    Args:
        graph: the build.
        kept: the entities that count; None counts all.
    """
    papers, entities_of = _papers(graph, kept)
    papers_of: dict[str, list[int]] = defaultdict(list)
    for i, entities in enumerate(entities_of):
        for entity in entities:
            papers_of[entity].append(i)
    square = {e: math.log(1 + len(papers) / len(having)) ** 2 for e, having in papers_of.items()}
    norm = [math.sqrt(sum(square[e] for e in entities)) for entities in entities_of]
    ties: dict[tuple[int, int], tuple[float, int]] = {}
    for i, entities in enumerate(entities_of):
        own = set(entities)
        candidates = {j for e in entities if len(papers_of[e]) <= HUB_PAPERS for j in papers_of[e] if j != i}
        scored = []
        for j in candidates:
            shared = own.intersection(entities_of[j])
            weight = math.fsum(square[e] for e in shared) / (norm[i] * norm[j])
            scored.append((-round(weight, 4), j, len(shared)))
        for minus, j, count in heapq.nsmallest(NEIGHBORS, scored):
            ties[min(i, j), max(i, j)] = (-minus, count)
    for (i, j), (weight, count) in sorted(ties.items()):
        yield papers[i], papers[j], weight, count


def _papers(graph: Tables, kept: frozenset[str] | None) -> tuple[list[str], list[list[str]]]:
    papers, entities_of = [], []
    rows = graph.rows("statements", ["paper_id", "entity_id"])
    for paper_id, group in groupby(rows, key=lambda row: row["paper_id"]):
        entities = [row["entity_id"] for row in group if kept is None or row["entity_id"] in kept]
        if entities:
            papers.append(paper_id)
            entities_of.append(entities)
    return papers, entities_of
