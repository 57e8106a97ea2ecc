"""A host offers something else; the guest takes it or has it passed on; a promise binds."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.kit import clocks, jobs
from portal.kit.refusals import Denied, Refused
from portal.models import AuditEntry, Clock, Notice
from teams.away.actions import offers, promises, requests
from teams.away.models import AwayOffer, AwayRequest
from teams.people.reads.calendars import hours_of
from tests import make
from tests.services.api.program import Program

pytestmark = pytest.mark.django_db

V = "/api/v1/away-requests"
COPY = {"kind": "own-copy", "words": "Ours is made for ledgers only."}
EXTENSION = {"kind": "extension-point", "words": "Write a plug-in.", "link": "https://docs.example/plug-ins"}


@pytest.fixture
def ledger(home):
    return make.service(home, slug="ledger")


@pytest.fixture
def guest(ben):
    return make.team(ben, lead=ben, slug="checkout", name="Checkout")


def in_days(days):
    return (timezone.now() + timedelta(days=days)).date()


def promise(**words):
    return {"kind": "will-do", "words": "We are in these files anyway.", "promised_by": in_days(30), **words}


def code_of(action, *things, **words):
    with pytest.raises(Refused) as refusal:
        action(*things, **words)
    return refusal.value.code


def worked():
    """Whatever is due rings, twice, and workers work: the second time changes nothing."""
    for _ in range(2):
        clocks.ring_due()
        jobs.run_waiting()


def again(request):
    return AwayRequest.objects.with_sides().get(pk=request.pk)


def test_an_offer_waits_five_working_days_for_the_guest(ledger, guest, ana, ben):
    request = make.away(ledger, guest, title="Refunds in euro")
    offer = offers.offer_instead(request, by=ana, **promise())
    assert (again(request).state, offer.accepted, offer.made_by) == ("offered", None, ana)
    assert Clock.objects.get(kind="away.answer").state == "met"
    clock = clocks.waiting_for(ben).get()
    assert (clock.title, clock.silence) == (
        "Answer what Home offers instead: Refunds in euro", "The offer counts as taken.",
    )  # fmt: skip
    assert hours_of(guest).between(clock.started_at, clock.due_at) == timedelta(hours=40)
    assert "we do it ourselves" in Notice.objects.get(person=ben).text


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ({"kind": "later", "words": "Later."}, "away-offer-unknown"),
        ({"kind": "will-do", "words": "Soon."}, "away-promise-without-day"),
        ({"kind": "will-do", "words": "Soon.", "promised_by": in_days(-1)}, "away-day-unusable"),
        ({**EXTENSION, "link": ""}, "away-link-unusable"),
        ({**EXTENSION, "link": "javascript:alert(1)"}, "away-link-unusable"),
        ({**COPY, "words": " "}, "away-words-missing"),
    ],
)
def test_an_offer_says_enough_to_act_on(ledger, guest, ana, words, code):
    request = make.away(ledger, guest)
    assert code_of(offers.offer_instead, request, by=ana, **words) == code
    assert (again(request).state, AwayOffer.objects.count()) == ("asked", 0)


def test_only_the_host_offers_and_only_the_guest_answers(ledger, guest, ana, ben):
    request = make.away(ledger, guest)
    with pytest.raises(Denied, match="Only members of Home"):
        offers.offer_instead(request, by=ben, **promise())
    offers.offer_instead(request, by=ana, **promise())
    for act, words in ((offers.take_offered, {}), (offers.dispute_offered, {"answer": "No."})):
        with pytest.raises(Denied, match="Only members of Checkout"):
            act(request, by=ana, **words)


@pytest.mark.parametrize(("words", "copies"), [(COPY, True), (EXTENSION, False)])
def test_what_needs_no_work_of_the_host_settles_it(ledger, guest, ana, ben, words, copies):
    request = make.away(ledger, guest)
    offers.offer_instead(request, by=ana, **words)
    offers.take_offered(request, by=ben)
    request = again(request)
    assert (request.state, request.decided_by, request.closed_by, request.may_copy) == ("settled", ana, ben, copies)
    assert not Clock.objects.filter(state="open").exists()
    assert code_of(offers.take_offered, request, by=ben) == "away-nothing-offered"


def test_the_guests_silence_takes_the_offer(ledger, guest, ana, until):
    request = make.away_offered(ledger, guest)
    until("away.offer")
    worked()
    request = again(request)
    assert (request.state, request.offer.accepted, request.offer.answered_by) == ("promised", True, None)
    entry = AuditEntry.objects.get(verb="awayrequest.accept")
    assert entry.actor is None
    assert clocks.waiting_for(ana).get().kind == "away.promise"


def test_an_offer_that_is_not_taken_goes_to_whoever_leads_above(guest, ben):
    top, low = make.person(name="Tara Top"), make.person(name="Lou Low")
    host = make.team(division=make.division(head=low, parent=make.division(head=top)))
    request = make.away_offered(make.service(host), guest)
    assert code_of(offers.dispute_offered, request, by=ben, answer=" ") == "away-words-missing"
    offers.dispute_offered(request, by=ben, answer="The sale is in three weeks.")
    request = again(request)
    assert (request.state, request.escalated_to, request.offer.reply) == (
        "escalated", low, "The sale is in three weeks.",
    )  # fmt: skip
    assert clocks.waiting_for(low).get().kind == "away.escalation"
    assert code_of(offers.offer_instead, request, by=low, **COPY) == "away-offered-already"
    assert again(request).state == "escalated"
    requests.agree_to_away(request, by=low, contact=host.lead)
    assert request.state == "agreed"


def test_what_a_head_offered_goes_to_the_one_above_them(guest, ben, until):
    top, low = make.person(name="Tara Top"), make.person(name="Lou Low")
    host = make.team(division=make.division(head=low, parent=make.division(head=top)))
    request = make.away(make.service(host), guest)
    until("away.answer")
    worked()
    request = again(request)
    offers.offer_instead(request, by=low, **promise())
    offers.dispute_offered(request, by=ben, answer="Too late for us.")
    assert again(request).escalated_to == top


def test_a_promise_is_kept_by_the_host_and_let_go_of_by_the_guest_only(as_, ledger, guest, ana, ben):
    request = offers.take_offered(make.away_offered(ledger, guest), by=ben)
    assert (request.state, request.contact) == ("promised", ana)
    with pytest.raises(Denied, match="Only members of Checkout"):
        requests.end_away(request, by=ana, answer="We have other things to do.")
    with pytest.raises(Denied, match="Only members of Home"):
        requests.finish_away(request, by=ben, outcome="Done.", measured_value=3)
    requests.finish_away(request, by=ana, outcome="Live.", measured_value=512)
    assert (again(request).state, Clock.objects.filter(state="open").count()) == ("done", 0)
    assert "Home changed" in as_(ben).get(f"/away/{request.pk}/").content.decode()
    other = offers.take_offered(make.away_offered(ledger, guest), by=ben)
    assert requests.end_away(other, by=ben, answer="No longer needed.").may_copy


def test_f8_a_promise_late_by_ten_working_days_becomes_an_away_team_by_the_clock_alone(ledger, guest, ana, ben, until):
    request = make.away(ledger, guest, wanted_by=in_days(20))
    offers.offer_instead(request, by=ana, **promise(promised_by=in_days(30)))
    offers.take_offered(request, by=ben)
    until("away.promise")
    worked()
    assert again(request).state == "promised", "the day has passed, and ten working days begin"
    grace = Clock.objects.get(kind="away.grace")
    assert hours_of(ledger.team).between(grace.started_at, grace.due_at) == timedelta(hours=80)
    until("away.grace")
    worked()
    request = again(request)
    assert (request.state, request.contact, request.offer.missed_at is None) == ("agreed", ana, False)
    assert request.wanted_by == timezone.now().date() + timedelta(days=20)
    assert clocks.waiting_for(ben).get().kind == "away.draft"
    assert AuditEntry.objects.get(verb="awayrequest.miss").actor is None
    assert Notice.objects.filter(person=ben, text__contains="was not kept").exists()
    requests.end_away(request, by=ben, answer="It is too late for us now.")


def test_a_promise_kept_within_the_ten_days_stands(ledger, guest, ana, ben, until):
    request = offers.take_offered(make.away_offered(ledger, guest), by=ben)
    until("away.promise")
    worked()
    until("away.grace")
    clocks.ring_due()
    requests.finish_away(again(request), by=ana, outcome="Live.", measured_value=512)
    jobs.run_waiting()
    for late in (promises.miss_promise, promises.grant_grace, promises.take_offer):
        late(request.pk)
    assert again(request).state == "done"


def test_the_guest_may_withdraw_while_it_has_not_answered(ledger, guest, ben):
    request = requests.withdraw_away(make.away_offered(ledger, guest), by=ben, answer="Not needed.")
    assert (request.state, Clock.objects.filter(state="open").count()) == ("withdrawn", 0)


@pytest.mark.parametrize(
    "facts",
    [
        {"promised_by": None},
        {"kind": "own-copy"},
        {"kind": "extension-point", "promised_by": None},
        {"words": ""},
        {"accepted": True},
        {"accepted": False, "answered_at": timezone.now()},
        {"missed_at": timezone.now()},
    ],
)
def test_the_database_holds_what_an_offer_promises(ledger, guest, facts):
    request = make.away_offered(ledger, guest)
    with pytest.raises(IntegrityError), transaction.atomic():
        AwayOffer.objects.filter(request=request).update(**facts)


def test_the_pages_lead_from_the_offer_to_the_kept_promise(as_, ledger, guest, ana, ben):
    request = make.away(ledger, guest)
    address = f"/away/{request.pk}/"
    assert "Offer something else" in as_(ana).get(address).content.decode()
    wrong = as_(ana).post(f"{address}offer/", {"kind": "will-do", "words": "Soon."})
    assert (wrong.status_code, wrong.context["unfolded"]) == (422, "offer")
    assert "A promise has a day." in wrong.content.decode()
    form = {"kind": "will-do", "words": "We are in there anyway.", "promised_by": str(in_days(30))}
    assert "Offered. Checkout has five" in as_(ana).post(f"{address}offer/", form, follow=True).content.decode()
    page = as_(ben).get(address).content.decode()
    for said in ("Take it", "Have it passed on", "We are in there anyway.", "waits for Checkout"):
        assert said in page
    assert "Only members of Checkout may do this" in as_(ana).get(address).content.decode()
    assert as_(ben).post(f"{address}accept/", follow=True).context["away"].state == "promised"
    page = as_(ana).get(address).content.decode()
    assert "does it itself by" in page
    assert "Say that it is done" in page
    assert as_(ana).get("/away/?state=promised").context["page"].total == 1


def test_not_taking_it_and_settling_it_have_their_pages(as_, ledger, guest, ana, ben):
    refused = make.away_offered(ledger, guest)
    page = as_(ben).post(f"/away/{refused.pk}/dispute/", {"answer": "Too late."}, follow=True).content.decode()
    for said in ("it does not take what was offered", "Too late.", "not taken"):
        assert said in page
    assert "Offer something else" not in as_(ana).get(f"/away/{refused.pk}/").content.decode()
    for words, said in ((COPY, "builds a copy of its own"), (EXTENSION, "what is there for it")):
        request = make.away_offered(ledger, guest, **words)
        assert said in as_(ben).post(f"/away/{request.pk}/accept/", follow=True).content.decode()


def test_programs_offer_take_and_refuse(ledger, guest, ana, ben):
    one, other = (f"{V}/{make.away(ledger, guest).pk}" for _ in range(2))
    words = {"kind": "will-do", "words": "We do it.", "promised_by": str(in_days(30))}
    told = Program(ana).post(f"{one}/offer", words).json()
    assert (told["state"], told["offer"]["promised_by"], told["offer"]["accepted"]) == (
        "offered", words["promised_by"], None,
    )  # fmt: skip
    assert Program(ana).post(f"{one}/accept").status_code == 403
    told = Program(ben).post(f"{one}/accept").json()
    offer = told["offer"]
    assert (told["state"], offer["accepted"], offer["answered_by"]["login"]) == ("promised", True, "ben")
    assert Program(ana).post(f"{other}/offer", {"kind": "will-do", "words": "We do it."}).status_code == 422
    Program(ana).post(f"{other}/offer", {"kind": "own-copy", "words": "Build yours."})
    told = Program(ben).post(f"{other}/dispute", {"answer": "We cannot run it."}).json()
    assert (told["state"], told["offer"]["reply"]) == ("escalated", "We cannot run it.")
    again = Program(ana).post(f"{other}/offer", {"kind": "own-copy", "words": "Build yours."})
    assert again.json()["code"] == "away-offered-already"
