"""The build as a network: what the nodes and edges of every graph file are.

A `Network` streams its nodes and then its edges. Attributes are strings, integers and floats only;
what a row does not know is left out, never None. Five projections:

- full: papers and entities, an edge a role, and an edge a relation that a paper states;
- bipartite: papers and entities, an edge a role;
- cooccurrence: entities, an edge a pair that papers name together (weight: number of such papers);
- papers: papers, an edge a pair that shares entities (weight: see `similarity`);
- relations: entities, an edge a relation that a paper states.

Papers come in the order of their ids, and so do statements, sentences and relations: they are joined
as they stream by, and memory does not grow with the build. Only a filter by type or papers keeps
the ids of the entities that pass it. Nodes of small builds have the places of the explorer's map.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import NamedTuple

from paperkg.analysis.similarity import similar_papers
from paperkg.choices import at_least, chosen
from paperkg.graph.row_types import PaperRow, RelationRow, StatementRow
from paperkg.graph.rows import MergeJoin
from paperkg.graph.tables import Tables
from paperkg.kinds import EntityType, TypeNames, entity_types
from paperkg.maps.positions import Position, positions

Scalar = str | int | float
Attributes = dict[str, Scalar]

Fields = dict[str, type[Scalar]]

_COMMON_NODE: Fields = {"label": str, "kind": str, "type": str, "weight": int, "x": float, "y": float}
ENTITY_FIELDS: Fields = _COMMON_NODE | {
    "papers": int,
    "mentions": int,
    "named": int,  # 1 or 0
    "confidence": float,
    "aliases": str,  # joined by " | "
}
PAPER_FIELDS: Fields = _COMMON_NODE | {
    "authors": str,  # joined by "; "
    "date": str,
    "year": int,
    "month": int,
    "url": str,
    "doi": str,
    "arxiv_id": str,
    "pubmed_id": str,
    "venue": str,
    "upvotes": int,
}
_COMMON_EDGE: Fields = {"label": str, "kind": str, "weight": float}
_STATED: Fields = {
    "confidence": float,
    "date": str,  # of the paper, as precise as known
    "year": int,
    "rules": str,  # joined by " | "
    "evidence": str,  # the first sentence that shows it
}
ROLE_FIELDS: Fields = _COMMON_EDGE | {"role": str} | _STATED
RELATION_FIELDS: Fields = _COMMON_EDGE | {"relation": str, "paper": str} | _STATED
COOCCURRENCE_FIELDS: Fields = _COMMON_EDGE | {"npmi": float}
SIMILARITY_FIELDS: Fields = _COMMON_EDGE | {"shared": int}
_PAPER_COLUMNS = ["paper_id", "title", "authors", "date", "year", "month", "url", "doi", "arxiv_id", "pubmed_id"]
_PAPER_COLUMNS += ["venue", "upvotes"]
_ENTITY_COLUMNS = ["entity_id", "label", "type", "papers", "mentions", "named", "confidence"]


class Projection(StrEnum):
    """What the nodes and edges are; see the module."""

    FULL = "full"
    BIPARTITE = "bipartite"
    COOCCURRENCE = "cooccurrence"
    PAPERS = "papers"
    RELATIONS = "relations"


_FIELDS: dict[Projection, tuple[Fields, Fields]] = {
    Projection.FULL: (ENTITY_FIELDS | PAPER_FIELDS, ROLE_FIELDS | RELATION_FIELDS),
    Projection.BIPARTITE: (ENTITY_FIELDS | PAPER_FIELDS, ROLE_FIELDS),
    Projection.COOCCURRENCE: (ENTITY_FIELDS, COOCCURRENCE_FIELDS),
    Projection.PAPERS: (PAPER_FIELDS, SIMILARITY_FIELDS),
    Projection.RELATIONS: (ENTITY_FIELDS, RELATION_FIELDS),
}


class Node(NamedTuple):
    """A node: its id, and those attributes that are known."""

    id: str
    attributes: Attributes


class Edge(NamedTuple):
    """An edge: ids of its ends, and those attributes that are known."""

    source: str
    target: str
    attributes: Attributes


@dataclass(frozen=True, slots=True)
class Network:
    """Nodes and edges to iterate over as often as needed; edges name nodes of the same network only.

    `node_fields` and `edge_fields` are the attributes that may occur, with their types. A node's
    `kind` is "paper" or "entity", its `type` an entity type or "Paper", its `weight` an entity's
    papers or a paper's entities. An edge's `kind` is "role", "relation", "cooccurrence" or
    "similarity", its `weight` mentions, 1, papers, or the similarity.
    """

    projection: Projection
    directed: bool
    node_fields: Fields
    edge_fields: Fields
    nodes: Callable[[], Iterator[Node]]
    edges: Callable[[], Iterator[Edge]]


def network(
    graph: Tables,
    projection: str = Projection.FULL,
    min_papers: int = 1,
    types: TypeNames = (),
) -> Network:
    """The network of a build under one projection.

    Args:
        graph: the build.
        projection: one of `Projection`, in any case.
        min_papers: entities in fewer papers are left out, and papers that have then none.
        types: entities of other types are left out; empty keeps all.

    Raises:
        OptionError: there is no such projection or type, or `min_papers` is less than 1.
    """
    at_least(1, min_papers=min_papers)
    selected = chosen(projection, Projection, "a projection")
    kept = _kept_entities(graph, min_papers, entity_types(types))
    places = cache(lambda: positions(graph))
    with_papers = selected in (Projection.FULL, Projection.BIPARTITE, Projection.PAPERS)
    with_entities = selected is not Projection.PAPERS

    def nodes() -> Iterator[Node]:
        if with_entities:
            yield from _placed(_entity_nodes(graph, kept), places())
        if with_papers:
            yield from _placed(_paper_nodes(graph, kept), places())

    def edges() -> Iterator[Edge]:
        if selected is Projection.COOCCURRENCE:
            yield from _cooccurrence_edges(graph, kept)
        elif selected is Projection.PAPERS:
            yield from _similarity_edges(graph, kept)
        else:
            yield from _stated_edges(graph, kept, selected)

    directed = selected not in (Projection.COOCCURRENCE, Projection.PAPERS)
    return Network(selected, directed, *_FIELDS[selected], nodes, edges)


def _kept_entities(graph: Tables, min_papers: int, types: frozenset[EntityType]) -> frozenset[str] | None:
    """Ids of the entities that pass the filter, None where all do."""
    if min_papers <= 1 and not types:
        return None
    return frozenset(
        row["entity_id"]
        for row in graph.rows("entities", ["entity_id", "type", "papers"])
        if row["papers"] >= min_papers and (not types or row["type"] in types)
    )


def _known(attributes: Mapping[str, Scalar | None]) -> Attributes:
    """The attributes that are known."""
    return {name: value for name, value in attributes.items() if value is not None and value != ""}


def _placed(nodes: Iterator[Node], places: dict[str, Position]) -> Iterator[Node]:
    """The nodes with `x` and `y`, y growing upwards as in graph programs, where a place is known."""
    for node in nodes:
        place = places.get(node.id)
        if place is not None:
            node.attributes.update(x=float(place[0]), y=float(-place[1]))
        yield node


def _entity_nodes(graph: Tables, kept: frozenset[str] | None) -> Iterator[Node]:
    aliases = MergeJoin("aliases", graph.rows("aliases", ["entity_id", "alias"]), lambda row: row["entity_id"])
    for row in graph.rows("entities", _ENTITY_COLUMNS):
        forms = aliases.take(row["entity_id"])
        if kept is not None and row["entity_id"] not in kept:
            continue
        attributes = _known(
            {
                "kind": "entity",
                "weight": row["papers"],
                "label": row["label"],
                "type": row["type"],
                "papers": row["papers"],
                "mentions": row["mentions"],
                "named": int(row["named"]),
                "confidence": row["confidence"],
                "aliases": " | ".join(form["alias"] for form in forms),
            }
        )
        yield Node(row["entity_id"], attributes)
    aliases.finish()


def _paper_nodes(graph: Tables, kept: frozenset[str] | None) -> Iterator[Node]:
    rows = graph.rows("statements", ["paper_id", "entity_id"])
    statements = MergeJoin("statements", rows, lambda row: row["paper_id"])
    for row in graph.rows("papers", _PAPER_COLUMNS):
        entities = sum(kept is None or s["entity_id"] in kept for s in statements.take(row["paper_id"]))
        if kept is not None and not entities:
            continue
        attributes = _known(
            {
                "label": row["title"],
                "kind": "paper",
                "type": "Paper",
                "weight": entities,
                "authors": "; ".join(row["authors"]),
                "date": row["date"],
                "year": row["year"],
                "month": row["month"],
                "url": row["url"],
                "doi": row["doi"],
                "arxiv_id": row["arxiv_id"],
                "pubmed_id": row["pubmed_id"],
                "venue": row["venue"],
                "upvotes": row["upvotes"],
            }
        )
        yield Node(row["paper_id"], attributes)
    statements.finish()


def _stated_edges(graph: Tables, kept: frozenset[str] | None, projection: Projection) -> Iterator[Edge]:
    """The edges of roles and relations, paper by paper; those that the projection leaves out are not read."""
    with_roles, with_relations = projection is not Projection.RELATIONS, projection is not Projection.BIPARTITE
    rows = graph.rows("sentences", ["paper_id", "sentence_id", "text"])
    sentences = MergeJoin("sentences", rows, lambda row: row["paper_id"])
    statements = MergeJoin("statements", graph.rows("statements") if with_roles else (), lambda row: row["paper_id"])
    relations = MergeJoin("relations", graph.rows("relations") if with_relations else (), lambda row: row["paper_id"])
    for paper in graph.rows("papers", ["paper_id", "date", "year"]):
        texts = {row["sentence_id"]: row["text"] for row in sentences.take(paper["paper_id"])}
        for statement in statements.take(paper["paper_id"]):
            if kept is None or statement["entity_id"] in kept:
                yield _role_edge(statement, paper, texts)
        for relation in relations.take(paper["paper_id"]):
            if kept is None or (relation["head"] in kept and relation["tail"] in kept):
                yield _relation_edge(relation, paper, texts)
    for join in (sentences, statements, relations):
        join.finish()


def _role_edge(row: StatementRow, paper: PaperRow, texts: Mapping[str, str]) -> Edge:
    attributes = _known(
        {
            "label": row["role"].replace("_", " "),
            "kind": "role",
            "weight": float(row["mentions"]),
            "role": row["role"],
            "confidence": row["confidence"],
            "date": paper["date"],
            "year": paper["year"],
            "rules": " | ".join(row["rules"]),
            "evidence": next((texts[i] for i in row["sentence_ids"] if i in texts), ""),
        }
    )
    return Edge(row["paper_id"], row["entity_id"], attributes)


def _relation_edge(row: RelationRow, paper: PaperRow, texts: Mapping[str, str]) -> Edge:
    attributes = _known(
        {
            "label": row["relation"].replace("_", " "),
            "kind": "relation",
            "weight": 1.0,
            "relation": row["relation"],
            "paper": row["paper_id"],
            "confidence": row["confidence"],
            "date": paper["date"],
            "year": paper["year"],
            "rules": " | ".join(row["rules"]),
            "evidence": texts.get(row["sentence_id"]),
        }
    )
    return Edge(row["head"], row["tail"], attributes)


def _cooccurrence_edges(graph: Tables, kept: frozenset[str] | None) -> Iterator[Edge]:
    for row in graph.rows("cooccurrences"):
        a, b = row["entity_a"], row["entity_b"]
        if kept is None or (a in kept and b in kept):
            attributes: Attributes = {
                "label": "appears with",
                "kind": "cooccurrence",
                "weight": float(row["papers"]),
                "npmi": row["npmi"],
            }
            yield Edge(a, b, attributes)


def _similarity_edges(graph: Tables, kept: frozenset[str] | None) -> Iterator[Edge]:
    for a, b, weight, shared in similar_papers(graph, kept):
        yield Edge(a, b, {"label": "similar to", "kind": "similarity", "weight": weight, "shared": shared})
