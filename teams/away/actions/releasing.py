"""The way back is named, the work reaches production, and the hosts may switch it off alone at any time (F26)."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from portal.kit import audit, clocks, notices, policies
from portal.kit.refusals import Invalid, Refused
from portal.kit.text import storable
from teams.away.actions import after, waiting, waiting_after
from teams.away.actions.access import go_on_writing
from teams.away.actions.given import said, works_in
from teams.away.actions.incidents import open_incident
from teams.away.actions.silence import locked
from teams.away.actions.stays import held_stay, move_stay
from teams.away.models import AwayIncident, AwayRelease, AwayRequest, AwayStay
from teams.away.reads.ways import ways_of
from teams.people.models import Person

BY_HAND = "by hand"
NO_WAY_BACK = "Say first how it is switched off, how it is taken back, and who of the hosts may do so."


@transaction.atomic
def name_way_back(request: AwayRequest, *, by: Person, flag: str, rollback: str, switcher: Person) -> AwayRelease:
    """Say behind which switch it stands, how it is taken back, and who of the hosts switches it off.

    Refuses once it is over, and somebody who is not of the hosts. What was in production already is released by it.
    """
    policies.require(by, "away.release", request)
    words: dict[str, Any] = {"flag": said(flag, "flag", 120), "rollback": said(rollback, "rollback")}
    held, stay = locked(request.pk), _stay_of(request)
    if not works_in(switcher, held.host):
        text = f"{switcher.name} is not in {held.host.name}. Name one of its members."
        raise Invalid("away-person-elsewhere", text, switcher="In another team.")
    release, _ = AwayRelease.objects.update_or_create(
        request=held, defaults={**words, "switcher": switcher, "named_by": by, "named_at": timezone.now()}
    )
    audit.record(by, "awayrequest.way-back", held, data={"flag": release.flag, "switcher": switcher.pk})
    clocks.meet("away.way-back", held)
    text = f"says how {held}, {held.title}, is switched off; {switcher.name} may do so alone at any time"
    waiting.tell_host(held, text, by=by)
    if release.deployed_at is not None and stay.is_building:
        _released(held, stay, by=by, at=release.deployed_at)
    return release


@transaction.atomic
def release_stay(
    request: AwayRequest,
    *,
    by: Person | None,
    source: str = BY_HAND,
    at: datetime | None = None,
    environment: str = "production",
) -> AwayStay:
    """The first change is in production, said by one of either side, or seen (``by=None``) by a ``source``.

    Refuses without a way back (F26). What was seen cannot be refused: it is kept, and the guests are asked for the way
    back. A later deployment changes nothing.
    """
    if by is not None:
        policies.require(by, "away.release", request)
    held, stay = locked(request.pk), _stay_of(request)
    moment = _when(held, at)
    if by is None and not stay.is_building:
        return stay
    release = AwayRelease.objects.filter(request=held).first() or AwayRelease(request=held)
    if release.deployed_at is None or by is not None:
        release.deployed_at = moment
        release.environment, release.source = storable(environment.strip(), 60), storable(source.strip(), 400)
    if ways_of(held).has("F26") and not release.is_named:
        if by is not None:
            raise Refused("away-release-without-way-back", NO_WAY_BACK)
        release.save()
        if not clocks.is_running("away.way-back", held):
            waiting_after.await_way_back(held)
            waiting.tell_sides(held, f"{held} is in production, and nobody has said how it is switched off", by=None)
        return stay
    release.save()
    _released(held, stay, by=by, at=release.deployed_at or moment)
    return stay


@transaction.atomic
def miss_way_back(request_id: int) -> None:
    """Nobody said how it is switched off: the guests' manager hears of it. Nothing when somebody has."""
    request = locked(request_id)
    manager = waiting_after.guests_manager(request)
    release = AwayRelease.objects.filter(request=request).first()
    if request.state == AwayRequest.State.SIGNED and release is not None and not release.is_named:
        text = f"{request.guest.name} has put {request} into production without saying how it is switched off"
        notices.tell(filter(None, [manager]), text, about=request, url=request.get_absolute_url())
        waiting.tell_host(request, text, by=None)


@transaction.atomic
def switch_off(request: AwayRequest, *, by: Person, why: str, link: str = "") -> AwayIncident:
    """A host switches it off, alone: an incident is opened in which the guests help, and nobody is to blame.

    Refuses where no switch was named, and when it is off already.
    """
    policies.require(by, "away.switch-off", request)
    words = said(why, "why", 120)
    held, _ = locked(request.pk), _stay_of(request)
    release = _switch_of(held)
    if release.off_at is not None:
        raise Refused("away-off-already", f"It is off since {release.off_at:%-d %B %Y}. Nothing more needs to be done.")
    release.off_at, release.off_by = timezone.now(), by
    release.save(update_fields=["off_at", "off_by"])
    audit.record(by, "awayrequest.switch-off", held, data={"why": words})
    severity = AwayIncident.Severity.BAD
    return open_incident(held, by=by, severity=severity, title=words, where=release.flag, link=link, switched_off=True)


@transaction.atomic
def switch_on(request: AwayRequest, *, by: Person) -> AwayRelease:
    """The hosts switch it on again. Refuses when it is on."""
    policies.require(by, "away.switch-off", request)
    held = locked(request.pk)
    release = _switch_of(held)
    if release.off_at is None:
        raise Refused("away-on-already", "It is on. Nothing needs to be done.")
    release.off_at = release.off_by = None
    release.save(update_fields=["off_at", "off_by"])
    audit.record(by, "awayrequest.switch-on", held, data={})
    waiting.tell_guest(held, f"switches {held}, {held.title}, on again", by=by)
    return release


def _released(request: AwayRequest, stay: AwayStay, *, by: Person | None, at: datetime) -> None:
    clocks.close_all(request, met=True)
    move_stay(stay, "release", by=by, released_at=at)
    text = f"{request}, {request.title}, is in production"
    waiting.tell_sides(request, text, by=None)
    if ways_of(request).has("F28"):
        go_on_writing(request, stay)
    after.begin_window(request, stay)


def _stay_of(request: AwayRequest) -> AwayStay:
    """Its stay, held, while it may still be released and switched off."""
    stay = held_stay(request.pk) if AwayStay.objects.filter(request=request).exists() else None
    if stay is None or not stay.is_open:
        raise Refused("away-nothing-to-release", "Work that both have signed, and that goes on, is released.")
    return stay


def _switch_of(request: AwayRequest) -> AwayRelease:
    release = AwayRelease.objects.filter(request=request).first()
    if release is None or not release.is_named:
        raise Refused("away-no-switch", f"No switch was named. Ask {request.guest.lead.name} how it is taken back.")
    return release


def _when(request: AwayRequest, at: datetime | None) -> datetime:
    now = timezone.now()
    if at is None:
        return now
    began = request.signed_at or request.asked_at
    if not began - timedelta(days=1) <= at <= now + timedelta(minutes=5):
        text = "It reached production after both had signed, and not after now."
        raise Invalid("away-released-when", text, at="Choose a moment between the two.")
    return min(at, now)
