"""American spelling."""

import pytest

from paperkg.text.american import american

BRITISH = """
optimisation optimization, normalised normalized, tokeniser tokenizer, summarising summarizing, minimise minimize,
regularisation regularization, publicise publicize, factorisation factorization, colourisation colorization,
colour color, behaviours behaviors, neighbouring neighboring, tumour tumor, labelling labeling, modelled modeled,
travelling traveling, defence defense, offences offenses, licence license, dialogue dialog, catalogues catalogs,
centre center, datacentre datacenter, metres meters, fibres fibers, analyse analyze, analyser analyzer,
programmes programs, greyscale grayscale, artefacts artifacts, ageing aging, haemorrhage hemorrhage, anaemia anemia,
judgement judgment, practise practice
"""
SHARED = """
otherwise precise concise exercise noise denoiser four hour source contour advise supervised unsupervised promise
promising raise rising arising surprise enterprise compromise premise franchise paradise advertise expertise noise
wise cruise disable ising miser iris irises sequence reference presence genre acre vogue controlling calling spelling
analysis analyses programmer programming practice license rise revised devised improvisation
"""


@pytest.mark.parametrize(("british", "word"), [pair.split() for pair in BRITISH.split(",")])
def test_british_words_are_spelled_as_americans_do(british: str, word: str) -> None:
    assert american(british) == word
    assert american(word) == word


@pytest.mark.parametrize("word", sorted(set(SHARED.split())))
def test_words_of_one_spelling_stay(word: str) -> None:
    assert american(word) == word
