"""Places for the nodes of graph files: those that the explorer's map gives to entities."""

from collections import defaultdict

from paperkg.graph.tables import Tables
from paperkg.maps.entity_map import make_map, table_pairs, telling

MOST_ENTITIES = 5000

Position = tuple[int, int]


def positions(graph: Tables) -> dict[str, Position]:
    """Where entities and papers lie, by id, y growing downwards; nothing for more than `MOST_ENTITIES`.

    A paper lies in the middle of its entities.
    """
    entities = graph.table("entities", ["entity_id", "papers", "mentions", "type"]).to_pydict()
    ids: list[str] = entities["entity_id"]
    if len(ids) > MOST_ENTITIES:
        return {}
    corpus = graph.table("papers", ["paper_id"]).num_rows
    weights = [telling(*counts, corpus) for counts in zip(entities["papers"], entities["mentions"], strict=True)]
    laid = make_map(table_pairs(graph), entities["papers"], weights, entities["type"]).layout
    found = dict(zip(ids, zip(laid.x, laid.y, strict=True), strict=True))
    members: dict[str, list[Position]] = defaultdict(list)
    for row in graph.rows("statements", ["paper_id", "entity_id"]):
        members[row["paper_id"]].append(found[row["entity_id"]])
    for paper_id, places in members.items():
        x, y = (round(sum(axis) / len(places)) for axis in zip(*places, strict=True))
        found[paper_id] = (x, y)
    return found
