"""The guest's manager confirms people and time before the host is asked (F4). Nothing waits for nobody."""

from django.db import transaction
from django.utils import timezone

from portal.kit import audit, notices, policies
from portal.kit.refusals import Refused
from teams.away import states
from teams.away.actions import asking_clocks, waiting
from teams.away.actions.asking import ask_host, require_above
from teams.away.actions.drafts import draft_again
from teams.away.actions.finding import index_request
from teams.away.actions.given import said
from teams.away.actions.silence import locked
from teams.away.models import AwayRequest
from teams.away.reads.sponsors import next_sponsor, sponsors_above
from teams.people.models import Person

SILENT = "Nobody above the guests confirmed people and time. It is a draft again: change it, or ask whom you work for."


@transaction.atomic
def confirm_sponsored(request: AwayRequest, *, by: Person) -> AwayRequest:
    """People and time are confirmed by one of the guest's managers: now the host is asked, and its time begins."""
    policies.require(by, "away.sponsor", request)
    states.REQUEST.move(request, "confirm", by=by, sponsor=by, sponsored_at=timezone.now())
    waiting.stop_waiting(request, met=True)
    waiting.tell_guest(request, f"confirms people and time for {request}, {request.title}", by=by)
    ask_host(request, by=request.asked_by)
    index_request(request)
    return request


@transaction.atomic
def refuse_sponsored(request: AwayRequest, *, by: Person, answer: str) -> AwayRequest:
    """The people are needed at home: the request goes back to whoever asked, as a draft, and the host hears nothing."""
    policies.require(by, "away.sponsor", request)
    _give_back(request, by, said(answer, "answer"))
    waiting.tell_guest(request, f"does not confirm people and time for {request}; it is a draft again", by=by)
    return request


@transaction.atomic
def name_sponsor(request: AwayRequest, *, by: Person, sponsor: Person) -> AwayRequest:
    """The guest asks another of its managers instead. Refuses who is not above it."""
    policies.require(by, "away.withdraw", request)
    held = locked(request.pk)
    if held.state != AwayRequest.State.SENT:
        raise Refused("away-not-with-sponsor", f"{request} no longer waits for a sponsor. Look at it again.")
    coming = [one.person for one in held.members.select_related("person")]
    require_above(sponsor, request.guest, sponsors_above(request.guest, coming), coming=coming)
    _ask(request, sponsor, by)
    return request


@transaction.atomic
def pass_sponsor(request_id: int) -> None:
    """The sponsor was silent: the next one above is asked; at the top it is a draft again. Nothing once confirmed."""
    request = locked(request_id)
    if request.state == AwayRequest.State.SENT and not asking_clocks.is_sponsor_awaited(request):
        ask_next_sponsor(request, by=None)


def ask_next_sponsor(request: AwayRequest, *, by: Person | None) -> None:
    """Ask whoever is above the one who did not answer. In the caller's transaction."""
    above = next_sponsor(request)
    if above is not None:
        was = request.sponsor.name if request.sponsor else "The sponsor"
        _ask(request, above, by)
        text = f"{was} did not confirm {request} in time: {above.name} is asked now"
        waiting.tell_guest(request, text, by=None)
    else:
        _give_back(request, None, SILENT)
        waiting.tell_guest(request, f"Nobody confirmed {request}, {request.title}: it is a draft again", by=None)


def _ask(request: AwayRequest, sponsor: Person, by: Person | None) -> None:
    AwayRequest.objects.filter(pk=request.pk).update(sponsor=sponsor)
    request.sponsor = sponsor
    audit.record(by, "awayrequest.ask-sponsor", request, data={"to": sponsor.pk})
    waiting.stop_waiting(request, met=False)
    asking_clocks.await_sponsor(request)
    text = f"{request.asked_by.name} asks you to confirm people and time for {request}, {request.title}"
    notices.tell([sponsor], text, about=request, url=request.get_absolute_url())


def _give_back(request: AwayRequest, by: Person | None, outcome: str) -> None:
    states.REQUEST.move(request, "return", by=by, closed_at=timezone.now(), closed_by=by, outcome=outcome)
    waiting.stop_waiting(request, met=by is not None)
    draft_again(request, by=request.asked_by)
    index_request(request)
