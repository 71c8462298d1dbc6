"""Evaluation: extraction measured on annotated papers."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from paperkg.errors import EvaluationError
from paperkg.evaluation.annotations import read_annotations
from paperkg.evaluation.scoring import Scores, score
from paperkg.extraction import LexiconEntry, WordLists, extract_all


def evaluate(
    gold: Sequence[str | Path],
    user_lexicon: Sequence[LexiconEntry] = (),
    *,
    words: WordLists | None = None,
    corpora: Sequence[str | Path] = (),
    jobs: int = 1,
) -> Scores:
    """Extracts the annotated papers of the files anew and scores what is found.

    Args:
        gold: files of annotations.
        user_lexicon: entries of the user's own.
        corpora: papers, for annotations that give no title and abstract but their id.
        jobs: processes that extract.

    Raises:
        EvaluationError: a file is malformed, or none holds a paper.
    """
    annotated = list(read_annotations(gold, corpora))
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
