from pathlib import Path

import numpy as np
import pytest
import spacy
from spacy.tokens import Doc

from paperkg.extraction.extractor import make_pipeline
from paperkg.extraction.mentions.form_features import Knowledge
from paperkg.extraction.mentions.forms import form_key, places_of_keys
from paperkg.extraction.mentions.judge import verdicts
from paperkg.extraction.mentions.recognizer import GROUP, NAME, TERM, load_recognizer
from paperkg.extraction.mentions.tagger import LABELS, TAGS, span_probabilities, span_probability
from paperkg.extraction.mentions.weights import (
    pack_strings,
    read_forms,
    read_judge,
    read_tagger,
    read_words,
    unpack_strings,
    write_forms,
    write_judge,
    write_tagger,
    write_words,
)
from paperkg.extraction.words.tokenizer import make_tokenizer
from paperkg.extraction.words.vectors import word_shape
from paperkg.kinds import EntityType

TEXT = (
    "FooBench: A Benchmark for Question Answering\n"
    "We introduce FooBench, a benchmark for question answering. GPT-4 and BERT reach an accuracy of 41% on it, "
    "after fine-tuning with LoRA in PyTorch."
)


def _doc(text: str) -> Doc:
    nlp = spacy.blank("en")
    nlp.tokenizer = make_tokenizer(nlp)
    return nlp(text.replace("\n", " "))


def _recognize(text: str) -> dict[tuple[str, str, str], float]:
    """What it finds where it stands in the pipeline, behind the lexicon and the patterns that it reads."""
    doc = make_pipeline()(text.replace("\n", " "))
    scores = doc.spans[GROUP].attrs["scores"]
    return {(s.text, s.label_, s.id_): p for s, p in zip(doc.spans[GROUP], scores, strict=True)}


def test_finds_names_and_terms_with_their_types() -> None:
    found = _recognize(TEXT)
    for name, kind, named in (
        ("FooBench", "Benchmark", NAME),
        ("GPT-4", "Model", NAME),
        ("LoRA", "Method", NAME),
        ("question answering", "Task", TERM),
        ("accuracy", "Metric", TERM),
    ):
        assert found.get((name, kind, named), 0.0) > 0.35, name


def test_every_place_of_a_form_has_one_confidence() -> None:
    doc = load_recognizer()(_doc(TEXT))
    pairs = zip(doc.spans[GROUP], doc.spans[GROUP].attrs["scores"], strict=True)
    assert len({(round(p, 3)) for span, p in pairs if span.text == "FooBench"}) == 1


def test_a_document_does_not_depend_on_those_before_it() -> None:
    alone = _recognize(TEXT)
    _recognize("Quite another text about HumanEval and code generation.")
    assert _recognize(TEXT) == alone


@pytest.mark.parametrize("text", ["", "   ", "\n", "(", "A"])
def test_nothing_to_read_is_no_error(text: str) -> None:
    assert all(p >= 0.15 for p in _recognize(text).values())


def test_keys_fold_case_hyphens_blanks_and_plural() -> None:
    assert form_key(["Vision-Language", "Models"]) == form_key(["vision", "language", "model"])
    assert form_key(["LoRA"]) == "lora"


def test_phrases_cross_no_stop_and_have_no_function_word_at_their_ends() -> None:
    places = places_of_keys("the mixture of experts , and experts".split())
    assert places["mixtureofexpert"] == [(1, 4)]
    assert places["expert"] == [(3, 4), (6, 7)]
    assert not {"themixture", "mixtureof", "expertand"} & places.keys()


def test_span_probabilities_agree_with_those_of_single_spans() -> None:
    generator = np.random.default_rng(0)
    logs = generator.normal(size=(12, len(TAGS))).astype(np.float32) * 2
    logs -= np.log(np.exp(logs).sum(axis=1, keepdims=True))
    spans = span_probabilities(logs, 0.01)
    assert spans
    for (start, end), probabilities in spans.items():
        given = probabilities > 0
        assert np.allclose(probabilities[given], span_probability(logs, start, end)[given], atol=1e-5)


@pytest.mark.parametrize(
    ("word", "shape"),
    [("model", 1), ("BERT", 3), ("Model", 5), ("LLMs", 6), ("LoRA", 7), ("42", 8), ("GPT-4", 9), ("top-1", 10)],
)
def test_shapes(word: str, shape: int) -> None:
    assert word_shape(word) == shape


def test_proper_and_other_methods_count_together() -> None:
    [verdict] = verdicts(["x"], np.array([[0.1, 0.3, 0.25, 0.35, 0.0, 0.0, 0.0, 0.0]], dtype=np.float32))
    assert (verdict.type, verdict.named, verdict.confidence) == (EntityType.METHOD, True, 0.55)


def test_artefacts_are_read_as_written(tmp_path: Path) -> None:
    assert unpack_strings(pack_strings(["a", "π0", "b c"])) == ["a", "π0", "b c"]
    assert unpack_strings(pack_strings([])) == []
    shipped = load_recognizer()
    votes = np.zeros(1 + len(LABELS), dtype=np.float32)
    votes[0], votes[2] = 3.0, 1.5
    write_forms(tmp_path, Knowledge({"lora": votes}, {}))
    assert np.array_equal(read_forms(tmp_path).annotated["lora"], votes)
    write_words(tmp_path, np.ones((40, 4), dtype=np.float32), {"x": np.full(3, 0.5, dtype=np.float32)})
    words = read_words(tmp_path)
    assert words.statistics("x").tolist() == [0.5, 0.5, 0.5]
    assert words.statistics("unseen").tolist() == [0.0, 0.0, 0.0]
    write_tagger(tmp_path, {"out.bias": np.zeros(3, dtype=np.float32)}, "ccacc")
    assert read_tagger(tmp_path, words).words is words
    write_judge(tmp_path, {"mean": np.zeros(2, dtype=np.float32)})
    assert read_judge(tmp_path)
    assert shipped.known.annotated
