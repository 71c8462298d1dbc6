"""Everything that extraction has learned, trained anew: what `paperkg train` does."""

from collections.abc import Callable, Sequence
from pathlib import Path

from paperkg.evaluation.annotations import annotated_ids, read_annotations
from paperkg.files import make_folder


def train(
    gold: Sequence[str | Path],
    corpora: Sequence[str | Path],
    output: str | Path,
    *,
    more: Sequence[str | Path] = (),
    held_out: Sequence[str | Path] = (),
    seed: int = 0,
    jobs: int = 1,
    keep: str | Path | None = None,
    report: Callable[[str], None] = lambda _line: None,
) -> None:
    """Trains the recognizer and the models of types, roles, results and relations, and writes them to `output`.

    Copied into `paperkg/extraction/trained`, the files replace the shipped ones. It takes about two hours on
    two cores. The same inputs and seed give the same bytes on one machine, with any number of processes.

    Args:
        gold: annotated papers, JSON lines, as extraction is to annotate.
        corpora: unlabeled abstracts, in any format that `paperkg build` reads.
        output: a directory, made where it is missing.
        more: papers of other annotators, who may have drawn some lines elsewhere.
        held_out: annotated papers to measure on: their abstracts, if they are among the corpora, are not
            labeled to learn from.
        seed: of all random choices.
        jobs: processes.
        keep: a directory for what long steps gave, from which a run that was stopped goes on.
        report: is told what is being done.

    Raises:
        EvaluationError: an annotation is malformed, or its paper has no text.
        ModuleNotFoundError: a package that only training needs is not installed.
    """
    from paperkg.training.fit_claims import train_claims
    from paperkg.training.fit_encoder import EncoderSettings
    from paperkg.training.fit_recognizer import RecognizerSettings, train_recognizer
    from paperkg.training.steps import Steps

    annotated, others = (tuple(read_annotations(paths, corpora)) for paths in (gold, more))
    folder = Path(output)
    make_folder(folder)
    settings = RecognizerSettings(seed=seed, jobs=jobs)
    steps = Steps(Path(keep) if keep else None)
    apart = annotated_ids(held_out)
    train_recognizer(annotated, others, corpora, folder, apart, settings, steps, report)
    report("roles, results and relations")
    train_claims(annotated, others, folder, EncoderSettings(), steps, seed=seed, jobs=jobs)
