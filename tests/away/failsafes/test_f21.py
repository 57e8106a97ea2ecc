"""F21: while the guests wait for the host the time is the host's: it is passed on, and added to the last day."""

from datetime import timedelta

import pytest
from django.utils import timezone

from portal.kit import clocks, jobs
from portal.kit.times import end_of_day
from portal.models import Clock
from teams.away.actions import access, standing
from teams.away.reads.requests import request_page
from teams.people.reads.calendars import hours_of
from tests import make
from tests.away import stages

pytestmark = pytest.mark.django_db


def test_f21_a_host_that_does_not_unblock_in_a_day_is_passed_on(ana, ben, passes):
    head = make.person(name="Priya Head")
    host = make.team(ana, lead=ana, division=make.division(head=head))
    request = stages.begun(stages.signed(make.service(host), make.team(ben, lead=ben)))
    standing.block_on_host(request, by=ben, why="The test database is down.")
    passes("away.unblock")
    assert clocks.waiting_for(head).filter(kind="away.unblock-head").exists()


def test_f21_the_time_a_host_costs_is_added_to_the_last_day_and_shown(ledger, guest, ana, ben, later):
    request = stages.begun(stages.signed(ledger, guest))
    before = stages.stay_of(request).ends_on
    standing.block_on_host(request, by=ben, why="The test database is down.")
    stop = stages.stay_of(request).stops.get()
    hours = hours_of(request.host)
    later(hours.after(stop.began_at, hours.day * 3) - timezone.now() - timedelta(minutes=1))  # more were a fourth day
    standing.resume_work(request, by=ana)
    stay = stages.stay_of(request)
    assert hours.between(end_of_day(before), end_of_day(stay.ends_on)) == hours.day * 3
    assert Clock.objects.get(kind="away.finish", state=Clock.State.OPEN).due_at == end_of_day(stay.ends_on)
    assert request_page(stages.again(request)).work.lost == {"host": 3.0, "guest": 0.0, "both": 0.0}


def test_f21_what_stood_still_over_its_last_day_goes_on_when_the_host_has_cost_enough(ledger, guest, ana, ben, until):
    request = stages.begun(stages.signed(ledger, guest))
    one = stages.stay_of(request).accesses.get()
    access.grant_access(one, by=ana, scope="postings/refund")
    standing.block_on_host(request, by=ben, why="The test database is down.")
    until("away.finish")
    clocks.ring_due()
    jobs.run_waiting()
    assert clocks.is_running("away.over", request)
    one.refresh_from_db()
    assert not one.is_live
    standing.resume_work(request, by=ana)
    stay = stages.stay_of(request)
    assert stay.ends_on > timezone.now().date()
    assert Clock.objects.get(kind="away.finish", state=Clock.State.OPEN).due_at == end_of_day(stay.ends_on)
    assert not clocks.is_running("away.over", request)
    one.refresh_from_db()
    assert one.is_live
    assert not Clock.objects.filter(kind="away.revoke", state=Clock.State.OPEN).exists()
