"""The cookbook: the questions in `ontology/queries`, one file each, with a title and a question.

A query may have parameters. It runs as it stands, with a value of the sample, and other values take that one's place:

    # parameter: benchmark Benchmark GSM8K
    ... VALUES ?benchmark { "GSM8K" } ...

Most have a second file that asks the tables the same in SQL, `$benchmark` in it being the parameter. Its rows are those
of the SPARQL, in the same order, which tests compare; `table_answers` asks it.
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

    @property
    def sql(self) -> str | None:
        """SQL that asks the tables the same; None where Python does."""
        path = _folder() / f"{self.name}.sql"
        return path.read_text(encoding="utf-8") if path.is_file() else None

    def values(self, given: Mapping[str, str]) -> dict[str, str]:
        """The value of each parameter: the given one, or its default.

        Raises:
            OptionError: the query has no such parameter, or a value is not a date where one is asked for.
        """
        known = {parameter.name: parameter for parameter in self.parameters}
        for name, value in given.items():
            if name not in known:
                raise OptionError(f"{self.name} takes no parameter {name} (it takes: {', '.join(known) or 'none'})")
            if not known[name].names_entity and not _DATE.fullmatch(value):
                raise OptionError(f"{value}: not a date (like 2025-03-01, 2025-03 or 2025)")
        return {name: given.get(name, parameter.default) for name, parameter in known.items()}

    def fill(self, given: Mapping[str, str]) -> str:
        """The SPARQL with values in the place of defaults.

        Raises:
            OptionError: the query has no such parameter, or a value is not a date where one is asked for.
        """
        values, text = self.values(given), self.sparql
        for parameter in self.parameters:
            text = text.replace(
                _values(parameter.name, parameter.default), _values(parameter.name, values[parameter.name])
            )
        return text


def _values(name: str, value: str) -> str:
    escaped = re.sub(r'["\\]', r"\\\g<0>", value).replace("\n", "\\n").replace("\r", "\\r")
    return f'VALUES ?{name} {{ "{escaped}" }}'


def _folder() -> Path:
    return ontology_folder() / "queries"


def shared_sql() -> str:
    """The views and macros that the questions in SQL share."""
    return (_folder() / "views.sql").read_text(encoding="utf-8")


@cache
def list_cookbook() -> tuple[Recipe, ...]:
    """All queries of the cookbook, by name.

    Raises:
        QueryError: a file lacks its title or question, or a parameter that it names.
    """
    return tuple(_recipe(path) for path in sorted(_folder().glob("*.rq")))


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
