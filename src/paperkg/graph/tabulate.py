"""Tables from values: the columns of `tables.py`, filled from extractions and links."""

import math
import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import Any

import pyarrow as pa

from paperkg.graph.schema import SCHEMAS, SORT_KEYS
from paperkg.kinds import EntityType
from paperkg.model import Decision, Extraction, Links, Paper, Role, Span
from paperkg.text.dates import year_and_month

Rows = list[dict[str, Any]]

_NUMBER = re.compile(r"[-+−]?(?:[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?(?![0-9])|[0-9]+(?:\.[0-9]+)?|\.[0-9]+)")
_STRENGTH = {role: rank for rank, role in enumerate(Role)}


def _sentence_id(paper: Paper, sentence: Span) -> str:
    """The id of a sentence: its paper and its characters."""
    return f"{paper.id}@{sentence.start}-{sentence.end}"


def plain_number(value: str) -> str | None:
    """The first number in a value as a plain decimal, "1,234.50%" gives "1234.50"; None without one."""
    match = _NUMBER.search(value)
    if match is None:
        return None
    number = match.group().replace(",", "").replace("−", "-").lstrip("+")
    return number.replace(".", "0.", 1) if number.lstrip("-").startswith(".") else number


def _paper_row(paper: Paper) -> dict[str, Any]:
    year, month = year_and_month(paper.date)
    return {
        "paper_id": paper.id,
        "title": paper.title,
        "abstract": paper.abstract,
        "authors": list(paper.authors),
        "author_count": paper.author_count if paper.author_count is not None else len(paper.authors) or None,
        "affiliation": paper.affiliation,
        "date": paper.date,
        "year": year,
        "month": month,
        "url": paper.url,
        "doi": paper.doi,
        "arxiv_id": paper.arxiv_id,
        "venue": paper.venue,
        "upvotes": paper.upvotes,
        "sources": list(paper.sources),
    }


class _PaperRows:
    """The rows of one paper, entities given by their linked ids."""

    def __init__(self, extraction: Extraction, ids: dict[tuple[str, str], str], types: dict[str, EntityType]) -> None:
        self.extraction = extraction
        self.paper = extraction.paper
        self.text = extraction.paper.text
        self._ids = ids
        self._types = types
        self._starts = [sentence.start for sentence in extraction.sentences]
        self._cited: set[Span] = set()

    def _id(self, name: str | None) -> str | None:
        return None if name is None else self._ids.get((self.paper.id, name))

    def _id_of(self, kind: EntityType, name: str | None) -> str | None:
        """The id, where all papers or a decision agree with this one that the entity is of that type."""
        identifier = self._id(name)
        return identifier if identifier is not None and self._types[identifier] is kind else None

    def _cite(self, sentence: Span) -> str:
        self._cited.add(sentence)
        return _sentence_id(self.paper, sentence)

    def _sentence_at(self, span: Span) -> Span:
        at = bisect_right(self._starts, span.start) - 1
        inside = at >= 0 and span.start < self.extraction.sentences[at].end
        return self.extraction.sentences[at] if inside else Span(0, len(self.text))

    def mentions(self) -> Iterator[dict[str, Any]]:
        for entity in self.extraction.entities:
            identifier = self._id(entity.name)
            for span in entity.mentions if identifier else ():
                yield {
                    "paper_id": self.paper.id,
                    "entity_id": identifier,
                    "start": span.start,
                    "end": span.end,
                    "text": self.text[span.start : span.end],
                    "sentence_id": self._cite(self._sentence_at(span)),
                }

    def statements(self) -> Iterator[dict[str, Any]]:
        """One a linked entity; two entities of the paper that linking made one share a row."""
        rows: dict[str, dict[str, Any]] = {}
        for entity in sorted(self.extraction.entities, key=lambda e: (_STRENGTH[e.role], -e.confidence, e.name)):
            identifier = self._id(entity.name)
            if identifier is None:
                continue
            row = rows.get(identifier)
            if row is None:
                rows[identifier] = {
                    "paper_id": self.paper.id,
                    "role": entity.role.value,
                    "entity_id": identifier,
                    "mentions": len(entity.mentions),
                    "confidence": round(entity.confidence, 3),
                    "rules": sorted(entity.rules),
                    "sentence_ids": [self._cite(sentence) for sentence in entity.evidence],
                }
            else:
                row["mentions"] += len(entity.mentions)
                row["confidence"] = max(row["confidence"], round(entity.confidence, 3))
                row["rules"] = sorted({*row["rules"], *entity.rules})
        yield from rows.values()

    def results(self) -> Iterator[dict[str, Any]]:
        """One a result; where a number holds for several benchmarks or metrics, their ids count them."""
        twins = Counter(result.span for result in self.extraction.results)
        met: Counter[Span] = Counter()
        for result in self.extraction.results:
            met[result.span] += 1
            place = f"{self.paper.id}@{result.span.start}-{result.span.end}"
            yield {
                "result_id": place if twins[result.span] == 1 else f"{place}.{met[result.span]}",
                "paper_id": self.paper.id,
                "subject": self._id(result.subject),
                "benchmark": self._id_of(EntityType.BENCHMARK, result.benchmark),
                "metric": self._id_of(EntityType.METRIC, result.metric),
                "value": result.value,
                "number": plain_number(result.value),
                "unit": result.unit,
                "kind": result.kind.value,
                "baseline": result.baseline,
                "start": result.span.start,
                "end": result.span.end,
                "sentence_id": self._cite(result.evidence),
                "confidence": round(result.confidence, 3),
                "rules": sorted(result.rules),
            }

    def relations(self) -> Iterator[dict[str, Any]]:
        rows: dict[tuple[str, str, str], dict[str, Any]] = {}
        for relation in sorted(self.extraction.relations, key=lambda r: (-r.confidence, r.evidence)):
            head, tail = self._id(relation.head), self._id(relation.tail)
            if head is None or tail is None or head == tail:
                continue
            key = (head, relation.relation.value, tail)
            if key not in rows:
                rows[key] = {
                    "head": head,
                    "relation": relation.relation.value,
                    "tail": tail,
                    "paper_id": self.paper.id,
                    "sentence_id": self._cite(relation.evidence),
                    "confidence": round(relation.confidence, 3),
                    "rules": sorted(relation.rules),
                }
        yield from rows.values()

    def sentences(self) -> Iterator[dict[str, Any]]:
        """The sentences cited by the rows made before."""
        for sentence in sorted(self._cited):
            yield {
                "sentence_id": _sentence_id(self.paper, sentence),
                "paper_id": self.paper.id,
                "start": sentence.start,
                "end": sentence.end,
                "text": self.text[sentence.start : sentence.end],
            }


def cooccurrence_rows(entities_of: Iterable[Iterable[str]]) -> Rows:
    """How often entities share a paper, with normalised pointwise mutual information (Bouma 2009).

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
    rows = []
    for (a, b), together in pairs.items():
        joint = together / papers
        pmi = math.log(joint * papers * papers / (single[a] * single[b]))
        npmi = 1.0 if together == papers else pmi / -math.log(joint)
        rows.append({"entity_a": a, "entity_b": b, "papers": together, "npmi": round(npmi, 4)})
    return rows


def _entity_rows(links: Links, mentions: Rows) -> tuple[Rows, Rows]:
    count = Counter(row["entity_id"] for row in mentions)
    entities = [
        {
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
        for entity in links.entities
    ]
    aliases = [
        {"entity_id": entity.id, "alias": form, "mentions": number}
        for entity in links.entities
        for form, number in entity.aliases
    ]
    return entities, aliases


def _decision_rows(decisions: Iterable[tuple[Decision, str]]) -> Rows:
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
    rows: dict[str, Rows] = defaultdict(list)
    types = {entity.id: entity.type for entity in links.entities}
    for extraction in extractions:
        paper = _PaperRows(extraction, links.ids, types)
        rows["papers"].append(_paper_row(extraction.paper))
        rows["mentions"].extend(paper.mentions())
        rows["statements"].extend(paper.statements())
        rows["results"].extend(paper.results())
        rows["relations"].extend(paper.relations())
        rows["sentences"].extend(paper.sentences())
    rows["entities"], rows["aliases"] = _entity_rows(links, rows["mentions"])
    entities_of: dict[str, list[str]] = {row["paper_id"]: [] for row in rows["papers"]}
    for row in rows["statements"]:
        entities_of[row["paper_id"]].append(row["entity_id"])
    rows["cooccurrences"] = cooccurrence_rows(entities_of.values())
    rows["decisions"] = _decision_rows(decisions)
    return {
        name: pa.Table.from_pylist(
            sorted(rows[name], key=lambda row: tuple(row[key] for key in SORT_KEYS[name])), schema=schema
        )
        for name, schema in SCHEMAS.items()
    }
