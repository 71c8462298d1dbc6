"""Linear models, in the form of their files."""

import numpy as np

from paperkg.extraction.claims.linear import LinearModel, model_from, softmax

MODEL = model_from(
    {
        "labels": ["no", "yes"],
        "features": {"bias": [0, 100], "left1=/": [0, 20], "metric/left1=/": [0, 3], "metric/left1=of": [0, 500]},
    }
)


def points(model: LinearModel, features: list[str], group: str = "") -> float:
    """The points for the second label, in thousandths."""
    return float(model.score_rows([model.known(features, group)])[0, 1] * 1000)


def test_weights_add_up_and_unknown_features_count_for_nothing() -> None:
    assert points(MODEL, ["bias", "left1=/", "left1=unheard", "bias"]) == 120


def test_a_feature_of_a_group_counts_there_only() -> None:
    assert points(MODEL, ["left1=of"]) == 0
    assert points(MODEL, ["left1=of"], "metric") == 500
    assert points(MODEL, ["left1=of"], "subject") == 0


def test_what_counts_for_all_and_for_the_group_counts_twice() -> None:
    assert points(MODEL, ["left1=/"], "metric") == 23


def test_examples_do_not_mix() -> None:
    scores = MODEL.score_rows([MODEL.known(features) for features in (["bias"], [], ["left1=/", "bias"])])
    assert scores.tolist() == [[0.0, 0.1], [0.0, 0.0], [0.0, 0.12]]


def test_probabilities_add_up_to_one() -> None:
    assert np.allclose(softmax(np.array([[1000.0, 0.0, -3.0], [0.0, 0.0, 0.0]])).sum(axis=1), 1.0)
