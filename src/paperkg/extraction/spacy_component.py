"""Extraction as a component of any spaCy pipeline: `nlp.add_pipe("paperkg")`.

A document is a paper: its first line the title, the rest the abstract. The component sets `doc._.paperkg`, the
`Extraction`, and `doc.spans["paperkg"]`, a span for each mention with the entity's type as its label and its name as
its `id_`. It reads characters, so neither the pipeline's tokenizer nor its other components matter to it; a span is
widened where the pipeline's tokens do not end where a mention does.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Doc, SpanGroup

from paperkg.arrow import of_row, to_row
from paperkg.batching import batched
from paperkg.extraction import LexiconEntry, WordLists, read_lexicons, read_word_lists
from paperkg.extraction.extractor import extractor_of
from paperkg.model import Extraction, Paper
from paperkg.text.keys import paper_id

NAME = "paperkg"
"""Of the component, the attribute, and the group of spans."""


@dataclass(frozen=True, slots=True)
class PaperComponent:
    """The component; it passes between processes, for the pipeline behind it is made where it is needed."""

    user_lexicon: tuple[LexiconEntry, ...]
    words: WordLists

    def __call__(self, doc: Doc) -> Doc:
        """Marks what is found in a document."""
        return next(self.pipe((doc,)))

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = 32) -> Iterator[Doc]:
        """Marks what is found in each document, in their order."""
        extractor = extractor_of(self.user_lexicon, self.words)
        for docs in batched(stream, batch_size):
            for doc, found in zip(docs, extractor.stream(map(_paper, docs)), strict=True):
                doc.user_data[NAME] = to_row(found)  # plain values, for a document may be written to disk
                doc.spans[NAME] = _spans(doc, found)
                yield doc


@Language.factory(NAME, default_config={"lexicon": [], "words": None}, assigns=["doc._.paperkg", "doc.spans"])
def make_paper_component(nlp: Language, name: str, lexicon: Sequence[str], words: str | None) -> PaperComponent:  # noqa: ARG001
    """The component with lexicons and a directory of word lists of the user's own, by their paths.

    Raises:
        LexiconError: one cannot be read.
    """
    return PaperComponent(read_lexicons(lexicon), read_word_lists(words))


def extraction_of(doc: Doc) -> Extraction | None:
    """What the component found in a document, None where it has not seen it."""
    row = doc.user_data.get(NAME)
    found = None if row is None else of_row(row)
    return found if isinstance(found, Extraction) else None


Doc.set_extension(NAME, getter=extraction_of, force=True)


def _paper(doc: Doc) -> Paper:
    title, _, abstract = doc.text.partition("\n")
    return Paper(id=paper_id(title), title=title, abstract=abstract)


def _spans(doc: Doc, found: Extraction) -> SpanGroup:
    """The mentions in the order of the text."""
    places = sorted(
        ((place, entity) for entity in found.entities for place in entity.mentions), key=lambda pair: pair[0]
    )
    spans = [
        doc.char_span(place.start, place.end, label=entity.type.value, span_id=entity.name, alignment_mode="expand")
        for place, entity in places
    ]
    return SpanGroup(doc, name=NAME, spans=[span for span in spans if span is not None])
