"""The features of relations: names and values that a person can read."""

from dataclasses import replace

from annotated_text import read
from paperkg.extraction.claims.relation_features import (
    candidate_pairs,
    lines_of,
    main_end,
    pair_features,
    tail_features,
    traits_of,
)
from paperkg.extraction.claims.role_features import stages
from paperkg.extraction.claims.tokens import TokenizedPaper, tokenize
from paperkg.model import Role

PAPER = """[Method QuickTrim]: Faster Reading
We propose [Method QuickTrim] based on [Model BigNet]. It has a part. Our method beats [Method SlowCut]."""


def paper_of(marked: str = PAPER, introduced: str = "QuickTrim") -> TokenizedPaper:
    paper = tokenize(*read(marked))
    roles = tuple(
        replace(entity, role=Role.INTRODUCES if entity.name == introduced else Role.USES) for entity in paper.entities
    )
    return replace(paper, entities=roles)


def pair(head: int, tail: int) -> set[str]:
    paper = paper_of()
    return set(pair_features(paper, lines_of(paper), traits_of(paper), head, tail))


def test_a_pair_is_told_by_types_roles_and_the_main_entity() -> None:
    assert pair(0, 1) >= {
        "bias",
        "main=head",
        "head,tail=named Method/Metric named Model",
        "head_role,tail_role=introduces uses",
        "main,tail_type,tail_role=head Model uses",
        "shared_words=0",
    }


def test_a_pair_in_one_sentence_is_told_by_the_words_between() -> None:
    assert pair(0, 1) >= {
        "first,distance=head 3",
        "first,between=head based",
        "first,between,next=head based on",
        "first,all_between=head based on",
        "first,cues_between=head use",
        "first,first_left1=head propose",
        "first,second_right1=head .",
        "share_a_sentence,main=True head",
    }
    assert "first,between=tail based" in pair(1, 0)


def test_a_pair_in_two_sentences_is_told_by_how_far_they_are_apart() -> None:
    assert pair(0, 2) >= {"share_a_sentence,main=False head", "sentences_apart,main=2 head"}


def test_a_tail_is_told_by_its_own_sentence() -> None:
    paper = paper_of()
    assert set(tail_features(paper, lines_of(paper), 2, stages(paper), "head")) >= {
        "main,tail_stage,tail_ours=head after True",
        "main,tail_left1=head beats",
        "main,tail_left2,tail_left1=head method beats",
        "main,tail_cue_left1,tail_ours=head better True",
    }


def test_the_main_entity_is_an_end_or_another_or_missing() -> None:
    traits = traits_of(paper_of())
    assert [main_end(traits, *ends) for ends in ((0, 1), (1, 0), (1, 2))] == ["head", "tail", "other"]
    assert main_end(traits_of(paper_of(introduced="")), 0, 1) == "none"


def test_pairs_share_a_sentence_or_are_of_what_the_paper_is_about() -> None:
    paper = paper_of()
    assert candidate_pairs(paper, traits_of(paper)) == [(0, 1), (0, 2), (1, 0), (2, 0)]
