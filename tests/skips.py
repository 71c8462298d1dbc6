"""Tells at the end of a run which tests were left out and why, and fails one that left out more than it may."""

from collections import Counter
from collections.abc import Iterable

import pytest

LIMIT = "--most-skips"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(LIMIT, type=int, metavar="N", help="fail if more than N tests, or files of tests, are skipped")


def _skipped(config: pytest.Config) -> list[pytest.TestReport | pytest.CollectReport]:
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    return list(reporter.getreports("skipped")) if reporter else []


def _lines(reports: Iterable[pytest.TestReport | pytest.CollectReport]) -> list[str]:
    """A line for each reason, the most frequent first."""
    counts: Counter[tuple[str, str]] = Counter()
    for report in reports:
        assert isinstance(report.longrepr, tuple)  # of path, line and reason
        what = "test" if isinstance(report, pytest.TestReport) else "file"
        counts[what, report.longrepr[2].removeprefix("Skipped: ")] += 1
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return [f"{count} {what if count == 1 else what + 's'}: {reason}" for (what, reason), count in ranked]


def pytest_sessionfinish(session: pytest.Session) -> None:
    limit = session.config.getoption(LIMIT)
    if limit is not None and len(_skipped(session.config)) > limit and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    skipped = _skipped(config)
    if not skipped:
        return
    terminalreporter.section("left out")
    for line in _lines(skipped):
        terminalreporter.line(line)
    limit = config.getoption(LIMIT)
    if limit is not None and len(skipped) > limit:
        terminalreporter.line(f"{len(skipped)} were left out, but only {limit} may be ({LIMIT})", red=True)
