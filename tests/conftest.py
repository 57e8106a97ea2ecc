"""What every test has at hand: the cast, a client for each of them, and the clock."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, settings

from portal.models import Clock
from tests import make

pytest_plugins = ["tests.standaside", "tests.together"]

# How fast a machine makes examples says nothing about what is tested with them.
settings.register_profile("any-machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any-machine")


@pytest.fixture(scope="module")
def vacuumed(django_db_setup: None, django_db_blocker: Any) -> None:
    """For tests that write much in one transaction. What tests before have taken back still lies in the tables of
    PostgreSQL, a hundred times what is written here, and would be read over and over: a database that is in use is
    vacuumed by itself, this one within one transaction is not."""
    with django_db_blocker.unblock():
        if connection.vendor == "postgresql":
            connection.ensure_connection()
            with connection.cursor() as cursor:
                cursor.execute("VACUUM ANALYZE")


@pytest.fixture
def ana(db: None) -> Any:
    """Leads the team that owns things."""
    return make.person(login="ana", name="Ana Owner")


@pytest.fixture
def home(ana: Any) -> Any:
    """Ana's team."""
    return make.team(lead=ana, slug="home", name="Home")


@pytest.fixture
def ben(db: None) -> Any:
    """Works elsewhere: sees everything, may change nothing of Ana's."""
    ben = make.person(login="ben", name="Ben Elsewhere")
    make.team(ben, slug="away", name="Away")
    return ben


@pytest.fixture
def sam(db: None) -> Any:
    """The steward."""
    return make.steward()


@pytest.fixture
def as_(db: None) -> Callable[[Any], Client]:
    """A browser in which this person is logged in: ``as_(ana).get("/")``."""

    def log_in(person: Any) -> Client:
        client = Client()
        client.force_login(person)
        return client

    return log_in


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[timedelta], None]]:
    """Move the clock: ``later(timedelta(days=3))``. Nothing sleeps."""
    moved = timedelta()
    real = timezone.now

    def now() -> datetime:
        return real() + moved

    def move(by: timedelta) -> None:
        nonlocal moved
        moved += by

    monkeypatch.setattr(timezone, "now", now)
    yield move


@pytest.fixture
def until(later: Callable[[timedelta], None]) -> Callable[..., None]:
    """Move the clock to just after the half or due time of the one clock of a kind that runs, on any day of a week."""

    def move(kind: str, time: str = "due") -> None:
        clock = Clock.objects.get(kind=kind, state=Clock.State.OPEN)
        later(getattr(clock, f"{time}_at") - timezone.now() + timedelta(seconds=1))

    return move
