"""In which company words stand: what is counted, and how it is scaled."""

import math
from collections.abc import Sequence

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from paperkg.training.corpora import PaperWords
from paperkg.training.word_statistics import LEAST_PAPERS, WIDTH, word_statistics

WORDS = ("FooNet", "foonet", ":", "(", ")", ",", "the", "on", "propose", "over", "using", "benchmark", "model", "7")


def papers(abstract: str, title: str = "", count: int = LEAST_PAPERS) -> list[PaperWords]:
    return [PaperWords(str(i), "", tuple(title.split()), tuple(abstract.split())) for i in range(count)]


def rates(abstract: str, title: str = "") -> list[float]:
    """The statistics of "FooNet" in papers of one abstract."""
    return [round(float(x), 3) for x in word_statistics(papers(abstract, title))["FooNet"]]


def column_of(abstract: str, title: str = "") -> list[int]:
    """The columns that say more of "FooNet" than a sentence without any company does."""
    plain = rates("FooNet runs .")
    return [i for i, (a, b) in enumerate(zip(rates(abstract, title), plain, strict=True)) if a > b]


def test_words_of_few_papers_have_no_statistics() -> None:
    assert word_statistics(papers("FooNet runs .", count=LEAST_PAPERS - 1)) == {}
    assert word_statistics(papers("FooNet runs .")).keys() == {"FooNet", "runs", "."}


def test_each_company_has_a_column_of_its_own() -> None:
    companies = [
        column_of("FooNet runs .", "FooNet : fast parsing"),
        column_of("( FooNet ) runs ."),
        column_of("we propose FooNet ."),
        *(column_of(f"the FooNet {head} runs .") for head in "dataset model library algorithm task score".split()),
        column_of("scores on FooNet rise ."),
        column_of("gains over FooNet ."),
        column_of("parsing using FooNet ."),
        column_of("FooNet , BarNet run ."),
    ]
    assert companies == [[column] for column in range(2, 2 + len(companies))]


def test_rates_are_roots_of_shares() -> None:
    found = word_statistics(papers("on FooNet and on FooNet but FooNet runs on FooNet"))["FooNet"]
    assert math.isclose(found[0], math.log1p(LEAST_PAPERS) / 6, rel_tol=1e-6)
    assert math.isclose(found[11], 2 * math.sqrt(3 / 4), rel_tol=1e-6)


def test_a_word_is_told_how_often_it_is_written_in_another_case() -> None:
    both = papers("FooNet runs .") + papers("foonet runs .", count=3 * LEAST_PAPERS)
    assert word_statistics(both)["FooNet"][WIDTH - 2] == 0.25
    assert word_statistics(papers("FooNet runs ."))["FooNet"][WIDTH - 2] == 1.0


@given(st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=30), min_size=LEAST_PAPERS, max_size=12))
def test_statistics_are_small_numbers_for_any_papers(abstracts: Sequence[Sequence[str]]) -> None:
    found = word_statistics(PaperWords(str(i), "", (), tuple(words)) for i, words in enumerate(abstracts))
    for row in found.values():
        assert row.shape == (WIDTH,)
        assert np.isfinite(row).all()
        assert (row >= 0).all()
        assert (row <= 4).all()
