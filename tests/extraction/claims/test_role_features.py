"""The features of roles: names and values that a person can read."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotated_text import read
from paperkg.extraction.claims.claim_models import LINEAR, load_claim_models
from paperkg.extraction.claims.role_features import entity_features, mention_features, overview_of, stages
from paperkg.extraction.claims.tokens import TokenizedPaper, tokenize

FEATURE = re.compile(r"[a-z][a-z0-9_]*(,[a-z][a-z0-9_]*)*(=.*)?", re.DOTALL)
PAPER = """[Method QuickTrim]: Faster [Task! question answering]
Existing methods such as [Method SlowCut] are slow. In this paper, we propose [Method QuickTrim] for [Task! parsing], \
a scheme. It beats [Method SlowCut] and [Method OldCut]."""


def paper_of(marked: str) -> TokenizedPaper:
    return tokenize(*read(marked))


def about(mention: int, name: str) -> set[str]:
    """The features of one mention, in the order of the text, of the entity of that name."""
    paper = paper_of(PAPER)
    index = next(i for i, entity in enumerate(paper.entities) if entity.name == name)
    return set(mention_features(paper, paper.places[index][mention], overview_of(paper)))


def test_stages_stand_around_the_sentence_that_says_what_is_proposed() -> None:
    assert stages(paper_of(PAPER)) == ("title", "before", "at", "after")


def test_a_mention_is_told_by_the_words_around_it() -> None:
    assert about(1, "QuickTrim") >= {
        "left1=propose",
        "left2,left1=we propose",
        "right1=for",
        "left1,right1=propose for",
        "near_right=@Task",
        "stage,left1=at propose",
        "cue_left1,distance=offer 1",
        "stage=at",
        "proposed_after=0",
    }


def test_a_mention_in_a_list_is_told_by_the_words_before_the_list() -> None:
    assert about(0, "OldCut") >= {"in_list", "list_left1=beats", "list_left2,list_left1=it beats"}
    assert "in_list" not in about(0, "SlowCut")


def test_a_mention_in_the_title_is_told_by_its_place() -> None:
    assert about(0, "QuickTrim") >= {"sentence=title", "title=first word, colon", "title=before colon"}
    assert about(0, "question answering") >= {"title=after colon", "sentence,offset=title end"}


def test_an_entity_is_told_by_its_name_and_its_rank() -> None:
    paper = paper_of(PAPER)
    assert set(entity_features(paper, 0, overview_of(paper))) >= {
        "bias",
        "type,named=Method True",
        "mentions=2",
        "shape=AaAa",
        "name=quicktrim",
        "suffix=rim",
        "in_title,sentences_2_up=True True",
        "stages=at,title",
        "papers_1_up,named=False True",
        "first_in_title,name_in_title=True True",
        "more_of_type_than_2=True",
        "beside_in_title,named=Task False",
    }


WORDS = ("we", "propose", "=", "/", ",", "(", "[Method Zig]", "[Task! parsing]", "|", ":", "than", "\n")


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=30))
def test_every_feature_is_a_name_or_names_with_values(words: list[str]) -> None:
    paper = paper_of(" ".join(words))
    overview = overview_of(paper)
    for index, places in enumerate(paper.places):
        features = entity_features(paper, index, overview)
        features += [feature for at in places for feature in mention_features(paper, at, overview)]
        assert [feature for feature in features if not FEATURE.fullmatch(feature)] == []


@pytest.mark.parametrize("name", LINEAR)
def test_shipped_models_have_features_that_can_be_read(name: str) -> None:
    features = {feature for rows in getattr(load_claim_models(), name).rows.values() for feature in rows}
    assert [feature for feature in features if not FEATURE.fullmatch(feature)] == []
    assert "bias" in features
