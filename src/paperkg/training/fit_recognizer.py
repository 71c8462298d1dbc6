"""The whole recognizer, from annotated papers and unlabeled abstracts: its files, made anew.

1. Word vectors and word statistics from all unlabeled abstracts.
2. A first recognizer from the annotated papers alone: for each of five parts a tagger that has not seen
   the part tags its papers; the judge learns from the papers as tagged unseen.
3. This recognizer labels some ten thousand abstracts. The final tagger learns from these labels, then from
   annotated papers: again once without each part, and once with all, which is kept.
4. The final judge learns from the papers as both taggers read them unseen. The labels know something of
   all annotated papers, so that from the later readings alone it would trust the tagger too much.

Figures on an annotated paper are those of a new one only if it was left out of all of this.
"""

import random
import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from paperkg.extraction.mentions.form_features import Knowledge, form_features
from paperkg.extraction.mentions.judge import Judge
from paperkg.extraction.mentions.reading import Reading
from paperkg.extraction.mentions.recognizer import Recognizer, load_recognizer
from paperkg.extraction.mentions.tagger import TaggedWords, Tagger
from paperkg.extraction.mentions.tags import LABELS
from paperkg.extraction.mentions.weights import read_words, write_forms, write_judge, write_tagger, write_words
from paperkg.extraction.words.vectors import Floats, WordTable
from paperkg.model import Extraction
from paperkg.text.keys import title_key
from paperkg.training.corpora import PaperWords, read_corpora
from paperkg.training.fit_judge import JudgeExamples, JudgeSettings, fit_judge, judge_example
from paperkg.training.fit_vectors import train_vectors
from paperkg.training.form_votes import AnnotatedForms, silver_votes
from paperkg.training.silver_labels import Labeled, label_texts, read_text, reading_pipeline, tagger_example
from paperkg.training.steps import Steps, digest_of, in_processes
from paperkg.training.tagged import Tagged, tag_papers
from paperkg.training.tagger_network import (
    BLOCKS,
    Example,
    Features,
    Network,
    Schedule,
    apply_network,
    copy_of,
    train_network,
)
from paperkg.training.word_statistics import word_statistics

PARTS = 5
LABELED_AT_ONCE = 1000
Report = Callable[[str], None]
"""Is told what is being done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecognizerSettings:
    """Sizes and lengths of the steps, and the number of processes."""

    silver_papers: int = 80_000
    longest_silver: int = 2_600
    alone: Schedule = field(default_factory=lambda: Schedule(epochs=6, rate=2e-3))
    silver: Schedule = field(default_factory=lambda: Schedule(epochs=1, rate=2e-3, rise=100, batch=16))
    gold: Schedule = field(default_factory=lambda: Schedule(epochs=3, rate=6e-4, seed=1))
    dropout_silver: float = 0.1
    dropout_gold: float = 0.3
    judge: JudgeSettings = field(default_factory=JudgeSettings)
    seed: int = 0
    jobs: int = 1


def _silent(line: str) -> None:
    """Nothing is told."""


def parts_of(papers: Sequence[Tagged], seed: int) -> dict[str, int]:
    """The part of each paper, by id."""
    order = [paper.id for paper in papers]
    random.Random(seed).shuffle(order)
    return {id_: i % PARTS for i, id_ in enumerate(order)}


def _interned(papers: Iterable[PaperWords]) -> list[PaperWords]:
    """All papers in memory, each distinct word once."""
    return [
        PaperWords(paper.id, paper.text, tuple(map(sys.intern, paper.title)), tuple(map(sys.intern, paper.abstract)))
        for paper in papers
    ]


def _title_key(text: str) -> str:
    return title_key(text.split("\n", 1)[0])


def _texts_to_label(
    papers: Sequence[PaperWords], gold: Sequence[Tagged], held_out: Collection[str], settings: RecognizerSettings
) -> list[str]:
    """Texts of abstracts in random order, without annotated papers, those held out and very long ones."""
    titles = {_title_key(paper.text) for paper in gold}
    ids = {paper.id for paper in gold}.union(held_out)
    chosen = [
        paper.text
        for paper in papers
        if paper.id not in ids and _title_key(paper.text) not in titles and len(paper.text) <= settings.longest_silver
    ]
    random.Random(settings.seed).shuffle(chosen)
    return chosen[: settings.silver_papers]


StateDict = dict[str, Tensor]
"""A network's `state_dict`."""


def _train_tagger(
    start: StateDict,
    table: WordTable,
    dropout: float,
    schedule: Schedule,
    seen: Sequence[Tagged],
    held: Sequence[Tagged],
) -> tuple[StateDict, dict[str, Floats]]:
    """A tagger that goes on from weights with the papers seen, and its log probabilities of those held back."""
    features = Features(table)
    network = copy_of(start, features.width, dropout)
    train_network(network, features, [Example(p.words, p.title_length, p.wanted()) for p in seen], schedule)
    logs = apply_network(network, features, [(p.words, p.title_length) for p in held])
    return network.state_dict(), {paper.id: log for paper, log in zip(held, logs, strict=True)}


@dataclass(frozen=True, slots=True)
class _TrainedTagger:
    """A tagger that has learned all annotated papers, and what those say who each had not seen a part of them."""

    weights: StateDict
    unseen: Mapping[str, Floats]


def _train_taggers(
    start: StateDict, table: WordTable, gold: Sequence[Tagged], schedule: Schedule, settings: RecognizerSettings
) -> _TrainedTagger:
    """Taggers that go on from the same weights: one with all papers, and one without each part."""
    parts = parts_of(gold, settings.seed)
    tasks = [(gold, ())] + [
        ([p for p in gold if parts[p.id] != part], [p for p in gold if parts[p.id] == part]) for part in range(PARTS)
    ]
    done = in_processes(
        _train_tagger,
        [(start, table, settings.dropout_gold, schedule, seen, held) for seen, held in tasks],
        settings.jobs,
    )
    return _TrainedTagger(done[0][0], {id_: log for _, logs in done for id_, log in logs.items()})


@dataclass(frozen=True, slots=True)
class _KnownLogs:
    """Stands in for a tagger where a paper's log probabilities are there already."""

    logs: Floats

    def read(self, words: Sequence[str], title_length: int) -> TaggedWords:  # noqa: ARG002
        return TaggedWords(self.logs, np.empty((len(words), 0), dtype=np.float32))


def readings(gold: Sequence[Tagged], logs: Mapping[str, Floats]) -> Iterator[tuple[Tagged, Reading]]:
    """The annotated papers as the judge reads them."""
    nlp = reading_pipeline()
    for paper in gold:
        reading = read_text(nlp, paper.text, _KnownLogs(logs[paper.id]))
        if reading is not None:
            yield paper, reading


def judge_examples(
    read: Iterable[tuple[Tagged, Reading]], table: WordTable, forms: AnnotatedForms, silver: Mapping[str, Floats]
) -> JudgeExamples:
    """Features and wanted classes of the forms of papers; what a paper's own annotators say is left out."""
    found = []
    for paper, reading in read:
        known = Knowledge(forms.votes(reading.places, without=paper.id), silver, LABELS)
        features = form_features(reading, table, known)
        if features.keys:
            found.append(judge_example(paper, reading, features))
    return JudgeExamples.joined(found)


def _labels(recognizer: Recognizer, texts: Sequence[str]) -> list[Labeled]:
    return list(label_texts(recognizer, texts))


def train_recognizer(
    annotated: Iterable[Extraction],
    more: Iterable[Extraction],
    corpora: Sequence[str | Path],
    output: Path,
    held_out: Collection[str] = (),
    settings: RecognizerSettings | None = None,
    steps: Steps | None = None,
    report: Report = _silent,
) -> None:
    """Writes the recognizer's files into a directory.

    Args:
        annotated: papers, as the recognizer is to annotate.
        more: papers of other annotators.
        corpora: files of unlabeled abstracts, in any format that `paperkg build` reads.
        output: a directory, made if it is not there.
        held_out: ids of papers of the corpora that are not to be labeled, for others to measure on.
        settings: sizes and lengths.
        steps: what long steps gave before; nothing is kept without.
        report: is told what is being done.
    """
    settings, steps = settings or RecognizerSettings(), steps or Steps(None)
    output.mkdir(parents=True, exist_ok=True)
    gold = [*tag_papers(annotated), *tag_papers(more, by_others=True)]
    corpus = digest_of(corpora)
    inputs = digest_of(
        (),
        corpus,
        repr(replace(settings, jobs=1)),
        *sorted(held_out),
        *(repr((p.text, p.spans, p.by_others)) for p in gold),
    )

    report("reading the abstracts")
    papers = _interned(read_corpora(corpora))
    texts = _texts_to_label(papers, gold, held_out, settings)
    report(f"vectors of the words of {len(papers):,} abstracts")
    vectors = steps.result("vectors", corpus, lambda: train_vectors(papers))
    report("statistics of the words")
    write_words(output, vectors, steps.result("statistics", corpus, lambda: word_statistics(papers)))
    papers.clear()  # a GiB or two
    table = read_words(output)
    forms = AnnotatedForms(gold)
    width = Features(table).width

    report(f"a first recognizer from {len(gold):,} annotated papers alone")
    torch.manual_seed(settings.seed)
    fresh = Network(width, settings.dropout_gold).state_dict()
    alone = steps.result("alone", inputs, lambda: _train_taggers(fresh, table, gold, settings.alone, settings))
    examples = [judge_examples(readings(gold, alone.unseen), table, forms, {})]
    judge = Judge(fit_judge(examples[0], settings.judge), LABELS)
    tagger = Tagger(table, copy_of(alone.weights, width, 0.0).weights(), BLOCKS, LABELS)

    report(f"its labels of {len(texts):,} abstracts")
    first = Recognizer(tagger, judge, Knowledge(annotated=forms.votes(), silver={}, labels=LABELS))
    tasks = [(first, texts[i : i + LABELED_AT_ONCE]) for i in range(0, len(texts), LABELED_AT_ONCE)]
    labeled = steps.result(
        "labels", inputs, lambda: [paper for part in in_processes(_labels, tasks, settings.jobs) for paper in part]
    )
    silver = silver_votes(labeled)

    report("a tagger from these labels")
    torch.manual_seed(settings.seed)
    pupil = Network(width, settings.dropout_silver)
    started = steps.result(
        "pupil",
        inputs,
        lambda: train_network(pupil, Features(table), list(map(tagger_example, labeled)), settings.silver).state_dict(),
    )

    report("the tagger and the judge from annotated papers")
    final = steps.result("final", inputs, lambda: _train_taggers(started, table, gold, settings.gold, settings))
    examples = [judge_examples(readings(gold, taught.unseen), table, forms, silver) for taught in (alone, final)]
    write_judge(output, fit_judge(JudgeExamples.joined(examples), settings.judge), LABELS)
    write_tagger(output, copy_of(final.weights, width, 0.0).weights(), BLOCKS, LABELS)
    write_forms(output, Knowledge(annotated=forms.votes(), silver=silver, labels=LABELS))
    load_recognizer.cache_clear()
