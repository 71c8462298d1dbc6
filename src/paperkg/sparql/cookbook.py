"""The cookbook: the questions in `ontology/queries`, one file each, with a title and a question."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from paperkg.errors import NotFoundError, QueryError
from paperkg.rdf.vocabulary import ontology_folder

_HEADER = re.compile(r"#\s*(title|question):\s*(.+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """One query of the cookbook: its file's name, a title, the question in words, and the SPARQL."""

    name: str
    title: str
    question: str
    sparql: str


@cache
def list_cookbook() -> tuple[Recipe, ...]:
    """All queries of the cookbook, by name.

    Raises:
        QueryError: a file lacks its title or question.
    """
    return tuple(_recipe(path) for path in sorted((ontology_folder() / "queries").glob("*.rq")))


def _recipe(path: Path) -> Recipe:
    text = path.read_text(encoding="utf-8")
    header = dict(_HEADER.findall(text))
    if header.keys() != {"title", "question"}:
        raise QueryError(f"{path}: must begin with '# title: ...' and '# question: ...'")
    return Recipe(name=path.stem, title=header["title"], question=header["question"], sparql=text)


def find_recipe(name: str) -> Recipe:
    """The query of that name.

    Raises:
        NotFoundError: there is none.
    """
    recipes = {recipe.name: recipe for recipe in list_cookbook()}
    if name not in recipes:
        from difflib import get_close_matches

        close = get_close_matches(name, recipes, 3, 0.4)
        raise NotFoundError(name, close, "the name of a query", () if close else recipes)
    return recipes[name]
