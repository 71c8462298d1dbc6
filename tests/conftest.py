"""Fixtures shared by all tests."""

from pathlib import Path

import pytest
from hypothesis import settings

from paperkg.pipeline import build
from places import PAGES, SHARED

settings.register_profile("any machine", deadline=None)  # a slow one is no failure
settings.load_profile("any machine")


@pytest.fixture(scope="session")
def sample_build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A build of the five sample pages; not to be changed."""
    directory = tmp_path_factory.mktemp("sample")
    build(PAGES, directory)
    return directory


@pytest.fixture(scope="session")
def shared() -> Path:
    """The annotated papers and corpora that are not part of the project."""
    path = SHARED
    if not path.is_dir():
        pytest.skip("the annotated papers and corpora (../shared) are not here")
    return path
