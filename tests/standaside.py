"""Tests that cannot run here stand aside, and the run says in plain words what was left out and why.

``stand_aside("browser tests", "no Chromium was found (Debian: apt-get install chromium)")`` inside a test or a fixture.
With HOMEPORT_REQUIRE=all (CI) nothing may stand aside: every skip, of whatever making, fails. The one exception is what
only a makers' machine has beside the checkout: ``stand_aside(..., allowed=True)``.
"""

import os
from collections import Counter
from collections.abc import Generator
from pathlib import Path
from typing import NoReturn

import pytest

_KEY = "left-out"
_left_out: Counter[tuple[str, str]] = Counter()


class StoodAside(pytest.skip.Exception):
    """A skip that knows what it is called in the summary."""

    def __init__(self, what: str, why: str, allowed: bool) -> None:
        super().__init__(f"{what}: {why}", allow_module_level=True)
        self.what, self.why, self.allowed = what, why, allowed


def stand_aside(what: str, why: str, *, allowed: bool = False) -> NoReturn:
    """Leave this test out. ``what`` is plural, ``why`` follows 'because' and says what would help."""
    raise StoodAside(what, why, allowed)


def everything_is_required() -> bool:
    return os.environ.get("HOMEPORT_REQUIRE") == "all"


def pytest_runtest_setup(item: pytest.Item) -> None:
    """The marker ``postgresql``: for what SQLite cannot show, such as two threads that wait for each other's rows."""
    if item.get_closest_marker("postgresql"):
        from django.db import connection

        if connection.vendor != "postgresql":
            stand_aside("tests", "only PostgreSQL can show it; the last run of make test has them", allowed=True)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    return judge(report, call.excinfo.value if call.excinfo else None)


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    return judge(report, report.call.excinfo.value if report.call and report.call.excinfo else None)  # type: ignore[attr-defined]


def judge[R: (pytest.TestReport, pytest.CollectReport)](report: R, error: BaseException | None) -> R:
    """Note a skip for the summary, or turn it into a failure where everything is required."""
    if not report.skipped or hasattr(report, "wasxfail"):
        return report
    if isinstance(error, StoodAside):
        what, why, allowed = error.what, error.why, error.allowed
    else:
        what, why, allowed = "tests", str(getattr(error, "msg", "") or "they were marked to be skipped"), False
    if everything_is_required() and not allowed:
        report.outcome = "failed"
        report.longrepr = f"Nothing may be left out here (HOMEPORT_REQUIRE=all), but {what} would be, because {why}."
    else:
        # On the report itself, so that it also travels from a pytest-xdist worker to the one that sums up.
        report.sections.append((_KEY, f"{what}\n{why}"))
    return report


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    note(report)


def pytest_collectreport(report: pytest.CollectReport) -> None:
    note(report)


def note(report: pytest.TestReport | pytest.CollectReport) -> None:
    for key, words in report.sections:
        if key == _KEY:
            what, _, why = words.partition("\n")
            _left_out[what, why] += 1


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if hasattr(terminalreporter.config, "workerinput"):
        return  # one of pytest-xdist's workers; the one that sums up has heard of everything
    lines = [f"{count} {what}, because {why}." for (what, why), count in _left_out.items()]
    if name := os.environ.get("HOMEPORT_LEFT_OUT"):
        # `make test` is several runs: what the ones before left out is said again, so that the end says everything.
        file = Path(name)
        before = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
        lines = list(dict.fromkeys([*before, *lines]))
        file.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    if lines:
        terminalreporter.write_sep("=", "what was left out")
    for line in lines:
        terminalreporter.write_line(f"Left out: {line}")
