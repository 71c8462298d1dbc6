"""Looking up entities by name, and what `paperkg show` and `paperkg stats` say."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from paperkg.analysis.neighbors import Neighbor
from paperkg.analysis.neighbors import neighbors as closest
from paperkg.graph.index import index_of
from paperkg.graph.names import resolve
from paperkg.graph.row_types import RELATION_ENDS, RESULT_PARTS, EntityRow, RelationRow, ResultRow
from paperkg.graph.rows import sentence_texts, titles_of
from paperkg.graph.tables import Tables
from paperkg.model import Role


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
    """All that a build says of one entity; results and relations name entities by their labels instead of their ids."""

    entity: EntityRow
    aliases: tuple[tuple[str, int], ...]
    statements: tuple[Statement, ...]
    results: tuple[ResultRow, ...]
    relations: tuple[RelationRow, ...]
    neighbors: tuple[Neighbor, ...]


def find_entity(graph: Tables, name: str) -> EntityRow:
    """The row of the entity with that id, label or alias; the one in most papers where several are.

    Raises:
        NotFoundError: there is none; it suggests the closest names.
    """
    (row,) = graph.rows("entities", where=[("entity_id", {resolve(graph, name)})])
    return row


def _statements(graph: Tables, entity_id: str) -> tuple[Statement, ...]:
    rows = list(graph.rows("statements", where=[("entity_id", {entity_id})]))
    titles = titles_of(graph, {row["paper_id"] for row in rows})
    texts = sentence_texts(graph, {sentence_id for row in rows for sentence_id in row["sentence_ids"]})
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


def _results(graph: Tables, entity_id: str) -> tuple[ResultRow, ...]:
    label = index_of(graph).label
    rows = tuple(graph.rows("results", where=[(RESULT_PARTS, {entity_id})]))
    for row in rows:
        for part in RESULT_PARTS:
            named = row[part]
            row[part] = None if named is None else label(named)
    return rows


def _relations(graph: Tables, entity_id: str) -> tuple[RelationRow, ...]:
    label = index_of(graph).label
    rows = tuple(graph.rows("relations", where=[(RELATION_ENDS, {entity_id})]))
    for row in rows:
        row["head"], row["tail"] = label(row["head"]), label(row["tail"])
    return rows


def view_entity(graph: Tables, name: str, neighbors: int = 10) -> EntityView:
    """What a build says of the entity called `name`.

    Raises:
        NotFoundError: there is none.
    """
    entity = find_entity(graph, name)
    key = entity["entity_id"]
    rows = graph.rows("aliases", where=[("entity_id", {key})])
    aliases = sorted(((row["alias"], row["mentions"]) for row in rows), key=lambda pair: (-pair[1], pair[0]))
    return EntityView(
        entity=entity,
        aliases=tuple(aliases),
        statements=_statements(graph, key),
        results=_results(graph, key),
        relations=_relations(graph, key),
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


def _result_text(row: ResultRow) -> str:
    parts = [row["subject"] or "?", row["value"]]
    parts += [row["metric"]] if row["metric"] else []
    parts += [f"on {row['benchmark']}"] if row["benchmark"] else []
    return f"{' '.join(parts)} ({row['kind']})  [{row['paper_id']}]"


def stats_text(graph: Tables, most: int = 10) -> str:
    """Counts of a build: of papers, of entities by type, of statements by role, and the commonest."""
    entities = list(graph.rows("entities", ["label", "type", "papers"]))
    roles = Counter(graph.table("statements", ["role"])["role"].to_pylist())
    relations = Counter(graph.table("relations", ["relation"])["relation"].to_pylist())
    kinds = Counter(row["type"] for row in entities)
    years = Counter(year for year in graph.table("papers", ["year"])["year"].to_pylist() if year)
    lines = [f"{name:14} {count:>9,}" for name, count in graph.manifest["counts"].items()]
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
