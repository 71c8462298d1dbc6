"""The encoder's answers."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotated_text import read, vectors_of_text
from paperkg.extraction.claims.claim_models import load_claim_models
from paperkg.extraction.claims.encoder import EncodedPaper, agreed
from paperkg.extraction.claims.encoder_weights import LABELS
from paperkg.extraction.claims.linear import Matrix
from paperkg.extraction.claims.result_features import SUBJECT, nearest_first
from paperkg.extraction.claims.tokens import TokenizedPaper, tokenize

PAPER = """[Method QuickTrim]: Faster [Task! question answering] by Pruning Attention
We propose [Method QuickTrim] and evaluate it on [Benchmark LongPages]. [Method QuickTrim] reaches 81.5% \
[Metric! accuracy] and outperforms the baseline [Method SlowCut]."""
WORDS = ("we", "propose", "3.5%", "on", ",", ".", "[Method Zig]", "[Task! parsing]", "[Benchmark Zag]", "than", "\n")


def encoded(marked: str) -> tuple[TokenizedPaper, EncodedPaper]:
    text, sentences, entities = read(marked)
    paper = tokenize(text, sentences, entities)
    return paper, load_claim_models().encoder.read(paper, vectors_of_text(text))


def sums_to_one(rows: Matrix) -> bool:
    return bool(np.allclose(rows.sum(axis=1), 1.0))


def test_what_a_plain_abstract_says_is_read() -> None:
    paper, answers = encoded(PAPER)
    names = [entity.name for entity in paper.entities]
    roles = [LABELS.roles[row] for row in answers.roles(LABELS.roles).argmax(axis=1)]
    assert dict(zip(names, roles, strict=True)) == {
        "QuickTrim": "introduces",
        "question answering": "addresses",
        "LongPages": "evaluates_on",
        "accuracy": "measures",
        "SlowCut": "compares_with",
    }
    (at,) = paper.numbers
    near = nearest_first(paper, at, SUBJECT)
    assert names[near[int(answers.subjects(at, near).argmax())]] == "QuickTrim"


def test_answers_come_in_the_order_of_the_labels_asked_for() -> None:
    _, answers = encoded(PAPER)
    turned = LABELS.roles[::-1]
    assert np.array_equal(answers.roles(turned), answers.roles(LABELS.roles)[:, ::-1])


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=40))
def test_answers_are_probabilities_whatever_the_text(words: list[str]) -> None:
    paper, answers = encoded(" ".join(words))
    assert sums_to_one(answers.roles(LABELS.roles))
    placed = [i for i, places in enumerate(paper.places) if places]
    pairs = [(a, b) for a in placed for b in placed if a != b]
    assert sums_to_one(answers.relations(pairs, LABELS.relations))
    for at in paper.numbers:
        likely = answers.subjects(at, nearest_first(paper, at, SUBJECT))
        assert likely.min(initial=0.0) >= 0
        assert likely.sum() <= 1.0 + 1e-9


ROWS = st.lists(st.floats(0.0, 1.0), min_size=3, max_size=3).map(lambda row: np.array([row]) / (sum(row) or 1.0))


@given(ROWS, ROWS)
def test_two_opinions_make_one(one: Matrix, other: Matrix) -> None:
    assert sums_to_one(agreed(one, other))
    assert np.allclose(agreed(one, other), agreed(other, one))


def test_of_two_opinions_the_surer_one_wins() -> None:
    assert agreed(np.array([[0.9, 0.1]]), np.array([[0.4, 0.6]]))[0] == pytest.approx([0.7101, 0.2899], abs=1e-4)
