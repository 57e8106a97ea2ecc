"""The demo company: whole, consistent, told once, and its pages answer."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.hashers import is_password_usable
from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import F
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.demo import LOGINS, PASSWORD
from portal.demo.neighbours import Weeks, wishes
from portal.demo.seed import seed
from portal.demo.story import Story
from portal.kit import audit, clocks, search
from portal.models import AuditEntry, Clock, Job, Notice
from portal.year.company import Company
from portal.year.watching import FROM_BEFORE
from services.models import Check, Consumer, Contract, Revision, Service, Waiver
from teams.away.models import (
    AwayBreach,
    AwayChange,
    AwayCharter,
    AwayCopy,
    AwayCredit,
    AwayDecision,
    AwayDemand,
    AwayIncident,
    AwayLookBack,
    AwayOffer,
    AwayRequest,
    AwayStay,
    ChangeStep,
)
from teams.people.models import Division, Membership, Person, Team
from teams.proposals.models import Comment, LookBack, Proposal
from teams.reviews.models import Certification, Review, Seat, Suggestion

WEEKEND = 5


@pytest.fixture(scope="module")
def company(vacuumed: None, django_db_blocker: Any) -> Iterator[None]:
    """One seeding for all of these tests; nothing of it is left for others."""
    with django_db_blocker.unblock():
        outer = transaction.atomic()
        outer.__enter__()
        assert seed()
        yield
        transaction.set_rollback(True)
        outer.__exit__(None, None, None)


@pytest.fixture(autouse=True)
def told(company: None, db: None) -> None:
    """Each test in a transaction of its own inside."""


def about(count: int, wanted: int) -> bool:
    return abs(count - wanted) <= wanted * 0.2


def test_it_is_as_large_as_a_company_of_many_teams():
    assert about(Team.objects.standing().count(), 25)
    assert about(Person.objects.present().count(), 150)
    assert about(Service.objects.count(), 80)
    assert about(Contract.objects.count(), 60)
    assert about(Revision.objects.count(), 100)
    assert about(Consumer.objects.count(), 110)
    assert about(Certification.objects.valid().values("person").distinct().count(), 12)
    assert Division.objects.filter(parent=None).count() == 4


def test_there_is_something_in_every_state():
    def states(model: Any, field: str = "state") -> set[str]:
        return set(model.objects.values_list(field, flat=True))

    assert states(Revision) == set(Revision.State.values)
    assert states(Service, "lifecycle") == set(Service.Lifecycle.values)
    assert states(Waiver) == set(Waiver.State.values)
    assert states(AwayRequest) == set(AwayRequest.State.values)
    assert set(AwayOffer.objects.values_list("kind", "accepted")) >= {
        ("will-do", None), ("will-do", True), ("will-do", False), ("extension-point", True), ("own-copy", True)
    }  # fmt: skip
    assert states(AwayChange) >= {"open", "in-review", "changes-asked", "with-mediator", "merged", "closed"}
    assert states(AwayBreach) == {"agreed"}
    worked = [step.worked for step in ChangeStep.objects.exclude(worked=None)]
    assert worked and max(worked) < timedelta(days=4), "measured between the moments that are told"
    assert states(AwayStay) >= {"active", "released", "warranty", "handback", "closing", "closed", "leaving", "left"}
    assert AwayIncident.objects.filter(switched_off=True).exists()
    assert AwayCredit.objects.filter(sent_at__isnull=False, contributors__isnull=False).exists()
    assert AwayLookBack.objects.filter(request__state="done", by__isnull=False).exists()
    assert AwayCopy.objects.exists()
    assert AwayDecision.objects.filter(decided_at=None).exists()
    assert states(AwayDemand) == set(AwayDemand.State.values)
    for charter in AwayCharter.objects.select_related("reviewer", "deputy", "guest_lead"):
        assert charter.digest == charter.digest_now()
        assert charter.ends_on == charter.request.wanted_by
        assert AuditEntry.objects.filter(verb="awayrequest.draft", data__digest=charter.digest).exists()
    assert AwayCharter.objects.filter(number=2, signatures__isnull=False).exists()
    assert AwayOffer.objects.filter(missed_at__isnull=False).exists()
    assert states(Check) >= {Check.State.WAITING, Check.State.DONE, Check.State.NOT_CHECKED}
    assert states(Review) >= {"assigned", "advised", "closed", "nobody", "silent"}
    assert states(Suggestion) >= set(Suggestion.State.values) - {"unseen"}
    assert states(Proposal) >= {
        "draft", "for-comment", "agreed-by-silence", "rejected", "reopened", "looked-back"
    }  # fmt: skip
    assert set(Comment.objects.values_list("state", flat=True)) >= {"open", "overruled"}
    assert LookBack.objects.filter(value__isnull=False).exists()
    assert states(Team, "openness") == set(Team.Openness.values)
    drafts = Revision.objects.filter(state="draft")
    assert drafts.filter(checked=True, errors=0).exists()
    assert drafts.filter(checked=True, errors__gt=0).exists()
    assert drafts.filter(checked=False).exists()
    today = timezone.now().date()
    deprecated = Revision.objects.filter(state="deprecated")
    assert deprecated.filter(sunset_on__lt=today).exists()
    assert deprecated.filter(sunset_on__gt=today, sunset_on__lt=today + timedelta(days=30)).exists()
    assert Waiver.objects.active().filter(expires_on__lt=today + timedelta(days=14)).exists()
    assert Review.objects.filter(open_at_publication__gt=0).exists()
    assert Service.objects.filter(source_open=False).exists()
    assert Consumer.objects.exclude(ended_at=None).exists()
    assert Person.objects.filter(is_active=False).count() >= 3
    assert Notice.objects.exists()


def test_scores_are_as_different_as_documents_are():
    scores = list(Revision.objects.filter(checked=True).values_list("score", flat=True))
    passed = [one["passed"] for one in scores]
    assert min(passed) <= 25
    assert max(passed) >= 58
    assert len(Counter(passed)) >= 12
    assert sum(one["failed"] == 0 for one in scores) >= 6


def test_the_story_s_draft_fails_what_it_is_told_to_fail_and_what_it_follows_holds_all():
    def failed(number: int) -> set[str]:
        score = Revision.objects.get(contract__slug="orders-api", number=number).score
        assert score is not None
        return {check["rule"] for group in score["groups"] for check in group["checks"] if check["state"] == "failed"}

    assert failed(2) == set()
    errors = {"encrypted-transport", "no-inside-address"}
    assert failed(3) == errors | {"version-visible", "retry-safe-create", "understandable-alone"}


def test_one_team_is_above_its_limit_and_somebody_has_moved():
    sizes = Counter(Membership.objects.filter(until=None).values_list("team__slug", flat=True))
    assert [slug for slug, size in sizes.items() if size > Team.objects.get(slug=slug).size_limit] == ["picking"]
    assert Membership.objects.exclude(until=None).filter(person__is_active=True).count() >= 3


def test_only_the_logins_have_a_password():
    usable = {one.login for one in Person.objects.all() if is_password_usable(one.password)}
    assert usable == set(LOGINS)
    assert all(Client().login(username=login, password=PASSWORD) for login in LOGINS)


def test_it_is_told_once():
    before = AuditEntry.objects.count(), Person.objects.count()
    assert not seed()
    call_command("seed_demo", verbosity=0)
    assert (AuditEntry.objects.count(), Person.objects.count()) == before


def test_every_constraint_holds_and_the_chain_of_the_audit_too():
    connection.check_constraints()
    while audit.seal():
        pass
    assert audit.verify() == (AuditEntry.objects.count(), None)


def test_the_past_lies_in_the_past_and_in_order():
    now = timezone.now()
    assert not AuditEntry.objects.filter(at__gt=now).exists()
    assert AuditEntry.objects.filter(at__lt=now - timedelta(days=400)).exists()
    times = list(AuditEntry.objects.order_by("pk").values_list("at", flat=True))
    assert times == sorted(times)
    assert not Revision.objects.filter(published_at__lt=F("uploaded_at")).exists()
    assert not Check.objects.filter(finished_at__lt=F("asked_at")).exists()
    assert not Clock.objects.filter(half_at__lt=F("started_at")).exists()
    assert not Clock.objects.filter(due_at__lt=F("started_at")).exclude(kind__in=FROM_BEFORE).exists()
    assert not Clock.objects.filter(closed_at__gt=now).exists()
    assert not Person.objects.filter(joined_at__gt=now).exists()
    weekend = [one for one in times if one.weekday() >= WEEKEND and one < now - timedelta(days=2)]
    assert len(weekend) < len(times) * 0.1  # time runs out at weekends too


def test_no_job_has_failed_and_only_checks_and_days_to_come_wait_for_a_worker():
    states = Counter(Job.objects.values_list("state", "name"))
    assert {state for state, _ in states} == {"done", "waiting"}
    waiting = {name for state, name in states if state == "waiting"}
    assert "services.run_check" in waiting
    assert waiting <= {"services.run_check", "away.ask_about_copy", "proposals.reopen", "reviews.miss_outcome"}


def test_the_last_weeks_of_teams_without_a_story_are_played():
    asked = AwayRequest.objects.filter(title__in=[one["title"] for one in wishes()])
    assert asked.count() == len(wishes())
    # What becomes of each follows from the calendar around the day on which it is told; that something does, does not.
    assert len(set(asked.values_list("state", flat=True))) > 1
    undecided = asked.filter(state__in=(AwayRequest.State.SENT, *AwayRequest.UNDECIDED))
    assert not undecided.filter(asked_at__lt=timezone.now() - timedelta(weeks=4)).exists()
    assert asked.filter(decided_at__isnull=False).exists()
    assert not asked.filter(guest__memberships__person__login__in=LOGINS).exists()
    assert not asked.filter(host__memberships__person__login__in=LOGINS).exists()


def test_a_wish_waits_while_no_team_has_two_people_to_send():
    weeks = Weeks(Story())
    weeks.company = Company(steward=Person.objects.get(login="sam"), teams=list(Team.objects.standing()))
    weeks.company.members = {one.pk: [] for one in weeks.company.teams}
    waiting = list(weeks.wishes)
    weeks._ask_next()
    assert (weeks.wishes, weeks.asked, weeks.asks_at) == (waiting, set(), 0)


def test_no_clock_is_left_that_should_have_rung():
    assert clocks.ring_due() == 0


def test_the_four_journeys_begin_on_the_home_pages():
    def waits(login: str) -> str:
        return "\n".join(clock.title for clock in clocks.waiting_for(Person.objects.get(login=login)))

    assert "2 errors in orders-api" in waits("mei")
    hannah = waits("hannah")
    assert "Returns, which asks to work on checkout-orders" in hannah
    assert "suggestions about order-notes-api" in hannah
    assert "Sign the charter for Checkout" in hannah
    assert clocks.waiting_for(Person.objects.get(login="hannah")).filter(due_at__lt=timezone.now()).exists()
    theirs = Seat.objects.standing().filter(person__login="jonas")
    assert [seat.review.subject.partition(" ")[0] for seat in theirs.select_related("review")] == ["payouts-api"]
    assert AwayRequest.objects.filter(state="signed", people__login="jonas").exists()
    assert "for Basket, which did not answer" in waits("ruth")


def test_what_is_there_is_found():
    for words, kind in (("refund", "contract"), ("checkout-orders", "service"), ("Mei Tanaka", "person")):
        assert search.find(words, kinds=[kind]).total


def pages() -> Iterator[str]:
    """The lists, everything that is one of its kind, and of people and contracts enough to meet every state."""
    for name in ("home", "services:service-list", "services:contract-list", "people:team-list", "services:waiver-list"):
        yield reverse(name)
    for name in ("proposals:proposal-list", "proposals:following"):
        yield reverse(name)
    yield from (one.get_absolute_url() for one in Proposal.objects.published())
    for name in ("away:request-list", "reviews:review-list", "reviews:ledger", "reviews:raiser-list"):
        yield reverse(name)
    revisions = Revision.objects.select_related("contract__service").order_by("-pk")
    some = [
        *Service.objects.all()[::4],
        *Team.objects.all()[::2],
        *Person.objects.all()[::12],
        *Person.objects.filter(is_active=False),
        *AwayRequest.objects.all(),
        *Review.objects.all()[::3],
        *(one for state in Revision.State.values for one in revisions.filter(state=state)[:3]),
    ]
    yield from (one.get_absolute_url() for one in some)


def test_pages_of_everything_answer(as_: Any):
    visitor = as_(Person.objects.get(login="ruth"))
    bad = {address: answer.status_code for address in pages() if (answer := visitor.get(address)).status_code != 200}
    assert bad == {}


@pytest.mark.parametrize("login", sorted(LOGINS))
def test_everybody_who_logs_in_has_a_home(as_: Any, login: str):
    assert as_(Person.objects.get(login=login)).get("/").status_code == 200
