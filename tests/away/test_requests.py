"""A team asks to work on another team's service: asked, answered, done; refused in words a person can act on."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.kit import clocks, search
from portal.kit.refusals import Denied, Invalid, Refused
from portal.models import AuditEntry, Clock, Notice
from services.actions import catalog
from teams.away import states
from teams.away.actions import requests
from teams.away.models import AwayRequest
from teams.people.actions.teams import change_team
from teams.people.reads.calendars import hours_of
from tests import make
from tests.away import endings

pytestmark = pytest.mark.django_db

DATA = {"value": "2 incidents a month", "source": "https://metrics.example/refunds"}
NO = {"reason": "too-risky", "answer": "Postings are being moved to the new ledger until March.", **DATA}


@pytest.fixture
def ledger(home):
    """A service of Ana's team."""
    return make.service(home, slug="ledger")


@pytest.fixture
def guest(ben):
    return make.team(ben, lead=ben, slug="checkout", name="Checkout")


def in_days(days):
    return (timezone.now() + timedelta(days=days)).date()


def code_of(action, *things, **words):
    with pytest.raises(Refused) as refusal:
        action(*things, **words)
    return refusal.value.code


def test_asking_starts_the_hosts_clock_and_tells_its_people(ledger, guest, ana, ben):
    request = make.away(ledger, guest, title="Refunds in euro")
    assert (request.state, request.host, request.guest, request.asked_by) == ("asked", ledger.team, guest, ben)
    clock = clocks.waiting_for(ana).get(kind="away.answer")
    assert clock.title == "Answer Checkout, which asks to work on ledger: Refunds in euro"
    assert (clock.work, hours_of(ledger.team).between(clock.started_at, clock.due_at)) == (timedelta(hours=40),) * 2
    assert clock in clocks.asked_by(ben)
    assert Notice.objects.get(person=ana).text == "asks for Checkout to work on ledger: Refunds in euro"
    assert not Notice.objects.filter(person=ben).exists()
    assert AuditEntry.objects.get(verb="awayrequest.ask").data["people"] == [ben.pk]
    assert request.effect == "1,900 to 400 contacts a week"


def test_a_request_is_found_by_what_it_says_until_long_after(ledger, guest, ana):
    request = make.away(ledger, guest, title="Refunds in euro")
    requests.decline_away(request, by=ana, **NO)
    hit = search.find("refunds euro", kinds=("away",)).hits[0]
    assert (hit.ref, hit.url) == (str(request), f"/away/{request.pk}/")
    assert search.find("declined", kinds=("away",)).total == 1


def test_the_host_is_whoever_owned_the_service_when_it_was_asked(ledger, guest):
    request = make.away(ledger, guest)
    ledger.team = make.team()
    ledger.save()
    request.refresh_from_db()
    assert request.host.slug == "home"


def test_only_a_member_of_the_guest_asks_for_it(ledger, guest, ana):
    with pytest.raises(Denied, match="Ben Elsewhere"):
        make.away(ledger, guest, by=ana)


def test_a_team_does_not_ask_itself(ledger, home):
    assert code_of(make.away, ledger, home) == "away-own-service"


def test_nobody_asks_about_what_has_ended(ledger, guest, ana):
    catalog.move_service(ledger, "retire", by=ana)
    assert code_of(make.away, ledger, guest) == "away-service-retired"


def test_a_closed_team_is_not_asked_and_the_answer_says_whom_to_ask(ledger, guest, ana):
    change_team(ledger.team, by=ana, openness="closed")
    request = make.away(ledger, guest)
    assert request.state == "not-open"
    assert "Ask Ana Owner, who leads it" in request.answer
    assert not Clock.objects.exists()


def test_closed_source_says_until_when_and_who_approved_it(ledger, guest, ana, sam, later):
    catalog.close_source(ledger, by=ana, reason="A court asks for it.", approver=sam, until=in_days(30))
    closed = make.away(ledger, guest)
    assert closed.state == "not-open"
    assert f"until {in_days(30):%-d %B %Y}; {sam.name} approved" in closed.answer
    later(timedelta(days=31))
    assert make.away(ledger, guest).state == "asked", "the permission to close it has ended"


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ({"title": " "}, "away-words-missing"),
        ({"problem": ""}, "away-words-missing"),
        ({"scope": "\n"}, "away-words-missing"),
        ({"problem": "x" * 4001}, "away-words-too-many"),
        ({"title": "x" * 121}, "away-words-too-many"),
        ({"expected_value": 1900}, "away-no-effect"),
        ({"expected_value": "many"}, "away-number-unusable"),
        ({"expected_value": "NaN"}, "away-number-unusable"),
        ({"now_value": "1e12"}, "away-number-unusable"),
        ({"people": []}, "away-nobody-comes"),
    ],
)
def test_a_request_without_its_numbers_words_and_people_is_none(ledger, guest, words, code):
    assert code_of(make.away, ledger, guest, **words) == code
    assert not AwayRequest.objects.exists()
    assert not Clock.objects.exists()


def test_the_day_lies_in_the_coming_year(ledger, guest):
    for day in (in_days(0), in_days(-1), in_days(400)):
        assert code_of(make.away, ledger, guest, wanted_by=day) == "away-day-unusable"


def test_only_the_guests_own_people_come_each_once_and_for_a_share(ledger, guest, ana, ben):
    assert code_of(make.away, ledger, guest, people=[(ana, 50)]) == "away-person-elsewhere"
    assert code_of(make.away, ledger, guest, people=[(ben, 50), (ben, 20)]) == "away-people-unusable"
    assert code_of(make.away, ledger, guest, people=[(ben, 0)]) == "away-percent-unusable"
    assert code_of(make.away, ledger, guest, people=[(ben, 101)]) == "away-percent-unusable"


def test_the_same_is_not_asked_twice_while_it_is_open(ledger, guest, ana):
    first = make.away(ledger, guest, title="Refunds in euro")
    assert code_of(make.away, ledger, guest, title="refunds in EURO") == "away-asked-already"
    make.away(ledger, title="Refunds in euro")
    requests.decline_away(first, by=ana, **NO)
    assert make.away(ledger, guest, title="Refunds in euro").state == "asked"


def test_agreeing_names_whom_the_guests_turn_to_and_asks_for_a_charter(ledger, guest, ana, ben):
    request = make.away(ledger, guest)
    requests.agree_to_away(request, by=ana, contact=ana, answer="Come on Monday.")
    request.refresh_from_db()
    assert (request.state, request.contact, request.decided_by, request.answer) == (
        "agreed", ana, ana, "Come on Monday.",
    )  # fmt: skip
    assert Clock.objects.get(kind="away.answer").state == "met"
    clock = clocks.waiting_for(ben).get()
    assert (clock.kind, clock.url) == ("away.draft", f"/away/{request.pk}/charter/")
    assert hours_of(guest).between(clock.started_at, clock.due_at) == timedelta(hours=40)
    assert clocks.asked_by(ana).get() == clock
    assert "turn to Ana Owner" in Notice.objects.get(person=ben).text


def test_the_contact_is_one_of_the_hosts_people(ledger, guest, ana, ben):
    request = make.away(ledger, guest)
    assert code_of(requests.agree_to_away, request, by=ana, contact=ben) == "away-contact-elsewhere"


def test_only_the_host_answers(ledger, guest, ben):
    request = make.away(ledger, guest)
    with pytest.raises(Denied, match="Only members of Home"):
        requests.agree_to_away(request, by=ben, contact=ben)
    with pytest.raises(Denied):
        requests.decline_away(request, by=ben, **NO)


def test_declining_takes_a_reason_words_and_data_and_frees_the_guest_to_copy(ledger, guest, ana, ben):
    request = make.away(ledger, guest)
    for wrong, code in (
        ({"reason": "no-time"}, "away-no-time-is-no-reason"),
        ({"reason": "because"}, "away-reason-unknown"),
        ({"answer": " "}, "away-words-missing"),
        ({"value": ""}, "away-decline-without-data"),
        ({"source": ""}, "away-decline-without-data"),
        ({"source": "javascript:alert(1)"}, "away-decline-without-data"),
    ):
        assert code_of(requests.decline_away, request, by=ana, **{**NO, **wrong}) == code
    requests.decline_away(request, by=ana, **NO)
    request.refresh_from_db()
    assert (request.state, request.reason, request.may_copy) == ("declined", "too-risky", True)
    assert not Clock.objects.filter(state="open").exists()
    assert "it would endanger customers" in Notice.objects.get(person=ben).text


def test_the_guest_withdraws_only_before_the_answer(ledger, guest, ana, ben):
    request = make.away(ledger, guest)
    with pytest.raises(Denied):
        requests.withdraw_away(request, by=ana, answer="No.")
    requests.withdraw_away(request, by=ben, answer="A contract offers it now.")
    assert (request.state, request.may_copy) == ("withdrawn", False)
    assert set(Clock.objects.values_list("state", flat=True)) == {"withdrawn"}
    agreed = make.away_agreed(ledger, guest)
    assert code_of(requests.withdraw_away, agreed, by=ben, answer="No.") == "away-team-request-cannot-withdraw"


def test_finishing_says_what_came_of_it_in_the_same_numbers(ledger, guest, ana, ben):
    request = endings.all_looked_back(ledger, guest)
    with pytest.raises(Denied):
        requests.finish_away(request, by=ana, outcome="Live.", measured_value=500)
    assert code_of(requests.finish_away, request, by=ben, outcome=" ", measured_value=500) == "away-words-missing"
    requests.finish_away(request, by=ben, outcome="Live since Monday.", measured_value="512.5")
    request.refresh_from_db()
    assert (request.state, request.measured_value, request.closed_by) == ("done", Decimal("512.5"), ben)
    assert {Clock.objects.get(kind=kind).state for kind in ("away.finish", "away.measure")} == {"met"}
    assert Notice.objects.filter(person=ana).latest("pk").text.endswith("400 contacts a week expected, 512.5 measured")


def test_either_side_may_end_the_work_with_a_reason(ledger, guest, ana, ben, sam):
    for by in (ana, ben, sam):
        request = make.away_agreed(ledger, guest)
        assert code_of(requests.end_away, request, by=by, answer="") == "away-words-missing"
        requests.end_away(request, by=by, answer="The budget is gone.")
        assert (request.state, request.outcome, request.may_copy) == ("ended", "The budget is gone.", True)
    with pytest.raises(Denied, match="Only members of Checkout and Home"):
        requests.end_away(make.away_agreed(ledger, guest), by=make.person(), answer="Why not.")


def test_of_two_who_answer_at_once_one_is_told(ledger, guest, ana):
    request = make.away(ledger, guest)
    same = AwayRequest.objects.with_sides().get(pk=request.pk)
    requests.agree_to_away(request, by=ana, contact=ana)
    assert code_of(requests.decline_away, same, by=ana, **NO) == "away-team-request-cannot-decline"


MOVES = [(state, verb) for state in AwayRequest.State.values for verb in states.REQUEST.moves]
AGREED = {"decided_at": timezone.now(), "contact": 1, "decided_by": 1}
CLOSED = {"closed_at": timezone.now()}
NEEDS = {
    "asked": {},
    "sent": {"sponsor": 1},
    "escalated": {"escalated_at": timezone.now(), "decided_at": None},
    "queued": AGREED,
    "returned": CLOSED,
    "not-open": CLOSED,
    "duplicate": {**CLOSED, "duplicate_of": 2},
    "offered": {},
    "promised": AGREED,
    "signed": {**AGREED, "signed_at": timezone.now()},
    "settled": {**AGREED, **CLOSED},
    "agreed": AGREED,
    "done": {**AGREED, **CLOSED, "outcome": "Live.", "measured_value": 1},
    "declined": {**AGREED, **CLOSED, "reason": "too-risky", "answer": "No.", **DATA},
    "withdrawn": CLOSED,
    "ended": {**AGREED, **CLOSED},
    "expired": {**CLOSED, "escalated_at": timezone.now(), "decided_at": None},
}


def facts_of(state, person):
    """What a state promises: people, and another request where one is meant."""
    found = {
        name: person if name in {"contact", "decided_by", "sponsor"} else fact for name, fact in NEEDS[state].items()
    }
    return {**found, "duplicate_of": AwayRequest.objects.get(title="Other")} if "duplicate_of" in found else found


@pytest.mark.parametrize(("state", "verb"), MOVES)
def test_a_request_moves_only_as_the_table_says(ledger, guest, ana, state, verb):
    make.away(title="Other")
    request = make.away(ledger, guest)
    AwayRequest.objects.filter(pk=request.pk).update(state=state, **facts_of(state, ana))
    request.refresh_from_db()
    move = states.REQUEST.moves[verb]
    changes = facts_of(move.target, ana)
    if state in move.sources:
        states.REQUEST.move(request, verb, by=ana, **changes)
        assert AwayRequest.objects.get(pk=request.pk).state == move.target
    else:
        assert code_of(states.REQUEST.move, request, verb, by=ana, **changes) == f"away-team-request-cannot-{verb}"


@pytest.mark.parametrize("state", [state for state, facts in NEEDS.items() if facts])
def test_the_database_holds_what_a_state_promises(ledger, guest, state):
    request = make.away(ledger, guest)
    with pytest.raises(IntegrityError), transaction.atomic():
        AwayRequest.objects.filter(pk=request.pk).update(state=state)


def test_all_that_is_wrong_is_told_at_once(ledger, guest, ana):
    past = timezone.now().date()
    with pytest.raises(Invalid) as refusal:
        make.away(ledger, guest, expected_value=1900, wanted_by=past, people=[(ana, 50)], title="x" * 121)
    assert refusal.value.code == "away-fields-unusable"
    assert set(refusal.value.fields) == {"title", "expected_value", "wanted_by", "people"}
    assert refusal.value.fields["wanted_by"] == "Choose a day in the coming year."
    with pytest.raises(Invalid) as refusal:
        make.away(ledger, guest, problem="", scope=" ")
    assert (refusal.value.code, set(refusal.value.fields)) == ("away-words-missing", {"problem", "scope"})
    assert not AwayRequest.objects.exists()
