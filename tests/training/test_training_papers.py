"""Annotated papers, in the form that extraction gives a paper."""

from annotated_papers import parsing_paper
from paperkg.evaluation.annotations import from_row
from paperkg.extraction.words.sentences import split_sentences
from paperkg.training.training_papers import training_paper


def test_entities_have_all_their_places_and_the_forms_of_the_text() -> None:
    paper = training_paper(from_row(parsing_paper(0)))
    text = paper.paper.text
    ours, _, task, *_ = paper.entities
    assert [text[m.start : m.end] for m in ours.mentions] == ["Zig0"] * 3
    assert task.aliases == ("Parsing", "parsing")
    assert paper.sentences == split_sentences(text)


def test_what_the_text_does_not_mention_is_left_out() -> None:
    row = parsing_paper(0)
    row["entities"][1]["aliases"] = ["Zagzig"]
    row["entities"][2]["aliases"] += ["syntax"]
    paper = training_paper(from_row(row))
    assert [entity.name for entity in paper.entities] == ["Zig0", "parsing", "accuracy", "PageSet"]
    assert paper.entities[1].aliases == ("Parsing", "parsing")
    assert [relation.tail for relation in paper.relations] == ["parsing", "PageSet"]
