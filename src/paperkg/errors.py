"""The exception tree. Everything raised on purpose is a `PaperKGError`.

PaperKGError
├── ReadError                an input cannot be read (where, why)
├── FetchError               a service does not give what it is asked for (where, why)
├── OptionError              an argument has a value that it cannot have, or does not apply
│   └── UnknownValueError    a value is not one of those that are allowed, which it lists
│       └── UnknownFormatError    a format that no reader or exporter has
├── NotFoundError            no entity, paper, table or query of that name
├── BuildError               a directory holds no build, or a broken one
├── EngineError              an engine that extracts cannot be started or reached
├── ExtractionError          a paper cannot be extracted, for a fault of ours
├── LexiconError             a lexicon or a word list is malformed
├── WeightsError             trained weights do not fit together, or not this version
├── DecisionError            a decisions file is malformed or contradicts itself
├── QueryError               a SPARQL query is refused or malformed
├── EvaluationError          gold annotations and predictions do not fit together
└── MissingPackageError      an optional package is not installed

A message is one line: what is wrong, where, and what is allowed or how to fix it.
"""

from collections.abc import Iterable
from copyreg import __newobj__  # type: ignore[attr-defined]  # typeshed lacks it
from pathlib import Path


class PaperKGError(Exception):
    """Root of all errors that paperkg raises on purpose."""

    def __reduce__(self) -> tuple[object, ...]:
        # Made without the constructor, whose arguments are not the message: so it passes between processes as it is.
        return __newobj__, (type(self), *self.args), self.__dict__


class ReadError(PaperKGError):
    """An input cannot be read."""

    def __init__(self, where: str | Path, reason: str, line: int | None = None) -> None:
        self.where = str(where)
        self.reason = reason
        self.line = line
        place = self.where if line is None else f"{self.where}:{line}"
        super().__init__(f"{place}: {reason}")


class FetchError(PaperKGError):
    """A service refuses a request, or does not answer it."""

    def __init__(self, where: str, reason: str) -> None:
        self.where = where
        self.reason = reason
        super().__init__(f"{where}: {reason}")


class OptionError(PaperKGError):
    """An argument has a value that it cannot have, or does not apply."""


class UnknownValueError(OptionError):
    """A value is not one of those that are allowed.

    Args:
        value: what was given.
        what: what it should have been, with its article: "an entity type".
        available: what is allowed.
    """

    def __init__(self, value: object, what: str, available: Iterable[str]) -> None:
        self.value = value
        self.available = tuple(available)
        super().__init__(f"{value}: not {what} (available: {', '.join(self.available)})")


class UnknownFormatError(UnknownValueError):
    """A format was asked for that no reader or exporter has."""


class NotFoundError(PaperKGError):
    """No entity, paper, table or query goes by that name.

    Args:
        name: what was asked for.
        suggestions: names that are close to it.
        what: what it should have been: "the name of an entity".
        available: all names, where there are few.
    """

    def __init__(
        self,
        name: str,
        suggestions: Iterable[str] = (),
        what: str = "the name of an entity",
        available: Iterable[str] = (),
    ) -> None:
        self.name = name
        self.suggestions = tuple(suggestions)
        self.available = tuple(available)
        hint = f"; did you mean {', '.join(self.suggestions)}?" if self.suggestions else ""
        listed = f" (available: {', '.join(self.available)})" if self.available else ""
        super().__init__(f"{name or repr(name)}: not {what}{hint}{listed}")


class BuildError(PaperKGError):
    """A directory is not a build, or its tables do not fit this version."""


class EngineError(PaperKGError):
    """An engine that extracts, such as Spark, cannot be started or reached."""


class ExtractionError(PaperKGError):
    """A paper cannot be extracted, for a fault of ours."""


class LexiconError(PaperKGError):
    """A lexicon (TSV or SKOS) is malformed."""


class WeightsError(PaperKGError):
    """Trained weights are damaged, or for other labels or features than those that are wanted."""


class DecisionError(PaperKGError):
    """A decisions file is malformed or contradicts itself."""


class QueryError(PaperKGError):
    """A SPARQL query is refused or malformed."""


class EvaluationError(PaperKGError):
    """Gold annotations and predictions do not fit together."""


class MissingPackageError(PaperKGError):
    """An optional package is not installed.

    Args:
        purpose: what needs it: "serving".
        package: what is missing.
        install: what to give to `pip install`.
    """

    def __init__(self, purpose: str, package: str, install: str) -> None:
        self.package = package
        super().__init__(f"{purpose} needs {package}; install it with: pip install {install}")


INTERNAL = "internal error: "
"""How the reason begins why a record is rejected for a fault of ours."""
_SHOWN = 80  # characters of the message of an exception, which may hold a whole record


def internal_error(what: str | Exception) -> str:
    """The reason why a record is rejected for a fault of ours, on one line."""
    if isinstance(what, Exception):
        told = " ".join(str(what)[: 4 * _SHOWN].split())
        told = told or "no message"
        what = f"{type(what).__name__}: {told if len(told) <= _SHOWN else told[: _SHOWN - 1] + '…'}"
    return f"{INTERNAL}{' '.join(what.split()) or 'no message'}; please report"
