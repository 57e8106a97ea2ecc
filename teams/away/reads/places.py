"""How many guests a host has now, who of a team is elsewhere already, and who waits in which place (F9)."""

from django.db.models import Q

from teams.away.models import AwayMember, AwayRequest, AwayStay
from teams.away.reads.ways import Ways, ways_of

GONE = (
    AwayStay.State.WARRANTY,
    AwayStay.State.HANDBACK,
    AwayStay.State.CLOSING,
    AwayStay.State.CLOSED,
    AwayStay.State.LEFT,
)
"""The guests have left the code: their place is free."""
_HERE = Q(state=AwayRequest.State.AGREED) | (Q(state=AwayRequest.State.SIGNED) & ~Q(stay__state__in=GONE))


def guests_of(host_id: int) -> int:
    """How many away teams a host has now: agreed to, or at work."""
    return AwayRequest.objects.filter(_HERE, host=host_id).count()


def elsewhere(request: AwayRequest, limit: int) -> list[str]:
    """Names of those who would come with this request and are in as many other away teams as one may be."""
    coming = request.members.values("person")
    busy = AwayMember.objects.filter(
        request__in=AwayRequest.objects.filter(_HERE).exclude(pk=request.pk), person__in=coming
    )
    names = list(busy.values_list("person__name", flat=True))
    return sorted({name for name in names if names.count(name) >= limit})


def why_full(request: AwayRequest, ways: Ways | None = None) -> str:
    """Why the guests cannot come at once, as a sentence; empty when they can."""
    ways = ways or ways_of(request)
    if not ways.has("F9"):
        return ""
    here = guests_of(request.host_id)
    if here >= ways.number("host_limit"):
        return f"{request.host.name} has {here} away teams now, as many as it takes at once."
    busy = elsewhere(request, ways.number("person_limit"))
    return f"{', '.join(busy)} is in another away team now." if busy else ""


def place_of(request: AwayRequest) -> int:
    """Its place in the queue of its host, the first is 1; nought when it does not wait. One query."""
    if request.state != AwayRequest.State.QUEUED:
        return 0
    before = AwayRequest.objects.filter(host=request.host_id, state=AwayRequest.State.QUEUED)
    longer = Q(queued_at__lt=request.queued_at) | Q(queued_at=request.queued_at, pk__lt=request.pk)
    return before.filter(longer).count() + 1
