"""All claims of a paper, read from one tokenized text: types of names, roles, results and relations."""

from collections.abc import Sequence
from dataclasses import replace

from paperkg.extraction.claims.linear import load_model
from paperkg.extraction.claims.name_types import settle_types
from paperkg.extraction.claims.relations import read_relations
from paperkg.extraction.claims.results import ResultModels, read_results
from paperkg.extraction.claims.roles import read_roles
from paperkg.extraction.claims.tokens import tokenize
from paperkg.extraction.mentions.entities import as_term
from paperkg.extraction.vocabulary.word_lists import WordLists
from paperkg.model import EntityRelation, PaperEntity, Result, Span


def find_claims(
    text: str, sentences: Sequence[Span], entities: Sequence[PaperEntity], lists: WordLists | None = None
) -> tuple[tuple[PaperEntity, ...], tuple[Result, ...], tuple[EntityRelation, ...]]:
    """The entities with their types and roles, and the results and relations that the paper states.

    Args:
        text: title, newline, abstract.
        sentences: spans of `text` in order, the title first.
        entities: those found; their role is a placeholder.
        lists: the word lists; the shipped ones where none are given.
    """
    paper = tokenize(text, sentences, entities, lists)
    # Types come first: what an entity is decides which roles it can have, and what it can be in a result.
    paper = tokenize(text, sentences, settle_types(paper, load_model("types")), lists)
    known = tuple(map(as_term, read_roles(paper, load_model("roles"))))
    paper = replace(paper, entities=known)
    models = ResultModels(load_model("results"), load_model("result_links"))
    return known, read_results(paper, models), read_relations(paper, load_model("relations"))
