"""What a paper does with its entities."""

from hypothesis import given
from hypothesis import strategies as st

from annotated_text import claims_of, read
from paperkg.extraction.claims.claim_models import LINEAR, load_claim_models
from paperkg.extraction.claims.roles import MAX_EVIDENCE
from paperkg.model import Role

PAPER = """[Method QuickTrim]: Faster [Task! question answering] by Pruning Attention
Existing methods such as [Method SlowCut] discard heads at random. However, they lose quality. \
In this paper, we propose [Method QuickTrim], a novel pruning scheme based on [Method! knowledge distillation]. \
We evaluate [Method QuickTrim] on [Benchmark LongPages] and [Benchmark ManyBooks]. \
Experiments on [Benchmark LongPages] show that [Method QuickTrim] outperforms [Method SlowCut] \
in [Metric! accuracy] by a large margin."""


def roles(marked: str) -> dict[str, Role]:
    return {entity.name: entity.role for entity in claims_of(*read(marked))[0]}


def test_roles_of_a_paper_that_proposes_a_method() -> None:
    assert roles(PAPER) == {
        "QuickTrim": Role.INTRODUCES,
        "question answering": Role.ADDRESSES,
        "SlowCut": Role.COMPARES_WITH,
        "knowledge distillation": Role.USES,
        "LongPages": Role.EVALUATES_ON,
        "ManyBooks": Role.EVALUATES_ON,
        "accuracy": Role.MEASURES,
    }


def test_a_new_benchmark_is_introduced_and_not_evaluated_on() -> None:
    found = roles(
        "[Benchmark TidePool]: A Benchmark for [Task! code generation]\n"
        "Progress in [Task! code generation] is hard to measure. We introduce [Benchmark TidePool], a new benchmark "
        "of 900 problems. We evaluate [Model GPT-4] and [Model Llama 3] on it."
    )
    assert found["TidePool"] is Role.INTRODUCES
    assert found["GPT-4"] is Role.USES


def test_evidence_is_where_the_role_shows() -> None:
    text, sentences, entities = read(PAPER)
    by_name = {entity.name: entity for entity in claims_of(text, sentences, entities)[0]}
    for entity in by_name.values():
        assert 1 <= len(entity.evidence) <= MAX_EVIDENCE
        assert set(entity.evidence) <= set(sentences)
    best = by_name["SlowCut"].evidence[0]
    assert "outperforms" in text[best.start : best.end]


def test_nothing_but_role_and_evidence_changes() -> None:
    text, sentences, entities = read(PAPER)
    after, _, _ = claims_of(text, sentences, entities)
    assert [e.name for e in after] == [e.name for e in entities]
    assert [e.mentions for e in after] == [e.mentions for e in entities]


def test_a_paper_without_entities() -> None:
    text, sentences, entities = read("A title\nAnd an abstract.")
    assert claims_of(text, sentences, entities) == ((), (), ())


def test_the_shipped_models_are_sound() -> None:
    for name in LINEAR:
        model = getattr(load_claim_models(), name)
        known = {row for rows in model.rows.values() for row in rows.values()}
        assert max(known) < len(model.weights)
        assert model.weights.shape[1] == len(model.labels)
    assert set(load_claim_models().roles.labels) <= set(Role)


WORDS = ("we", "propose", "based", "on", ",", ".", "[Method Zig]", "[Task! parsing]", "[Benchmark Zag]", "than", "\n")


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=40))
def test_any_text_gives_every_entity_a_role_and_evidence(words: list[str]) -> None:
    text, sentences, entities = read(" ".join(words))
    after, _, _ = claims_of(text, sentences, entities)
    assert [e.name for e in after] == [e.name for e in entities]
    assert all(set(e.evidence) <= set(sentences) and e.evidence for e in after)
    assert after == claims_of(text, sentences, entities)[0]
