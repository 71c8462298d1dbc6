"""All claims of a paper, read from one tokenized text: types of names, roles, results and relations."""

from collections.abc import Sequence
from dataclasses import replace

from paperkg.extraction.claims.claim_models import ClaimModels
from paperkg.extraction.claims.linear import LinearModel
from paperkg.extraction.claims.name_types import settle_types
from paperkg.extraction.claims.relations import read_relations
from paperkg.extraction.claims.results import ResultModels, read_results
from paperkg.extraction.claims.roles import read_roles
from paperkg.extraction.claims.tokens import TokenizedPaper, tokenize
from paperkg.extraction.mentions.entities import as_term
from paperkg.extraction.mentions.word_vectors import WordVectors
from paperkg.extraction.vocabulary.word_lists import WordLists
from paperkg.model import EntityRelation, PaperEntity, Result, Span


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
    return tokenize(text, sentences, settle_types(paper, model), lists)


def find_claims(
    text: str,
    sentences: Sequence[Span],
    entities: Sequence[PaperEntity],
    vectors: WordVectors,
    models: ClaimModels,
    lists: WordLists | None = None,
) -> tuple[tuple[PaperEntity, ...], tuple[Result, ...], tuple[EntityRelation, ...]]:
    """The entities with their types and roles, and the results and relations that the paper states.

    Args:
        text: title, newline, abstract.
        sentences: spans of `text` in order, the title first.
        entities: those found; their role is a placeholder.
        vectors: of the words of `text`.
        models: that read them.
        lists: the word lists; the shipped ones where none are given.
    """
    paper = typed_paper(text, sentences, entities, models.types, lists)
    encoded = models.encoder.read(paper, vectors)
    known = tuple(map(as_term, read_roles(paper, models.roles, encoded)))
    paper = replace(paper, entities=known)
    results = read_results(paper, ResultModels(models.results, models.result_links, encoded))
    return known, results, read_relations(paper, models.relations, encoded)
