"""What a host asks for after the charter is signed: a numbered change that the guest accepts or refuses with a word."""

from django.db import transaction
from django.utils import timezone

from portal.kit import audit, clocks, notices, policies
from portal.kit.refusals import Refused
from teams.away import states
from teams.away.actions import waiting
from teams.away.actions.given import said
from teams.away.actions.silence import hold, locked
from teams.away.models import AwayDemand, AwayRequest, AwayStay
from teams.away.reads.ways import ways_of
from teams.people.models import Person

SILENT = "Nobody answered in time, so what both signed stands."
AT_ONCE = "Here what the hosts ask for counts at once."
LONGEST_DEMAND = 300


@transaction.atomic
def demand_more(request: AwayRequest, *, by: Person, text: str, why: str) -> AwayDemand:
    """The host asks for something that is not in the charter. The guest answers in time; silence refuses it (F19).

    Where F19 is off it counts at once. Refuses while nothing is signed: then the charter itself can be changed.
    """
    policies.require(by, "away.demand", request)
    words = {"text": said(text, "text", LONGEST_DEMAND), "why": said(why, "why")}
    held = locked(request.pk)
    if held.state != AwayRequest.State.SIGNED:
        raise Refused("away-nothing-signed", "Demands come after both have signed. Until then, change the charter.")
    demand = AwayDemand.objects.create(request=held, number=held.demands.count() + 1, made_by=by, **words)
    audit.record(by, "awayrequest.demand", request, data={"number": demand.number})
    ways = ways_of(held)
    if ways.has("F19"):
        waiting.await_demand(demand)
    else:
        states.DEMAND.move(demand, "accept", by=by, reply=AT_ONCE, answered_by=by, answered_at=timezone.now())
    if ways.has("F19") and demand.number > ways.number("goalposts"):
        _force_look_back(held)
    waiting.tell_guest(request, f"asks for more in {request}: demand {demand.number}, {demand.text}", by=by)
    return demand


def _force_look_back(request: AwayRequest) -> None:
    """So many demands that both leads owe a look back: written once, and both hear of it."""
    now = timezone.now()
    if AwayStay.objects.filter(request=request, look_back_at=None).update(look_back_at=now):
        audit.record(None, "awayrequest.look-back", request)
        text = f"{request} has had so many later demands that both leads owe a look back"
        people = [one for one in (request.guest.lead, request.host.lead) if one.is_active]
        notices.tell(people, text, about=request, url=request.get_absolute_url())


@transaction.atomic
def answer_demand(demand: AwayDemand, *, by: Person, accepts: bool, reply: str) -> AwayDemand:
    """The guest accepts it, or refuses: what both signed stands, and the host may do it itself afterwards."""
    policies.require(by, "away.take", demand.request)
    words = said(reply, "reply")
    hold(demand.request_id)
    verb = "accept" if accepts else "refuse"
    states.DEMAND.move(demand, verb, by=by, reply=words, answered_by=by, answered_at=timezone.now())
    clocks.meet("away.demand", demand)
    text = "accepts" if accepts else "refuses"
    waiting.tell_host(demand.request, f"{text} demand {demand.number} of {demand.request}: {demand.text}", by=by)
    return demand


@transaction.atomic
def refuse_silently(demand_id: int) -> None:
    """The guest was silent: the charter stands. Nothing when it has answered, or the work is over."""
    demand = AwayDemand.objects.select_related("request__guest", "request__host", "request__asked_by").get(pk=demand_id)
    request = locked(demand.request_id)
    if demand.state != AwayDemand.State.OPEN or request.state != AwayRequest.State.SIGNED:
        return
    states.DEMAND.move(demand, "refuse", by=None, reply=SILENT, answered_at=timezone.now())
    waiting.tell_sides(request, f"Demand {demand.number} of {request} was not answered and counts as refused", by=None)
