"""Tests that share something costly share a worker."""

from pathlib import Path

import pytest

from scheduling import group_of
from workers import shared_folder


@pytest.fixture(scope="module")
def only_here(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file that a second worker could not make again."""
    path = shared_folder(tmp_path_factory) / "scheduling"
    path.touch(exist_ok=False)
    return path


@pytest.mark.parametrize("number", range(2))
def test_a_module_is_prepared_once(only_here: Path, number: int) -> None:  # noqa: ARG001
    assert only_here.exists()


def test_browser_and_spark_start_once() -> None:
    assert group_of("tests/browser/test_phone.py::test_it[a]") == group_of("tests/browser/test_tasks.py::test_it")
    assert group_of("tests/test_spark.py::test_it") == group_of("tests/test_spark_cluster.py::test_it")
    assert group_of("tests/test_spark.py::test_it") != group_of("tests/browser/test_phone.py::test_it[a]")
    assert group_of("tests/cli/test_main.py::test_it[a::b]") == "tests/cli/test_main.py"
