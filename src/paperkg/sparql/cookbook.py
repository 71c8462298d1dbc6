"""The cookbook: the questions in `ontology/queries`, one file each, with a title and a question.

A query may have parameters. It runs as it stands, with a value of the sample, and other values take that one's place:

    # parameter: benchmark Benchmark GSM8K
    ... VALUES ?benchmark { "GSM8K" } ...
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from paperkg.errors import NotFoundError, OptionError, QueryError
from paperkg.rdf.vocabulary import ontology_folder

_HEADER = re.compile(r"#\s*(title|question):\s*(.+)")
_PARAMETER = re.compile(r"#\s*parameter:\s*(\w+) (\w+) (.+)")
_DATE = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A value that a query takes.

    `kind` is an entity type, "Entity" for one of any type, or "Date"; `default` is the value that the query has where
    none is given.
    """

    name: str
    kind: str
    default: str

    @property
    def names_entity(self) -> bool:
        """Whether a value is the name of an entity."""
        return self.kind != "Date"


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """One query of the cookbook: its file's name, a title, the question in words, the SPARQL, and its parameters."""

    name: str
    title: str
    question: str
    sparql: str
    parameters: tuple[Parameter, ...] = ()

    def fill(self, values: Mapping[str, str]) -> str:
        """The SPARQL with values in the place of defaults.

        Raises:
            OptionError: the query has no such parameter, or a value is not a date where one is asked for.
        """
        known = {parameter.name: parameter for parameter in self.parameters}
        text = self.sparql
        for name, value in values.items():
            if name not in known:
                raise OptionError(f"{self.name} takes no parameter {name} (it takes: {', '.join(known) or 'none'})")
            if not known[name].names_entity and not _DATE.fullmatch(value):
                raise OptionError(f"{value}: not a date (like 2025-03-01, 2025-03 or 2025)")
            text = text.replace(_values(name, known[name].default), _values(name, value))
        return text


def _values(name: str, value: str) -> str:
    escaped = re.sub(r'["\\]', r"\\\g<0>", value).replace("\n", "\\n").replace("\r", "\\r")
    return f'VALUES ?{name} {{ "{escaped}" }}'


@cache
def list_cookbook() -> tuple[Recipe, ...]:
    """All queries of the cookbook, by name.

    Raises:
        QueryError: a file lacks its title or question, or a parameter that it names.
    """
    return tuple(_recipe(path) for path in sorted((ontology_folder() / "queries").glob("*.rq")))


def _recipe(path: Path) -> Recipe:
    text = path.read_text(encoding="utf-8")
    header = dict(_HEADER.findall(text))
    if header.keys() != {"title", "question"}:
        raise QueryError(f"{path}: must begin with '# title: ...' and '# question: ...'")
    parameters = tuple(Parameter(name=name, kind=kind, default=value) for name, kind, value in _PARAMETER.findall(text))
    for parameter in parameters:
        if _values(parameter.name, parameter.default) not in text:
            raise QueryError(f"{path}: must contain {_values(parameter.name, parameter.default)}")
    return Recipe(
        name=path.stem, title=header["title"], question=header["question"], sparql=text, parameters=parameters
    )


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
