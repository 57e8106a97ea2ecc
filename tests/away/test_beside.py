"""What pages of services, teams and people show of away teams."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.kit import beside
from services.actions import catalog
from teams.away.actions import requests
from tests import make

pytestmark = pytest.mark.django_db


def panel(thing, person):
    return next(one for one in beside.about(thing, person) if one.name == "away")


def test_a_service_shows_who_wants_to_work_on_it_due_first(ana, home):
    ledger = make.service(home, slug="ledger")
    assert "can ask" in panel(ledger, ana).empty
    requests.end_away(make.away_agreed(ledger, title="Over"), by=ana, answer="No.")
    waits = make.away(ledger, title="Waits")
    found = panel(ledger, ana)
    assert [line.title for line in found.lines] == ["Waits", "Over"]
    assert (found.total, found.url) == (2, "/away/?service=ledger")
    line = found.lines[0]
    assert (line.state, line.who, line.clock.awaited_team) == ("asked", waits.guest, home)
    assert line.note.endswith("ledger: 1,900 to 400 contacts a week")


def test_whoever_has_another_team_may_ask_and_the_owner_is_not_invited(ana, home):
    ledger, guest = make.service(home, slug="ledger"), make.team()
    assert panel(ledger, guest.lead).act == ("Ask to work on it", "/away/new/?service=ledger")
    assert panel(ledger, ana).act is None
    make.team(ana)
    assert panel(ledger, ana).act is not None


def test_nobody_is_invited_to_a_service_that_has_ended(ana, home):
    ledger = make.service(home)
    catalog.move_service(ledger, "retire", by=ana)
    assert panel(ledger, make.team().lead).act is None


def test_a_team_and_a_person_show_both_ways(ana, home):
    request = make.away(make.service(home))
    for thing in (home, request.guest, request.guest.lead):
        assert [line.url for line in panel(thing, ana).lines] == [request.get_absolute_url()]
    assert panel(ana, ana).total == 0


def test_a_panel_asks_as_much_for_two_as_for_many(ana, home):
    ledger = make.service(home)

    def asked():
        with CaptureQueriesContext(connection) as queries:
            for thing in (ledger, home):
                panel(thing, ana)
        return len(queries)

    make.away(ledger)
    few = asked()
    for _ in range(8):
        make.away(ledger)
    assert asked() == few
