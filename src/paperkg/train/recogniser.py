"""The whole recogniser, from annotated papers and unlabelled abstracts: its artefacts, rebuilt.

1. Word vectors and word statistics from all unlabelled abstracts.
2. A first recogniser from the annotated papers alone: for each of five parts a tagger that has not seen
   the part tags its papers; the judge learns from the papers as tagged unseen.
3. This recogniser labels some ten thousand abstracts. The final tagger learns from these labels, then from
   annotated papers: again once without each part, and once with all, which is kept.
4. The final judge learns from the papers as both taggers read them unseen. The labels know something of
   all annotated papers, so that from the later readings alone it would trust the tagger too much.

Figures on an annotated paper are those of a new one only if it was left out of all of this.
"""

import random
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import torch

from paperkg.extract.artefacts import read_words, write_forms, write_judge, write_tagger, write_words
from paperkg.extract.form_features import Knowledge, form_features
from paperkg.extract.judge import Judge
from paperkg.extract.reading import Reading
from paperkg.extract.recogniser import Recogniser, load_recogniser
from paperkg.extract.tagger import Tagger
from paperkg.extract.words import Floats, WordTable
from paperkg.train.annotated import Row
from paperkg.train.corpora import Words, read_corpora
from paperkg.train.form_votes import AnnotatedForms, silver_votes
from paperkg.train.judge_fit import JudgeExamples, JudgeSettings, fit_judge, judge_example
from paperkg.train.labels import example, label, read_text, reading_pipeline
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
from paperkg.train.vectors import train_vectors
from paperkg.train.word_statistics import word_statistics

PARTS = 5
Report = Callable[[str], None]
"""Is told what is being done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecogniserSettings:
    """Sizes and lengths of the steps."""

    silver_papers: int = 40_000
    longest_silver: int = 2_600
    alone: Schedule = field(default_factory=lambda: Schedule(epochs=6, rate=2e-3))
    silver: Schedule = field(default_factory=lambda: Schedule(epochs=2, rate=2e-3, rise=100, batch=16))
    gold: Schedule = field(default_factory=lambda: Schedule(epochs=3, rate=6e-4, seed=1))
    dropout_silver: float = 0.1
    dropout_gold: float = 0.3
    judge: JudgeSettings = field(default_factory=JudgeSettings)
    seed: int = 0


def _silent(line: str) -> None:
    """Nothing is told."""


def parts_of(papers: Sequence[Tagged], seed: int) -> dict[str, int]:
    """The part of each paper, by id."""
    order = [paper.id for paper in papers]
    random.Random(seed).shuffle(order)
    return {id_: i % PARTS for i, id_ in enumerate(order)}


def _example(paper: Tagged) -> Example:
    return Example(paper.words, paper.title_length, paper.wanted())


def _interned(papers: Iterable[Words]) -> list[Words]:
    """All papers in memory, each distinct word once."""
    return [
        Words(paper.id, paper.text, tuple(map(sys.intern, paper.title)), tuple(map(sys.intern, paper.abstract)))
        for paper in papers
    ]


def _unlabelled(papers: Sequence[Words], gold: Sequence[Tagged], settings: RecogniserSettings) -> list[str]:
    """Texts of abstracts in random order, without annotated papers and very long ones."""
    titles = {paper.text.split("\n", 1)[0].casefold() for paper in gold}
    ids = {paper.id for paper in gold}
    chosen = [
        paper.text
        for paper in papers
        if paper.id not in ids
        and paper.text.split("\n", 1)[0].casefold() not in titles
        and len(paper.text) <= settings.longest_silver
    ]
    random.Random(settings.seed).shuffle(chosen)
    return chosen[: settings.silver_papers]


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
        known = Knowledge(annotated=forms.votes(reading.places, without=paper.id), silver=silver)
        features = form_features(reading, table, known)
        if features.keys:
            found.append(judge_example(paper, reading, features))
    return JudgeExamples.joined(found)


def train_recogniser(
    rows: Iterable[Row],
    more: Iterable[Row],
    corpora: Sequence[str | Path],
    output: Path,
    settings: RecogniserSettings | None = None,
    report: Report = _silent,
) -> None:
    """Writes the recogniser's artefacts into a directory.

    Args:
        rows: annotated papers, as the recogniser is to annotate.
        more: papers of other annotators.
        corpora: files of unlabelled abstracts (JSON lines, plain or gzip).
        output: a directory, made if it is not there.
        settings: sizes and lengths.
        report: is told what is being done.
    """
    settings = settings or RecogniserSettings()
    output.mkdir(parents=True, exist_ok=True)
    gold = [*tag_papers(rows), *tag_papers(more, by_others=True)]
    parts = parts_of(gold, settings.seed)
    report("reading the abstracts")
    papers = _interned(read_corpora(corpora))
    texts = _unlabelled(papers, gold, settings)
    report(f"vectors and statistics of the words of {len(papers):,} abstracts")
    write_words(output, train_vectors(papers), word_statistics(papers))
    del papers
    table = read_words(output)
    features = Features(table)
    forms = AnnotatedForms(gold)
    examples = [_example(paper) for paper in gold]

    report(f"a first recogniser from {len(gold):,} annotated papers alone")
    torch.manual_seed(settings.seed)
    fresh = Network(features.width, settings.dropout_gold)
    alone = _tagged_unseen(fresh, features, gold, parts, settings.alone)
    judge = Judge(fit_judge(judge_examples(readings(gold, alone), table, forms, {}), settings.judge))
    tagger = Tagger(table, train_network(fresh, features, examples, settings.alone).weights(), BLOCKS)

    report(f"its labels of {len(texts):,} abstracts")
    labelled = list(label(Recogniser(tagger, judge, Knowledge(annotated=forms.votes(), silver={})), texts))
    silver = silver_votes(labelled)

    report("a tagger from these labels")
    torch.manual_seed(settings.seed)
    network = Network(features.width, settings.dropout_silver)
    train_network(network, features, list(map(example, labelled)), settings.silver)

    report("the tagger and the judge from annotated papers")
    taught = copy_of(network.state_dict(), features.width, settings.dropout_gold)
    after = _tagged_unseen(taught, features, gold, parts, settings.gold)
    judged = [judge_examples(readings(gold, logs), table, forms, silver) for logs in (alone, after)]
    write_judge(output, fit_judge(JudgeExamples.joined(judged), settings.judge))
    write_tagger(output, train_network(taught, features, examples, settings.gold).weights(), BLOCKS)
    write_forms(output, Knowledge(annotated=forms.votes(), silver=silver))
    load_recogniser.cache_clear()
