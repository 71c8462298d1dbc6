"""The recognizer as a component of the pipeline."""

import pytest
import spacy
from spacy.tokens import Doc

from paperkg.extraction.entity_finder import make_pipeline
from paperkg.extraction.mentions.recognizer import GROUP, NAME, TERM, RecognizerComponent, load_recognizer
from paperkg.extraction.words.tokenizer import make_tokenizer

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
    doc = RecognizerComponent(load_recognizer())(_doc(TEXT))
    pairs = zip(doc.spans[GROUP], doc.spans[GROUP].attrs["scores"], strict=True)
    assert len({(round(p, 3)) for span, p in pairs if span.text == "FooBench"}) == 1


def test_a_document_does_not_depend_on_those_before_it() -> None:
    alone = _recognize(TEXT)
    _recognize("Quite another text about HumanEval and code generation.")
    assert _recognize(TEXT) == alone


@pytest.mark.parametrize("text", ["", "   ", "\n", "(", "A"])
def test_nothing_to_read_is_no_error(text: str) -> None:
    assert all(p >= 0.15 for p in _recognize(text).values())
