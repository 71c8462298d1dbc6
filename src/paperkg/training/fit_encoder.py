"""The encoder, from annotated papers: with the entities that annotators name and with those that extraction finds.

In each pass a paper comes once, in either view by chance. One word in ten is hidden, so that the others must tell, and
the type of one entity in twelve.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from paperkg.extraction.claims.encoder_input import Candidates, EncoderInput, Ints, Pairs, Vocabulary, encoder_input
from paperkg.extraction.claims.encoder_weights import LABELS, NONE
from paperkg.extraction.claims.result_features import SUBJECT, nearest_first
from paperkg.extraction.claims.role_features import STAGES
from paperkg.extraction.claims.tokens import OUTSIDE, TokenizedPaper
from paperkg.extraction.mentions.word_vectors import WordVectors
from paperkg.extraction.vocabulary.word_lists import shipped_word_lists
from paperkg.extraction.words.vectors import Floats
from paperkg.kinds import EntityType
from paperkg.training.encoder_network import EncoderNetwork, Questions, Scores, subject_logs
from paperkg.training.fit_results import annotated_numbers, parts_of
from paperkg.training.tagger_network import Schedule
from paperkg.training.torch_layers import numpy_weights
from paperkg.training.training_papers import TrainingPaper

UNKNOWN = -100
"""The role of an entity that annotators do not name; PyTorch's losses leave it out."""
_SCALE = 10.0
"""The loss of a paper is a sum over its questions, which this brings near 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EncoderSettings:
    """How long to train, and what is left out or hidden, as shares."""

    schedule: Schedule = field(default_factory=lambda: Schedule(epochs=5, rate=1.5e-3, rise=100))
    dropout: float = 0.2
    hidden_words: float = 0.1
    hidden_types: float = 0.08
    most_words: int = 6_000
    least_papers: int = 3


@dataclass(frozen=True, slots=True)
class Example:
    """One view of a paper, what is asked of it, and the right answers.

    `subjects` are, by result, the index of the right candidate among all, or -1 where none is right.
    """

    paper: EncoderInput
    asked: Questions
    roles: Ints
    subjects: Ints
    relations: Ints


def vocabulary_of(papers: Iterable[TokenizedPaper], settings: EncoderSettings) -> Vocabulary:
    """The commonest words of papers, all kinds of cue words and stages, and the types that have entities."""
    words: Counter[str] = Counter()
    types: set[EntityType] = set()
    for paper in papers:
        words.update(set(paper.words))
        types.update(entity.type for entity in paper.entities)
    common = sorted((-count, word) for word, count in words.items() if count >= settings.least_papers)
    kept = [word for _, word in common[: settings.most_words]]
    cues = sorted(set(shipped_word_lists().cues.values()))
    return Vocabulary.of(kept, cues, STAGES, [kind for kind in EntityType if kind in types])


def encoder_example(training: TrainingPaper, vectors: WordVectors, vocabulary: Vocabulary) -> Example:
    """The example that a view of a paper is."""
    paper = training.tokenized()
    columns = encoder_input(paper, vectors, vocabulary)
    candidates, slots, subjects, results = _subject_questions(paper, columns, training)
    placed = [i for i, places in enumerate(paper.places) if places]
    pairs = [
        (head, tail)
        for head in placed
        for tail in placed
        if head != tail
        and (paper.entities[head].type is not EntityType.METRIC or paper.entities[tail].type is EntityType.METRIC)
    ]
    stated = {(r.head, r.tail): r.relation.value for r in training.extraction.relations}
    names = [entity.name for entity in paper.entities]
    return Example(
        paper=replace(columns, vectors=columns.vectors.astype(np.float16)),  # half the memory
        asked=Questions(_ints(results), candidates, _ints(slots), Pairs.of(columns, pairs)),
        roles=_ints(
            [
                UNKNOWN if entity.name in training.unannotated else LABELS.roles.index(entity.role)
                for entity in paper.entities
            ]
        ),
        subjects=_ints(subjects),
        relations=_ints([LABELS.relations.index(stated.get((names[a], names[b]), NONE)) for a, b in pairs]),
    )


def _subject_questions(
    paper: TokenizedPaper, columns: EncoderInput, training: TrainingPaper
) -> tuple[Candidates, list[int], list[int], list[int]]:
    """The candidates for all results, the result of each, the right one of each result, and the results."""
    truth = annotated_numbers(training.extraction.results, paper)
    results = sorted(truth)
    found: list[Candidates] = []
    slots: list[int] = []
    right: list[int] = []
    for slot, at in enumerate(results):
        near = nearest_first(paper, at, SUBJECT)
        wanted = parts_of(truth[at], paper)[SUBJECT]
        right.append(len(slots) + near.index(wanted) if wanted in near else OUTSIDE)
        slots += [slot] * len(near)
        found.append(Candidates.of(columns, at, near))
    return Candidates.joined(found), slots, right, results


def _ints(values: Sequence[int]) -> Ints:
    return np.array(values, dtype=np.int64)


def hide(
    paper: EncoderInput, vocabulary: Vocabulary, settings: EncoderSettings, chance: np.random.Generator
) -> EncoderInput:
    """The paper with some words and some types of entities not told."""
    words = chance.random(len(paper.homes)) < settings.hidden_words
    typed = chance.random(len(paper.types)) < settings.hidden_types
    of_hidden = np.append(typed, False)[paper.owners]  # owner -1 is the last, no entity
    plain = words & (paper.owners == OUTSIDE)
    tokens = dict(paper.tokens)
    tokens["word"] = np.where(words | of_hidden, vocabulary.hidden_word, tokens["word"])
    tokens["mark"] = np.where(of_hidden, vocabulary.hidden_mark, tokens["mark"])
    tokens |= {name: np.where(plain, 0, tokens[name]) for name in ("cue", "shape")}
    return replace(
        paper,
        tokens=tokens,
        vectors=np.where(words[:, None], np.float16(0), paper.vectors),
        entities={**paper.entities, "mark": np.where(typed, vocabulary.hidden_mark, paper.entities["mark"])},
        types=np.where(typed, vocabulary.hidden_type, paper.types),
    )


def loss_of(scores: Scores, example: Example) -> Tensor:
    """How far answers are from the right ones: the sum of the negative logarithms of the probabilities of these."""
    entropy = functional.cross_entropy
    loss = entropy(scores.roles, torch.from_numpy(example.roles), reduction="sum")
    loss = loss + entropy(scores.relations, torch.from_numpy(example.relations), reduction="sum")
    logs, none = subject_logs(scores, torch.from_numpy(example.asked.slots))
    right = torch.from_numpy(example.subjects)
    return loss - logs[right[right >= 0]].sum() - none[right < 0].sum()


def train_encoder(
    papers: Sequence[Sequence[Example]],
    vocabulary: Vocabulary,
    settings: EncoderSettings,
    report: Callable[[str], None] = lambda _line: None,
) -> dict[str, Floats]:
    """The weights that `paperkg.extraction.claims.encoder` runs with.

    Args:
        papers: the views of each.
        vocabulary: by which their columns were made.
        settings: how to train.
        report: is told how far it is, after each pass.
    """
    schedule = settings.schedule
    torch.manual_seed(schedule.seed)
    chance = np.random.default_rng(schedule.seed)
    network = EncoderNetwork(papers[0][0].paper.vectors.shape[1], vocabulary, LABELS, settings.dropout)
    optimizer = torch.optim.AdamW(network.parameters(), lr=schedule.rate, weight_decay=0.01, betas=(0.9, 0.98))
    steps = schedule.epochs * -(-len(papers) // schedule.batch)
    step = 0
    network.train()
    for number in range(1, schedule.epochs + 1):
        total = 0.0
        order = chance.permutation(len(papers)).tolist()
        for first in range(0, len(order), schedule.batch):
            for parameters in optimizer.param_groups:
                parameters["lr"] = schedule.rate_at(step, steps)
            optimizer.zero_grad(set_to_none=True)
            group = order[first : first + schedule.batch]
            for views in (papers[i] for i in group):
                example = views[int(chance.integers(len(views)))]
                shown = hide(example.paper, vocabulary, settings, chance)
                loss = loss_of(network(shown, example.asked), example) / (_SCALE * len(group))
                total += float(loss.detach()) * len(group)
                loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            step += 1
        report(f"pass {number} of {schedule.epochs}: loss {total / len(papers):.3f}")
    return numpy_weights(network.eval())
