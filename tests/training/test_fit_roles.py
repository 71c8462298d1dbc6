"""Training the role model, on a handful of made-up papers."""

import pytest

from annotated_papers import parsing_paper
from paperkg.evaluation.annotations import from_row
from paperkg.model import Role
from paperkg.training.fit_roles import role_examples, train_roles, with_roles
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


def test_the_roles_of_papers_of_the_same_make_are_learned() -> None:
    (paper,) = with_roles([training_paper(from_row(parsing_paper(99)))], train_roles(PAPERS))
    assert [entity.role for entity in paper.entities] == [
        Role.INTRODUCES,
        Role.COMPARES_WITH,
        Role.ADDRESSES,
        Role.MEASURES,
        Role.EVALUATES_ON,
    ]
