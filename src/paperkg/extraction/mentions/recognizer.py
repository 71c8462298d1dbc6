"""The statistical recognizer, as a component of the pipeline.

The tagger gives every word of a paper the probabilities of tags; the judge decides for each surface
form, from the tagger at all its places, the lexicon, the patterns, the paper's definitions of acronyms
and what is known of the form from other papers. It stands after the components whose spans it reads.
Every place of a form that may be an entity becomes a span in `doc.spans["recognizer"]`: its label is
the type, its id "name" or "term", `attrs["scores"]` holds the confidences in the types, `attrs["any"]`
those that it is an entity of any type, and `attrs["types"]` the probabilities of all types by name. The
tagger's vectors of words become `doc.tensor`.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

import numpy as np
from spacy.attrs import IDX  # type: ignore[import-not-found]  # spaCy ships no stub of it
from spacy.language import Language
from spacy.tokens import Doc
from spacy.tokens import Span as DocSpan

from paperkg.batching import batched
from paperkg.extraction.mentions.form_features import Knowledge, form_features
from paperkg.extraction.mentions.judge import Judge, Verdict
from paperkg.extraction.mentions.reading import Reading, read_document
from paperkg.extraction.mentions.tagger import Tagger
from paperkg.extraction.mentions.tags import type_name
from paperkg.extraction.mentions.weights import read_forms, read_judge, read_tagger, read_words
from paperkg.extraction.mentions.word_vectors import keep_vectors
from paperkg.extraction.rules.paper_text import TextComponent
from paperkg.kinds import EntityType
from paperkg.model import Rule

GROUP = Rule.RECOGNIZER.value
NAME, TERM = "name", "term"
LEAST_CONFIDENCE = 0.15
"""Forms judged less probable are not even candidates."""


@dataclass(frozen=True, slots=True)
class Recognizer:
    """Tagger, judge, and what is known of surface forms."""

    tagger: Tagger
    judge: Judge
    known: Knowledge

    @property
    def types(self) -> frozenset[EntityType]:
        """The types that it was trained for."""
        return frozenset(EntityType(type_name(label)) for label in self.judge.labels)


class RecognizerComponent(TextComponent):
    """Finds the forms of a document that may be entities.

    Args:
        recognizer: what judges them.
    """

    def __init__(self, recognizer: Recognizer) -> None:
        super().__init__()
        self.recognizer = recognizer

    def __call__(self, doc: Doc) -> Doc:
        """Fills the span group and the tensor."""
        return self._judged(doc, self._read(doc))

    def pipe(self, docs: Iterable[Doc], *, batch_size: int) -> Iterator[Doc]:
        """The documents, batch by batch: first the tagger goes over them, then the judge."""
        for batch in batched(docs, batch_size):
            readings = [self._read(doc) for doc in batch]
            yield from [self._judged(doc, reading) for doc, reading in zip(batch, readings, strict=True)]

    def _read(self, doc: Doc) -> Reading | None:
        return read_document(doc, self.recognizer.tagger, self.lists)

    def _judged(self, doc: Doc, reading: Reading | None) -> Doc:
        spans: list[tuple[DocSpan, Verdict]] = []
        if reading is not None:
            words = np.flatnonzero(np.isin(doc.to_array(IDX), [start for start, _ in reading.offsets]))
            keep_vectors(doc, words, reading.vectors)
            forms = form_features(reading, self.recognizer.tagger.words, self.recognizer.known)
            for verdict in self.recognizer.judge.judge(forms):
                if verdict.confidence < LEAST_CONFIDENCE:
                    continue
                for start, end in reading.places[verdict.key]:
                    span = doc.char_span(
                        reading.offsets[start][0],
                        reading.offsets[end - 1][1],
                        label=verdict.type.value,
                        span_id=NAME if verdict.named else TERM,
                    )
                    if span is not None:
                        spans.append((span, verdict))
        spans.sort(key=lambda found: (found[0].start, found[0].end))
        doc.spans[GROUP] = [span for span, _ in spans]
        doc.spans[GROUP].attrs["scores"] = [verdict.confidence for _, verdict in spans]
        doc.spans[GROUP].attrs["any"] = [verdict.any for _, verdict in spans]
        doc.spans[GROUP].attrs["types"] = [{kind.value: p for kind, p in verdict.types} for _, verdict in spans]
        return doc


@cache
def load_recognizer(directory: str | None = None) -> Recognizer:
    """The recognizer in a directory, by default the one in the package; read once a process.

    Raises:
        OSError: a file is missing.
        WeightsError: the files do not fit together, or not this version.
    """
    place = Path(directory) if directory else Path(str(files("paperkg.extraction.trained")))
    tagger = read_tagger(place, read_words(place))
    return Recognizer(tagger, read_judge(place, tagger.labels), read_forms(place, tagger.labels))


@Language.factory("paperkg_recognizer", default_config={"directory": None})
def make_recognizer(nlp: Language, name: str, directory: str | None) -> RecognizerComponent:  # noqa: ARG001
    """The component."""
    return RecognizerComponent(load_recognizer(directory))
