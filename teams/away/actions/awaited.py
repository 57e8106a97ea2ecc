"""What a stay waits for before and during the work: each clock with its owner, its time and what silence means."""

from datetime import date
from typing import Any

from portal.kit import clocks
from portal.kit.times import end_of_day
from portal.models import Clock
from teams.away.models import AwayAccess, AwayRequest
from teams.people.models import Person, Team
from teams.people.reads.calendars import hours_of


def await_side(kind: str, request: AwayRequest, whom: Team | Person, *, days: float, title: str, silence: str) -> Clock:
    """A team or a person has so many of its working days; whoever speaks for the other side waits for it."""
    return clocks.start(
        kind,
        request,
        **awaited(whom),
        asked_by=request.contact_id if whom == request.guest else request.asked_by_id,
        title=f"{title}: {request.title}",
        silence=silence,
        url=request.get_absolute_url(),
        days=days,
        hours=hours_of(whom),
    )


def await_day(kind: str, request: AwayRequest, whom: Team | Person, *, day: date, title: str, silence: str) -> Clock:
    """Until the end of a named day."""
    return clocks.start(
        kind,
        request,
        **awaited(whom),
        asked_by=request.contact_id if whom == request.guest else request.asked_by_id,
        title=f"{title}: {request.title}",
        silence=silence,
        url=request.get_absolute_url(),
        due_at=end_of_day(day),
    )


def await_access(
    kind: str, request: AwayRequest, access: AwayAccess, *, days: float, title: str, silence: str
) -> Clock:
    """The host does something in its forge for one guest."""
    return clocks.start(
        kind,
        access,
        team=request.host,
        asked_by=access.person_id if access.person.is_active else request.asked_by_id,
        title=f"{title}: {request.title}",
        silence=silence,
        url=request.get_absolute_url(),
        days=days,
        hours=hours_of(request.host),
    )


def awaited(whom: Team | Person) -> dict[str, Any]:
    return {"team": whom} if isinstance(whom, Team) else {"person": whom}
