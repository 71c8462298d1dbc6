"""The exception tree. Everything raised on purpose is a `PaperKGError`.

PaperKGError
├── ReadError              an input cannot be read (where, why)
├── UnknownFormatError     a format name or a file's form is not known
├── BuildError             a directory holds no build, or a broken one
├── LexiconError           a vocabulary file is malformed
├── WeightsError           trained weights do not fit together, or not this version
├── DecisionError          a decisions file is malformed or contradicts itself
├── QueryError             a SPARQL query is refused or malformed
├── NotFoundError          no entity or paper of that name
└── EvaluationError        gold and predictions do not fit together

A message says what is wrong, where, and what is allowed or how to mend it, on one line.
"""

from collections.abc import Iterable
from pathlib import Path


class PaperKGError(Exception):
    """Root of all errors that paperkg raises on purpose."""


class ReadError(PaperKGError):
    """An input cannot be read."""

    def __init__(self, where: str | Path, reason: str, line: int | None = None) -> None:
        self.where = str(where)
        self.reason = reason
        self.line = line
        super().__init__(where, reason, line)  # all that it is made of, so that it passes between processes

    def __str__(self) -> str:
        place = self.where if self.line is None else f"{self.where}:{self.line}"
        return f"{place}: {self.reason}"


class UnknownFormatError(PaperKGError):
    """A format was asked for, or found, that no reader or exporter knows."""

    def __init__(self, name: str, available: Iterable[str]) -> None:
        self.name = name
        self.available = tuple(sorted(available))
        super().__init__(name, self.available)

    def __str__(self) -> str:
        return f"{self.name}: unknown format; known are {', '.join(self.available)}"


class BuildError(PaperKGError):
    """A directory is not a build, or its tables do not fit this version."""


class LexiconError(PaperKGError):
    """A lexicon (TSV or SKOS) is malformed."""


class WeightsError(PaperKGError):
    """Trained weights are for other labels or features than those that are wanted."""


class DecisionError(PaperKGError):
    """A decisions file is malformed or contradicts itself."""


class QueryError(PaperKGError):
    """A SPARQL query is refused or malformed."""


class NotFoundError(PaperKGError):
    """No entity or paper goes by that name."""

    def __init__(self, name: str, suggestions: Iterable[str] = ()) -> None:
        self.name = name
        self.suggestions = tuple(suggestions)
        super().__init__(name, self.suggestions)

    def __str__(self) -> str:
        hint = f"; did you mean {', '.join(self.suggestions)}?" if self.suggestions else ""
        return f"nothing is called {self.name!r}{hint}"


class EvaluationError(PaperKGError):
    """Gold annotations and predictions do not fit together."""
