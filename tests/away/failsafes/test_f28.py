"""F28: a warranty of calendar days from production; what the guests leave lying their manager hears, and it counts."""

from datetime import timedelta

import pytest
from django.utils import timezone

from portal.kit.refusals import Refused
from portal.models import Clock, Notice
from teams.away.actions import closing, incidents
from teams.people.reads.calendars import hours_of
from tests import make
from tests.away import endings

pytestmark = pytest.mark.django_db


@pytest.fixture
def warranty(ledger, guest):
    return endings.in_warranty(ledger, guest)


def test_f28_the_warranty_runs_from_production_for_the_days_both_signed_and_ends_by_the_clock(warranty, passes):
    assert warranty.stay.state == "warranty"
    clock = Clock.objects.get(kind="away.warranty")
    assert clock.due_at - warranty.stay.released_at == timedelta(days=30)
    passes("away.warranty")
    assert endings.again(warranty).stay.state == "handback"


def test_f28_what_is_not_mended_in_five_working_days_reaches_the_manager_and_counts(ledger, ben, passes):
    boss = make.person(name="Bea Boss")
    guest = make.team(ben, lead=ben, division=make.division(head=boss))
    request = endings.in_warranty(ledger, guest)
    incident = endings.incident(request)
    clock = Clock.objects.filter(kind="away.mend").first()
    assert clock, "nobody is asked to mend it"
    assert hours_of(guest).between(clock.started_at, clock.due_at) == timedelta(hours=40)
    passes("away.mend")
    incident.refresh_from_db()
    assert incident.counts
    assert Notice.objects.filter(person=boss, text__contains="has not mended incident 1").count() == 1
    incidents.miss_mending(incident.pk)
    assert Notice.objects.filter(person=boss, text__contains="has not mended incident 1").count() == 1
    incidents.mend_incident(incident, by=ben, cause="A rounding.")
    clock.refresh_from_db()
    assert clock.state == "met"


def test_f28_customers_who_cannot_go_on_are_helped_at_once_and_in_time_nothing_counts(warranty, ben, passes):
    incident = endings.incident(warranty, severity=1)
    assert incident.in_warranty
    clock = Clock.objects.get(kind="away.mend")
    assert clock.due_at - timezone.now() < timedelta(hours=4, minutes=1)
    incidents.mend_incident(incident, by=ben, cause="A rounding.")
    passes("away.mend")
    incident.refresh_from_db()
    assert (incident.late_at, incident.counts) == (None, False)


def test_f28_it_is_not_finished_before_the_warranty_is_over(warranty, ben):
    with pytest.raises(Refused) as refusal:
        closing.finish_stay(warranty, by=ben, outcome="Live.", measured_value=3)
    assert (refusal.value.code, warranty.stay.state) == ("away-not-over-yet", "warranty")
