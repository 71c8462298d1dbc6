"""The lexicon as a component of the pipeline: each name that it has becomes a candidate span."""

from spacy.language import Language
from spacy.tokens import Doc
from spacy.tokens import Span as DocSpan

from paperkg.extraction.rules.lexicon import Lexicon
from paperkg.extraction.rules.paper_text import TextComponent, text_of
from paperkg.model import Rule


class LexiconComponent(TextComponent):
    """Adds a candidate span, its type the label, for each entry found between token boundaries."""

    def __init__(self, lexicon: Lexicon, group: str) -> None:
        super().__init__()
        self.lexicon = lexicon
        self.group = group

    def __call__(self, doc: Doc) -> Doc:
        """Fills the component's span group."""
        spans: list[DocSpan] = []
        for hit in self.lexicon.find(text_of(doc, self.lists).flat):
            span = doc.char_span(hit.span.start, hit.span.end, label=hit.entry.type.value)
            # The text is flat, so a name could seem to begin in the title and end in the abstract.
            if span is not None and not any(doc[i].is_sent_start for i in range(span.start + 1, span.end)):
                span.id_ = hit.entry.name
                spans.append(span)
        doc.spans[self.group] = spans
        return doc


@Language.factory("paperkg_lexicon", default_config={"group": Rule.LEXICON.value})
def make_lexicon_component(nlp: Language, name: str, group: str) -> LexiconComponent:  # noqa: ARG001
    """The component, its lexicon empty: set `.lexicon` as an EntityRuler's patterns are set."""
    return LexiconComponent(Lexicon(()), group)
