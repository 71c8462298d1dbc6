"""The rows that one paper gives, made from its extraction and the ids of its linked entities."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator

from paperkg.graph.row_types import MentionRow, PaperRow, RelationRow, ResultRow, SentenceRow, StatementRow
from paperkg.kinds import EntityType
from paperkg.model import Extraction, Paper, Role, Span
from paperkg.text.dates import year_and_month

_STRENGTH = {role: rank for rank, role in enumerate(Role)}


def _sentence_id(paper: Paper, sentence: Span) -> str:
    """The id of a sentence: its paper and its characters."""
    return f"{paper.id}@{sentence.start}-{sentence.end}"


def row_of(paper: Paper) -> PaperRow:
    """The row of a paper in `papers`."""
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


class OnePaper:
    """What one paper says, as rows; entities are given by their linked ids."""

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

    def mentions(self) -> Iterator[MentionRow]:
        """One for each place of a linked entity."""
        for entity in self.extraction.entities:
            identifier = self._id(entity.name)
            if identifier is None:
                continue
            for span in entity.mentions:
                yield {
                    "paper_id": self.paper.id,
                    "entity_id": identifier,
                    "start": span.start,
                    "end": span.end,
                    "text": self.text[span.start : span.end],
                    "sentence_id": self._cite(self._sentence_at(span)),
                }

    def statements(self) -> Iterator[StatementRow]:
        """One for each linked entity; two entities of the paper that linking made one share a row."""
        rows: dict[str, StatementRow] = {}
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

    def results(self) -> Iterator[ResultRow]:
        """One for each result; where a number holds for several benchmarks or metrics, their ids count them."""
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
                "number": result.number,
                "unit": result.unit,
                "kind": result.kind.value,
                "baseline": result.baseline,
                "start": result.span.start,
                "end": result.span.end,
                "sentence_id": self._cite(result.evidence),
                "confidence": round(result.confidence, 3),
                "rules": sorted(result.rules),
                "spread": result.spread,
                "range_end": result.range_end,
            }

    def relations(self) -> Iterator[RelationRow]:
        """One for each relation between two linked entities, where the paper states it most surely."""
        rows: dict[tuple[str, str, str], RelationRow] = {}
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

    def sentences(self) -> Iterator[SentenceRow]:
        """The sentences cited by the rows made before."""
        for sentence in sorted(self._cited):
            yield {
                "sentence_id": _sentence_id(self.paper, sentence),
                "paper_id": self.paper.id,
                "start": sentence.start,
                "end": sentence.end,
                "text": self.text[sentence.start : sentence.end],
            }
