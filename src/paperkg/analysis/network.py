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

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from itertools import groupby
from typing import Any, NamedTuple

from paperkg.analysis.similarity import similar_papers
from paperkg.graph.tables import Tables
from paperkg.kinds import EntityType
from paperkg.maps.positions import Position, positions

Scalar = str | int | float
Attributes = dict[str, Scalar]
Row = dict[str, Any]

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
_PAPER_COLUMNS = ["paper_id", "title", "authors", "date", "year", "month", "url", "doi", "arxiv_id"]
_PAPER_COLUMNS += ["venue", "upvotes"]
_STATEMENT_COLUMNS = ["paper_id", "role", "entity_id", "mentions", "confidence", "rules", "sentence_ids"]


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
    types: frozenset[EntityType] = frozenset(),
) -> Network:
    """The network of a build under one projection.

    Args:
        graph: the build.
        projection: one of `Projection`.
        min_papers: entities in fewer papers are left out, and papers that have then none.
        types: entities of other types are left out; empty keeps all.
    """
    chosen = Projection(projection)
    kept = _kept_entities(graph, min_papers, types)
    places = cache(lambda: positions(graph))
    with_papers = chosen in (Projection.FULL, Projection.BIPARTITE, Projection.PAPERS)
    with_entities = chosen is not Projection.PAPERS

    def nodes() -> Iterator[Node]:
        if with_entities:
            yield from _placed(_entity_nodes(graph, kept), places())
        if with_papers:
            yield from _placed(_paper_nodes(graph, kept), places())

    def edges() -> Iterator[Edge]:
        if chosen is Projection.COOCCURRENCE:
            yield from _cooccurrence_edges(graph, kept)
        elif chosen is Projection.PAPERS:
            yield from _similarity_edges(graph, kept)
        else:
            yield from _stated_edges(graph, kept, chosen)

    directed = chosen not in (Projection.COOCCURRENCE, Projection.PAPERS)
    return Network(chosen, directed, *_FIELDS[chosen], nodes, edges)


def _kept_entities(graph: Tables, min_papers: int, types: frozenset[EntityType]) -> frozenset[str] | None:
    """Ids of the entities that pass the filter, None where all do."""
    if min_papers <= 1 and not types:
        return None
    return frozenset(
        row["entity_id"]
        for row in graph.rows("entities", ["entity_id", "type", "papers"])
        if row["papers"] >= min_papers and (not types or row["type"] in types)
    )


class _Groups:
    """Rows of a table sorted by paper, handed out paper by paper in the same order."""

    def __init__(self, graph: Tables, table: str, columns: list[str]) -> None:
        self._groups = groupby(graph.rows(table, columns), key=lambda row: row["paper_id"])
        self._next = self._advance()

    def _advance(self) -> tuple[str, list[Row]] | None:
        group = next(self._groups, None)
        return None if group is None else (group[0], list(group[1]))

    def take(self, paper_id: str) -> list[Row]:
        """The rows of that paper; papers must be asked for in ascending order."""
        while self._next is not None and self._next[0] < paper_id:
            self._next = self._advance()
        if self._next is None or self._next[0] != paper_id:
            return []
        rows = self._next[1]
        self._next = self._advance()
        return rows


def known(row: Row) -> Attributes:
    """The row without what it does not know, lists joined, truth values as 1 and 0."""
    return {
        name: int(value) if value is True or value is False else value
        for name, value in row.items()
        if value is not None and value != ""
    }


def _placed(nodes: Iterator[Node], places: dict[str, Position]) -> Iterator[Node]:
    """The nodes with `x` and `y`, y growing upwards as in graph programs, where a place is known."""
    for node in nodes:
        place = places.get(node.id)
        if place is not None:
            node.attributes.update(x=float(place[0]), y=float(-place[1]))
        yield node


def _entity_nodes(graph: Tables, kept: frozenset[str] | None) -> Iterator[Node]:
    names = groupby(graph.rows("aliases", ["entity_id", "alias"]), key=lambda row: row["entity_id"])
    alias_id, aliases = next(names, ("", iter(())))
    columns = ["entity_id", "label", "type", "papers", "mentions", "named", "confidence"]
    for row in graph.rows("entities", columns):
        entity_id = row.pop("entity_id")
        while alias_id and alias_id < entity_id:
            alias_id, aliases = next(names, ("", iter(())))
        joined = " | ".join(a["alias"] for a in aliases) if alias_id == entity_id else ""
        if kept is None or entity_id in kept:
            yield Node(entity_id, known({"kind": "entity", "weight": row["papers"], **row, "aliases": joined}))


def _paper_nodes(graph: Tables, kept: frozenset[str] | None) -> Iterator[Node]:
    statements = _Groups(graph, "statements", ["paper_id", "entity_id"])
    for row in graph.rows("papers", _PAPER_COLUMNS):
        paper_id = row.pop("paper_id")
        entities = sum(kept is None or s["entity_id"] in kept for s in statements.take(paper_id))
        if kept is not None and not entities:
            continue
        row["authors"] = "; ".join(row["authors"] or ())
        head = {"label": row.pop("title"), "kind": "paper", "type": "Paper", "weight": entities}
        yield Node(paper_id, known(head | row))


def _stated_edges(graph: Tables, kept: frozenset[str] | None, projection: Projection) -> Iterator[Edge]:
    sentences = _Groups(graph, "sentences", ["paper_id", "sentence_id", "text"])
    statements = _Groups(graph, "statements", _STATEMENT_COLUMNS)
    relations = _Groups(
        graph,
        "relations",
        ["head", "relation", "tail", "paper_id", "sentence_id", "confidence", "rules"],
    )
    for paper in graph.rows("papers", ["paper_id", "date", "year"]):
        paper_id = paper["paper_id"]
        when = {"date": paper["date"], "year": paper["year"]}
        texts = {row["sentence_id"]: row["text"] for row in sentences.take(paper_id)}
        if projection is not Projection.RELATIONS:
            for row in statements.take(paper_id):
                if kept is None or row["entity_id"] in kept:
                    yield _role_edge(row, when, texts)
        if projection is not Projection.BIPARTITE:
            for row in relations.take(paper_id):
                if kept is None or (row["head"] in kept and row["tail"] in kept):
                    yield _relation_edge(row, when, texts)


def _role_edge(row: Row, when: Row, texts: dict[str, str]) -> Edge:
    role = row["role"]
    attributes = {
        "label": role.replace("_", " "),
        "kind": "role",
        "weight": float(row["mentions"]),
        "role": role,
        "confidence": row["confidence"],
        **when,
        "rules": " | ".join(row["rules"] or ()),
        "evidence": next((texts[s] for s in row["sentence_ids"] or () if s in texts), ""),
    }
    return Edge(row["paper_id"], row["entity_id"], known(attributes))


def _relation_edge(row: Row, when: Row, texts: dict[str, str]) -> Edge:
    relation = row["relation"]
    attributes = {
        "label": relation.replace("_", " "),
        "kind": "relation",
        "weight": 1.0,
        "relation": relation,
        "paper": row["paper_id"],
        "confidence": row["confidence"],
        **when,
        "rules": " | ".join(row["rules"] or ()),
        "evidence": texts.get(row["sentence_id"], ""),
    }
    return Edge(row["head"], row["tail"], known(attributes))


def _cooccurrence_edges(graph: Tables, kept: frozenset[str] | None) -> Iterator[Edge]:
    for row in graph.rows("cooccurrences"):
        a, b = row["entity_a"], row["entity_b"]
        if kept is None or (a in kept and b in kept):
            weight = float(row["papers"])
            attributes = {"label": "appears with", "kind": "cooccurrence", "weight": weight}
            yield Edge(a, b, known(attributes | {"npmi": row["npmi"]}))


def _similarity_edges(graph: Tables, kept: frozenset[str] | None) -> Iterator[Edge]:
    for a, b, weight, shared in similar_papers(graph, kept):
        yield Edge(a, b, {"label": "similar to", "kind": "similarity", "weight": weight, "shared": shared})
