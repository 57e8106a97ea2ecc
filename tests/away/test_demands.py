"""What both signed is frozen: a later demand is numbered, counted, and accepted or refused by the guest."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.kit import beside, clocks, jobs
from portal.kit.refusals import Denied, Refused
from portal.models import AuditEntry, Clock, Notice
from teams.away.actions import demands, requests
from teams.away.actions.leaving import leave_silently
from teams.away.models import AwayDemand, AwayRequest
from teams.people.reads.calendars import hours_of
from tests import make
from tests.services.api.program import Program

pytestmark = pytest.mark.django_db
LOAD = {"text": "Load test at twice the peak", "why": "Last year's peak took us down."}


@pytest.fixture
def guest(ben):
    return make.team(ben, lead=ben, slug="checkout", name="Checkout")


@pytest.fixture
def signed(home, guest):
    request = make.away_signed(make.service(home, slug="ledger"), guest)
    return AwayRequest.objects.with_sides().get(pk=request.pk)


def code_of(action, *things, **words):
    with pytest.raises(Refused) as refusal:
        action(*things, **words)
    return refusal.value.code


def test_f19_a_later_demand_is_numbered_and_the_signed_criteria_stay(signed, ana, ben):
    before = signed.charters.get().digest
    first = demands.demand_more(signed, by=ana, **LOAD)
    second = demands.demand_more(signed, by=ana, text="Move the screens", why="They use it.")
    assert [first.number, second.number] == [1, 2]
    assert (signed.charters.get().digest, signed.charters.get().digest_now()) == (before, before)
    clock = clocks.waiting_for(ben).filter(kind="away.demand").first()
    assert clock.title == "Answer demand 1 of Home: Load test at twice the peak"
    assert hours_of(signed.guest).between(clock.started_at, clock.due_at) == timedelta(hours=24)
    assert AuditEntry.objects.filter(verb="awayrequest.demand").latest("pk").data == {"number": 2}


def test_f19_the_guest_accepts_or_refuses_with_a_word(signed, ana, ben):
    first, second = (demands.demand_more(signed, by=ana, **LOAD) for _ in range(2))
    assert code_of(demands.answer_demand, first, by=ben, accepts=True, reply=" ") == "away-words-missing"
    demands.answer_demand(first, by=ben, accepts=True, reply="Half a day.")
    demands.answer_demand(second, by=ben, accepts=False, reply="Nine days, and not in scope.")
    assert list(signed.demands.values_list("state", flat=True)) == ["accepted", "refused"]
    assert "refuses demand 2" in Notice.objects.filter(person=ana).latest("pk").text
    assert not Clock.objects.filter(kind="away.demand", state="open").exists()
    assert code_of(demands.answer_demand, first, by=ben, accepts=False, reply="No.") == "demand-cannot-refuse"


def test_f19_silence_refuses_a_demand(signed, ana, until):
    demand = demands.demand_more(signed, by=ana, **LOAD)
    until("away.demand")
    for _ in range(2):
        clocks.ring_due()
        jobs.run_waiting()
    demand.refresh_from_db()
    assert (demand.state, demand.answered_by, demand.reply) == ("refused", None, demands.SILENT)
    assert AuditEntry.objects.get(verb="awaydemand.refuse").actor is None


def test_f19_only_the_host_demands_and_only_the_guest_answers(signed, ana, ben):
    with pytest.raises(Denied, match="Only members of Home"):
        demands.demand_more(signed, by=ben, **LOAD)
    demand = demands.demand_more(signed, by=ana, **LOAD)
    with pytest.raises(Denied, match="Only members of Checkout"):
        demands.answer_demand(demand, by=ana, accepts=True, reply="Yes.")


def test_f19_before_both_have_signed_the_charter_is_changed_instead(home, guest, ana):
    agreed = make.away_agreed(make.service(home), guest)
    assert code_of(demands.demand_more, agreed, by=ana, **LOAD) == "away-nothing-signed"


def test_what_is_open_when_the_work_ends_is_no_longer_awaited(signed, ana, ben):
    demand = demands.demand_more(signed, by=ana, **LOAD)
    requests.end_away(signed, by=ben, answer="No budget.")
    running = Clock.objects.filter(state="open").exclude(kind="away.grant")
    assert [clock.kind for clock in running] == ["away.wind-down"]
    leave_silently(signed.pk)
    demands.refuse_silently(demand.pk)
    assert AwayDemand.objects.get().state == "open"


def test_f19_counts_are_public_and_more_than_three_call_for_a_look_back(as_, signed, home, ana, ben):
    address = f"/away/{signed.pk}/"
    for number in range(3):
        form = {"text": f"Demand no {number}", "why": "Because <b>."}
        as_(ana).post(f"{address}demands/", form)
    page = as_(make.person()).get(address).content.decode()
    assert "more than 3 call for a look back" in page
    assert "Because <b>" not in page
    demands.demand_more(signed, by=ana, **LOAD)
    assert "a look back by both leads is due" in as_(ben).get(address).content.decode()
    assert "4 demands made later" in as_(ben).get(f"{address}charter/").content.decode()
    panel = next(one for one in beside.about(home, ana) if one.name == "away")
    assert panel.lines[0].note.endswith("; 4 later demands")
    assert as_(ben).post(f"{address}demands/1/", {"accepts": "", "reply": "Not signed."}).status_code == 302
    assert as_(ben).post(f"{address}demands/2/", {"accepts": "1", "reply": ""}).status_code == 422
    assert as_(ana).post(f"{address}demands/", {"text": "x"}).status_code == 422
    assert signed.demands.get(number=1).state == "refused"


def test_programs_demand_and_answer(signed, ana, ben):
    one = f"/api/v1/away-requests/{signed.pk}/demands"
    made = Program(ana).post(one, LOAD)
    assert (made.status_code, made.json()["number"]) == (201, 1)
    told = Program(ben).post(f"{one}/1", {"accepts": False, "reply": "Not signed."}).json()
    assert (told["state"], told["answered_by"]["login"]) == ("refused", "ben")
    assert Program(ana).get(f"{one}/1").json() == told
    assert Program(ana).get(one).json()["results"] == [told]
    assert Program(ana).post(f"{one}/1", {"accepts": True, "reply": "Yes."}).status_code == 403


@pytest.mark.parametrize(
    "facts",
    [{"why": ""}, {"number": 0}, {"state": "accepted"}, {"reply": "Yes."},
     {"state": "accepted", "answered_at": timezone.now(), "reply": "Yes."}],
)  # fmt: skip
def test_the_database_holds_what_a_demand_promises(signed, ana, facts):
    demand = demands.demand_more(signed, by=ana, **LOAD)
    with pytest.raises(IntegrityError), transaction.atomic():
        AwayDemand.objects.filter(pk=demand.pk).update(**facts)
