"""Names in one list are of one type."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from annotated_text import read
from paperkg.extraction.mentions.lists import LEAD, align_lists, list_neighbors
from paperkg.kinds import EntityType
from paperkg.model import PaperEntity, Rule


def types(marked: str, *confidences: float) -> list[EntityType]:
    text, _, entities = read(marked)
    unsure = [replace(e, confidence=c) for e, c in zip(entities, confidences, strict=True)]
    return [entity.type for entity in align_lists(text, unsure)]


def test_the_surer_name_tells_the_other() -> None:
    marked = "Tests on [Benchmark AlphaSet], [Method BetaSet], and [Benchmark GammaSet]."
    assert types(marked, 0.95, 0.5, 0.9) == [EntityType.BENCHMARK] * 3


def test_names_as_sure_as_each_other_stay() -> None:
    assert types("[Benchmark AlphaSet] and [Method BetaNet]", 0.8, 0.8 - LEAD / 2) == ["Benchmark", "Method"]


def test_terms_and_names_that_are_in_no_list_stay() -> None:
    assert types("[Benchmark AlphaSet], [Method! pruning]", 0.95, 0.5) == ["Benchmark", "Method"]
    assert types("[Benchmark AlphaSet] with [Method BetaNet]", 0.95, 0.5) == ["Benchmark", "Method"]
    assert types("[Metric FooScore] and [Method BetaNet]", 0.95, 0.5) == ["Metric", "Method"]


def test_what_was_changed_says_so() -> None:
    text, _, (sure, unsure) = read("[Model AlphaNet] or [Software BetaNet]")
    changed = align_lists(text, [sure, replace(unsure, confidence=0.5)])[1]
    assert changed.rules == (Rule.ANNOTATOR, Rule.LIST)


PIECES = ("[Model A1]", "[Method B2]", "[Task! parsing]", "[Benchmark C3]", " and ", ", ", " with ", " / ", ". ")


@given(st.lists(st.sampled_from(PIECES), max_size=20), st.lists(st.floats(0, 1), min_size=4, max_size=4))
def test_nothing_but_types_and_rules_changes(pieces: list[str], confidences: list[float]) -> None:
    text, _, entities = read("".join(pieces))
    unsure = [replace(e, confidence=c) for e, c in zip(entities, confidences, strict=False)]
    after = align_lists(text, unsure)
    assert [without_type(e) for e in after] == [without_type(e) for e in unsure]
    assert all(0 <= one != two < len(entities) for one, two in list_neighbors(text, entities))


def without_type(entity: PaperEntity) -> PaperEntity:
    return replace(entity, type=EntityType.METHOD, rules=())
