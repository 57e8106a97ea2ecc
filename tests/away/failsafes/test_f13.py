"""F13: guests write to what is in scope only, and it ends by itself."""

import pytest

from portal.kit import jobs
from portal.models import Clock
from teams.away.actions import access
from teams.away.actions.leaving import leave_silently
from teams.away.actions.releasing import release_stay
from teams.away.actions.requests import end_away
from teams.people.actions.teams import join_team, leave_team
from tests import make
from tests.away import endings, stages

pytestmark = pytest.mark.django_db


def granted(request, ana):
    rows = list(stages.stay_of(request).accesses.all())
    assert rows, "nobody's access is asked for"
    for one in rows:
        access.grant_access(one, by=ana, scope="postings/refund")
    return [access.access_of(request, one.person_id) for one in rows]


def test_f13_everybody_who_comes_gets_access_to_what_is_in_scope_and_the_host_is_asked_for_it(ledger, guest, ben):
    request = stages.onboarding(stages.signed(ledger, guest))
    rows = list(stages.stay_of(request).accesses.all())
    assert [(one.person, one.scope, one.granted_at) for one in rows] == [(ben, "postings/refund and its tests", None)]
    assert Clock.objects.get(kind="away.grant").awaited_team == request.host


def test_f13_access_ends_with_the_work_and_the_host_takes_it_away_in_its_forge(ledger, guest, ana, ben):
    request = stages.begun(stages.signed(ledger, guest))
    one = granted(request, ana)[0]
    end_away(request, by=ben, answer="There is nothing left to do.")
    leave_silently(request.pk)
    one.refresh_from_db()
    assert (one.is_live, one.end) == (False, "over")
    assert Clock.objects.get(kind="away.revoke", state=Clock.State.OPEN).awaited_team == request.host
    assert access.take_access(one, by=ana).taken_by == ana
    assert not Clock.objects.filter(kind="away.revoke", state=Clock.State.OPEN).exists()


def test_f13_access_ends_when_somebody_leaves_the_guest_team(ledger, guest, ana, ben):
    mo = make.person(name="Mo Guest")
    join_team(guest, mo, by=ben)
    request = stages.begun(stages.signed(ledger, guest, people=[(mo, 50), (ben, 20)]))
    of_mo, of_ben = granted(request, ana)
    leave_team(guest, mo, by=ben)
    jobs.run_waiting()
    of_mo.refresh_from_db()
    of_ben.refresh_from_db()
    assert (of_mo.end, of_ben.is_live) == ("left", True)


def test_f13_access_ends_with_the_last_day_whether_the_work_is_done_or_not(ledger, guest, ana, passes):
    request = stages.begun(stages.signed(ledger, guest))
    one = granted(request, ana)[0]
    passes("away.finish")
    one.refresh_from_db()
    assert (stages.stay_of(request).is_open, one.end) == (True, "last-day")


def test_f13_who_came_writes_on_under_warranty_when_the_release_comes_after_the_last_day(ledger, guest, ana, passes):
    request = stages.begun(stages.signed(ledger, guest))
    one = granted(request, ana)[0]
    passes("away.finish")
    one.refresh_from_db()
    assert not one.is_live
    endings.way_back(request)
    release_stay(request, by=guest.lead)
    one.refresh_from_db()
    assert (one.is_live, one.end) == (True, "")
    assert not Clock.objects.filter(kind="away.revoke", state=Clock.State.OPEN).exists()


def test_f13_access_that_was_taken_away_before_a_late_release_is_asked_for_again(ledger, guest, ana, passes):
    request = stages.begun(stages.signed(ledger, guest))
    one = granted(request, ana)[0]
    passes("away.finish")
    access.take_access(one, by=ana)
    endings.way_back(request)
    release_stay(request, by=guest.lead)
    assert access.access_of(request, one.person_id).pk != one.pk
    assert Clock.objects.get(kind="away.grant", state=Clock.State.OPEN).awaited_team == request.host
