"""Packages that only some of paperkg needs."""

from collections.abc import Iterator
from contextlib import contextmanager

from paperkg.errors import MissingPackageError


@contextmanager
def needed_for(purpose: str, install: str) -> Iterator[None]:
    """Says what to install where a block cannot import a package.

    Args:
        purpose: what the block is for: "to_polars".
        install: what to give to `pip install`.

    Raises:
        MissingPackageError: a package other than paperkg is missing.
    """
    try:
        yield
    except ModuleNotFoundError as error:
        package = (error.name or "").partition(".")[0]
        if package in ("", "paperkg"):
            raise
        raise MissingPackageError(purpose, package, install) from error
