"""What a recognizer makes of unlabeled abstracts: labels from which the next tagger learns.

They are the judge's, which has weighed all places of a form, the lexicon, the patterns and other papers;
so a tagger that learns them knows more than the one that the judge had read.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import spacy
from spacy.language import Language

from paperkg.extraction.mentions.form_features import form_features
from paperkg.extraction.mentions.reading import Reading, TagsWords, read_document
from paperkg.extraction.mentions.recognizer import Recognizer
from paperkg.extraction.mentions.tags import BEGIN, INSIDE, OUTSIDE, TAGS
from paperkg.extraction.rules.lexicon import Lexicon, shipped_lexicon
from paperkg.extraction.rules.lexicon_component import LexiconComponent
from paperkg.extraction.rules.paper_text import make_document
from paperkg.extraction.vocabulary.word_lists import shipped_word_lists
from paperkg.extraction.words.tokenizer import make_tokenizer
from paperkg.extraction.words.vectors import Floats
from paperkg.training.tagger_network import Example

LEAST = 0.1
"""Spans that the judge gives less for all labels together are none."""


@dataclass(frozen=True, slots=True)
class Labeled:
    """A paper's words, how many are the title's, and spans of words with a probability for each label."""

    words: tuple[str, ...]
    title_length: int
    spans: tuple[tuple[int, int, Floats], ...]


def reading_pipeline() -> Language:
    """The pipeline as it is before the recognizer."""
    nlp = spacy.blank("en")
    nlp.tokenizer = make_tokenizer(nlp)
    nlp.add_pipe("paperkg_sentences")
    lexicon = nlp.add_pipe("paperkg_lexicon", config={"group": "lexicon"})
    assert isinstance(lexicon, LexiconComponent)
    lexicon.lexicon = Lexicon(shipped_lexicon())
    nlp.add_pipe("paperkg_patterns")
    return nlp


def read_text(nlp: Language, text: str, tagger: TagsWords) -> Reading | None:
    """A paper, title and abstract with a newline between, as the judge reads it."""
    lists = shipped_word_lists()
    return read_document(nlp(make_document(nlp, text, lists)), tagger, lists)


def label_texts(recognizer: Recognizer, texts: Iterable[str]) -> Iterator[Labeled]:
    """The judged spans of papers; papers without a word are left out."""
    nlp = reading_pipeline()
    for text in texts:
        with nlp.memory_zone():
            reading = read_text(nlp, text, recognizer.tagger)
        if reading is None:
            continue
        forms = form_features(reading, recognizer.tagger.words, recognizer.known)
        rows = recognizer.judge.probabilities(forms.matrix)[:, 1:] if forms.keys else ()
        spans = tuple(
            (start, end, row)
            for key, row in zip(forms.keys, rows, strict=True)
            if row.sum() >= LEAST
            for start, end in reading.places[key]
        )
        yield Labeled(reading.words, reading.title_length, spans)


def _apart(spans: Sequence[tuple[int, int, Floats]], length: int) -> Iterator[tuple[int, int, Floats]]:
    """The most probable of spans that overlap, of equal ones the longest, then the first."""
    taken = np.zeros(length, dtype=np.bool_)
    for start, end, row in sorted(spans, key=lambda span: (-float(span[2].sum()), span[0] - span[1], span[0])):
        if not taken[start:end].any():
            taken[start:end] = True
            yield start, end, row


def tagger_example(paper: Labeled) -> Example:
    """The paper with the probabilities of its tags, as they are to be learned."""
    wanted = np.zeros((len(paper.words), len(TAGS)), dtype=np.float16)
    wanted[:, OUTSIDE] = 1.0
    for start, end, row in _apart(paper.spans, len(paper.words)):
        wanted[start:end, OUTSIDE] = 1.0 - row.sum()
        wanted[start, BEGIN] = row
        wanted[start + 1 : end, INSIDE] = row
    return Example(paper.words, paper.title_length, wanted)
