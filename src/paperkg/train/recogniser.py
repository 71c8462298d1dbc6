"""The whole recogniser, from annotated papers and unlabelled abstracts: its artefacts, rebuilt.

1. Word vectors and word statistics from all unlabelled abstracts.
2. A teacher learns the annotated papers but those of part 0, and labels some thousand abstracts.
3. A tagger learns from these labels, then from annotated papers: once for each of five parts without
   the part, whose papers it then tags as unseen ones, and once with all papers, which is shipped.
4. The judge learns from the papers as tagged unseen, and as tagged unseen by taggers that learned from
   the annotated papers alone: the teacher has seen four parts, so that it would trust the first too much.

Part 0 was seen by neither teacher, tagger nor judge: figures on it are those of new papers.
"""

import random
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import spacy
import torch
from spacy.language import Language

from paperkg.extract.artefacts import read_words, write_forms, write_judge, write_tagger, write_words
from paperkg.extract.extractor import shipped_lexicon
from paperkg.extract.form_features import Knowledge, form_features
from paperkg.extract.lexicon import Lexicon, LexiconComponent
from paperkg.extract.reading import Reading, read_document
from paperkg.extract.recogniser import load_recogniser
from paperkg.extract.sentences import split_sentences
from paperkg.extract.tagger import TAGS
from paperkg.extract.tokenizer import flatten, make_tokenizer
from paperkg.extract.words import Floats, WordTable
from paperkg.train.annotated import Row
from paperkg.train.corpora import Words, read_corpora
from paperkg.train.form_votes import AnnotatedForms, silver_votes
from paperkg.train.judge_fit import JudgeSettings, fit_judge, true_classes
from paperkg.train.network import (
    BLOCKS,
    Example,
    Features,
    Network,
    Schedule,
    apply_network,
    copy_of,
    train_network,
)
from paperkg.train.tagged import Tagged, tag_papers
from paperkg.train.teacher import Teacher
from paperkg.train.vectors import train_vectors
from paperkg.train.word_statistics import word_statistics

PARTS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class RecogniserSettings:
    """Sizes and lengths of the steps; the defaults are those of the shipped recogniser."""

    silver_papers: int = 8_000
    longest_silver: int = 420
    vote_papers: int = 16_000
    teacher: Schedule = field(default_factory=lambda: Schedule(epochs=6, rate=1.5e-4, batch=4))
    silver: Schedule = field(default_factory=lambda: Schedule(epochs=2, rate=2e-3, rise=100))
    gold: Schedule = field(default_factory=lambda: Schedule(epochs=3, rate=6e-4, seed=1))
    gold_alone: Schedule = field(default_factory=lambda: Schedule(epochs=8, rate=2e-3))
    dropout_silver: float = 0.15
    dropout_gold: float = 0.3
    judge: JudgeSettings = field(default_factory=JudgeSettings)
    seed: int = 0


def parts_of(papers: Sequence[Tagged], seed: int) -> dict[str, int]:
    """The part of each paper, by id."""
    order = [paper.id for paper in papers]
    random.Random(seed).shuffle(order)
    return {id_: i % PARTS for i, id_ in enumerate(order)}


def _example(paper: Tagged) -> Example:
    return Example(paper.words, paper.title_length, np.eye(len(TAGS), dtype=np.float32)[paper.tags])


def _interned(papers: Iterable[Words]) -> list[Words]:
    """All papers in memory, each distinct word once."""
    return [
        Words(paper.id, tuple(map(sys.intern, paper.title)), tuple(map(sys.intern, paper.abstract))) for paper in papers
    ]


def _unlabelled(papers: Sequence[Words], gold: Sequence[Tagged], settings: RecogniserSettings) -> list[Words]:
    """Abstracts in random order, without annotated papers and very long ones."""
    titles = {paper.text.split("\n", 1)[0].casefold() for paper in gold}
    ids = {paper.id for paper in gold}
    chosen = [
        paper
        for paper in papers
        if paper.id not in ids
        and " ".join(paper.title).casefold() not in titles
        and len(paper.all) <= settings.longest_silver
    ]
    random.Random(settings.seed).shuffle(chosen)
    return chosen


def silver_tagger(
    table: WordTable,
    gold: Sequence[Tagged],
    parts: Mapping[str, int],
    unlabelled: Sequence[Words],
    settings: RecogniserSettings,
) -> tuple[Network, Features]:
    """The tagger as the teacher's labels make it."""
    torch.manual_seed(settings.seed)
    teacher = Teacher()
    teacher.learn([_example(paper) for paper in gold if parts[paper.id] != 0], settings.teacher)
    papers = [(paper.all, len(paper.title)) for paper in unlabelled[: settings.silver_papers]]
    labels = teacher.label(papers)
    examples = [Example(words[: len(p)], n, p) for (words, n), p in zip(papers, labels, strict=True)]
    features = Features(table)
    torch.manual_seed(settings.seed)
    network = Network(features.width, settings.dropout_silver)
    return train_network(network, features, examples, settings.silver), features


def _tagged_unseen(
    start: Network,
    features: Features,
    gold: Sequence[Tagged],
    parts: Mapping[str, int],
    schedule: Schedule,
) -> dict[str, Floats]:
    """Log probabilities of each annotated paper from a tagger that did not learn from its part."""
    logs: dict[str, Floats] = {}
    for part in range(PARTS):
        network = copy_of(start.state_dict(), features.width, start.dropout)
        seen = [_example(paper) for paper in gold if parts[paper.id] != part]
        train_network(network, features, seen, schedule)
        held = [paper for paper in gold if parts[paper.id] == part]
        found = apply_network(network, features, [(p.words, p.title_length) for p in held])
        logs.update({paper.id: log for paper, log in zip(held, found, strict=True)})
    return logs


@dataclass(frozen=True, slots=True)
class _KnownLogs:
    """Stands in for a tagger where a paper's log probabilities are there already."""

    logs: Floats

    def log_probabilities(self, words: Sequence[str], title_length: int) -> Floats:  # noqa: ARG002
        return self.logs


def _rules() -> Language:
    """The pipeline as it is before the recogniser."""
    nlp = spacy.blank("en")
    nlp.tokenizer = make_tokenizer(nlp)
    nlp.add_pipe("paperkg_sentences")
    lexicon = nlp.add_pipe("paperkg_lexicon", config={"group": "lexicon"})
    assert isinstance(lexicon, LexiconComponent)
    lexicon.lexicon = Lexicon(shipped_lexicon())
    nlp.add_pipe("paperkg_patterns")
    return nlp


def readings(gold: Sequence[Tagged], logs: Mapping[str, Floats]) -> dict[str, Reading]:
    """The annotated papers as the judge reads them, by id."""
    nlp = _rules()
    found: dict[str, Reading] = {}
    for paper in gold:
        doc = nlp.make_doc(flatten(paper.text))
        doc.user_data["sentences"] = split_sentences(paper.text)
        reading = read_document(nlp(doc), _KnownLogs(logs[paper.id]))
        if reading is not None:
            found[paper.id] = reading
    return found


def judge_examples(
    gold: Sequence[Tagged],
    read: Mapping[str, Reading],
    table: WordTable,
    forms: AnnotatedForms,
    silver: Mapping[str, Floats],
) -> tuple[Floats, list[int]]:
    """Features and true classes of the forms of papers; what a paper's own annotators say is left out."""
    matrices, classes = [], []
    for paper in gold:
        reading = read.get(paper.id)
        if reading is None:
            continue
        known = Knowledge(annotated=forms.votes(reading.places, without=paper.id), silver=silver)
        features = form_features(reading, table, known)
        if features.keys:
            matrices.append(features.matrix)
            classes += true_classes(paper, reading, features)
    return np.concatenate(matrices), classes


def train_recogniser(
    rows: Iterable[Row], corpora: Sequence[str | Path], output: Path, settings: RecogniserSettings | None = None
) -> None:
    """Writes the recogniser's artefacts into a directory.

    Args:
        rows: annotated papers.
        corpora: files of unlabelled abstracts (JSON lines, plain or gzip).
        output: a directory, made if it is not there.
        settings: sizes and lengths.
    """
    settings = settings or RecogniserSettings()
    output.mkdir(parents=True, exist_ok=True)
    gold = tag_papers(rows)
    parts = parts_of(gold, settings.seed)
    papers = _interned(read_corpora(corpora))
    write_words(output, train_vectors(papers), word_statistics(papers))
    table = read_words(output)
    unlabelled = _unlabelled(papers, gold, settings)
    silver_network, features = silver_tagger(table, gold, parts, unlabelled, settings)
    voters = unlabelled[: settings.vote_papers]
    logs = apply_network(silver_network, features, [(paper.all, len(paper.title)) for paper in voters])
    silver = silver_votes([paper.all for paper in voters], logs)
    forms = AnnotatedForms(gold)
    torch.manual_seed(settings.seed)
    fresh = Network(features.width, settings.dropout_gold)
    taught = copy_of(silver_network.state_dict(), features.width, settings.dropout_gold)
    matrices, classes = [], []
    for start, schedule in ((fresh, settings.gold_alone), (taught, settings.gold)):
        read = readings(gold, _tagged_unseen(start, features, gold, parts, schedule))
        matrix, true = judge_examples(gold, read, table, forms, silver)
        matrices.append(matrix)
        classes += true
    final = train_network(taught, features, [_example(paper) for paper in gold], settings.gold)
    write_tagger(output, final.weights(), BLOCKS)
    write_judge(output, fit_judge(np.concatenate(matrices), classes, settings.judge))
    write_forms(output, Knowledge(annotated=forms.votes(), silver=silver))
    load_recogniser.cache_clear()
