"""Which tests share a worker: those of a file, for what a module prepares is then prepared once.

The groups of pytest-xdist 3.8 (`--dist=loadgroup`) do nothing under pytest 9.2, without a word.
"""

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

ONE_WORKER = ("tests/browser/", "tests/test_spark")
"""Beginnings of files that go together: a browser, and Spark, start once."""


def group_of(test: str) -> str:
    """The group of a test, given its id."""
    file, *_ = test.split("::")
    return next((beginning for beginning in ONE_WORKER if file.startswith(beginning)), file)


class ByFile(LoadScopeScheduling):  # type: ignore[misc]  # pytest-xdist has no types
    """Gives out groups, those of most tests first."""

    def _split_scope(self, nodeid: str) -> str:
        return group_of(nodeid)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> ByFile:
    return ByFile(config, log)
