"""Labels and tags."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperkg.extraction.mentions.recognizer import load_recognizer
from paperkg.extraction.mentions.tags import (
    BEGIN,
    INSIDE,
    LABELS,
    OUTSIDE,
    is_proper,
    label_of,
    labels_of,
    tags_of,
    type_name,
)
from paperkg.kinds import EntityType


def test_proper_names_have_a_label_where_a_type_has_terms_too() -> None:
    assert labels_of([EntityType.METHOD, EntityType.TASK]) == ("Method+", "Method", "Task")


@given(st.lists(st.sampled_from(LABELS), unique=True))
def test_the_columns_of_tags(labels: list[str]) -> None:
    tags = np.array(tags_of(labels))
    assert tags[OUTSIDE] == "O"
    assert tags[BEGIN].tolist() == [f"B-{label}" for label in labels]
    assert tags[INSIDE].tolist() == [f"I-{label}" for label in labels]


@pytest.mark.parametrize("kind", EntityType)
@pytest.mark.parametrize("named", [True, False])
def test_a_label_tells_its_type(kind: EntityType, named: bool) -> None:
    label = label_of(kind, named)
    assert label in LABELS
    assert type_name(label) == kind
    assert is_proper(label) is (named and kind.kind.named is None)


def test_the_shipped_weights_know_all_labels() -> None:
    shipped = load_recognizer()
    assert shipped.tagger.labels == shipped.judge.labels == shipped.known.labels == LABELS
