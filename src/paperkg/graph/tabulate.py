"""Tables from values: the rows of each, made from extractions and links."""

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

import pyarrow as pa

from paperkg.graph.one_paper import OnePaper, row_of
from paperkg.graph.row_types import (
    AliasRow,
    CooccurrenceRow,
    DecisionRow,
    EntityRow,
    MentionRow,
    PaperRow,
    RelationRow,
    ResultRow,
    SentenceRow,
    StatementRow,
)
from paperkg.graph.schema import SCHEMAS, SORT_KEYS
from paperkg.model import Decision, Extraction, Links


@dataclass(frozen=True, slots=True)
class _Rows:
    """The rows of every table, by its name."""

    papers: list[PaperRow] = field(default_factory=list)
    sentences: list[SentenceRow] = field(default_factory=list)
    entities: list[EntityRow] = field(default_factory=list)
    aliases: list[AliasRow] = field(default_factory=list)
    mentions: list[MentionRow] = field(default_factory=list)
    statements: list[StatementRow] = field(default_factory=list)
    results: list[ResultRow] = field(default_factory=list)
    relations: list[RelationRow] = field(default_factory=list)
    cooccurrences: list[CooccurrenceRow] = field(default_factory=list)
    decisions: list[DecisionRow] = field(default_factory=list)

    def add(self, paper: OnePaper) -> None:
        """Adds all that one paper says."""
        self.papers.append(row_of(paper.paper))
        self.mentions.extend(paper.mentions())
        self.statements.extend(paper.statements())
        self.results.extend(paper.results())
        self.relations.extend(paper.relations())
        self.sentences.extend(paper.sentences())

    def table(self, name: str) -> pa.Table:
        """A table, sorted."""
        rows: list[Mapping[str, Any]] = getattr(self, name)
        ordered = sorted(rows, key=lambda row: tuple(row[key] for key in SORT_KEYS[name]))
        return pa.Table.from_pylist(ordered, schema=SCHEMAS[name])


def cooccurrence_rows(entities_of: Iterable[Iterable[str]]) -> list[CooccurrenceRow]:
    """How often entities share a paper, with normalized pointwise mutual information (Bouma 2009).

    Args:
        entities_of: the distinct entity ids of each paper.
    """
    single: Counter[str] = Counter()
    pairs: Counter[tuple[str, str]] = Counter()
    papers = 0
    for ids in entities_of:
        ordered = sorted(ids)
        single.update(ordered)
        pairs.update(combinations(ordered, 2))
        papers += 1
    rows: list[CooccurrenceRow] = []
    for (a, b), together in pairs.items():
        joint = together / papers
        pmi = math.log(joint * papers * papers / (single[a] * single[b]))
        npmi = 1.0 if together == papers else pmi / -math.log(joint)
        rows.append({"entity_a": a, "entity_b": b, "papers": together, "npmi": round(npmi, 4)})
    return rows


def _entity_rows(links: Links, mentions: Iterable[MentionRow]) -> Iterator[EntityRow]:
    count = Counter(row["entity_id"] for row in mentions)
    for entity in links.entities:
        yield {
            "entity_id": entity.id,
            "label": entity.label,
            "type": entity.type.value,
            "type_share": entity.type_share,
            "named": entity.named,
            "papers": entity.papers,
            "mentions": count[entity.id],
            "confidence": entity.confidence,
            "links": list(entity.links),
        }


def _alias_rows(links: Links) -> Iterator[AliasRow]:
    for entity in links.entities:
        for form, number in entity.aliases:
            yield {"entity_id": entity.id, "alias": form, "mentions": number}


def _decision_rows(decisions: Iterable[tuple[Decision, str]]) -> list[DecisionRow]:
    return [
        {
            "action": decision.action.value,
            "entity": decision.entity,
            "argument": decision.argument,
            "status": status,
            "reason": decision.reason,
        }
        for decision, status in decisions
    ]


def tabulate(
    extractions: Iterable[Extraction], links: Links, decisions: Iterable[tuple[Decision, str]] = ()
) -> dict[str, pa.Table]:
    """All tables of a build, sorted.

    Args:
        extractions: what was found in each paper.
        links: what `link` made of the same extractions.
        decisions: decisions, each with its status (applied, proposed, unused).
    """
    rows = _Rows()
    types = {entity.id: entity.type for entity in links.entities}
    for extraction in extractions:
        rows.add(OnePaper(extraction, links.ids, types))
    rows.entities.extend(_entity_rows(links, rows.mentions))
    rows.aliases.extend(_alias_rows(links))
    entities_of: dict[str, list[str]] = {row["paper_id"]: [] for row in rows.papers}
    for row in rows.statements:
        entities_of[row["paper_id"]].append(row["entity_id"])
    rows.cooccurrences.extend(cooccurrence_rows(entities_of.values()))
    rows.decisions.extend(_decision_rows(decisions))
    return {name: rows.table(name) for name in SCHEMAS}
