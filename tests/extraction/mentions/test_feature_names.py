"""The judge's features by name: each name stands at the column that it names."""

import pytest

from paperkg.extraction.entity_finder import make_pipeline
from paperkg.extraction.mentions.feature_names import feature_names
from paperkg.extraction.mentions.form_features import form_features
from paperkg.extraction.mentions.reading import read_document
from paperkg.extraction.mentions.recognizer import load_recognizer
from paperkg.extraction.rules.paper_text import make_document
from paperkg.extraction.vocabulary.word_lists import shipped_word_lists

TEXT = (
    "FooBench: Question Answering Anew\n"
    "We use Low-Rank Adaptation (LoRA) on the FooBench benchmark. GPT-4 is a model. LoRA and accuracy matter."
)


@pytest.fixture(scope="module")
def features() -> dict[str, dict[str, float]]:
    """The features of each form, by its key and their names."""
    nlp, shipped, lists = make_pipeline(), load_recognizer(), shipped_word_lists()
    reading = read_document(nlp(make_document(nlp, TEXT, lists)), shipped.tagger, lists)
    assert reading is not None
    forms = form_features(reading, shipped.tagger.words, shipped.known)
    names = feature_names(shipped.known.labels)
    assert len(set(names)) == len(names) == forms.matrix.shape[1]
    return {key: dict(zip(names, row.tolist(), strict=True)) for key, row in zip(forms.keys, forms.matrix, strict=True)}


@pytest.mark.parametrize(
    ("form", "feature", "value"),
    [
        ("foobench", "in the title", 1),
        ("lora", "in the title", 0),
        ("lora", "is defined", 1),
        ("gpt4", "is defined", 0),
        ("lowrankadaptation", "words", 2),
        ("foobench", "pattern: title_name", 1),
        ("foobench", "pattern: Benchmark", 1),
        ("gpt4", "pattern: title_name", 0),
        ("lora", "lexicon: Method", 1),
        ("accuracy", "lexicon: Metric", 1),
        ("accuracy", "lexicon: Method", 0),
        ("gpt4", "first word: digits_and_capitals", 1),
        ("accuracy", "first word: lower", 1),
        ("accuracy", "all words in lower case", 1),
        ("lora", "a word is written as a name", 1),
        ("accuracy", "last word: known", 1),
        ("lowrankadaptation", "only word: known", 0),
    ],
)
def test_a_feature_is_what_its_name_says(
    features: dict[str, dict[str, float]], form: str, feature: str, value: float
) -> None:
    assert features[form][feature] == value


@pytest.mark.parametrize(
    ("form", "label"),
    [("foobench", "Benchmark"), ("gpt4", "Model"), ("lora", "Method+"), ("questionanswering", "Task")],
)
def test_the_most_probable_label_is_the_right_one(features: dict[str, dict[str, float]], form: str, label: str) -> None:
    labels = load_recognizer().known.labels
    for feature in ("mean probability of {}", "highest probability of {}", "annotators: share of {}"):
        if form != "foobench" or "annotators" not in feature:
            assert max(labels, key=lambda each: features[form][feature.format(each)]) == label


def test_the_partner_of_an_acronym_is_its_long_form(features: dict[str, dict[str, float]]) -> None:
    short, long = features["lora"], features["lowrankadaptation"]
    assert short["partner: mean probability of Method"] == long["mean probability of Method"]
    assert short["partner, annotators: share of Method"] == long["annotators: share of Method"]
