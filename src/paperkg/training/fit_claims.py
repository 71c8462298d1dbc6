"""All the models that read types, roles, results and relations, trained in the order in which they need each other."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from paperkg.extraction.claims.encoder_weights import LABELS, write_encoder
from paperkg.extraction.claims.linear import read_model
from paperkg.extraction.entity_finder import EntityFinder
from paperkg.extraction.mentions.recognizer import load_recognizer
from paperkg.extraction.mentions.word_vectors import WordVectors
from paperkg.model import Extraction
from paperkg.training.fit_encoder import EncoderSettings, encoder_example, train_encoder, vocabulary_of
from paperkg.training.fit_linear import write_model
from paperkg.training.fit_relations import train_relations
from paperkg.training.fit_results import train_results
from paperkg.training.fit_roles import train_roles, with_unseen_roles
from paperkg.training.fit_types import train_types
from paperkg.training.silver_labels import read_text, reading_pipeline
from paperkg.training.steps import Steps, digest_of, in_processes
from paperkg.training.training_papers import TrainingPaper, found_paper, training_paper

_AT_ONCE = 250
WEIGHT = 3
"""How often a paper of the annotators who are followed counts in the models of results and relations."""
View = tuple[TrainingPaper, WordVectors]
"""A training paper, and the vectors of the words of its text."""


def train_claims(
    followed: Sequence[Extraction],
    others: Sequence[Extraction],
    folder: Path,
    settings: EncoderSettings,
    steps: Steps,
    *,
    seed: int = 0,
    jobs: int = 1,
) -> None:
    """Writes the models to a folder that has the recognizer's files; the same for the same papers and seed.

    Args:
        followed: annotated papers, as extraction is to annotate.
        others: papers of other annotators.
        folder: where to.
        settings: of the encoder.
        steps: what long steps gave before.
        seed: of the parts that are held out in turn.
        jobs: processes.
    """
    papers = (*followed, *others)
    inputs = digest_of([folder / "tagger.npz", folder / "judge.npz"], str(seed), *map(repr, papers))
    annotated = [training_paper(one) for one in papers]
    types = steps.result("types", inputs, lambda: train_types(annotated))
    parts = [papers[i : i + _AT_ONCE] for i in range(0, len(papers), _AT_ONCE)]
    write_model(types, folder / "types.json")
    tasks = [(part, folder) for part in parts]
    views = steps.result(
        "views", inputs, lambda: [one for part in in_processes(read_views, tasks, jobs) for one in part]
    )
    linear = steps.result("linear", inputs, lambda: _train_linear(annotated, len(followed), seed=seed, jobs=jobs))
    for name, model in linear.items():
        write_model(model, folder / f"{name}.json")
    vocabulary = vocabulary_of((training.tokenized() for one in views for training, _ in one), settings)
    weights = steps.result(
        "encoder",
        digest_of((), inputs, repr(settings)),
        lambda: train_encoder(
            [[encoder_example(*view, vocabulary) for view in one] for one in views], vocabulary, settings
        ),
    )
    write_encoder(folder, weights, vocabulary, LABELS)


def read_views(papers: Sequence[Extraction], folder: Path) -> list[list[View]]:
    """The views of papers that have words: with the entities that annotators name, and with those that are found.

    Args:
        papers: annotated ones.
        folder: that of the recognizer's files and of the model of types.
    """
    finder, nlp = EntityFinder(weights=str(folder)), reading_pipeline()
    tagger, types = load_recognizer(str(folder)).tagger, read_model(folder / "types.json")
    out = []
    for paper in papers:
        with nlp.memory_zone(), finder.nlp.memory_zone():
            training = training_paper(paper)
            reading = read_text(nlp, training.extraction.paper.text, tagger)
            (named,) = finder.find([paper.paper.text])
        if reading is not None:
            found = found_paper(paper, named, types)
            out.append([(training, WordVectors.of(reading.offsets, reading.vectors)), (found, named.vectors)])
    return out


def _train_linear(
    annotated: Sequence[TrainingPaper], followed: int, *, seed: int, jobs: int
) -> dict[str, dict[str, Any]]:
    """The linear models but that of types, by name; the first papers, as many as are `followed`, count more."""
    roles = train_roles(annotated)
    seen_in_use = with_unseen_roles(annotated, seed=seed, jobs=jobs)
    weighed = [*seen_in_use[:followed] * WEIGHT, *seen_in_use[followed:]]
    kinds, links = train_results(weighed)
    return {"roles": roles, "results": kinds, "result_links": links, "relations": train_relations(weighed)}
