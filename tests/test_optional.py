"""What is said where an optional package is missing."""

from importlib import import_module

import pytest

from paperkg.errors import MissingPackageError
from paperkg.optional import needed_for


def test_a_missing_package_is_named_with_the_command() -> None:
    with (
        pytest.raises(MissingPackageError, match=r"^reading needs nowhere; install it with: pip install 'x\[y\]'$"),
        needed_for("reading", "'x[y]'"),
    ):
        import_module("nowhere.inside")


def test_a_missing_module_of_our_own_is_a_bug() -> None:
    with pytest.raises(ModuleNotFoundError), needed_for("reading", "nothing"):
        import_module("paperkg.nowhere")
