import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st

from paperkg.extraction.words.tokenizer import flatten, make_tokenizer

TOKENIZER = make_tokenizer(spacy.blank("en"))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Qwen2.5-Math-7B-Instruct", "Qwen2.5-Math-7B-Instruct"),
        ("mAP@50, A*-Decoding: W2*A8.", "mAP@50 , A*-Decoding : W2*A8 ."),
        ("GPT-4-based (MIAs)", "GPT-4 - based ( MIAs )"),
        ("CLIP-based LLM-powered non-IID", "CLIP - based LLM - powered non - IID"),
        ("state/models C++.", "state / models C++ ."),
        ("GSM8K's 22\\% e.g., T2I.The", "GSM8K 's 22 \\ % e.g . , T2I . The"),
        ("self-supervised state-of-the-art", "self-supervised state-of-the-art"),
    ],
)
def test_words_end_where_names_do(text: str, words: str) -> None:
    assert [token.text for token in TOKENIZER(text) if not token.is_space] == words.split()


@given(st.text())
def test_flattening_keeps_every_offset(text: str) -> None:
    flat = flatten(text)
    assert len(flat) == len(text)
    assert "\n" not in flat
    assert TOKENIZER(flat).text == flat


@pytest.mark.parametrize(
    ("text", "flat"),
    [
        (r"We propose \textbf{hyperagents}.", r"We propose         hyperagents ."),
        (r"\emph{A} and \mathcal {B} of \textit{C (D)}", r"      A  and           B  of         C (D) "),
        (r"\cite{x}, 22\% and \textbf{a \textit{b}}", r"\cite{x}, 22\% and \textbf{a         b }"),
    ],
)
def test_fonts_of_tex_are_blanks(text: str, flat: str) -> None:
    assert flatten(text) == flat
