"""Training the result models, on a handful of made-up papers."""

import pytest

from annotated_papers import parsing_paper
from paperkg.evaluation.annotations import from_row
from paperkg.extraction.claims.linear import model_from
from paperkg.extraction.claims.results import ResultModels, read_results
from paperkg.training.fit_results import annotated_numbers, train_results
from paperkg.training.training_papers import training_paper

pytest.importorskip("sklearn")

PAPERS = [training_paper(from_row(parsing_paper(index))) for index in range(12)]


def test_an_annotated_value_is_found_where_its_entities_are() -> None:
    row = parsing_paper(0)
    row["abstract"] = f"Others reach 91.5%. {row['abstract']}"
    annotated = training_paper(from_row(row))
    paper = annotated.tokenized()
    ((at, result),) = annotated_numbers(annotated.extraction.results, paper).items()
    assert paper.starts[at] == paper.text.rindex("91.5%")
    assert result is annotated.extraction.results[0]


def test_the_results_of_papers_of_the_same_make_are_learned() -> None:
    kinds, links = train_results(PAPERS)
    assert set(kinds["labels"]) == {"absolute", "delta", "ratio", "none"}
    assert links["labels"] == ["no", "yes"]
    models = ResultModels(model_from(kinds), model_from(links))
    new = training_paper(from_row(parsing_paper(99)))
    (found,) = read_results(new.tokenized(), models)
    (said,) = new.extraction.results
    assert (found.value, found.kind, found.subject) == (said.value, said.kind, said.subject)
    assert (found.metric, found.benchmark) == (said.metric, said.benchmark)
