"""Fixtures shared by all tests."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from threadpoolctl import threadpool_limits

from paperkg.pipeline import build
from places import PAGE, PAGES, SHARED
from workers import made_once

pytest_plugins = ("scheduling", "skips", "stand_in_services")
settings.register_profile("any machine", deadline=None)  # a slow one is no failure
settings.register_profile("fuzz", deadline=None, max_examples=int(os.environ.get("EXAMPLES", "2000")))  # `make fuzz`
settings.load_profile("any machine")


@pytest.fixture(scope="session")
def sample_build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A build of the five sample pages; not to be changed."""
    return made_once(tmp_path_factory, "sample", lambda folder: build(PAGES, folder))


@pytest.fixture(scope="session")
def page_build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A build of one sample page, for other ways to build it to be compared with; not to be changed."""
    return made_once(tmp_path_factory, "page", lambda folder: build(PAGE, folder, cache=False, formats="nt"))


@pytest.fixture(scope="session", autouse=True)
def one_thread() -> Iterator[None]:
    """Matrices this small gain nothing by more threads, which on a busy machine wait for each other."""
    with threadpool_limits(1):
        yield


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skips what needs data that is not part of the project, where that is not here."""
    if not SHARED.is_dir():
        for item in items:
            if item.get_closest_marker("shared"):
                item.add_marker(pytest.mark.skip("needs the annotated papers and corpora in ../shared"))
