"""Sentences that state relations, and sentences that only name things."""

import pytest

from annotated_text import claims_of, read
from paperkg.extraction.claims.predicates import is_compared_with, is_stated
from paperkg.extraction.claims.tokens import tokenize
from paperkg.model import Relation


@pytest.mark.parametrize(
    ("sentence", "relation", "stated"),
    [
        ("[Model A1] is based on [Model B1].", Relation.BASED_ON, True),
        ("[Model A1] is faster than [Model B1].", Relation.BASED_ON, False),
        ("[Model A1] is run on [Software B1].", Relation.BASED_ON, False),
        ("[Model A1] builds on [Software B1].", Relation.BASED_ON, True),
        ("[Model A1] is built on [Software C1] and [Software B1].", Relation.BASED_ON, True),
        ("[Software A1] is implemented in [Software B1].", Relation.BASED_ON, False),
        ("[Model A1] does not use [Model B1].", Relation.BASED_ON, False),
        ("[Model A1] circumvents the [Model B1] by a head.", Relation.BASED_ON, False),
        ("With [Model A1] we eliminate the need for [Model B1].", Relation.BASED_ON, False),
        ("[Model A1], [Benchmark B1].", Relation.EVALUATED_ON, False),
        ("We compare [Model A1], [Model C1] and [Benchmark B1].", Relation.EVALUATED_ON, False),
        ("We run [Model A1] on [Benchmark B1].", Relation.EVALUATED_ON, True),
        ("[Model A1] uses [Model C1] as well as [Model B1].", Relation.BASED_ON, True),
        (
            "[Model A1] is tested on [Benchmark C1], and [Model D1] is tested on [Benchmark B1].",
            Relation.EVALUATED_ON,
            False,
        ),
        ("[Model A1] and [Model D1] are tested on [Benchmark C1] and [Benchmark B1].", Relation.EVALUATED_ON, True),
        (
            "[Model A1] and [Model D1] are tested on [Benchmark C1] and [Benchmark B1], respectively.",
            Relation.EVALUATED_ON,
            False,
        ),
        (
            "[Model A1] and [Model D1] are tested on [Benchmark B1] and [Benchmark C1], respectively.",
            Relation.EVALUATED_ON,
            True,
        ),
        ("[Model A1] is not evaluated on [Benchmark B1].", Relation.EVALUATED_ON, False),
        ("[Model A1] outperforms [Model B1].", Relation.OUTPERFORMS, True),
        ("We start from [Model A1] rather than [Model B1].", Relation.OUTPERFORMS, False),
        ("The series includes [Model A1] and the hosted [Model B1].", Relation.OUTPERFORMS, False),
        ("Like [Model B1], [Model A1] works on frozen models.", Relation.OUTPERFORMS, False),
        ("[Model A1] nearly matches [Model B1] and outperforms others.", Relation.OUTPERFORMS, False),
        ("Unlike models that rely on a [Method B1], [Model A1] is small.", Relation.BASED_ON, False),
        ("Unlike the older models, [Model A1] uses a [Method B1].", Relation.BASED_ON, True),
        ("It runs on an [Software A1], faster than [Model B1].", Relation.OUTPERFORMS, False),
    ],
)
def test_what_a_sentence_can_state(sentence: str, relation: Relation, stated: bool) -> None:
    paper = tokenize(*read(f"Things\n{sentence}"))
    ends = [next(i for i, e in enumerate(paper.entities) if e.name == name) for name in ("A1", "B1")]
    assert is_stated(paper, ends[0], relation, ends[1], 1) is stated


def test_a_list_without_a_verb_states_nothing() -> None:
    text = "Model Card\n[Model GPT-4], [Model Claude 3], [Model Llama 3]; [Benchmark MMLU], [Benchmark GSM8K]."
    assert claims_of(*read(text))[2] == ()


@pytest.mark.parametrize(
    ("sentence", "stated"),
    [
        ("Recent models have advanced [Task! B1].", False),
        ("Our method advances [Task! B1].", True),
        ("However, existing methods for [Task! B1] show little of it.", False),
        ("Where existing methods for [Task! B1] fail, our method does it.", True),
        ("[Model A1] is made for [Task! B1].", True),
    ],
)
def test_of_the_own_method_only_sentences_about_it_tell_what_it_solves(sentence: str, stated: bool) -> None:
    paper = tokenize(*read(f"[Model A1] is new\n{sentence}"))
    assert is_stated(paper, 0, Relation.SOLVES, 1, 1) is stated


def test_nothing_is_based_on_a_programming_language() -> None:
    paper = tokenize(*read("Things\n[Benchmark A1] builds on functions in [Software C++] and uses [Software Rust]."))
    assert not any(is_stated(paper, 0, Relation.BASED_ON, tail, 1) for tail in (1, 2))


@pytest.mark.parametrize(
    ("sentence", "compared"),
    [
        ("[Model A1] outperforms [Model B1] by 3%.", ["B1"]),
        ("[Model A1] is better than [Model C1], [Model B1] and [Model D1] by 3%.", ["C1", "B1", "D1"]),
        ("Compared to [Model B1], [Model A1] achieves a gain of 3%.", ["B1"]),
        ("[Model A1] is as fast as [Model B1].", ["B1"]),
    ],
)
def test_what_a_sentence_compares_with(sentence: str, compared: list[str]) -> None:
    paper = tokenize(*read(f"Things\n{sentence}"))
    assert [
        paper.entities[paper.owners[at]].name
        for at in range(len(paper.words))
        if paper.owners[at] >= 0 and is_compared_with(paper, at)
    ] == compared
