"""What arguments may be: one of some names, or a number that is large enough."""

from collections.abc import Iterable
from typing import TypeVar

from paperkg.errors import OptionError, UnknownFormatError, UnknownValueError

_Name = TypeVar("_Name", bound=str)


def chosen(
    value: object, available: Iterable[_Name], what: str, error: type[UnknownValueError] = UnknownValueError
) -> _Name:
    """The one of the available names that `value` is, in any case.

    Args:
        value: what was given.
        available: what is allowed, in the order in which a message lists it.
        what: what each of them is, with its article: "a projection".
        error: the class of the error.

    Raises:
        UnknownValueError: it is none of them.
    """
    names = {name.lower(): name for name in available}
    name = names.get(str(value).lower())
    if name is None:
        raise error(value, what, names.values())
    return name


def chosen_format(value: object, available: Iterable[str]) -> str:
    """The one of the available formats that `value` is, in any case.

    Raises:
        UnknownFormatError: it is none of them.
    """
    return chosen(value, sorted(available), "a known format", UnknownFormatError)


def at_least(least: float, **options: float) -> None:
    """Checks numbers: `at_least(1, jobs=jobs)`.

    Raises:
        OptionError: one is smaller than `least`.
    """
    for name, value in options.items():
        if not value >= least:  # so that NaN is refused too
            raise OptionError(f"{name}: at least {least}, not {value}")
