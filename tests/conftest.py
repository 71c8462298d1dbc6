"""Fixtures shared by all tests."""

from pathlib import Path

import pytest
from hypothesis import settings

from paperkg.pipeline import build
from places import PAGES, SHARED

pytest_plugins = ("skips",)
settings.register_profile("any machine", deadline=None)  # a slow one is no failure
settings.load_profile("any machine")


@pytest.fixture(scope="session")
def sample_build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A build of the five sample pages; not to be changed."""
    directory = tmp_path_factory.mktemp("sample")
    build(PAGES, directory)
    return directory


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skips what needs data that is not part of the project, where that is not here."""
    if not SHARED.is_dir():
        for item in items:
            if item.get_closest_marker("shared"):
                item.add_marker(pytest.mark.skip("needs the annotated papers and corpora in ../shared"))
