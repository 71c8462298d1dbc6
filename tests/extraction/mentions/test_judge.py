"""What the judge's probabilities mean."""

import numpy as np
import pytest

from paperkg.extraction.mentions.judge import Judge
from paperkg.extraction.mentions.tags import LABELS
from paperkg.kinds import EntityType


@pytest.mark.parametrize(("proper", "common", "named"), [(0.3, 0.25, True), (0.25, 0.3, False)])
def test_proper_names_and_terms_of_a_type_count_together(proper: float, common: float, named: bool) -> None:
    row = {"Method+": proper, "Method": common, "Model": 0.35}
    rows = np.array([[0.1, *(row.get(label, 0.0) for label in LABELS)]], dtype=np.float32)
    [verdict] = Judge({}, LABELS).verdicts(["x"], rows)
    assert (verdict.type, verdict.named, verdict.confidence, verdict.any) == (EntityType.METHOD, named, 0.55, 0.9)


def test_labels_may_stand_in_any_order_and_lack_types() -> None:
    rows = np.array([[0.0, 0.6, 0.4], [0.0, 0.2, 0.8]], dtype=np.float32)
    first, second = Judge({}, ("Task", "Method+")).verdicts(["a", "b"], rows)
    assert (first.type, first.named) == (EntityType.TASK, False)
    assert (second.type, second.named) == (EntityType.METHOD, True)
