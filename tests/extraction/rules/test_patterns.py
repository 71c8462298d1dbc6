"""What the words beside a name tell of it."""

import pytest
import spacy

from paperkg.extraction.rules.patterns import PATTERNS
from paperkg.extraction.words.tokenizer import make_tokenizer


def found(text: str) -> set[tuple[str, str]]:
    nlp = spacy.blank("en")
    nlp.tokenizer = make_tokenizer(nlp)
    nlp.add_pipe("paperkg_sentences")
    nlp.add_pipe("paperkg_patterns")
    doc = nlp(text)
    return {(span.text, span.label_) for span in doc.spans[PATTERNS]}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("We use FooNest here.", ""),
        ("We use the FooNest dataset.", "Benchmark"),
        ("We use FooNest, a large corpus of tables.", "Benchmark"),
        ("We use FooNest (a toolkit for tables).", "Software"),
        ("FooNest (Foo of Natural Tables), a new dataset of tables, is large.", "Benchmark"),
        ("FooNest (Foo of Natural Tables) for a dataset of tables is large.", ""),
        ("FooNest is a library for tables.", "Software"),
        ("FooNest (", ""),
    ],
)
def test_the_noun_beside_a_name_types_it(text: str, kind: str) -> None:
    assert ("FooNest", kind) in found(text)


def test_metrics_at_a_rank_are_metrics() -> None:
    assert {("recall@10", "Metric"), ("pass^4", "Metric"), ("mAP@0.5", "Metric")} <= found(
        "We report recall@10, pass^4 and mAP@0.5, not 10^3 nor me@home."
    )
