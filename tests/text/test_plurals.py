"""Plurals."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperkg.text.plurals import singular

PLURALS = """
boxes box, taxes tax, caches cache, niches niche, patches patch, approaches approach,
meshes mesh, losses loss, classes class,
axes axis, matrices matrix, submatrices submatrix, vertices vertex, indices index, devices device, slices slice,
queries query, policies policy, movies movie, ties tie, analyses analysis, hypotheses hypothesis, biases bias,
lenses lens, gases gas, viruses virus, corpora corpus, criteria criterion, heroes hero, shoes shoe, sizes size,
quizzes quiz, leaves leaf, curves curve, houses house, abuses abuse, omegas omega, databases database, metrics metric,
topics topic, gpus gpu, apis api, ads ad, videos video, models model, eyes eye, phases phase, olives olive
"""
SINGULARS = """
bias debias loss class lens gas fps gps sos ios series species analysis corpus virus status chaos canvas news means
physics robotics dynamics statistics axis basis synthesis bayes yolov5s plus data process consensus atlas
"""


@pytest.mark.parametrize(("plural", "word"), [pair.split() for pair in PLURALS.split(",")])
def test_plurals_lose_their_ending(plural: str, word: str) -> None:
    assert singular(plural) == word
    assert singular(word) == word


@pytest.mark.parametrize("word", SINGULARS.split())
def test_singulars_stay(word: str) -> None:
    assert singular(word) == word


@given(st.text(alphabet="abceghilmnorstuvxyz", max_size=12))
def test_a_singular_is_never_empty(word: str) -> None:
    assert bool(singular(word)) == bool(word)
