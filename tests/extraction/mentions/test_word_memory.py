"""Vectors of words, remembered."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from paperkg.extraction.mentions.word_memory import WordMemory
from paperkg.extraction.words.vectors import Floats

WORDS = st.lists(st.text(alphabet="ab", min_size=1, max_size=3), min_size=1, max_size=4)


def vector_of(word: str) -> Floats:
    return np.array([len(word), word.count("a")], dtype=np.float32)


@given(st.lists(WORDS, max_size=12))
def test_words_have_their_vectors_whatever_was_forgotten(texts: list[list[str]]) -> None:
    memory = WordMemory(vector_of, width=2, size=4)
    for words in texts:
        assert np.array_equal(memory.vectors(words), np.stack([vector_of(word) for word in words]))


def test_a_word_that_is_met_again_and_again_is_computed_once() -> None:
    computed: list[str] = []

    def vector(word: str) -> Floats:
        computed.append(word)
        return vector_of(word)

    memory = WordMemory(vector, width=2, size=3)
    for other in "bcdefghijk":
        memory.vectors(["a", other])
    assert computed.count("a") == 1
