"""Silence ends by clock: the host's lead is reminded, its division's head is asked, the guest is free to copy."""

import pytest

from portal.kit import clocks, jobs
from portal.kit.refusals import Denied
from portal.models import Clock, Notice
from teams.away.actions import requests, silence
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def head(db):
    return make.person(login="priya", name="Priya Head")


@pytest.fixture
def request_(head):
    """A request to a team in a division that Priya leads."""
    host = make.team(division=make.division(head=head, name="Payments"), name="Ledger")
    return make.away(make.service(host), make.team(name="Checkout"), title="Refunds in euro")


@pytest.fixture
def rings(until):
    """The time of a clock comes: it rings, workers work; ringing twice does nothing twice."""

    def ring(kind, time="due"):
        until(kind, time)
        for _ in range(2):
            clocks.ring_due()
            jobs.run_waiting()

    return ring


def texts(person):
    return list(Notice.objects.filter(person=person).values_list("text", flat=True))


def test_at_half_time_the_hosts_lead_hears_of_it_once(request_, rings):
    rings("away.answer", "half")
    lead = texts(request_.host.lead)
    assert [text for text in lead if "half of the time" in text] == [
        f"Checkout waits for an answer about {request_.service.slug}: half of the time has gone"
    ]


def test_the_hosts_silence_is_passed_on_to_the_head_of_its_division(request_, rings, head):
    rings("away.answer")
    request_.refresh_from_db()
    assert (request_.state, request_.escalated_to) == ("escalated", head)
    assert Clock.objects.get(kind="away.answer").state == "lapsed"
    clock = clocks.waiting_for(head).get(kind="away.escalation")
    assert clock.title == "Answer Checkout for Ledger, which did not answer: Refunds in euro"
    assert "may build its own copy" in clock.silence
    assert clock in clocks.asked_by(request_.asked_by)
    assert f"Ledger did not answer {request_}: Priya Head is asked now" in texts(request_.guest.lead)


def test_the_head_answers_for_the_host_and_so_may_still_the_host(request_, rings, head):
    with pytest.raises(Denied):
        requests.agree_to_away(request_, by=head, contact=request_.host.lead)
    rings("away.answer")
    request_.refresh_from_db()
    with pytest.raises(Denied, match="and Priya Head"):
        requests.agree_to_away(request_, by=make.person(), contact=request_.host.lead)
    requests.agree_to_away(request_, by=head, contact=request_.host.lead)
    assert (request_.state, request_.decided_by) == ("agreed", head)
    assert not Clock.objects.filter(kind="away.escalation", state="open").exists()


def test_silence_everywhere_frees_the_guest_to_build_its_own(request_, rings):
    rings("away.answer")
    rings("away.escalation")
    request_.refresh_from_db()
    assert (request_.state, request_.may_copy) == ("expired", True)
    assert not Clock.objects.filter(state="open").exists()
    assert f"Nobody answered {request_}: Checkout may build its own copy" in texts(request_.guest.lead)


def test_a_division_without_a_head_asks_the_one_above_it(rings, head):
    below = make.division(parent=make.division(head=head))
    request = make.away(make.service(make.team(division=below)))
    rings("away.answer")
    request.refresh_from_db()
    assert request.escalated_to == head


def test_where_nobody_leads_the_host_is_asked_once_more(rings):
    request = make.away()
    rings("away.answer")
    request.refresh_from_db()
    assert (request.state, request.escalated_to) == ("escalated", None)
    assert Clock.objects.get(kind="away.escalation").awaited_team == request.host
    requests.agree_to_away(request, by=request.host.lead, contact=request.host.lead)
    assert request.state == "agreed"


def test_an_answer_that_came_before_the_worker_stands(request_, until):
    until("away.answer")
    clocks.ring_due()
    requests.agree_to_away(request_, by=request_.host.lead, contact=request_.host.lead)
    jobs.run_waiting()
    request_.refresh_from_db()
    assert request_.state == "agreed"
    silence.remind_host(request_.pk)
    silence.expire_request(request_.pk)
    request_.refresh_from_db()
    assert request_.state == "agreed"


def test_work_that_is_late_stays_open_until_somebody_ends_it(rings):
    request = make.away_signed()
    rings("away.finish")
    request.refresh_from_db()
    assert request.state == "signed"
    clock = Clock.objects.get(kind="away.finish")
    assert (clock.state, clock.due_rung_at is None) == ("open", False)
    requests.end_away(request, by=request.host.lead, answer="Nobody came for a month.")
    request.refresh_from_db()
    assert (request.state, request.stay.state, Clock.objects.get(kind="away.finish").state) == (
        "signed", "leaving", "withdrawn",
    )  # fmt: skip
    rings("away.wind-down")
    request.refresh_from_db()
    assert request.state == "ended"
