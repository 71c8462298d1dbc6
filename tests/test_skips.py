"""Runs say what they left out, and may not leave out too much."""

import os

import pytest

from places import TESTS

pytest_plugins = ("pytester",)

SUITE = """
import pytest

@pytest.mark.skip("needs a moon")
@pytest.mark.parametrize("number", range(3))
def test_at_night(number):
    pass

def test_of_stars():
    pytest.skip("needs a star")

def test_of_nothing():
    pass
"""


@pytest.fixture(autouse=True)
def plugin_on_the_path(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(TESTS), prepend=os.pathsep)


@pytest.fixture
def suite(pytester: pytest.Pytester) -> pytest.Pytester:
    pytester.makepyfile(test_sky=SUITE, test_sea="import pytest\npytest.skip('needs a sea', allow_module_level=True)")
    return pytester


@pytest.mark.parametrize("workers", [0, 2])
def test_every_reason_is_told_with_its_count(suite: pytest.Pytester, workers: int) -> None:
    outcome = suite.runpytest_subprocess("-p", "skips", "-n", str(workers))
    assert outcome.ret == 0
    outcome.stdout.fnmatch_lines(
        ["*= left out =*", "3 tests: needs a moon", "1 file: needs a sea", "1 test: needs a star"]
    )


@pytest.mark.parametrize(("limit", "status"), [(5, 0), (4, 1), (0, 1)])
def test_more_skips_than_are_allowed_fail_the_run(suite: pytest.Pytester, limit: int, status: int) -> None:
    outcome = suite.runpytest_subprocess("-p", "skips", f"--most-skips={limit}")
    assert outcome.ret == status
    assert (f"5 were left out, but only {limit} may be" in outcome.stdout.str()) == bool(status)


def test_nothing_is_told_where_nothing_was_left_out(pytester: pytest.Pytester) -> None:
    pytester.makepyfile("def test_of_nothing(): pass")
    outcome = pytester.runpytest_subprocess("-p", "skips", "--most-skips=0")
    assert outcome.ret == 0
    assert "left out" not in outcome.stdout.str()
