"""Annotated papers, in the form that extraction gives a paper."""

from annotated_papers import parsing_paper
from paperkg.evaluation.annotations import from_row
from paperkg.extraction.claims.claim_models import load_claim_models
from paperkg.extraction.entity_finder import EntityFinder
from paperkg.extraction.words.sentences import split_sentences
from paperkg.model import Role
from paperkg.training.training_papers import found_paper, training_paper


def test_entities_have_all_their_places_and_the_forms_of_the_text() -> None:
    paper = training_paper(from_row(parsing_paper(0))).extraction
    text = paper.paper.text
    ours, _, task, *_ = paper.entities
    assert [text[m.start : m.end] for m in ours.mentions] == ["Zig0"] * 3
    assert task.aliases == ("Parsing", "parsing")
    assert paper.sentences == split_sentences(text)


def test_what_the_text_does_not_mention_is_left_out() -> None:
    row = parsing_paper(0)
    row["entities"][1]["aliases"] = ["Zagzig"]
    row["entities"][2]["aliases"] += ["syntax"]
    paper = training_paper(from_row(row)).extraction
    assert [entity.name for entity in paper.entities] == ["Zig0", "parsing", "accuracy", "PageSet"]
    assert paper.entities[1].aliases == ("Parsing", "parsing")
    assert [relation.tail for relation in paper.relations] == ["parsing", "PageSet"]


def test_what_extraction_finds_is_told_in_the_names_found() -> None:
    row = parsing_paper(0)
    row["entities"][0]["type"] = "Model"  # another than is found
    del row["entities"][1]
    row["relations"] = [["Zig0", "evaluated_on", "PageSet"]]
    annotated = from_row(row)
    (named,) = EntityFinder().find([annotated.paper.text])
    paper = found_paper(annotated, named, load_claim_models().types)
    found = {entity.name: entity for entity in paper.extraction.entities}
    assert found["Zig0"].role is Role.INTRODUCES
    assert found["PageSet"].role is Role.EVALUATES_ON
    assert "Zag0" in paper.unannotated
    assert not {"Zig0", "PageSet"} & paper.unannotated
    assert [(r.head, r.relation, r.tail) for r in paper.extraction.relations] == [("Zig0", "evaluated_on", "PageSet")]
    (result,) = paper.extraction.results
    assert (result.subject, result.benchmark, result.value) == ("Zig0", "PageSet", "91.5%")
    assert paper.tokenized().text == named.plain.text
