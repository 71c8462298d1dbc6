"""Training the relation model, on a handful of made-up papers."""

import pytest

from annotated_papers import parsing_paper
from paperkg.evaluation.annotations import from_row
from paperkg.extraction.claims.linear import model_from
from paperkg.extraction.claims.relations import read_relations
from paperkg.training.fit_relations import relation_examples, train_relations
from paperkg.training.training_papers import training_paper

pytest.importorskip("sklearn")

PAPERS = [training_paper(from_row(parsing_paper(index))) for index in range(12)]


def test_there_is_an_example_for_each_pair() -> None:
    labels = [example.label for example in relation_examples(PAPERS[:1])]
    assert sorted(label for label in labels if label != "none") == ["evaluated_on", "outperforms", "solves"]
    assert labels.count("none") > 3


def test_the_relations_of_papers_of_the_same_make_are_learned() -> None:
    model = model_from(train_relations(PAPERS))
    new = training_paper(from_row(parsing_paper(99)))
    found = read_relations(new.tokenized(), model)
    stated = new.extraction.relations
    assert {(r.head, r.relation, r.tail) for r in found} == {(r.head, r.relation, r.tail) for r in stated}
