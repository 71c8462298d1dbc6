"""Abbreviations that a paper defines."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperkg.extraction.rules.abbreviations import find_definitions
from paperkg.extraction.vocabulary.word_lists import shipped_word_lists
from paperkg.extraction.words.sentences import split_sentences


def pairs(text: str) -> list[tuple[str, str]]:
    return [
        (text[d.short.start : d.short.end], text[d.long.start : d.long.end])
        for d in find_definitions(text, split_sentences(text), shipped_word_lists().definitions)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We use Low-Rank Adaptation (LoRA) here.", ("LoRA", "Low-Rank Adaptation")),
        ("We attack with membership inference attacks (MIAs).", ("MIAs", "membership inference attacks")),
        ("A new Likelihood Ratio Attack (LiRA, see below) wins.", ("LiRA", "Likelihood Ratio Attack")),
        ("We present BERT (Bidirectional Encoder Representations from Transformers).",
         ("BERT", "Bidirectional Encoder Representations from Transformers")),
        ("Using the area under the curve (AUC) we see.", ("AUC", "area under the curve")),
        ("a mixture of experts (MoE) layer", ("MoE", "mixture of experts")),
        ("By Gauss-Seidel-Jacobi (abbreviated as GS-Jacobi) it ends.", ("GS-Jacobi", "Gauss-Seidel-Jacobi")),
        ("We call the Foo Bar Net (dubbed FBN, see below) small.", ("FBN", "Foo Bar Net")),
        ("We study STC (short text conversation) here.", ("STC", "short text conversation")),
        ("Moved by Attention-Shifting (AS) it stays.", ("AS", "Attention-Shifting")),
        ("We introduce GEPA (Genetic-Pareto), an optimizer.", ("GEPA", "Genetic-Pareto")),
        ("We train with SAM, short for sharpness-aware minimization.", ("SAM", "sharpness-aware minimization")),
        ("The ABC, which stands for the average block cost, is low.", ("ABC", "average block cost")),
        ("We propose MORA: Multi-Objective Reward Assimilation.", ("MORA", "Multi-Objective Reward Assimilation")),
    ],
)  # fmt: skip
def test_definitions(text: str, expected: tuple[str, str]) -> None:
    assert pairs("Title\n" + text) == [expected]


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("LEAF: Layered Evidence for Agent Forums", [("LEAF", "Layered Evidence for Agent Forums")]),
        ("EAGER: Entropy-Aware GEneRation for Scaling", [("EAGER", "Entropy-Aware GEneRation")]),
        ("MSA - Memory Sparse Attention for Models", [("MSA", "Memory Sparse Attention")]),
        ("SUN: Shared Use of Next-token Prediction", []),
        ("LoRA: A Survey of Adapters", []),
        ("Language: Learning to Speak", []),
        ("", []),
    ],
)
def test_a_title_may_open_with_a_definition(title: str, expected: list[tuple[str, str]]) -> None:
    assert pairs(title + "\nWe say more.") == expected


@pytest.mark.parametrize(
    "text",
    [
        "This is a remark (see Section 3).",
        "We gain much (up to 3x).",
        "It runs on a laptop (USA).",
        "the model (which is ABC) is large",
        "We train an LLM (Llama-Krikri-8B) here.",
        "NOTE: the results are old.",
        "nothing () and ( ) and (, ) and ('')",
    ],
)
def test_other_parentheses_define_nothing(text: str) -> None:
    assert pairs("Title\n" + text) == []


def test_many_parentheses_take_no_time() -> None:
    assert len(pairs("T\n" + "ab cd (AC) " * 5_000)) == 5_000
    assert pairs("T\n(" + " " * 20_000 + "(" + "a" * 20_000) == []


def test_a_letter_that_grows_in_lower_case_moves_nothing() -> None:
    assert pairs("T\nİİ İ-Based Low-Rank Adaptation (LoRA) wins") == [("LoRA", "Low-Rank Adaptation")]


@given(st.text(alphabet="ABCabcİ ().-\n", max_size=80))
def test_a_definition_is_literally_in_the_text(text: str) -> None:
    for definition in find_definitions(text, split_sentences(text), shipped_word_lists().definitions):
        for span in (definition.short, definition.long):
            assert 0 <= span.start < span.end <= len(text)
        short = text[definition.short.start : definition.short.end]
        long = text[definition.long.start : definition.long.end]
        assert next(c for c in short if c.isalnum()).lower() == next(c for c in long if c.isalnum()).lower()
