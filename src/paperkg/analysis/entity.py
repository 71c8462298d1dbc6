"""Looking up entities by name, and what `paperkg show` and `paperkg stats` say."""

from collections import Counter
from collections.abc import Sequence, Set
from dataclasses import dataclass
from functools import reduce
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from paperkg.analysis.neighbors import Neighbor
from paperkg.analysis.neighbors import neighbors as closest
from paperkg.graph.names import resolve
from paperkg.graph.tables import Tables
from paperkg.model import Role

Row = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A paper's role for an entity, with the sentences that show it."""

    paper_id: str
    title: str
    role: Role
    confidence: float
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityView:
    """All that a build says of one entity."""

    entity: Row
    aliases: tuple[tuple[str, int], ...]
    statements: tuple[Statement, ...]
    results: tuple[Row, ...]
    relations: tuple[Row, ...]
    neighbors: tuple[Neighbor, ...]


def find_entity(graph: Tables, name: str) -> Row:
    """The row of the entity with that id, label or alias; the one in most papers where several are.

    Raises:
        NotFoundError: there is none; it suggests the closest names.
    """
    (row,) = _where(graph, "entities", ("entity_id",), {resolve(graph, name)})
    return row


def _where(graph: Tables, table: str, columns: Sequence[str], values: Set[str]) -> list[Row]:
    """The rows of a table that have one of the values in one of the columns, in their order."""
    wanted = pa.array(values, pa.string())
    rows: list[Row] = []
    for batch in graph.batches(table):
        met = reduce(pc.or_, (pc.is_in(batch[column], value_set=wanted) for column in columns))
        rows += batch.filter(met).to_pylist()
    return rows


def _statements(graph: Tables, entity_id: str) -> tuple[Statement, ...]:
    rows = _where(graph, "statements", ("entity_id",), {entity_id})
    papers = _where(graph, "papers", ("paper_id",), {row["paper_id"] for row in rows})
    titles = {r["paper_id"]: r["title"] for r in papers}
    cited = {i for row in rows for i in row["sentence_ids"]}
    texts = {r["sentence_id"]: r["text"] for r in _where(graph, "sentences", ("sentence_id",), cited)}
    order = {role.value: rank for rank, role in enumerate(Role)}
    return tuple(
        Statement(
            paper_id=row["paper_id"],
            title=titles[row["paper_id"]],
            role=Role(row["role"]),
            confidence=row["confidence"],
            evidence=tuple(texts[i] for i in row["sentence_ids"]),
        )
        for row in sorted(rows, key=lambda r: (order[r["role"]], -r["confidence"], r["paper_id"]))
    )


def _labelled(graph: Tables, table: str, columns: Sequence[str], entity_id: str) -> tuple[Row, ...]:
    """The rows of a table about an entity, with the labels of entities in place of their ids."""
    rows = _where(graph, table, columns, {entity_id})
    named = {row[column] for row in rows for column in columns} - {None}
    labels = {r["entity_id"]: r["label"] for r in _where(graph, "entities", ("entity_id",), named)}
    return tuple(row | {column: labels.get(row[column]) for column in columns} for row in rows)


def view_entity(graph: Tables, name: str, neighbors: int = 10) -> EntityView:
    """What a build says of the entity called `name`.

    Raises:
        NotFoundError: there is none.
    """
    entity = find_entity(graph, name)
    key = entity["entity_id"]
    aliases = sorted(
        ((r["alias"], r["mentions"]) for r in _where(graph, "aliases", ("entity_id",), {key})),
        key=lambda pair: (-pair[1], pair[0]),
    )
    return EntityView(
        entity=entity,
        aliases=tuple(aliases),
        statements=_statements(graph, key),
        results=_labelled(graph, "results", ("subject", "benchmark", "metric"), key),
        relations=_labelled(graph, "relations", ("head", "tail"), key),
        neighbors=tuple(closest(graph, key, limit=neighbors)),
    )


def entity_text(view: EntityView) -> str:
    """The view as plain text for a terminal."""
    entity = view.entity
    lines = [
        f"{entity['label']}  ({entity['type']}, {entity['entity_id']})",
        f"{entity['papers']} papers, {entity['mentions']} mentions, confidence {entity['confidence']:.2f}",
        "aliases: " + ", ".join(f"{alias} ({count})" for alias, count in view.aliases),
    ]
    lines += [f"same as: {link}" for link in entity["links"]]
    for role in Role:
        of_role = [s for s in view.statements if s.role is role]
        if of_role:
            lines += ["", f"{role.value} ({len(of_role)})"]
        for statement in of_role:
            lines.append(f"  {statement.title}  [{statement.paper_id}]")
            lines += [f"    “{_one_line(sentence)}”" for sentence in statement.evidence[:1]]
    lines += _section("results", [_result_text(row) for row in view.results])
    lines += _section(
        "relations", [f"{r['head']} {r['relation']} {r['tail']}  [{r['paper_id']}]" for r in view.relations]
    )
    near = [f"{n.label}  ({n.type}, {n.shared} of its {n.papers} papers)" for n in view.neighbors]
    return "\n".join(lines + _section("nearest neighbors", near))


def _one_line(sentence: str) -> str:
    return " ".join(sentence.split())


def _section(title: str, rows: Sequence[str]) -> list[str]:
    return ["", title, *(f"  {row}" for row in rows)] if rows else []


def _result_text(row: Row) -> str:
    parts = [row["subject"] or "?", row["value"]]
    parts += [row["metric"]] if row["metric"] else []
    parts += [f"on {row['benchmark']}"] if row["benchmark"] else []
    return f"{' '.join(parts)} ({row['kind']})  [{row['paper_id']}]"


def stats_text(graph: Tables, most: int = 10) -> str:
    """Counts of a build: of papers, of entities by type, of statements by role, and the commonest."""
    entities = graph.table("entities").to_pylist()
    roles = Counter(graph.table("statements", ["role"])["role"].to_pylist())
    relations = Counter(graph.table("relations", ["relation"])["relation"].to_pylist())
    kinds = Counter(row["type"] for row in entities)
    years = Counter(year for year in graph.table("papers", ["year"])["year"].to_pylist() if year)
    lines = [f"{name:14} {count:>9,}" for name, count in graph.manifest.get("counts", {}).items()]
    for title, counts in (
        ("entities by type", kinds),
        ("statements by role", roles),
        ("relations", relations),
    ):
        lines += ["", title, *(f"  {name:14} {count:>7,}" for name, count in counts.most_common())]
    if years:
        lines += ["", "papers by year", *(f"  {year:<14} {years[year]:>7,}" for year in sorted(years))]
    for kind in sorted(kinds):
        top = sorted((r for r in entities if r["type"] == kind), key=lambda r: (-r["papers"], r["label"]))
        lines += ["", f"{kind} in most papers"]
        lines += [f"  {row['label']:40} {row['papers']:>5,}" for row in top[:most]]
    return "\n".join(lines)
