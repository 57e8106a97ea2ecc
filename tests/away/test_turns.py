"""Whose turn it was: each moment is one side's, in its own working time, and the bar adds up to all of it."""

from datetime import timedelta
from itertools import pairwise

import pytest
from django.utils import timezone

from portal.kit import audit
from portal.models import Clock
from teams.away.actions import changes
from teams.away.models import AwayStop
from teams.away.reads.turns import turns_of
from teams.people.reads.calendars import hours_of
from tests import make
from tests.away import stages

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=7)


@pytest.fixture
def request_(home, ben):
    guest = make.team(ben, lead=ben, slug="checkout", name="Checkout")
    return stages.at_work(make.service(home, slug="ledger"), guest)


def read(request):
    request = type(request).objects.with_sides().get(pk=request.pk)
    return turns_of(request, Clock.objects.filter(subject=audit.ref(request)))


def test_it_is_the_hosts_turn_while_a_change_waits_for_them_and_else_the_guests(request_, ben, ana, later):
    later(WEEK)
    change = stages.in_review(request_)
    asked = timezone.now()
    later(WEEK)
    changes.give_review(change, "changes-asked", by=ana, words="Once more.")
    answered = timezone.now()
    later(WEEK)
    found = read(request_)
    assert [(one.side, one.why) for one in found.turns[-3:]] == [
        ("guest", "at work"), ("host", "reviews change 1"), ("guest", "works on change 1"),
    ]  # fmt: skip
    review = found.turns[-2]
    assert abs(review.began_at - asked) < timedelta(minutes=1)
    assert review.work == hours_of(request_.host).between(review.began_at, review.ended_at)
    assert abs(review.ended_at - answered) < timedelta(minutes=1)
    assert found.totals["host"] == pytest.approx(40, abs=0.2)


def test_two_reviews_at_once_count_once(request_, later):
    stages.in_review(request_)
    stages.in_review(request_, url="https://forge.example/8")
    later(WEEK)
    assert read(request_).totals["host"] == pytest.approx(40, abs=0.2)


def test_a_stop_is_the_turn_of_whom_it_is_for_whatever_else_goes_on(request_, later):
    stages.in_review(request_)
    AwayStop.objects.create(stay=request_.stay, side="both", why="The office moves.", began_at=timezone.now())
    later(WEEK)
    found = read(request_)
    assert (found.turns[-1].side, found.turns[-1].why) == ("nobody", "The office moves.")
    assert found.totals["host"] < 1


def test_before_signing_it_is_the_turn_of_who_was_awaited(home, ben, later):
    guest = make.team(ben, lead=ben)
    request = make.away(make.service(home), guest)
    later(WEEK)
    found = read(request)
    assert [one.side for one in found.turns] == ["host"]


def test_the_bar_holds_all_turns_and_nothing_overlaps(request_, later):
    later(WEEK)
    stages.in_review(request_)
    later(WEEK)
    found = read(request_)
    ends = [(float(one.start), float(one.start) + float(one.width)) for one in found.bar]
    assert ends[-1][1] == pytest.approx(1000, abs=0.5)
    assert all(before[1] <= after[0] + 0.11 for before, after in pairwise(ends))


def test_while_its_own_manager_has_not_confirmed_it_is_the_guests_turn(home, later):
    request = stages.sent(make.service(home, slug="ledger"))
    later(WEEK)
    [turn] = read(request).turns
    assert (turn.side, turn.work) == ("guest", hours_of(request.guest).between(turn.began_at, turn.ended_at))
    assert read(request).totals["host"] == 0
