"""All claims of papers, each read from one tokenized text: types of names, roles, results and relations."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from paperkg.extraction.claims.claim_models import ClaimModels
from paperkg.extraction.claims.linear import LinearModel
from paperkg.extraction.claims.name_types import settle_types
from paperkg.extraction.claims.relations import read_relations
from paperkg.extraction.claims.results import ResultModels, read_results
from paperkg.extraction.claims.roles import read_roles
from paperkg.extraction.claims.tokens import TokenizedPaper, tokenize
from paperkg.extraction.mentions.entities import as_term
from paperkg.extraction.mentions.named_text import NamedText
from paperkg.extraction.vocabulary.word_lists import WordLists
from paperkg.model import EntityRelation, PaperEntity, Result, Span


@dataclass(frozen=True, slots=True)
class PaperClaims:
    """The entities of a text with their types and roles, and the results and relations that it states."""

    entities: tuple[PaperEntity, ...]
    results: tuple[Result, ...]
    relations: tuple[EntityRelation, ...]


def typed_paper(
    text: str,
    sentences: Sequence[Span],
    entities: Sequence[PaperEntity],
    model: LinearModel,
    lists: WordLists | None = None,
) -> TokenizedPaper:
    """The tokens of a text, its entities with the types that the text gives them.

    Types come first: what an entity is decides which roles it can have, and what it can be in a result.

    Args:
        text: title, newline, abstract.
        sentences: spans of `text` in order, the title first.
        entities: those found.
        model: of types.
        lists: the word lists; the shipped ones where none are given.
    """
    paper = tokenize(text, sentences, entities, lists)
    return paper.retyped(settle_types(paper, model))


def find_claims(
    texts: Sequence[NamedText], models: ClaimModels, lists: WordLists | None = None
) -> tuple[PaperClaims, ...]:
    """What each of some texts claims; each is read by itself.

    They are read together, one kind of claims after the other, because a model's features and weights are near only
    while it is at work.

    Args:
        texts: with the entities found in them; their roles are placeholders.
        models: that read them.
        lists: the word lists; the shipped ones where none are given.
    """
    papers = [typed_paper(text.plain.text, text.sentences, text.entities, models.types, lists) for text in texts]
    encoded = [models.encoder.read(paper, text.vectors) for paper, text in zip(papers, texts, strict=True)]
    pairs = list(zip(papers, encoded, strict=True))
    entities = [tuple(map(as_term, read_roles(paper, models.roles, context))) for paper, context in pairs]
    pairs = [(replace(paper, entities=known), context) for (paper, context), known in zip(pairs, entities, strict=True)]
    results = [read_results(paper, ResultModels(models.results, models.result_links, c)) for paper, c in pairs]
    relations = [read_relations(paper, models.relations, context) for paper, context in pairs]
    return tuple(map(PaperClaims, entities, results, relations))
