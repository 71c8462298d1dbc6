"""Relations between the entities of a paper."""

from dataclasses import replace

from annotated_text import claims_of, read
from paperkg.extraction.claims.relations import one_way
from paperkg.model import EntityRelation, Relation, Rule, Span

PAPER = """[Method QuickTrim]: Faster [Task! question answering] by Pruning Attention
We propose [Method QuickTrim], a method for [Task! question answering] based on [Method! knowledge distillation]. \
[Method QuickTrim] has two parts: [Method Sorter] and [Method Cutter]. \
Experiments on [Benchmark LongPages] show that our method outperforms [Method SlowCut]. \
We fine-tune [Model Llama-3.1-8B], the smallest of the [Model Llama-3.1] models."""


def relations(marked: str) -> tuple[EntityRelation, ...]:
    return claims_of(*read(marked))[2]


def test_what_is_said_of_the_paper_s_own_method() -> None:
    found = {(r.head, r.relation, r.tail) for r in relations(PAPER)}
    assert ("QuickTrim", Relation.SOLVES, "question answering") in found
    assert ("QuickTrim", Relation.BASED_ON, "knowledge distillation") in found
    assert ("QuickTrim", Relation.EVALUATED_ON, "LongPages") in found
    assert ("QuickTrim", Relation.OUTPERFORMS, "SlowCut") in found
    assert ("Cutter", Relation.PART_OF, "QuickTrim") in found


def test_direction() -> None:
    found = {(r.head, r.tail) for r in relations(PAPER) if r.relation in (Relation.OUTPERFORMS, Relation.PART_OF)}
    assert ("SlowCut", "QuickTrim") not in found
    assert ("QuickTrim", "Cutter") not in found


def test_evidence_is_the_sentence_that_says_so() -> None:
    text, sentences, _ = read(PAPER)
    for relation in relations(PAPER):
        assert relation.evidence in sentences
        assert 0 <= relation.confidence <= 1
        assert relation.rules
    based = next(r for r in relations(PAPER) if r.relation is Relation.BASED_ON and r.head == "QuickTrim")
    assert "based on" in text[based.evidence.start : based.evidence.end]


def test_a_part_is_shown_by_the_sentence_that_names_it() -> None:
    marked = """[Method QuickTrim]: Faster Attention
We propose [Method QuickTrim], a method for long pages. \
Our method has two parts: [Method Sorter] and [Method Cutter]."""
    text = read(marked)[0]
    shown = {
        r.head: text[r.evidence.start : r.evidence.end] for r in relations(marked) if r.relation is Relation.PART_OF
    }
    assert shown["Cutter"].startswith("Our method has two parts")


def test_one_entity_has_no_relations() -> None:
    assert relations("[Method Zig]\nWe propose [Method Zig].") == ()


def test_no_relation_goes_both_ways() -> None:
    part = EntityRelation(
        head="A", relation=Relation.PART_OF, tail="B", evidence=Span(0, 1), confidence=0.6, rules=(Rule.RELATIONS,)
    )
    back = replace(part, head="B", tail="A", confidence=0.5)
    other = replace(back, relation=Relation.BASED_ON)
    assert one_way([part, back, other]) == one_way([back, part, other]) == (part, other)
    assert len(one_way([part, replace(back, confidence=0.6)])) == 1
