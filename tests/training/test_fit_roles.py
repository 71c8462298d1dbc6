"""Training the role model, on a handful of made-up papers."""

from dataclasses import replace

import pytest

from annotated_papers import parsing_paper
from paperkg.evaluation.annotations import from_row
from paperkg.model import Role
from paperkg.training.fit_roles import role_examples, train_roles, with_roles, with_unseen_roles
from paperkg.training.training_papers import training_paper

pytest.importorskip("sklearn")

PAPERS = [training_paper(from_row(parsing_paper(index))) for index in range(12)]


def test_there_is_an_example_for_each_entity() -> None:
    examples = role_examples(PAPERS[:1])
    assert [(example.label, example.group) for example in examples] == [
        ("introduces", "method"),
        ("compares_with", "method"),
        ("addresses", "task"),
        ("measures", "metric"),
        ("evaluates_on", "benchmark"),
    ]
    assert "left1=propose" in examples[0].features
    assert {"left1=propose", "method/left1=propose"} <= examples[0].keys()


def test_what_annotators_do_not_name_is_no_example() -> None:
    paper = replace(PAPERS[0], unannotated=frozenset({"Zag0", "accuracy"}))
    assert [example.label for example in role_examples([paper])] == ["introduces", "addresses", "evaluates_on"]


def test_views_of_one_paper_are_unseen_together() -> None:
    views = [paper for paper in PAPERS for _ in range(2)]
    once, twice = (with_unseen_roles(papers, parts=3) for papers in (PAPERS, views))
    assert [paper.extraction.paper.id for paper in twice[::2]] == [paper.extraction.paper.id for paper in once]
    assert twice[::2] == twice[1::2]


def test_the_roles_of_papers_of_the_same_make_are_learned() -> None:
    (paper,) = with_roles([training_paper(from_row(parsing_paper(99)))], train_roles(PAPERS))
    assert [entity.role for entity in paper.extraction.entities] == [
        Role.INTRODUCES,
        Role.COMPARES_WITH,
        Role.ADDRESSES,
        Role.MEASURES,
        Role.EVALUATES_ON,
    ]
