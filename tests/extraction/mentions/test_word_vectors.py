"""Vectors of words, and of spans of characters."""

import numpy as np
from spacy.tokens import Doc

from paperkg.extraction.entity_finder import make_pipeline
from paperkg.extraction.mentions.word_vectors import WordVectors, keep_vectors, vectors_of

VECTORS = WordVectors.of([(0, 2), (3, 6), (6, 7)], np.array([[1, 0], [3, 4], [5, 8]], dtype=np.float32))


def test_a_span_has_the_mean_of_its_words() -> None:
    starts, ends = np.array([0, 1, 3, 2]), np.array([2, 4, 7, 3])
    assert VECTORS.of_spans(starts, ends).tolist() == [[1, 0], [2, 2], [4, 6], [0, 0]]


def test_vectors_stay_with_their_document() -> None:
    nlp = make_pipeline()
    doc = nlp.make_doc("we  use LoRA")
    keep_vectors(doc, np.array([0, 2, 3]), VECTORS.vectors)
    again = Doc(nlp.vocab).from_bytes(doc.to_bytes())
    for kept in (vectors_of(doc), vectors_of(again)):
        assert kept.starts.tolist() == [0, 4, 8]
        assert kept.ends.tolist() == [2, 7, 12]
        assert kept.vectors.tolist() == VECTORS.vectors.tolist()


def test_a_document_without_vectors_has_no_words() -> None:
    assert vectors_of(make_pipeline().make_doc("we use LoRA")).vectors.shape[0] == 0
