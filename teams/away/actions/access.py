"""Least access (F13): every guest writes to what is in scope, and only as long as the work goes on."""

from collections.abc import Iterable

from django.db import connection, transaction
from django.utils import timezone

from portal.kit import audit, clocks, policies
from portal.kit.refusals import Invalid, Refused
from teams.away.actions import waiting
from teams.away.actions.awaited import await_access
from teams.away.actions.given import said, works_in
from teams.away.models import AwayAccess, AwayRequest, AwayStay
from teams.away.reads.loading import request_with_teams
from teams.away.reads.ways import ways_of
from teams.people.models import Person

FORGE_DAYS = 2
"""Working days of the host to do in the forge what was decided here."""


def ask_access(request: AwayRequest, stay: AwayStay) -> None:
    """Everybody who comes and is still in the guest team needs write access to what is in scope, and to no more."""
    if not ways_of(request).has("F13"):
        return
    have = set(stay.accesses.filter(ended_at=None).values_list("person", flat=True))
    for member in request.members.select_related("person"):
        if member.person_id not in have and works_in(member.person, request.guest):
            access = AwayAccess.objects.create(stay=stay, person=member.person, scope=stay.charter.scope_in)
            await_access(
                "away.grant",
                request,
                access,
                days=FORGE_DAYS,
                title=f"Let {member.person.name} write to what is in scope, and give no secrets of production",
                silence="It is shown as late; the guests cannot push.",
            )


@transaction.atomic
def grant_access(access: AwayAccess, *, by: Person, scope: str) -> AwayAccess:
    """The host has let them in, in its forge: to these paths. It ends by itself with the work or its last day.

    Refuses what is granted or over already, and whoever is no longer in the guest team.
    """
    held, request = _held(access)
    policies.require(by, "away.host-work", request)
    words = said(scope, "scope")
    if held.ended_at is not None or held.granted_at is not None:
        now = "over" if held.ended_at else "granted already"
        raise Refused("away-access-not-now", f"The access of {held.person.name} is {now}.")
    if not works_in(held.person, request.guest):
        raise Refused("away-person-elsewhere", f"{held.person.name} is no longer in {request.guest.name}.")
    AwayAccess.objects.filter(pk=held.pk).update(scope=words, granted_at=timezone.now(), granted_by=by)
    audit.record(by, "awayrequest.grant", request, data={"person": held.person_id, "access": held.pk})
    clocks.meet("away.grant", held)
    held.refresh_from_db()
    return held


@transaction.atomic
def end_access(access: AwayAccess, *, by: Person) -> AwayAccess:
    """The host ends the access of one guest, in its forge as well."""
    held, request = _held(access)
    policies.require(by, "away.host-work", request)
    if held.ended_at is not None:
        raise Refused("away-access-not-now", f"The access of {held.person.name} is over.")
    end_accesses(request, [held], AwayAccess.End.BY_HAND, by=by)
    held.refresh_from_db()
    return take_access(held, by=by) if held.granted_at is not None else held


@transaction.atomic
def take_access(access: AwayAccess, *, by: Person) -> AwayAccess:
    """Somebody of the host has taken it away in the forge as well, and says so."""
    held, request = _held(access)
    policies.require(by, "away.host-work", request)
    if not held.is_to_be_taken:
        raise Refused("away-access-not-now", f"There is nothing to take away from {held.person.name}.")
    AwayAccess.objects.filter(pk=held.pk).update(taken_at=timezone.now(), taken_by=by)
    audit.record(by, "awayrequest.take", request, data={"person": held.person_id, "access": held.pk})
    clocks.meet("away.revoke", held)
    held.refresh_from_db()
    return held


def end_accesses(request: AwayRequest, which: Iterable[AwayAccess], end: str, *, by: Person | None) -> None:
    """These are over, whoever is asked or not; what was granted waits until it is taken away in the forge."""
    for access in which:
        if not AwayAccess.objects.filter(pk=access.pk, ended_at=None).update(ended_at=timezone.now(), end=end):
            continue
        data = {"person": access.person_id, "access": access.pk, "end": end}
        audit.record(by, "awayrequest.access-end", request, data=data)
        clocks.withdraw("away.grant", access)
        if access.granted_at is not None:
            await_access(
                "away.revoke",
                request,
                access,
                days=FORGE_DAYS,
                title=f"Take the access of {access.person.name} away in the forge",
                silence="It is shown as late until somebody says that it is done.",
            )


def end_all_access(stay: AwayStay, end: str, *, by: Person | None) -> None:
    """The stay is over, or its last day is (F13)."""
    request = request_with_teams(stay.request_id)
    if ways_of(request).has("F13"):
        end_accesses(request, stay.accesses.filter(ended_at=None).select_related("person"), end, by=by)


def go_on_writing(request: AwayRequest, stay: AwayStay) -> None:
    """The last day was over and the work goes on, with more time or under warranty: whoever came needs their access.

    Where the host has not taken it away in its forge yet, it goes on as it was; else it is asked for again.
    """
    ended = stay.accesses.filter(end=AwayAccess.End.LAST_DAY).select_related("person").order_by("-pk")
    have = set(stay.accesses.filter(ended_at=None).values_list("person", flat=True))
    for access in ended:  # a stay that was extended can have ended twice for somebody
        if access.person_id not in have and access.is_to_be_taken and works_in(access.person, request.guest):
            have.add(access.person_id)
            AwayAccess.objects.filter(pk=access.pk).update(ended_at=None, end="")
            clocks.withdraw("away.revoke", access)
            audit.record(None, "awayrequest.access-on", request, data={"person": access.person_id, "access": access.pk})
    if ended:
        ask_access(request, stay)


@transaction.atomic
def end_access_of_leaver(person_id: int) -> None:
    """Somebody left a team: their access to what they visited with it ends (F13)."""
    live = AwayAccess.objects.filter(person=person_id, ended_at=None).select_related("person")
    for access in live.select_for_update(of=("self",)):
        request = AwayRequest.objects.with_teams().get(stay__accesses=access)
        if ways_of(request).has("F13") and not works_in(access.person, request.guest):
            end_accesses(request, [access], AwayAccess.End.LEFT, by=None)
            waiting.tell_host(request, f"{access.person.name} left {request.guest.name}; their access ends", by=None)


def access_of(request: AwayRequest, person: int | str) -> AwayAccess:
    """The newest access of this person to what the request is about."""
    by = {"person__login": person} if isinstance(person, str) else {"person": person}
    found = AwayAccess.objects.filter(stay__request=request, **by).order_by("-pk").first()
    if found is None:
        raise Invalid("away-access-unknown", "They have no access here, and none is asked for.", person="Unknown.")
    return found


def _held(access: AwayAccess) -> tuple[AwayAccess, AwayRequest]:
    """The row, held until the transaction ends, and its request."""
    if connection.features.has_select_for_update:
        list(AwayAccess.objects.select_for_update().filter(pk=access.pk).order_by().values_list("pk"))
    held = AwayAccess.objects.select_related("person", "stay").get(pk=access.pk)
    return held, request_with_teams(held.stay.request_id)
