"""F5: a first answer in two days; then the host is nudged, its lead told, and it counts as late."""

from datetime import timedelta

import pytest
from django.utils import timezone

from portal.kit.refusals import Invalid, Refused
from portal.models import Clock, Notice
from teams.away.actions.first_answers import acknowledge_away
from teams.people.actions.teams import join_team
from teams.people.reads.calendars import hours_of
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def head(home):
    head = make.person(name="Hal Head")
    home.division.head = head
    home.division.save()
    return head


def test_f5_the_host_is_nudged_then_its_lead_told_then_the_head_and_it_counts_as_late(ledger, guest, ana, head, passes):
    mate = make.person()
    join_team(ledger.team, mate, by=ana)
    request = make.away(ledger, guest)
    passes("away.first")
    assert Notice.objects.filter(person=mate, text__contains="say that you have seen it").count() == 1
    passes("away.first-lead")
    assert Notice.objects.filter(person=ana, text__contains="Nobody of Home has said").count() == 1
    passes("away.first-head")
    request.refresh_from_db()
    assert request.late_at is not None
    assert Notice.objects.filter(person=head, text__contains="its first answer is late").count() == 1


def test_f5_the_three_times_are_two_four_and_six_working_days(ledger, guest, passes):
    request = make.away(ledger, guest)
    hours = hours_of(ledger.team)
    passes("away.first")
    passes("away.first-lead")
    due = Clock.objects.filter(kind__startswith="away.first").order_by("pk").values_list("due_at", flat=True)
    days = [round(hours.between(request.asked_at, at) / timedelta(hours=8)) for at in due]
    assert days == [2, 4, 6]


def test_f5_saying_that_it_was_seen_is_a_first_answer_and_stops_the_nudging(ledger, guest, ana, ben, passes):
    request = make.away(ledger, guest)
    assert Clock.objects.filter(kind="away.first", state="open").exists()
    acknowledge_away(request, by=ana)
    assert (request.first_answer_by, request.state) == (ana, "asked")
    assert not Clock.objects.filter(kind="away.first", state="open").exists()
    assert Clock.objects.filter(kind="away.answer", state="open").exists()
    assert Notice.objects.filter(person=ben, text__contains="has seen").exists()
    with pytest.raises(Refused):
        acknowledge_away(request, by=ana)
    passes("away.first")
    request.refresh_from_db()
    assert request.late_at is None


def test_f5_one_may_not_promise_a_day_after_the_decision_is_due(ledger, guest, ana):
    request = make.away(ledger, guest)
    assert Clock.objects.filter(kind="away.first", state="open").exists()
    with pytest.raises(Invalid) as refusal:
        acknowledge_away(request, by=ana, decides_on=timezone.now().date() + timedelta(days=40))
    assert refusal.value.code == "away-decision-day"
