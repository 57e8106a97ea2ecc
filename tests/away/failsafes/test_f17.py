"""F17: a review that is not begun in time goes from the reviewer to the deputy and then to whoever else may approve."""

from datetime import timedelta

import pytest
from django.utils import timezone

from portal.kit import clocks
from portal.kit.post import replies
from portal.kit.refusals import Denied
from portal.models import Clock, Notice
from teams.away.actions.changes import ask_review, give_review
from teams.away.models import AwayChange, ChangeStep
from teams.people.actions.calendars import declare_absence
from teams.people.actions.teams import join_team
from teams.people.reads.calendars import hours_of
from tests import make
from tests.away import stages

pytestmark = pytest.mark.django_db


@pytest.fixture
def mates(home):
    """Dora, who stands in for the reviewer, and Emil, of whom the charter says nothing."""
    dora, emil = make.person(login="dora", name="Dora Deputy"), make.person(login="emil", name="Emil Mate")
    for mate in (dora, emil):
        join_team(home, mate, by=home.lead)
    return dora, emil


@pytest.fixture
def change(ledger, guest, mates):
    return stages.in_review(stages.at_work(ledger, guest))


def test_f17_the_reviewer_has_one_working_day_of_their_own_calendar(change, ana):
    clock = clocks.waiting_for(ana).filter(kind="away.review").first()
    assert clock is not None
    assert hours_of(ana).between(clock.started_at, clock.due_at) == hours_of(ana).day
    assert "Post refunds in euro" in clock.title


def test_f17_silence_reminds_asks_the_deputy_and_then_lets_anybody_approve(change, ana, mates, passes):
    dora, emil = mates
    outsider = make.bar_raiser(make.person(login="nina", name="Nina Neutral")).person
    passes("away.review")
    assert Notice.objects.filter(person=ana, text__contains="the agreed time is over").exists()
    passes("away.review-late")
    assert clocks.waiting_for(dora).filter(kind="away.review-deputy").exists()
    with pytest.raises(Denied, match="once both were silent"):
        give_review(change, "approved", by=emil)
    passes("away.review-deputy")
    change.refresh_from_db()
    assert (change.stage, change.neutral) == ("anybody", outsider)
    assert clocks.waiting_for(outsider).get().kind == "away.review-neutral"
    assert give_review(change, "approved", by=emil).state == "approved"
    assert list(Clock.objects.filter(state="open", subject__contains="awaychange").values_list("kind", flat=True)) == [
        "away.merge"
    ]


def test_f17_somebody_of_neither_team_may_approve_at_last(change, passes):
    outsider = make.bar_raiser().person
    for kind in ("away.review", "away.review-late", "away.review-deputy"):
        passes(kind)
    change.refresh_from_db()
    assert change.neutral == outsider
    assert give_review(change, "approved", by=outsider).state == "approved"


def test_f17_when_nobody_at_all_looks_somebody_above_both_decides(db, guest, passes):
    head = make.person(name="Hanna Head")
    host = make.team(division=make.division(head=head))
    change = stages.in_review(stages.at_work(make.service(host), guest))
    for kind in ("away.review", "away.review-late", "away.review-open"):  # its lead reviews, and has no deputy
        passes(kind)
    change.refresh_from_db()
    assert (change.state, change.mediator) == ("with-mediator", head)


def test_f17_a_change_larger_than_agreed_says_so_and_gives_as_many_times_the_time(ledger, guest, ana):
    change = stages.in_review(stages.at_work(ledger, guest), lines=900)
    clock = Clock.objects.filter(kind="away.review").first()
    assert clock is not None and "900 lines: too large to hold the clock, split it" in clock.title
    assert hours_of(ana).between(clock.started_at, clock.due_at) == 3 * hours_of(ana).day
    assert change.lines == 900


def test_f17_a_comment_is_a_first_answer_and_gives_the_verdict_as_long_again_once(change, ana, until, later):
    until_half = Clock.objects.filter(kind="away.review").first()
    assert until_half is not None
    until("away.review", "half")
    give_review(change, "commented", by=ana, words="I read on tomorrow.")
    worked = ChangeStep.objects.get(verb="comment").worked
    assert timedelta(0) < worked <= hours_of(ana).day
    second = Clock.objects.get(kind="away.review", state="open")
    assert second.due_at > until_half.due_at
    give_review(change, "commented", by=ana, words="And on.")
    assert Clock.objects.get(kind="away.review", state="open").pk == second.pk
    assert ChangeStep.objects.filter(worked__isnull=False).count() == 1


def test_f17_each_round_has_its_own_time(change, ana, guest):
    give_review(change, "changes-asked", by=ana, words="Name the currency.")
    assert not Clock.objects.filter(kind="away.review", state="open").exists()
    ask_review(change, by=guest.lead)
    assert Clock.objects.filter(kind="away.review", state="open").count() == 1
    assert AwayChange.objects.get().rounds == 2


def test_f17_while_the_reviewer_is_away_the_deputy_is_asked_at_once(ledger, guest, ana, mates):
    request = stages.at_work(ledger, guest)
    today = timezone.now().date()
    declare_absence(ana, by=ana, first_day=today, last_day=today + timedelta(days=20))
    change = stages.in_review(request)
    asked = clocks.waiting_for(mates[0]).filter(kind__startswith="away.review")
    assert (change.stage, [clock.kind for clock in asked]) == ("deputy", ["away.review-deputy"])
    declare_absence(mates[0], by=mates[0], first_day=today, last_day=today + timedelta(days=20))
    assert stages.in_review(request).stage == "anybody"


def test_f17_one_click_in_a_mail_approves(change, ana):
    clock = clocks.waiting_for(ana).filter(kind="away.review").first()
    assert clock is not None and replies.answers(clock)["approve"] == "Approve the change"
    replies.give(replies.Asked(clock, ana, "approve", "Approve the change"))
    change.refresh_from_db()
    assert change.state == "approved"
