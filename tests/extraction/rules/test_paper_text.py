"""What is kept of a paper's text on its document."""

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc

from paperkg.extraction.entity_finder import make_pipeline
from paperkg.extraction.extractor import Extractor
from paperkg.extraction.mentions.candidates import candidates_of
from paperkg.extraction.rules.paper_text import SentenceMarker, make_document, text_of
from paperkg.extraction.vocabulary.word_lists import shipped_word_lists
from paperkg.extraction.words.tokenizer import make_tokenizer
from paperkg.model import Paper

LISTS = shipped_word_lists()
TITLE = "On FooNet"
ABSTRACT = "We use Low-Rank Adaptation (LoRA). It is small."


@pytest.fixture(scope="module")
def nlp() -> Language:
    return make_pipeline()


def test_a_text_has_its_sentences_and_definitions(nlp: Language) -> None:
    text = f"{TITLE}\n{ABSTRACT}"
    found = text_of(make_document(nlp, text, LISTS), LISTS)
    assert found.flat == "On FooNet We use Low-Rank Adaptation (LoRA). It is small."
    assert len(found.flat) == len(text)
    assert [text[s.start : s.end] for s in found.sentences] == [
        TITLE,
        "We use Low-Rank Adaptation (LoRA).",
        "It is small.",
    ]
    [definition] = found.definitions
    assert text[definition.short.start : definition.short.end] == "LoRA"
    assert text[definition.long.start : definition.long.end] == "Low-Rank Adaptation"


def test_it_is_worked_out_once(nlp: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    doc = make_document(nlp, f"{TITLE}\n{ABSTRACT}", LISTS)
    before = text_of(doc, LISTS)
    monkeypatch.delattr("paperkg.extraction.rules.paper_text.split_sentences")
    assert text_of(nlp(doc), LISTS) == before


def test_a_document_of_another_pipeline_gets_its_own() -> None:
    doc = SentenceMarker()(spacy.blank("en")(f"{TITLE}\n{ABSTRACT}"))
    assert text_of(doc, LISTS) == text_of(make_document(make_pipeline(), f"{TITLE}\n{ABSTRACT}", LISTS), LISTS)
    assert [sentence.text.strip() for sentence in doc.sents] == [TITLE, *ABSTRACT.replace("). ", ").\n").split("\n")]


def test_a_document_can_be_written_and_read(nlp: Language) -> None:
    doc = nlp(make_document(nlp, f"{TITLE}\n{ABSTRACT}", LISTS))
    again = Doc(nlp.vocab).from_bytes(doc.to_bytes())
    assert text_of(again, LISTS) == text_of(doc, LISTS)
    assert candidates_of(again) == candidates_of(doc)


def test_the_pipeline_finds_the_same_in_a_text_as_the_extractor_does() -> None:
    extractor = Extractor()
    found = extractor.extract(Paper(id="x", title="On FooNet", abstract=ABSTRACT))
    doc = extractor.nlp(f"On FooNet\n{ABSTRACT}")
    assert text_of(doc, LISTS).sentences == found.sentences
    assert {candidate.span for candidate in candidates_of(doc)} >= {e.mentions[0] for e in found.entities}


def test_an_empty_document_has_no_sentence() -> None:
    nlp = spacy.blank("en")
    nlp.tokenizer = make_tokenizer(nlp)
    assert text_of(SentenceMarker()(nlp("")), LISTS).sentences == ()
