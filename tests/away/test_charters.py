"""A charter is drafted from the request, written anew, and signed by both leads: then the work begins."""

import hashlib
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.kit import clocks, jobs
from portal.kit.refusals import Denied, Refused
from portal.kit.times import end_of_day
from portal.models import AuditEntry, Clock, Notice
from teams.away.actions import charters, requests, urging
from teams.away.models import AwayCharter, AwayRequest, CharterSignature
from teams.people.actions.teams import leave_team
from teams.people.reads.calendars import hours_of
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def ledger(home):
    return make.service(home, slug="ledger")


@pytest.fixture
def guest(ben):
    return make.team(ben, lead=ben, slug="checkout", name="Checkout")


@pytest.fixture
def agreed(ledger, guest):
    return make.away_agreed(ledger, guest, title="Refunds in euro")


def code_of(action, *things, **words):
    with pytest.raises(Refused) as refusal:
        action(*things, **words)
    return refusal.value.code


def again(request):
    return AwayRequest.objects.with_sides().get(pk=request.pk)


def worked():
    for _ in range(2):
        clocks.ring_due()
        jobs.run_waiting()


def test_f10_a_first_draft_is_filled_in_from_the_request(agreed, ana, ben):
    charter = make.charter(agreed)
    assert (charter.number, charter.scope_in, charter.ends_on) == (1, agreed.scope, agreed.wanted_by)
    assert charter.criteria[0] == "Care contacts about refunds: 1,900 to 400 contacts a week, counted as today."
    assert (charter.reviewer, charter.guest_lead, charter.keeper, charter.warranty_days) == (ana, ben, "host", 30)
    assert charter.digest == hashlib.sha256(charter.text.encode()).hexdigest()
    for said in ("version 1", "1. Care contacts", "In scope\npostings/refund", "Host reviewer\nAna Owner (ana)"):
        assert said in charter.text
    assert Clock.objects.get(kind="away.draft").state == "met"
    assert clocks.waiting_for(ana).get().kind == "away.sign", "the other side's lead is next"


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ({"criteria": []}, "away-criteria-missing"),
        ({"criteria": ["  "]}, "away-criteria-missing"),
        ({"criteria": ["It works."] * 21}, "away-criteria-missing"),
        ({"criteria": ["x" * 301]}, "away-words-too-many"),
        ({"scope_out": ""}, "away-words-missing"),
        ({"warranty_days": 31}, "away-term-unknown"),
        ({"keeper": "nobody"}, "away-term-unknown"),
        ({"on_call": "nobody"}, "away-term-unknown"),
        ({"ends_on": timezone.now().date()}, "away-day-unusable"),
    ],
)
def test_f10_a_charter_says_everything(agreed, words, code):
    assert code_of(make.charter, agreed, **words) == code
    assert not AwayCharter.objects.exists()


def test_f10_each_side_names_its_own_people(agreed, ana, ben):
    assert code_of(make.charter, agreed, reviewer=ben) == "away-person-elsewhere"
    assert code_of(make.charter, agreed, guest_lead=ana) == "away-person-elsewhere"
    assert code_of(make.charter, agreed, deputy=ben) == "away-person-elsewhere"
    assert code_of(make.charter, agreed, deputy=ana) == "away-deputy-same"


def test_f11_the_work_and_its_clock_begin_when_both_have_signed_the_same_digest(agreed, ana, ben):
    charter = make.charter(agreed, ends_on=(timezone.now() + timedelta(days=40)).date())
    charters.sign_charter(agreed, by=ben, digest=charter.digest)
    request = again(agreed)
    assert (request.state, request.signed_at, Clock.objects.filter(kind="away.finish").exists()) == (
        "agreed", None, False,
    )  # fmt: skip
    clock = clocks.waiting_for(ana).get()
    assert (clock.kind, hours_of(ana).between(clock.started_at, clock.due_at)) == ("away.sign", timedelta(hours=24))
    charters.sign_charter(request, by=ana, digest=charter.digest)
    request = again(agreed)
    assert (request.state, request.signed_at is None) == ("signed", False)
    assert clocks.waiting_for(ben).get().due_at == end_of_day(charter.ends_on)
    assert clocks.waiting_for(ana).get().kind == "away.preflight"
    told = AuditEntry.objects.filter(verb__startswith="awayrequest.sign").order_by("pk")
    assert [entry.data for entry in told] == [{"version": 1, "digest": charter.digest}] * 2
    assert {(one.side, one.by) for one in charter.signatures.all()} == {("guest", ben), ("host", ana)}


def test_f11_an_edit_is_a_new_version_and_leaves_the_signatures_behind(agreed, ana, ben):
    first = make.charter(agreed)
    charters.sign_charter(agreed, by=ben, digest=first.digest)
    second = make.charter(agreed, by=ana, gates="Load test at twice the peak.")
    assert (second.number, second.signatures.count(), first.signatures.count()) == (2, 0, 1)
    assert second.changed_from(first) == [("Quality gates", first.gates, "Load test at twice the peak.")]
    assert AuditEntry.objects.filter(verb="awayrequest.draft").latest("pk").data["voided"] == 1
    assert "it has to be signed again" in Notice.objects.filter(person=ben).latest("pk").text
    assert clocks.waiting_for(ben).get().kind == "away.sign"
    charters.sign_charter(agreed, by=ana, digest=second.digest)
    assert again(agreed).state == "agreed", "a signature of version 1 does not count for version 2"
    charters.sign_charter(again(agreed), by=ben, digest=second.digest)
    assert again(agreed).state == "signed"


def test_f11_an_outdated_version_is_not_signed_and_one_learns_what_changed(agreed, ana, ben):
    first = make.charter(agreed)
    make.charter(agreed, by=ana, gates="More.", warranty_days=60)
    with pytest.raises(Refused) as refusal:
        charters.sign_charter(agreed, by=ben, digest=first.digest)
    assert refusal.value.code == "away-charter-outdated"
    assert refusal.value.message == (
        "You read version 1. Ana Owner has written version 2: quality gates, warranty. Read it first."
    )
    assert code_of(charters.sign_charter, agreed, by=ben, digest="") == "away-charter-outdated"
    assert not CharterSignature.objects.exists()


def test_f11_two_who_write_at_once_do_not_overwrite_each_other(agreed, ana):
    make.charter(agreed)
    make.charter(agreed, by=ana, gates="More.")
    with pytest.raises(Refused, match="Ana Owner has written version 2: quality gates") as refusal:
        make.charter(agreed, after=1, scope_out="Nothing.")
    assert refusal.value.code == "away-charter-changed"
    assert code_of(make.charter, agreed) == "away-charter-same"
    assert AwayCharter.objects.count() == 2


def test_f11_a_signature_is_nobody_elses(agreed, ana, ben, sam):
    digest = make.charter(agreed).digest
    member = make.person()
    for by in (sam, member):
        with pytest.raises(Denied, match="Only Ben Elsewhere and Ana Owner"):
            charters.sign_charter(agreed, by=by, digest=digest)
    with pytest.raises(Denied, match="may write its charter"):
        make.charter(agreed, by=make.person(), gates="More.")
    charters.sign_charter(agreed, by=ben, digest=digest)
    assert code_of(charters.sign_charter, agreed, by=ben, digest=digest) == "away-signed-already"


def test_f11_what_both_have_signed_is_frozen(ledger, guest, ben):
    signed = make.away_signed(ledger, guest)
    with pytest.raises(Refused, match="What both have signed is frozen") as refusal:
        make.charter(signed, gates="Less.")
    assert refusal.value.code == "away-charter-not-now"
    asked = make.away(ledger, guest)
    assert code_of(charters.sign_charter, asked, by=ben, digest="") == "away-charter-not-now"


def test_f11_without_a_signed_charter_nothing_is_finished_but_it_may_be_ended(agreed, ana, ben):
    words = {"outcome": "Live.", "measured_value": 1}
    assert code_of(requests.finish_away, agreed, by=ben, **words) == "away-team-request-cannot-finish"
    make.charter(agreed)
    requests.end_away(agreed, by=ana, answer="We cannot agree on the gates.")
    assert not Clock.objects.filter(state="open").exists()


@pytest.fixture
def heads(db):
    return make.person(login="gus", name="Gus Guesthead"), make.person(login="hal", name="Hal Hosthead")


@pytest.fixture
def between(heads):
    """An agreed request between teams of two divisions, each with its head."""
    guest_head, host_head = heads
    host = make.team(division=make.division(head=host_head), name="Ledger")
    return make.away_agreed(make.service(host), make.team(division=make.division(head=guest_head), name="Checkout"))


def test_f10_nobody_drafts_for_five_working_days_and_the_guests_head_is_asked(between, heads, until):
    until("away.draft")
    worked()
    clock = clocks.waiting_for(heads[0]).get()
    assert (clock.kind, between.guest.name in clock.title) == ("away.urge", True)
    assert AuditEntry.objects.filter(verb="awayrequest.urge").count() == 1
    charter = make.charter(again(between), by=heads[0])
    charters.sign_charter(again(between), by=heads[0], digest=charter.digest)
    assert set(charter.signatures.values_list("side", flat=True)) == {"guest"}


def test_a_charter_that_everybody_leaves_lying_ends_and_the_guest_is_free(between, until):
    until("away.draft")
    clocks.ring_due()
    jobs.run_waiting()
    Clock.objects.filter(kind="away.mediate").update(state="withdrawn", closed_at=timezone.now())
    urging.urge_draft(between.pk)
    until("away.urge")
    clocks.ring_due()
    jobs.run_waiting()
    ended = again(between)
    assert (ended.state, ended.may_copy, ended.closed_by) == ("ended", True, None)
    assert not Clock.objects.filter(state="open").exists()


def test_f11_a_side_that_does_not_sign_for_three_working_days_is_passed_to_its_head(between, heads, until):
    charter = make.charter(between)
    charters.sign_charter(between, by=between.guest.lead, digest=charter.digest)
    until("away.sign")
    worked()
    request = again(between)
    assert (request.urged, request.urged_side) == (heads[1], "host")
    assert clocks.waiting_for(heads[1]).get().kind == "away.urge"
    assert Notice.objects.filter(person=request.guest.lead, text__contains="left lying by Ledger").exists()
    with pytest.raises(Denied):
        charters.sign_charter(request, by=heads[0], digest=charter.digest)
    charters.sign_charter(request, by=heads[1], digest=charter.digest)
    assert (again(between).state, Clock.objects.filter(kind="away.urge", state="open").count()) == ("signed", 0)


def test_f11_a_signature_that_came_before_the_worker_stands(between, until):
    charter = make.charter(between)
    charters.sign_charter(between, by=between.guest.lead, digest=charter.digest)
    until("away.sign")
    clocks.ring_due()
    charters.sign_charter(again(between), by=between.host.lead, digest=charter.digest)
    jobs.run_waiting()
    urging.urge_draft(between.pk)
    assert (again(between).state, again(between).urged) == ("signed", None)


@pytest.mark.parametrize("facts", [{"warranty_days": 31}, {"gates": ""}, {"digest": ""}, {"number": 0}])
def test_the_database_holds_what_a_charter_promises(agreed, facts):
    charter = make.charter(agreed)
    with pytest.raises(IntegrityError), transaction.atomic():
        AwayCharter.objects.filter(pk=charter.pk).update(**facts)


def test_the_pages_lead_from_the_agreement_to_the_second_signature(as_, agreed, ana, ben):
    request, address = agreed, f"/away/{agreed.pk}/charter/"
    assert "No version yet" in as_(ana).get(address).content.decode()
    assert "Draft the charter" in as_(ben).get(f"/away/{request.pk}/").content.decode()
    form = as_(ben).get(f"{address}draft/").context["form"]
    words = {name: str(getattr(value, "pk", "" if value is None else value)) for name, value in form.initial.items()}
    wrong = as_(ben).post(f"{address}draft/", {**words, "criteria": " "})
    assert wrong.status_code == 422
    assert "Version 1 is written" in as_(ben).post(f"{address}draft/", words, follow=True).content.decode()
    digest = AwayCharter.objects.get().digest
    page = as_(ana).get(address).content.decode()
    for said in (digest, "Sign version 1", "counted as today", "To be signed"):
        assert said in page
    assert "who lead the two teams, sign it" in as_(make.person()).get(address).content.decode()
    as_(ana).post(f"{address}sign/", {"digest": digest})
    assert "Your side has signed." in as_(ana).get(address).content.decode()
    as_(ben).post(f"{address}draft/", {**words, "after": "1", "gates": "More <b>gates</b>."})
    old = as_(ana).get(f"{address}?version=1").content.decode()
    assert "Version 2 is the newest" in old
    assert "Sign version" not in old
    page = as_(ana).get(address).content.decode()
    assert "What differs from version 1" in page
    assert "1 signature void" in page
    assert "<b>gates" not in page
    assert as_(ana).post(f"{address}sign/", {"digest": digest}).status_code == 409
    digest = AwayCharter.objects.first().digest
    for person in (ana, ben):
        as_(person).post(f"{address}sign/", {"digest": digest})
    page = as_(ana).get(address).content.decode()
    for said in ("Both have signed", "cannot be changed by one side"):
        assert said in page
    assert "Change it" not in page
    page = as_(ben).get(f"/away/{request.pk}/").content.decode()
    for said in ("as both signed", "Signed, at work", "Before that: It is released.", "wrote version 2 of the charter"):
        assert said in page


def test_the_charters_page_asks_as_much_for_one_version_as_for_many(as_, agreed, ana, ben):
    from tests.queries import same

    make.charter(agreed)

    def more():
        for number in range(6):
            make.charter(agreed, by=(ana, ben)[number % 2], gates=f"Gate {number}.")

    same(as_(ana), f"/away/{agreed.pk}/charter/", more)


def test_a_charter_of_a_request_in_a_queue_waits_for_its_place(ana, ben, ledger, guest):
    for _ in range(2):
        make.away_agreed(ledger, make.team())
    request = make.away_agreed(ledger, guest)
    assert request.state == "queued"
    with pytest.raises(Refused, match="Write the charter when a place is free"):
        make.charter(request)


def test_a_charter_is_not_signed_while_it_names_somebody_who_has_left(agreed, home, ana, ben):
    mia = make.person(login="mia", name="Mia Gone")
    make.join_team(home, mia, by=ana)
    first = make.charter(agreed, deputy=mia)
    charters.sign_charter(agreed, by=ben, digest=first.digest)
    leave_team(home, mia, by=ana)
    with pytest.raises(Refused) as refusal:
        charters.sign_charter(agreed, by=ana, digest=first.digest)
    assert refusal.value.code == "away-charter-person-left"
    assert refusal.value.message == ("Mia Gone has left Home. Write a new version with another deputy, and sign that.")
    assert again(agreed).state == "agreed"
    second = make.charter(agreed, by=ana, deputy=None)
    for lead in (ana, ben):
        charters.sign_charter(again(agreed), by=lead, digest=second.digest)
    assert again(agreed).state == "signed"


def test_whoever_signs_what_is_outdated_reads_why_and_is_not_told_to_copy_a_digest(as_, agreed, ana, ben):
    first = make.charter(agreed)
    make.charter(agreed, by=ana, gates="More.")
    page = as_(ben).post(f"/away/{agreed.pk}/charter/sign/", {"digest": first.digest})
    assert page.status_code == 409
    text = page.content.decode()
    assert "You read version 1." in text
    assert "Nothing you wrote is lost" not in text


def test_a_charter_is_not_signed_once_its_last_day_is_over(as_, agreed, ana, ben, later):
    first = make.charter(agreed, ends_on=make.soon(2))
    charters.sign_charter(agreed, by=ben, digest=first.digest)
    later(timedelta(days=4))
    page = as_(ana).get(f"/away/{agreed.pk}/charter/").content.decode()
    assert "Its last day is over." in page
    assert "Sign version 1" not in page
    with pytest.raises(Refused) as refusal:
        charters.sign_charter(agreed, by=ana, digest=first.digest)
    assert refusal.value.code == "away-charter-day-over"
    assert refusal.value.message.endswith("Write a new version with a later one, and sign that.")
    assert again(agreed).state == "agreed"
    second = make.charter(agreed, by=ana, ends_on=make.soon(9))
    for lead in (ana, ben):
        charters.sign_charter(again(agreed), by=lead, digest=second.digest)
    assert again(agreed).state == "signed"
