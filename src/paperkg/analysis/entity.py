"""Looking up entities by name, and what `paperkg show` and `paperkg stats` print."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sized
from dataclasses import dataclass
from html import escape
from itertools import groupby

from paperkg.analysis.neighbors import Neighbor, neighbors_of
from paperkg.graph.names import labels_of, resolve
from paperkg.graph.row_types import RELATION_ENDS, RESULT_PARTS, EntityRow, RelationRow, ResultRow
from paperkg.graph.rows import sentence_texts, titles_of
from paperkg.graph.tables import Tables
from paperkg.model import Role
from paperkg.text.cleaning import one_line
from paperkg.text.counts import counted
from paperkg.text.html_tables import html_table


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A paper's role for an entity, with the sentences that show it."""

    paper_id: str
    title: str
    role: Role
    confidence: float
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class EntityView:
    """All that a build says of one entity; as text, what `paperkg show` prints, which is the first rows of long lists.

    `papers` and `mentions` are numbers, `aliases` pairs of a surface form and the number of its mentions,
    `links` the IRIs of the same thing in user vocabularies. The rows of `results` and `relations` name
    entities by their labels.
    """

    id: str
    label: str
    type: str
    papers: int
    mentions: int
    confidence: float
    aliases: tuple[tuple[str, int], ...]
    links: tuple[str, ...]
    statements: tuple[Statement, ...]
    results: tuple[ResultRow, ...]
    relations: tuple[RelationRow, ...]
    neighbors: tuple[Neighbor, ...]

    def text(self, most: int | None = 20) -> str:
        """The entity as text, with at most so many papers of a role, results and relations; None for all."""
        return "\n".join((*self._head(), *self._roles(most), *self._lists(most)))

    def __str__(self) -> str:
        return self.text()

    __repr__ = __str__

    def _facts(self) -> str:
        papers, mentions = counted(self.papers, "papers"), counted(self.mentions, "mentions")
        return f"{papers}, {mentions}, confidence {self.confidence:.2f}"

    def _head(self) -> Iterator[str]:
        yield f"{self.label}  ({self.type}, {self.id})"
        yield self._facts()
        yield "aliases: " + ", ".join(f"{alias} ({count})" for alias, count in self.aliases)
        yield from (f"same as: {link}" for link in self.links)

    def _roles(self, most: int | None) -> Iterator[str]:
        """The papers by role, each with the first sentence that shows it."""
        for role, group in groupby(self.statements, key=lambda statement: statement.role):
            of_role = list(group)
            yield from ("", f"{role.value} ({len(of_role):,})")
            for statement in of_role[:most]:
                yield f"  {statement.title}  [{statement.paper_id}]"
                yield from (f"    “{one_line(sentence)}”" for sentence in statement.evidence[:1])
            yield from _rest(of_role, most)

    def _lists(self, most: int | None) -> Iterator[str]:
        results = [f"{result_text(row)}  [{row['paper_id']}]" for row in self.results]
        relations = [f"{r['head']} {r['relation']} {r['tail']}  [{r['paper_id']}]" for r in self.relations]
        near = [f"{n.label}  ({n.type}, {n.shared} of its {counted(n.papers, 'papers')})" for n in self.neighbors]
        for title, rows, shown in (
            ("results", results, most),
            ("relations", relations, most),
            ("nearest neighbors", near, None),
        ):
            if rows:
                yield from ("", title, *(f"  {row}" for row in rows[:shown]), *_rest(rows, shown))

    def _repr_html_(self) -> str:
        papers = [(s.role.value, s.title, s.confidence, " ".join(s.evidence[:1])) for s in self.statements]
        results = [(result_text(row), row["paper_id"]) for row in self.results]
        relations = [(r["head"], r["relation"], r["tail"], r["paper_id"]) for r in self.relations]
        near = [(n.label, n.type, n.shared) for n in self.neighbors]
        sections = (
            (("role", "paper", "confidence", "evidence"), papers, "Papers"),
            (("result", "paper"), results, "Results"),
            (("head", "relation", "tail", "paper"), relations, "Relations"),
            (("neighbor", "type", "shared papers"), near, "Nearest neighbors"),
        )
        tables = (html_table(head, rows, caption) for head, rows, caption in sections if rows)
        return f"<h3>{escape(f'{self.label} ({self.type})')}</h3><p>{escape(self._facts())}</p>{''.join(tables)}"


def _rest(rows: Sized, shown: int | None) -> Iterator[str]:
    """How many rows are not shown, where there are any."""
    if shown is not None and len(rows) > shown:
        yield f"  … and {len(rows) - shown:,} more"


def result_text(row: ResultRow) -> str:
    """A result on one line, its entities given by their labels: "FooNet 71.5% accuracy on GSM8K (absolute)"."""
    parts = [row["subject"] or "?", row["value"]]
    parts += [row["metric"]] if row["metric"] else []
    parts += [f"on {row['benchmark']}"] if row["benchmark"] else []
    return f"{' '.join(parts)} ({row['kind']})"


def find_entity(graph: Tables, name: str) -> EntityRow:
    """The row of the entity with that id, label or alias; the one in most papers where several are.

    Raises:
        NotFoundError: there is none; it suggests the closest names.
    """
    (row,) = graph.rows("entities", where=[("entity_id", {resolve(graph, name)})])
    return row


def _statements(graph: Tables, entity_id: str) -> tuple[Statement, ...]:
    columns = ("paper_id", "role", "confidence", "sentence_ids")
    rows = list(graph.rows("statements", columns, where=[("entity_id", {entity_id})]))
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


def labeled_results(graph: Tables, rows: Iterable[ResultRow]) -> tuple[ResultRow, ...]:
    """The rows with the labels of entities in place of their ids."""
    labeled = tuple(rows)
    labels = labels_of(graph, {named for row in labeled for part in RESULT_PARTS if (named := row[part]) is not None})
    for row in labeled:
        for part in RESULT_PARTS:
            named = row[part]
            row[part] = None if named is None else labels[named]
    return labeled


def labeled_relations(graph: Tables, rows: Iterable[RelationRow]) -> tuple[RelationRow, ...]:
    """The rows with the labels of entities in place of their ids."""
    labeled = tuple(rows)
    labels = labels_of(graph, {row[end] for row in labeled for end in RELATION_ENDS})
    for row in labeled:
        row["head"], row["tail"] = labels[row["head"]], labels[row["tail"]]
    return labeled


def view_entity(graph: Tables, name: str, neighbors: int = 10) -> EntityView:
    """What a build says of the entity called `name`.

    Raises:
        NotFoundError: there is none; it suggests the closest names.
        OptionError: `neighbors` is negative.
    """
    entity = find_entity(graph, name)
    key = entity["entity_id"]
    rows = graph.rows("aliases", where=[("entity_id", {key})])
    aliases = sorted(((row["alias"], row["mentions"]) for row in rows), key=lambda pair: (-pair[1], pair[0]))
    return EntityView(
        id=key,
        label=entity["label"],
        type=entity["type"],
        papers=entity["papers"],
        mentions=entity["mentions"],
        confidence=entity["confidence"],
        aliases=tuple(aliases),
        links=tuple(entity["links"]),
        statements=_statements(graph, key),
        results=labeled_results(graph, graph.rows("results", where=[(RESULT_PARTS, {key})])),
        relations=labeled_relations(graph, graph.rows("relations", where=[(RELATION_ENDS, {key})])),
        neighbors=tuple(neighbors_of(graph, key, neighbors)),
    )


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
