import pytest
import spacy

from paperkg.extraction.words.tokenizer import make_tokenizer

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
