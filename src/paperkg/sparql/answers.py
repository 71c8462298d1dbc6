"""The answer to a query as Python values: rows, triples, or yes and no."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any, NamedTuple

import pyoxigraph as ox

from paperkg.optional import needed_for
from paperkg.sparql.text_table import Row, cell_text, table_text
from paperkg.text.html_tables import html_table

if TYPE_CHECKING:
    import pandas as pd

Value = str | int | float | Decimal | bool | None
QueryResult = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples

_XSD = "http://www.w3.org/2001/XMLSchema#"
_INTEGERS = frozenset(
    "integer int long short byte nonNegativeInteger positiveInteger nonPositiveInteger negativeInteger "
    "unsignedLong unsignedInt unsignedShort unsignedByte".split()
)


def to_python(term: object) -> Value:
    """A term as a plain value: a number, a truth value, else text; an IRI in full, and None for an unbound variable.

    A literal that is not what its datatype says stays text.
    """
    if not isinstance(term, ox.Literal):
        return None if term is None else str(getattr(term, "value", term))
    name = term.datatype.value.removeprefix(_XSD)
    try:
        if name in _INTEGERS:
            return int(term.value)
        if name == "decimal":
            return Decimal(term.value)
        if name in ("double", "float"):
            return float(term.value)
    except (ValueError, InvalidOperation):
        return term.value
    if name == "boolean" and term.value in ("true", "false", "1", "0"):
        return term.value in ("true", "1")
    return term.value


class Answer:
    """The answer to a SELECT: rows, each a dictionary from column to value.

    Rows are read as they are asked for, and kept: an answer can be gone through as often as needed.

    Attributes:
        columns: the names of the variables, in the order of the query.
    """

    def __init__(self, columns: Iterable[str], found: Iterable[Iterable[object]], prefixes: Mapping[str, str]) -> None:
        self.columns = tuple(columns)
        self._found = iter(found)
        self._kept: list[Row] = []
        self._prefixes = prefixes

    def _terms(self) -> Iterator[Row]:
        position = 0
        while True:
            if position == len(self._kept):
                row = next(self._found, None)
                if row is None:
                    return
                self._kept.append(tuple(row))
            yield self._kept[position]
            position += 1

    def __iter__(self) -> Iterator[Any]:
        for row in self._terms():
            yield dict(zip(self.columns, map(to_python, row), strict=True))

    def __len__(self) -> int:
        return sum(1 for _ in self._terms())

    def __bool__(self) -> bool:
        return any(True for _ in self._terms())

    def to_pandas(self) -> "pd.DataFrame":
        """The rows as a data frame.

        Raises:
            MissingPackageError: pandas is not installed.
        """
        with needed_for("to_pandas", "pandas"):
            import pandas as pd
        return pd.DataFrame([list(map(to_python, row)) for row in self._terms()], columns=list(self.columns))

    def __str__(self) -> str:
        return table_text(self.columns, self._terms(), self._prefixes).rstrip("\n")

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {', '.join(self.columns)}>"

    def _repr_html_(self) -> str:
        return html_table(self.columns, ([cell_text(term, self._prefixes) for term in row] for row in self._terms()))


class Triple(NamedTuple):
    """A statement of RDF, its IRIs in full."""

    subject: Value
    predicate: Value
    object: Value


class Triples(Answer):
    """The answer to a CONSTRUCT or DESCRIBE: triples, which unpack as `for subject, predicate, object in answer`."""

    def __iter__(self) -> Iterator[Triple]:
        return (Triple(*map(to_python, row)) for row in self._terms())


class Verdict(Answer):
    """The answer to an ASK: true or false, without rows."""

    def __init__(self, holds: bool) -> None:
        super().__init__((), (), {})
        self._holds = holds

    def __bool__(self) -> bool:
        return self._holds

    def __str__(self) -> str:
        return "yes" if self._holds else "no"

    def __repr__(self) -> str:
        return f"<Verdict {self}>"

    def _repr_html_(self) -> str:
        return str(self)


def answer_of(result: QueryResult, prefixes: Mapping[str, str]) -> Answer:
    """The answer that a query's result stands for.

    Args:
        result: not yet read from.
        prefixes: by which IRIs are shortened where people read them.
    """
    if isinstance(result, ox.QueryBoolean):
        return Verdict(bool(result))
    if isinstance(result, ox.QueryTriples):
        found = ((triple.subject, triple.predicate, triple.object) for triple in result)
        return Triples(Triple._fields, found, prefixes)
    return Answer((variable.value for variable in result.variables), result, prefixes)
