"""What a stay waits for from the release on: whom, until when, and what their silence means."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from portal.kit import clocks
from teams.away.actions.silence import head_above
from teams.away.models import AwayIncident, AwayRequest
from teams.away.reads.ways import ways_of
from teams.people.models import Person, Team
from teams.people.reads.calendars import hours_of

AT_ONCE = timedelta(hours=4)
"""How long the guests have for an incident in which customers cannot go on, at any hour of any day."""


def await_way_back(request: AwayRequest) -> None:
    """It is in production, and nobody has said how it is switched off (F26)."""
    title = f"Say how it is switched off, it is in production already: {request.title}"
    silence = f"Whoever leads {request.guest.division.name} hears of it; the work is not released before."
    _await("away.way-back", request, request.guest, title, silence, days=_days(request, "way_back_days"))


def await_window(request: AwayRequest) -> None:
    """The guests are the second line for what they touched (F27)."""
    title = f"Stand by, what breaks in what you touched at {request.host.name} is yours too: {request.title}"
    silence = "The time of standing by ends, and the warranty goes on."
    _await("away.window", request, request.guest, title, silence, days=_days(request, "window_days"))


def await_warranty(request: AwayRequest, until: datetime) -> None:
    """The guests mend what they built, until a day counted from production (F28)."""
    title = f"Mend what breaks in what you built at {request.host.name}: {request.title}"
    silence = "The warranty ends, and it is handed back."
    _await("away.warranty", request, request.guest, title, silence, due_at=until)


def await_mending(incident: AwayIncident) -> None:
    """The guests mend an incident: the worst at once, others in some of their working days (F27, F28)."""
    request = incident.request
    title = f"Mend incident {incident.number} at {request.host.name}: {incident.title}"
    silence = f"Whoever leads {request.guest.division.name} hears of it; it stays open and late."
    if incident.switched_off:
        silence = f"{request.host.name} decides what becomes of it; it stays switched off."
    due: dict[str, Any] = {"due_at": timezone.now() + AT_ONCE}
    if incident.severity != AwayIncident.Severity.WORST:
        due = {"days": _days(request, "mend_days")}
    _await("away.mend", incident, request.guest, title, silence, **due)


def await_handover(request: AwayRequest) -> None:
    """The guests put together what they leave behind (F29)."""
    title = f"Hand back to {request.host.name} what you built: {request.title}"
    silence = f"{request.host.name} is asked to take what is there."
    _await("away.handover", request, request.guest, title, silence, days=_days(request, "handback_days"))


def await_taking_back(request: AwayRequest) -> None:
    """The hosts take it back, or ask once for what is missing; their silence takes it (F29, F30)."""
    title = f"Take back from {request.guest.name}, or ask once for what is missing: {request.title}"
    silence = "It counts as taken back, and is kept as the charter says."
    _await("away.handback", request, request.host, title, silence, days=_days(request, "handback_days"))


def await_measure(request: AwayRequest) -> None:
    """The guests measure again what they promised."""
    title = f"Measure again and say what came of it: {request.title}"
    silence = "It is closed, and shown as not measured."
    _await("away.measure", request, request.guest, title, silence, days=_days(request, "measure_days"))


def await_look_back(request: AwayRequest, side: str) -> None:
    """One side answers three questions and names one thing it will do (F34)."""
    team = request.guest if side == "guest" else request.host
    other = request.host if side == "guest" else request.guest
    title = f"Look back on the work with {other.name}, in three answers: {request.title}"
    silence = "It closes without; the page shows that there was no answer."
    _await(f"away.look-back-{side}", request, team, title, silence, days=_days(request, "retro_days"))


def await_credit(request: AwayRequest) -> None:
    """The hosts thank those who did it, in words that their managers read, too (F35)."""
    title = f"Write who of {request.guest.name} did it and thank them: {request.title}"
    silence = "They and their managers get a thank-you made of facts."
    _await("away.credit", request, request.host, title, silence, days=_days(request, "credit_days"))


def await_winding_down(request: AwayRequest) -> None:
    """The guests say where the rest lies and what became of what is merged (F31)."""
    title = f"Wind down at {request.host.name}, and say where your work lies: {request.title}"
    silence = "It is over, access ends; what is merged is the hosts' to switch off."
    _await("away.wind-down", request, request.guest, title, silence, days=_days(request, "winddown_days"))


def guests_manager(request: AwayRequest) -> Person | None:
    """Who hears of what the guests leave lying: whoever leads above their team, and is not its lead."""
    return head_above(request.guest.division, but=(request.guest.lead_id,))


def _days(request: AwayRequest, name: str) -> int:
    return ways_of(request).number(name)


def _await(kind: str, about: Any, whom: Team, title: str, silence: str, **due: Any) -> None:
    request: AwayRequest = getattr(about, "request", about)
    asked_by = request.contact_id if whom.pk == request.guest_id else request.asked_by_id
    if "days" in due:
        due["hours"] = hours_of(whom)
    url = about.get_absolute_url()
    clocks.start(kind, about, team=whom, asked_by=asked_by, title=title, silence=silence, url=url, **due)
