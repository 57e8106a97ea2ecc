"""Away teams at each stage of their stay, made by the actions people use. ``onboarding`` and ``begun`` walk on."""

from typing import Any

from django.utils import timezone

from services.models import Service
from teams.away.actions import arriving
from teams.away.models import AwayRequest, AwayStay
from teams.people.models import Person, Team
from tests import make

LINK = "https://ci.example/runs/7"
PACK = {"architecture": "https://docs.example/how", "runbook": "https://docs.example/run", "contacts": "Tom, mornings"}


def again(request: Any) -> AwayRequest:
    """The request as it is stored now, with both sides."""
    return AwayRequest.objects.with_sides().get(pk=request.pk)


def stay_of(request: Any) -> AwayStay:
    """Its stay as it is stored now."""
    return AwayStay.objects.get(request=request.pk)


def signed(owned: Service | None = None, guest: Team | None = None, **facts: Any) -> AwayRequest:
    """Both have signed a moment ago: where F12 holds it is in preflight."""
    return again(make.away_met(owned, guest, **facts))


def onboarding(request: AwayRequest) -> AwayRequest:
    """The host has shown all its gates."""
    for gate in stay_of(request).gates.filter(state__in=["not-shown", "red"]):
        arriving.show_gate(request, by=request.host.lead, number=gate.number, state="green", link=LINK)
    return again(request)


def begun(request: AwayRequest) -> AwayRequest:
    """The guests have what they need and have begun."""
    request = onboarding(request)
    if stay_of(request).state == AwayStay.State.ONBOARDING:
        arriving.hand_pack(request, by=request.host.lead, **PACK)
    return again(request)


def at_work(owned: Any = None, guest: Any = None) -> Any:
    """A signed request whose guests are at work, with its sides loaded."""
    from teams.away.models import AwayRequest

    request = make.away_signed(owned, guest)
    return AwayRequest.objects.with_sides().get(pk=request.pk)


def change(request: Any, **facts: Any) -> Any:
    """A merge request of the guests that is not ready for review."""
    from teams.away.actions.changes import open_change

    number = request.changes.count() + 1
    words = {"by": request.guest.lead, "title": "Post refunds in euro",
             "url": f"https://forge.example/ledger/merge_requests/{number}", "lines": 120,
             "branch": "refunds-euro", "paths": ["postings/refund.py"]}  # fmt: skip
    return open_change(request, **{**words, **facts})


def in_review(request: Any, **facts: Any) -> Any:
    """A change whose review was asked for, round 1."""
    from teams.away.actions.changes import ask_review

    return ask_review(change(request, **facts), by=request.guest.lead)


def approved(request: Any, **facts: Any) -> Any:
    """A change that the reviewer has approved."""
    from teams.away.actions.changes import give_review

    made = in_review(request, **facts)
    return give_review(made, "approved", by=request.stay.charter.reviewer)


def signal(of: Team, **facts: Any) -> Any:
    """A team was seen to live of its guests."""
    from teams.away.models import AwaySignal

    day = timezone.now().date()
    parts = [{"name": "Away teams in a year", "value": "6", "bound": "at most 4", "out": True}]
    words = {"kind": "staffing", "begins": day, "ends": day, "parts": parts, "asked": of.division.head, **facts}
    return AwaySignal.objects.create(team=of, **words)


def waits_for(person: Person) -> list[str]:
    """The kinds of clocks that wait for this person, due first."""
    from portal.kit import clocks

    return [clock.kind for clock in clocks.waiting_for(person)]


def draft(owned: Any = None, guest: Any = None, by: Any = None, **words: str) -> Any:
    """A request that somebody of the guest has begun to write."""
    from teams.away.actions.drafts import save_draft

    guest = guest or make.team()
    words = {"title": "Refunds in several currencies", **words}
    return save_draft(owned or make.service(), guest=guest, by=by or guest.lead, words=words)


def sent(owned: Any = None, guest: Any = None, **facts: Any) -> Any:
    """A request that its sponsor has not confirmed: whoever would come has a manager."""
    guest = guest or make.team()
    coming = make.person(manager=make.person())
    make.join_team(guest, coming, by=guest.lead)
    return make.away(owned, guest, confirmed=False, **{"people": [(coming, 50)], **facts})
