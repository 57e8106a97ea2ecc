"""The proof of the forty: under --each-off every test here runs with its own failsafe switched off, and has to fail.

A test named ``test_f17_...`` in ``test_f17.py`` is about F17. With the option F17 is switched off for the whole company
by the action people use, and then the test runs. It has to fail where it looks (an assertion, a refusal that does not
come); a test that still passes proves nothing about its failsafe, and one that breaks some other way says nothing.
"""

import re
from collections.abc import Generator
from typing import Any

import pytest

from tests.eachoff import verdict

NAME = re.compile(r"test_(f\d+)_")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--each-off", action="store_true", help="Switch each test's own failsafe off; it has to fail.")


def _code(item: Any) -> str:
    found = NAME.match(item.name)
    assert found, f"{item.name} is named after no failsafe"
    return found[1].upper()


@pytest.fixture(autouse=True)
def _its_failsafe_off(request: pytest.FixtureRequest, db: None) -> None:
    """With --each-off the failsafe that the test is about does not hold anywhere.

    Without it a version is made, too, in which all forty are on: so a test that fails only with the option fails for
    what is off, and for nothing else.
    """
    from teams.away.actions.ways import set_ways
    from tests import make

    off = [_code(request.node)] if request.config.getoption("--each-off", default=False) else []
    set_ways(None, by=make.steward(), preset="teams-500", off=off, why=f"Off: {off}.")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Generator[None, Any, Any]:
    report = yield
    if item.config.getoption("--each-off", default=False) and call.when == "call":
        said = verdict(_code(item), item.name, call.excinfo.value if call.excinfo is not None else None)
        report.outcome, report.longrepr = ("failed", said) if said else ("passed", None)
    return report


@pytest.fixture
def guest(ben: Any) -> Any:
    """Ben's team, which asks."""
    from tests import make

    return make.team(ben, lead=ben, slug="checkout", name="Checkout")


@pytest.fixture
def ledger(home: Any) -> Any:
    """A service of Ana's team, which hosts."""
    from tests import make

    return make.service(home, slug="ledger")


@pytest.fixture
def passes(later: Any) -> Any:
    """Time passes until a clock of this kind has rung at its half or due time, if one runs; workers work after it.

    Then the clock rings once more and each of its jobs is delivered a second time: nothing may be done twice. Where no
    such clock runs thirty days pass: then nothing may have happened.
    """
    from datetime import timedelta

    from django.utils import timezone

    from portal.kit import clocks, jobs
    from portal.models import AuditEntry, Clock, Job, Notice

    def written() -> list[int]:
        return [model.objects.count() for model in (AuditEntry, Clock, Notice)]

    def move(kind: str, time: str = "due") -> None:
        clock = Clock.objects.filter(kind=kind, state=Clock.State.OPEN).first()
        until = getattr(clock, f"{time}_at") if clock is not None else timezone.now() + timedelta(days=30)
        later(until - timezone.now() + timedelta(seconds=1))
        clocks.ring_due()
        jobs.run_waiting()
        before = written()
        for name, subject in list(Job.objects.filter(name__startswith="away.").values_list("name", "subject_id")):
            jobs.enqueue(name, subject)
        clocks.ring_due()
        jobs.run_waiting()
        assert written() == before, "what was delivered twice was done twice"

    return move
