"""Builders of requests further on: each walks there by the actions that people use, and by what the clocks' jobs do."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from portal.kit.refusals import Refused
from teams.away.actions import after, closing, copies, decisions, handing_back, incidents, leaving, releasing, requests
from teams.away.actions.sponsoring import confirm_sponsored
from teams.away.models import AwayHandover, AwayRequest
from teams.people.models import Division
from tests import make


def again(request: Any) -> AwayRequest:
    """The request as it stands in the database, with both sides."""
    return AwayRequest.objects.with_sides().get(pk=request.pk)


def signed(*args: Any, **facts: Any) -> AwayRequest:
    """Both have signed, and the guests are at work."""
    return again(make.away_signed(*args, **facts))


def way_back(request: AwayRequest, **facts: Any) -> Any:
    """The guests say how it is switched off; the hosts' lead does it."""
    words = {"flag": "refunds-in-euro", "rollback": "Deploy the build before; no data changes.", **facts}
    return releasing.name_way_back(request, by=request.guest.lead, switcher=request.host.lead, **words)


def released(*args: Any, **facts: Any) -> AwayRequest:
    """In production, with a way back named; the guests stand by."""
    request = signed(*args, **facts)
    way_back(request)
    releasing.release_stay(request, by=request.guest.lead)
    return again(request)


def incident(request: AwayRequest, **facts: Any) -> Any:
    """Something broke in what the guests touched; customers notice."""
    words = {"severity": 2, "title": "Refunds are posted twice", "where": "postings/refund.py", **facts}
    return incidents.report_incident(request, by=request.host.lead, **words)


def in_warranty(*args: Any, **facts: Any) -> AwayRequest:
    """The time of standing by is over."""
    request = released(*args, **facts)
    after.end_window(request.pk)
    return again(request)


def at_handback(*args: Any, **facts: Any) -> AwayRequest:
    """The warranty is over; the guests put together what they leave behind."""
    request = in_warranty(*args, **facts)
    after.end_warranty(request.pk)
    return again(request)


def hand_all_over(request: AwayRequest) -> None:
    for kind in AwayHandover.Kind.values:
        link = f"https://wiki.example/{kind}"
        handing_back.hand_over(request, by=request.guest.lead, kind=kind, link=link)


def at_closing(*args: Any, **facts: Any) -> AwayRequest:
    """The hosts have it back and keep it; the last words are awaited."""
    request = at_handback(*args, **facts)
    hand_all_over(request)
    handing_back.name_keeper(request, by=request.host.lead, side="host", person=request.host.lead)
    handing_back.take_back(request, by=request.host.lead)
    return again(request)


def look_back(request: AwayRequest, by: Any) -> Any:
    """One side answers the three questions."""
    words = {"helped": "Pairing.", "cost": "The test data.", "differently": "Ask for the flag on day one."}
    return closing.look_back(request, by=by, action="We write down how test data is made.", **words)


def all_looked_back(*args: Any, **facts: Any) -> AwayRequest:
    """Both have looked back and the guests are thanked; only the measure is missing."""
    return to_the_last_words(signed(*args, **facts))


def to_the_last_words(request: AwayRequest) -> AwayRequest:
    """From work that both have signed to where only the measure is missing."""
    way_back(request)
    releasing.release_stay(request, by=request.guest.lead)
    after.end_window(request.pk)
    after.end_warranty(request.pk)
    hand_all_over(request)
    handing_back.name_keeper(request, by=request.host.lead, side="host", person=request.host.lead)
    handing_back.take_back(request, by=request.host.lead)
    look_back(request, request.guest.lead)
    look_back(request, request.host.lead)
    closing.write_credit(
        request, by=request.host.lead, words="Well done.", contributors=[(request.guest.lead, "wrote the postings")]
    )
    return again(request)


def finished(*args: Any, **facts: Any) -> AwayRequest:
    """Done: all is said, and measured."""
    request = all_looked_back(*args, **facts)
    closing.finish_stay(request, by=request.guest.lead, outcome="Live.", measured_value="512")
    return again(request)


def is_leaving(*args: Any, **facts: Any) -> AwayRequest:
    """The guests leave, and wind down."""
    request = signed(*args, **facts)
    leaving.leave_stay(request, by=request.guest.lead, answer="The budget is gone.")
    return again(request)


def asked(*args: Any, **facts: Any) -> AwayRequest:
    """Before the host: where the guests have a manager, they have confirmed it."""
    request = make.away(*args, **facts)
    if request.state == AwayRequest.State.SENT:
        confirm_sponsored(request, by=request.sponsor)
    return again(request)


def declined(*args: Any, **facts: Any) -> AwayRequest:
    """Declined with data: the guest may build a copy, or put it before those who lead both."""
    request = asked(*args, **facts)
    data = {"value": "2 a month", "source": "https://metrics.example/1"}
    return requests.decline_away(request, by=request.host.lead, reason="too-risky", answer="No.", **data)


def copied(*args: Any, **facts: Any) -> AwayRequest:
    """Declined; there is a copy on record, and a decision between two heads is awaited."""
    request = declined(*args, **facts)
    copies.declare_copy(request, by=request.guest.lead, why="We need it now.", link="https://code.example/ours")
    for team in (request.guest, request.host):
        Division.objects.filter(pk=team.division_id, head=None).update(head=make.person())
    options = [("Refunds first", "3 weeks"), ("The ledger first", "9 weeks")]
    decisions.open_decision(again(request), by=request.guest.lead, question="Which goes first?", options=options)
    return again(request)


def in_days(count: int) -> Any:
    return (timezone.now() + timedelta(days=count)).date()


def done(act: Any, *things: Any, **words: Any) -> Any:
    """What the act returns. It has to be open: that it is refused fails the test where it looks."""
    try:
        return act(*things, **words)
    except Refused as refusal:
        pytest.fail(f"{act.__name__} is refused: {refusal.message}")
