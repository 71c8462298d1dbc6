"""Word vectors from a few lines."""

import numpy as np
import pytest

pytest.importorskip("floret", reason="needs floret: pip install -r requirements/train.txt")

from paperkg.extraction.words.vectors import WordTable
from paperkg.training import fit_vectors
from paperkg.training.corpora import PaperWords

SENTENCES = ("we train a parser on pages", "we train a tagger on pages", "a theorem about primes holds")
PAPERS = [PaperWords(str(i), "", (), tuple(sentence.split())) for i in range(40) for sentence in SENTENCES]
NO_STATISTICS = np.zeros((1, 1), dtype=np.float32)


@pytest.fixture(autouse=True)
def few_buckets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fit_vectors, "BUCKETS", 500)


def test_the_table_is_the_same_each_time() -> None:
    table = fit_vectors.train_vectors(PAPERS)
    assert table.shape == (500, fit_vectors.DIMENSIONS)
    assert np.isfinite(table).all()
    assert np.array_equal(table, fit_vectors.train_vectors(PAPERS))


def test_words_in_the_same_company_are_near_each_other() -> None:
    words = WordTable(fit_vectors.train_vectors(PAPERS, epochs=30), {}, NO_STATISTICS)

    def nearness(a: str, b: str) -> float:
        x, y = words.vector(a), words.vector(b)
        return float(x @ y / np.sqrt((x @ x) * (y @ y)))

    assert nearness("parser", "tagger") > nearness("parser", "theorem")
