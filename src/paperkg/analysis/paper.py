"""All that a build says of one paper."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from html import escape
from itertools import groupby

from paperkg.analysis.entity import labeled_relations, labeled_results, result_text
from paperkg.errors import NotFoundError
from paperkg.graph.index import index_of
from paperkg.graph.row_types import PaperRow, RelationRow, ResultRow
from paperkg.graph.rows import sentence_texts
from paperkg.graph.tables import Tables
from paperkg.model import Paper, Role
from paperkg.text.cleaning import one_line
from paperkg.text.html_tables import html_table


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedEntity:
    """An entity that a paper names: its role there, with the sentences that show it."""

    entity_id: str
    label: str
    type: str
    role: Role
    confidence: float
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class PaperView:
    """All that a build says of one paper. The rows of `results` and `relations` name entities by their labels."""

    paper: Paper
    entities: tuple[NamedEntity, ...]
    results: tuple[ResultRow, ...]
    relations: tuple[RelationRow, ...]

    def __str__(self) -> str:
        return "\n".join((*self._head(), *self._roles(), *self._claims()))

    __repr__ = __str__

    def _head(self) -> Iterator[str]:
        yield f"{self.paper.title}  [{self.paper.id}]"
        facts = (", ".join(self.paper.authors), self.paper.date, self.paper.venue, self.paper.url)
        yield from filter(None, facts)

    def _roles(self) -> Iterator[str]:
        """The entities by role, each with the first sentence that shows it."""
        for role, group in groupby(self.entities, key=lambda entity: entity.role):
            of_role = list(group)
            yield from ("", f"{role.value} ({len(of_role)})")
            for entity in of_role:
                yield f"  {entity.label}  ({entity.type}, {entity.entity_id})"
                yield from (f"    “{one_line(sentence)}”" for sentence in entity.evidence[:1])

    def _claims(self) -> Iterator[str]:
        results = [result_text(row) for row in self.results]
        relations = [f"{row['head']} {row['relation']} {row['tail']}" for row in self.relations]
        for title, rows in (("results", results), ("relations", relations)):
            if rows:
                yield from ("", title, *(f"  {row}" for row in rows))

    def _repr_html_(self) -> str:
        entities = [(e.role.value, e.label, e.type, e.confidence, " ".join(e.evidence[:1])) for e in self.entities]
        results = [(result_text(row),) for row in self.results]
        relations = [(row["head"], row["relation"], row["tail"]) for row in self.relations]
        sections = (
            (("role", "entity", "type", "confidence", "evidence"), entities, "Entities"),
            (("result",), results, "Results"),
            (("head", "relation", "tail"), relations, "Relations"),
        )
        tables = (html_table(head, rows, caption) for head, rows, caption in sections if rows)
        abstract = f"<p>{escape(self.paper.abstract)}</p>"
        return f"<h3>{escape(self.paper.title)}</h3>{abstract}{''.join(tables)}"


def view_paper(graph: Tables, paper_id: str) -> PaperView:
    """What a build says of the paper with that id.

    Raises:
        NotFoundError: there is none; it suggests the closest ids.
    """
    of_paper = [("paper_id", {paper_id})]
    row = next(graph.rows("papers", where=of_paper), None)
    if row is None:
        close = get_close_matches(paper_id, index_of(graph).paper_ids)
        raise NotFoundError(paper_id, close, "the id of a paper")
    return PaperView(
        paper=_paper(row),
        entities=_entities(graph, paper_id),
        results=labeled_results(graph, graph.rows("results", where=of_paper)),
        relations=labeled_relations(graph, graph.rows("relations", where=of_paper)),
    )


def _paper(row: PaperRow) -> Paper:
    return Paper(
        id=row["paper_id"],
        title=row["title"],
        abstract=row["abstract"],
        authors=tuple(row["authors"]),
        author_count=row["author_count"],
        affiliation=row["affiliation"],
        date=row["date"],
        url=row["url"],
        doi=row["doi"],
        arxiv_id=row["arxiv_id"],
        pubmed_id=row["pubmed_id"],
        venue=row["venue"],
        upvotes=row["upvotes"],
        sources=tuple(row["sources"]),
        notes=tuple(row["notes"]),
    )


def _entities(graph: Tables, paper_id: str) -> tuple[NamedEntity, ...]:
    """The entities by role, the surest first."""
    rows = list(graph.rows("statements", where=[("paper_id", {paper_id})]))
    index = index_of(graph)
    texts = sentence_texts(graph, {sentence_id for row in rows for sentence_id in row["sentence_ids"]})
    order = {role.value: rank for rank, role in enumerate(Role)}
    return tuple(
        NamedEntity(
            entity_id=row["entity_id"],
            label=index.label(row["entity_id"]),
            type=index.types[index.entity_number[row["entity_id"]]],
            role=Role(row["role"]),
            confidence=row["confidence"],
            evidence=tuple(texts[sentence_id] for sentence_id in row["sentence_ids"]),
        )
        for row in sorted(rows, key=lambda row: (order[row["role"]], -row["confidence"], row["entity_id"]))
    )
