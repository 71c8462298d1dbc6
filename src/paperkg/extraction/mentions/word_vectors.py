"""The tagger's vectors of the words of a text, kept as `doc.tensor`, where spaCy keeps vectors of tokens."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from spacy.attrs import IDX, LENGTH  # type: ignore[import-not-found]  # spaCy ships no stub of it
from spacy.tokens import Doc

from paperkg.extraction.words.vectors import Floats

Places = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class WordVectors:
    """Words by the characters where they start and end, in order, and their vectors, words by width."""

    starts: Places
    ends: Places
    vectors: Floats

    @classmethod
    def of(cls, offsets: Sequence[tuple[int, int]], vectors: Floats) -> "WordVectors":
        """The vectors of words at those characters."""
        starts, ends = np.array(offsets, dtype=np.int64).reshape(-1, 2).T
        return cls(starts, ends, vectors)

    def of_spans(self, starts: Places, ends: Places) -> Floats:
        """The mean of the vectors of the words in each span of characters; zeros where there are none."""
        first = np.searchsorted(self.ends, starts, side="right")
        last = np.searchsorted(self.starts, ends, side="left")
        means: Floats = np.zeros((len(starts), self.vectors.shape[1]), dtype=np.float32)
        alone = last - first == 1
        means[alone] = self.vectors[first[alone]]
        for span in np.flatnonzero(last - first > 1):
            means[span] = self.vectors[first[span] : last[span]].mean(axis=0)
        return means


def keep_vectors(doc: Doc, words: Places, vectors: Floats) -> None:
    """Keeps the vectors of the tokens that are words on their document; those of blanks are zeros."""
    tensor = np.zeros((len(doc), vectors.shape[1]), dtype=np.float32)
    tensor[words] = vectors
    doc.tensor = tensor  # type: ignore[assignment]  # the stub of spaCy asks for doubles


def vectors_of(doc: Doc) -> WordVectors:
    """The vectors that were kept on a document; no words where none were."""
    tensor: Floats = np.asarray(doc.tensor, dtype=np.float32)
    if tensor.ndim < 2:  # none were kept
        tensor = tensor.reshape(0, 0)
    words = np.flatnonzero(tensor.any(axis=1))
    start, length = doc.to_array([IDX, LENGTH]).astype(np.int64)[words].reshape(-1, 2).T
    return WordVectors(start, start + length, tensor[words])
