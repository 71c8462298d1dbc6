"""Types of proper names: what is looked at, and how judge and paper are weighed."""

from dataclasses import replace

import pytest

from paperkg.evaluation.annotations import from_row
from paperkg.extraction import extract
from paperkg.extraction.claims.claim_models import load_claim_models
from paperkg.extraction.claims.name_types import settle_types
from paperkg.extraction.claims.tokens import TokenizedPaper, tokenize
from paperkg.extraction.claims.type_features import type_features
from paperkg.extraction.words.sentences import split_sentences
from paperkg.kinds import EntityType
from paperkg.model import Rule


def read(title: str, abstract: str, *names: str) -> TokenizedPaper:
    text = f"{title}\n{abstract}"
    row = {"id": "a", "title": title, "abstract": abstract, "entities": [
        {"name": name, "type": "Method", "named": True, "role": "mentions", "aliases": [name]} for name in names
    ]}  # fmt: skip
    sentences = split_sentences(text)
    return tokenize(text, sentences, from_row(row, sentences).entities)


@pytest.mark.parametrize(
    ("sentence", "feature"),
    [
        ("We present FooNet, a compact toolkit for tables.", "said_to_be_type=software"),
        ("FooNet (Fast and Open) is an open dataset of tables.", "said_to_be=dataset"),
        ("We study a new attack called FooNet.", "called=attack"),
        ("We train the FooNet model on tables.", "right1=model"),
        ("The library FooNet is slow.", "after_type=software"),
        ("We release FooNet.", "verb=release"),
        ("FooNet is a suite of tables.", "said_to_be_of=suite tables"),
    ],
)
def test_what_the_paper_calls_a_name_is_a_feature(sentence: str, feature: str) -> None:
    assert feature in type_features(read("Tables", sentence, "FooNet"), 0)


def test_the_types_of_other_entities_are_no_features() -> None:
    features = type_features(read("Tables", "FooNet beats BarNet.", "FooNet", "BarNet"), 0)
    assert "right=@other" in features
    assert not [feature for feature in features if "@Method" in feature]


def settled(title: str, abstract: str, judged: EntityType, probability: float, *rules: Rule) -> EntityType:
    paper = read(title, abstract, "FooNet")
    (entity,) = paper.entities
    doubt = replace(entity, type=judged, types=((judged, probability),), rules=rules or (Rule.RECOGNIZER,))
    (found,) = settle_types(replace(paper, entities=(doubt,)), load_claim_models().types)
    return found.type


def test_a_paper_that_says_what_it_introduces_outweighs_a_doubtful_judge() -> None:
    said = ("FooNet: An Open Benchmark of Tables", "We introduce FooNet, a benchmark dataset of tables.")
    assert settled(*said, EntityType.METHOD, 0.5) is EntityType.BENCHMARK


def test_a_name_of_a_user_lexicon_keeps_its_type() -> None:
    said = ("FooNet: An Open Benchmark of Tables", "We introduce FooNet, a benchmark dataset of tables.")
    assert settled(*said, EntityType.METHOD, 0.5, Rule.USER_LEXICON) is EntityType.METHOD


@pytest.mark.parametrize(
    ("noun", "kind"),
    [
        ("an open-source toolkit", EntityType.SOFTWARE),
        ("a benchmark dataset", EntityType.BENCHMARK),
        ("a 7B language model", EntityType.MODEL),
        ("a new attack", EntityType.METHOD),
    ],
)
def test_the_noun_beside_a_new_name_decides_its_type(noun: str, kind: EntityType) -> None:
    found = extract("Reading Tables Faster", f"We introduce ZarBix, {noun} for reading tables. ZarBix is fast.")
    (named,) = [entity for entity in found.entities if entity.name == "ZarBix"]
    assert named.type is kind


def test_no_confidence_passes_one() -> None:
    paper = read("FooNet: An Open Benchmark of Tables", "We introduce FooNet, a benchmark dataset of tables.", "FooNet")
    sure_of_two = ((EntityType.METHOD, 0.9), (EntityType.BENCHMARK, 0.85))
    entity = replace(paper.entities[0], types=sure_of_two, rules=(Rule.RECOGNIZER,), confidence=0.9)
    (found,) = settle_types(replace(paper, entities=(entity,)), load_claim_models().types)
    assert found.type is EntityType.BENCHMARK
    assert 0 < found.confidence <= 1
