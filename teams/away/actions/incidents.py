"""What breaks after a release finds the guests who built it; what they leave lying their manager hears (F27, F28)."""

from django.db import transaction
from django.utils import timezone

from portal.kit import audit, clocks, notices, policies
from portal.kit.refusals import Invalid, Refused
from teams.away.actions import waiting, waiting_after
from teams.away.actions.given import said, web_address
from teams.away.actions.silence import hold, locked
from teams.away.actions.stays import held_stay
from teams.away.models import AwayIncident, AwayRequest, AwayStay
from teams.away.reads.ways import ways_of
from teams.people.models import Person

_S = AwayStay.State
RUNS = (_S.RELEASED, _S.WARRANTY, _S.HANDBACK, _S.CLOSING)
"""The states in which what was built runs in production, and is not yet the hosts' alone."""


@transaction.atomic
def report_incident(
    request: AwayRequest, *, by: Person, severity: int, title: str, where: str, link: str = ""
) -> AwayIncident:
    """The hosts report what broke in what the guests touched. In their time the guests are called, and mend it.

    Refuses before anything is in production, and when it is over.
    """
    policies.require(by, "away.incident", request)
    if severity not in AwayIncident.Severity.values:
        known = ", ".join(str(one) for one in AwayIncident.Severity.values)
        raise Invalid("away-severity-unknown", f"Choose one of: {known}.", severity="Unknown.")
    held = locked(request.pk)
    stay = held.told_stay
    if stay is None or stay.state not in RUNS:
        raise Refused("away-nothing-runs", "Nothing of the guests is in production and in their care now.")
    return open_incident(held, by=by, severity=severity, title=title, where=where, link=link)


def open_incident(
    request: AwayRequest, *, by: Person, severity: int, title: str, where: str, link: str, switched_off: bool = False
) -> AwayIncident:
    """The row, its clock where the guests owe it, and whom it is told; the request is held by the caller."""
    second_line = ways_of(request).has("F27") and held_stay(request.pk).state == _S.RELEASED
    incident = AwayIncident.objects.create(
        request=request,
        number=request.incidents.count() + 1,
        severity=severity,
        title=said(title, "title", 120),
        where=said(where, "where", 200),
        link=web_address(link, "link", required=False),
        switched_off=switched_off,
        second_line=second_line,
        in_warranty=clocks.is_running("away.warranty", request),
        opened_by=by,
    )
    facts = {"number": incident.number, "severity": severity, "switched_off": switched_off}
    audit.record(by, "awayrequest.incident", request, data=facts)
    if incident.second_line or incident.in_warranty:
        waiting_after.await_mending(incident)
    what = "switches it off" if switched_off else f"reports incident {incident.number}"
    waiting.tell_sides(request, f"{what} in {request}: {incident.title}", by=by)
    return incident


@transaction.atomic
def mend_incident(incident: AwayIncident, *, by: Person, cause: str) -> AwayIncident:
    """It is mended, by one of either side: what it was, and what was done. Refuses when it is mended already."""
    policies.require(by, "away.mend", incident.request)
    words = said(cause, "cause")
    hold(incident.request_id)
    mended = AwayIncident.objects.filter(pk=incident.pk, fixed_at=None)
    if not mended.update(fixed_at=timezone.now(), fixed_by=by, cause=words):
        raise Refused("away-incident-mended", f"Incident {incident.number} is mended already. Look at it again.")
    incident.refresh_from_db(fields=["fixed_at", "fixed_by", "cause"])
    audit.record(by, "awayrequest.mend", incident.request, data={"number": incident.number})
    clocks.meet("away.mend", incident)
    text = f"has mended incident {incident.number} of {incident.request}: {incident.title}"
    waiting.tell_sides(incident.request, text, by=by)
    return incident


@transaction.atomic
def miss_mending(incident_id: int) -> None:
    """The time for mending is over: the guests' manager hears of it. Nothing when it is mended, or all is over."""
    incident = AwayIncident.objects.get(pk=incident_id)
    request = locked(incident.request_id)
    incident.refresh_from_db()
    if incident.fixed_at is not None or incident.late_at is not None or request.state != AwayRequest.State.SIGNED:
        return
    AwayIncident.objects.filter(pk=incident_id).update(late_at=timezone.now())
    audit.record(None, "awayrequest.mend-late", request, data={"number": incident.number})
    if incident.switched_off:
        return
    manager = waiting_after.guests_manager(request)
    text = f"{request.guest.name} has not mended incident {incident.number} of {request} in time: {incident.title}"
    notices.tell(filter(None, [manager]), text, about=request, url=request.get_absolute_url())
    waiting.tell_sides(request, text, by=None)
