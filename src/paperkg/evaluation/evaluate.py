"""Evaluation: extraction measured on annotated papers."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from paperkg.errors import EvaluationError
from paperkg.evaluation.annotations import from_row
from paperkg.evaluation.scoring import Scores, score
from paperkg.extraction import LexiconEntry, WordLists, extract_all
from paperkg.files import read_lines
from paperkg.model import Extraction, Paper
from paperkg.readers import read

Row = dict[str, Any]


def with_texts(rows: Iterable[Mapping[str, Any]], corpora: Sequence[str | Path]) -> list[Row]:
    """The rows, those without a text given the title and abstract of the corpora's paper with their id.

    Raises:
        EvaluationError: a row has no text and the corpora no such paper.
    """
    given: list[Row] = [dict(row) for row in rows]
    wanted = {row["id"] for row in given if "title" not in row and "id" in row}
    papers = (paper for paper in (read(corpora) if wanted and corpora else ()) if isinstance(paper, Paper))
    texts = {paper.id: paper for paper in papers if paper.id in wanted}
    missing = sorted(wanted - texts.keys())
    if missing:
        raise EvaluationError(f"{missing[0]}: annotated without a text, and in no corpus ({len(missing)} such papers)")
    for row in given:
        if row.get("id") in texts:
            row.update(title=texts[row["id"]].title, abstract=texts[row["id"]].abstract)
    return given


def read_annotations(path: str | Path, corpora: Sequence[str | Path] = ()) -> Iterator[Extraction]:
    """The annotated papers of a JSON lines file, in the form of the guidelines.

    Args:
        path: the annotations.
        corpora: papers, for rows that give no title and abstract but their id.

    Raises:
        EvaluationError: it cannot be read, a row is malformed or has no text.
    """
    rows: list[Row] = []
    numbers: list[int] = []
    for number, line in enumerate(read_lines(path, EvaluationError), 1):
        if line.strip():
            numbers.append(number)
            try:
                rows.append(dict(json.loads(line)))
            except (ValueError, TypeError) as error:
                raise EvaluationError(f"{path}:{number}: {error}") from error
    for number, row in zip(numbers, with_texts(rows, corpora), strict=True):
        try:
            yield from_row(row)
        except EvaluationError as error:
            raise EvaluationError(f"{path}:{number}: {error}") from error


def evaluate(
    gold: Sequence[str | Path],
    user_lexicon: Sequence[LexiconEntry] = (),
    *,
    words: WordLists | None = None,
    corpora: Sequence[str | Path] = (),
    jobs: int = 1,
) -> Scores:
    """Extracts the annotated papers of the files anew and scores what is found.

    Raises:
        EvaluationError: a file is malformed, or none holds a paper.
    """
    annotated = [extraction for path in gold for extraction in read_annotations(path, corpora)]
    if not annotated:
        raise EvaluationError(f"{', '.join(map(str, gold))}: no annotated papers")
    found = extract_all((x.paper for x in annotated), user_lexicon, words=words, jobs=jobs)
    return score(zip(annotated, found, strict=True))


def scores_row(scores: Scores) -> dict[str, Any]:
    """The scores as a JSON object."""
    return {
        "figures": {
            name: {
                "precision": round(f.precision, 4),
                "recall": round(f.recall, 4),
                "f1": round(f.f1, 4),
                "right": f.right,
                "wrong": f.wrong,
                "missed": f.missed,
            }
            for name, f in scores.figures.items()
        },
        "reliability": [
            {"entities": count, "confidence": mean, "right": share} for count, mean, share in scores.reliability
        ],
        "wrong": [{"type": kind, "form": form, "count": n} for (kind, form), n in scores.wrong],
        "missed": [{"type": kind, "form": form, "count": n} for (kind, form), n in scores.missed],
    }
