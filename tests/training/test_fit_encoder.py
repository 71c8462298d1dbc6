"""Training the encoder, on a handful of made-up papers; and whether numpy runs what PyTorch trained."""

from dataclasses import replace
from functools import cache
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("torch", reason="needs PyTorch: pip install -r requirements/train.txt")

import torch

from annotated_papers import parsing_paper
from paperkg.evaluation.annotations import from_row
from paperkg.extraction.claims.encoder import ClaimEncoder
from paperkg.extraction.claims.encoder_input import Vocabulary, encoder_input
from paperkg.extraction.claims.encoder_weights import LABELS
from paperkg.training.encoder_network import EncoderNetwork, subject_logs
from paperkg.training.fit_claims import View, read_views
from paperkg.training.fit_encoder import (
    UNKNOWN,
    EncoderSettings,
    Example,
    encoder_example,
    hide,
    train_encoder,
    vocabulary_of,
)
from paperkg.training.tagger_network import Schedule
from paperkg.training.torch_layers import numpy_weights

SETTINGS = EncoderSettings(schedule=Schedule(epochs=12, rate=3e-3, rise=5, batch=2), most_words=100)


@cache
def views() -> list[list[View]]:
    """Both views of each paper: with the entities annotated, and with those found."""
    shipped = Path(str(files("paperkg.extraction.trained")))
    return read_views([from_row(parsing_paper(index)) for index in range(6)], shipped)


@cache
def vocabulary() -> Vocabulary:
    return vocabulary_of((paper.tokenized() for paper, _ in views()[0]), replace(SETTINGS, least_papers=1))


@cache
def examples() -> list[list[Example]]:
    return [[encoder_example(*view, vocabulary()) for view in paper] for paper in views()]


def test_an_example_asks_for_all_that_annotators_say() -> None:
    example = examples()[0][0]
    assert [LABELS.roles[role] for role in example.roles] == [
        "introduces",
        "compares_with",
        "addresses",
        "measures",
        "evaluates_on",
    ]
    assert example.asked.candidates.entity[example.subjects].tolist() == [0]
    stated = [LABELS.relations[relation] for relation in example.relations if LABELS.relations[relation] != "none"]
    assert sorted(stated) == ["evaluated_on", "outperforms", "solves"]


def test_nothing_is_asked_of_the_role_of_what_annotators_do_not_name() -> None:
    paper, vectors = views()[0][0]
    example = encoder_example(replace(paper, unannotated=frozenset({"accuracy"})), vectors, vocabulary())
    assert example.roles[3] == UNKNOWN


def test_what_is_hidden_is_not_told() -> None:
    example, words = examples()[0][0], vocabulary()
    settings = replace(SETTINGS, hidden_words=1.0, hidden_types=1.0)
    hidden = hide(example.paper, words, settings, np.random.default_rng(0))
    assert set(hidden.tokens["word"]) == {words.hidden_word}
    assert not hidden.vectors.any()
    assert set(hidden.tokens["mark"]) == {0, words.hidden_mark}
    assert set(hidden.types) == {words.hidden_type}
    none = hide(example.paper, words, replace(SETTINGS, hidden_words=0.0, hidden_types=0.0), np.random.default_rng(0))
    assert all(np.array_equal(none.tokens[name], rows) for name, rows in example.paper.tokens.items())


def test_the_encoder_learns_and_the_same_each_time() -> None:
    lines: list[str] = []
    weights, again = (train_encoder(examples(), vocabulary(), SETTINGS, lines.append) for _ in range(2))
    assert all(np.array_equal(weights[name], again[name]) for name in weights)
    assert lines[0].startswith(f"pass 1 of {SETTINGS.schedule.epochs}: loss ")
    encoder = ClaimEncoder(weights, vocabulary(), LABELS)
    for paper, vectors in views()[0]:
        roles = encoder.read(paper.tokenized(), vectors).roles(LABELS.roles).argmax(axis=1)
        assert [LABELS.roles[role] for role in roles] == [entity.role for entity in paper.extraction.entities]


def test_numpy_runs_the_network_that_torch_trained() -> None:
    torch.manual_seed(0)
    network = EncoderNetwork(views()[0][0][1].vectors.shape[1], vocabulary(), LABELS, 0.1).eval()
    encoder = ClaimEncoder(numpy_weights(network), vocabulary(), LABELS)
    for training, vectors in views()[0]:
        paper = training.tokenized()
        example = encoder_example(training, vectors, vocabulary())
        asked = example.asked
        scores = network(encoder_input(paper, vectors, vocabulary()), asked)
        encoded = encoder.read(paper, vectors)
        pairs = list(zip(asked.pairs.head.tolist(), asked.pairs.tail.tolist(), strict=True))
        logs, _ = subject_logs(scores, torch.from_numpy(asked.slots))
        subjects = encoded.subjects(int(asked.results[0]), asked.candidates.entity.tolist())
        for numpy_answers, torch_answers in (
            (encoded.roles(LABELS.roles), scores.roles.softmax(dim=1)),
            (encoded.relations(pairs, LABELS.relations), scores.relations.softmax(dim=1)),
            (subjects, logs.exp()),
        ):
            assert np.allclose(numpy_answers, torch_answers.detach().numpy(), atol=1e-5)
