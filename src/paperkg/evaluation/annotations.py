"""Annotations, one JSON line a paper: the contract between extraction, evaluation, training and other tools.

The form is that of the annotation guidelines: `id`, `title`, `abstract`, `entities` (name, type, named,
role, aliases), `results`, `relations`; extraction adds `mentions` as [start, end] pairs into
title + newline + abstract, `confidence`, `rules` and `evidence`.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from paperkg.errors import EvaluationError
from paperkg.files import read_lines
from paperkg.kinds import EntityType
from paperkg.model import EntityRelation, Extraction, Paper, PaperEntity, Relation, Result, ResultKind, Role, Rule, Span
from paperkg.readers import read
from paperkg.text.numbers import plain_number
from paperkg.text.spans import find_spans

Row = dict[str, Any]
_RULES = (Rule.ANNOTATOR,)


def _pair(span: Span) -> list[int]:
    return [span.start, span.end]


def to_row(extraction: Extraction) -> dict[str, Any]:
    """The JSON object of an extraction."""
    paper = extraction.paper
    return {
        "id": paper.id,
        "title": paper.title,
        "abstract": paper.abstract,
        "entities": [
            {
                "name": entity.name,
                "type": entity.type.value,
                "named": entity.named,
                "role": entity.role.value,
                "aliases": list(entity.aliases),
                "mentions": [_pair(span) for span in entity.mentions],
                "confidence": entity.confidence,
                "rules": list(entity.rules),
                "evidence": [_pair(span) for span in entity.evidence],
            }
            for entity in extraction.entities
        ],
        "results": [
            {
                "subject": result.subject,
                "benchmark": result.benchmark,
                "metric": result.metric,
                "value": result.value,
                "kind": result.kind.value,
                "number": result.number,
                "unit": result.unit,
                "baseline": result.baseline,
                "spread": result.spread,
                "range_end": result.range_end,
                "span": _pair(result.span),
                "confidence": result.confidence,
            }
            for result in extraction.results
        ],
        "relations": [[relation.head, relation.relation.value, relation.tail] for relation in extraction.relations],
    }


def to_line(extraction: Extraction) -> str:
    """The JSON line, without the newline."""
    return json.dumps(to_row(extraction), ensure_ascii=False)


def _annotated_result(row: Mapping[str, Any], text: str, sentences: Iterable[Span]) -> Result:
    start = max(text.find(row["value"]), 0)
    span = Span(start, start + len(row["value"]))
    return Result(
        subject=row.get("subject"),
        benchmark=row.get("benchmark"),
        metric=row.get("metric"),
        value=row["value"],
        kind=ResultKind(row["kind"]),
        span=span,
        evidence=next((s for s in sentences if s.start <= start < s.end), Span(0, len(text))),
        number=plain_number(row["value"]),
        rules=_RULES,
    )


def from_row(row: Mapping[str, Any], sentences: Iterable[Span] = ()) -> Extraction:
    """The extraction that an annotated row stands for.

    Args:
        row: an annotated row; it needs `title` and `abstract`.
        sentences: of the text, where known, for the evidence.

    Raises:
        EvaluationError: a field is missing or has a value that the guidelines do not know.
    """
    try:
        paper = Paper(id=row["id"], title=row["title"], abstract=row["abstract"])
        text = paper.text
        sentences = tuple(sentences)
        aliases = [tuple(e.get("aliases") or [e["name"]]) for e in row["entities"]]
        names = {alias: e["name"] for e, forms in zip(row["entities"], aliases, strict=True) for alias in forms}
        places: dict[str, list[Span]] = defaultdict(list)
        for span, name in find_spans(text, names).items():
            places[name].append(span)
        entities = tuple(
            PaperEntity(
                name=e["name"],
                type=EntityType(e["type"]),
                named=bool(e["named"]),
                role=Role(e["role"]),
                aliases=forms,
                mentions=tuple(places[e["name"]]),
                confidence=1.0,
                rules=_RULES,
                evidence=tuple(s for s in sentences if _inside(s, places[e["name"]][:1])),
            )
            for e, forms in zip(row["entities"], aliases, strict=True)
        )
        relations = tuple(
            EntityRelation(
                head=head,
                relation=Relation(relation),
                tail=tail,
                evidence=next(
                    (s for s in sentences if all(_inside(s, places[name]) for name in (head, tail))),
                    Span(0, len(text)),
                ),
                rules=_RULES,
            )
            for head, relation, tail in row.get("relations", ())
        )
        results = tuple(_annotated_result(r, text, sentences) for r in row.get("results", ()))
    except (AttributeError, KeyError, ValueError, TypeError) as error:
        of = repr(row["id"]) if isinstance(row, Mapping) and "id" in row else "a paper without id"
        raise EvaluationError(f"annotation of {of}: {error!r}") from error
    return Extraction(paper=paper, entities=entities, results=results, relations=relations, sentences=sentences)


def _inside(sentence: Span, spans: Iterable[Span]) -> bool:
    return any(sentence.start <= span.start < sentence.end for span in spans)


def _rows(paths: Iterable[str | Path]) -> Iterator[tuple[str, Row]]:
    """The rows of annotation files in order, each with its place ("path:line")."""
    for path in paths:
        for number, line in enumerate(read_lines(path, EvaluationError), 1):
            if line.strip():
                place = f"{path}:{number}"
                try:
                    row = json.loads(line)
                except ValueError as error:
                    raise EvaluationError(f"{place}: {error}") from error
                if not isinstance(row, dict):
                    raise EvaluationError(f"{place}: not a JSON object")
                yield place, row


def _add_texts(rows: Sequence[Row], corpora: Sequence[str | Path]) -> None:
    """Gives rows without a text the title and abstract of the corpora's paper with their id."""
    wanted = {row["id"] for row in rows if "title" not in row and "id" in row}
    papers = (paper for paper in (read(corpora) if wanted and corpora else ()) if isinstance(paper, Paper))
    texts = {paper.id: paper for paper in papers if paper.id in wanted}
    missing = sorted(wanted - texts.keys())
    if missing:
        raise EvaluationError(f"{missing[0]}: annotated without a text, and in no corpus ({len(missing)} such papers)")
    for row in rows:
        if row.get("id") in texts:
            row.update(title=texts[row["id"]].title, abstract=texts[row["id"]].abstract)


def read_annotations(paths: Iterable[str | Path], corpora: Sequence[str | Path] = ()) -> Iterator[Extraction]:
    """The annotated papers of files, in their order.

    Args:
        paths: files of annotations.
        corpora: papers, for annotations that give no title and abstract but their id.

    Raises:
        EvaluationError: a file cannot be read, a row is malformed or has no text.
    """
    placed = list(_rows(paths))
    _add_texts([row for _, row in placed], corpora)
    for place, row in placed:
        try:
            yield from_row(row)
        except EvaluationError as error:
            raise EvaluationError(f"{place}: {error}") from error


def annotated_ids(paths: Iterable[str | Path]) -> frozenset[str]:
    """The ids of the papers that files annotate; their texts are not needed.

    Raises:
        EvaluationError: a file cannot be read, a row is malformed or has no id.
    """
    placed = list(_rows(paths))
    nameless = [place for place, row in placed if "id" not in row]
    if nameless:
        raise EvaluationError(f"{nameless[0]}: an annotation without an id")
    return frozenset(row["id"] for _, row in placed)
