"""The guests hand back what they built; the hosts take it, and it is written who keeps it (F29, F30)."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from portal.kit import audit, clocks, policies
from portal.kit.refusals import Invalid, Refused
from teams.away.actions import after, waiting, waiting_after
from teams.away.actions.given import day_given, said, web_address, works_in
from teams.away.actions.silence import locked
from teams.away.actions.stays import held_stay
from teams.away.models import AwayHandback, AwayHandover, AwayKeeper, AwayRequest, AwayStay, TrustedCommitter
from teams.away.reads.ways import ways_of
from teams.people.models import Person

_S = AwayStay.State
KEPT_BY_GUESTS = timedelta(days=365)


@transaction.atomic
def hand_over(request: AwayRequest, *, by: Person, kind: str, link: str) -> AwayHandover:
    """The guests put one thing down that they leave behind. With the last of the four the hosts' time begins.

    Refuses before the release, and once the hosts have it back.
    """
    policies.require(by, "away.hand-over", request)
    if kind not in AwayHandover.Kind.values:
        text = f"Choose one of: {', '.join(AwayHandover.Kind.values)}."
        raise Invalid("away-handover-unknown", text, kind="Unknown.")
    address = web_address(link, "link", required=True)
    held, stay = _handing(request, _S.RELEASED, _S.WARRANTY, _S.HANDBACK)
    row, _ = AwayHandover.objects.update_or_create(
        request=held, kind=kind, defaults={"link": address, "by": by, "at": timezone.now()}
    )
    audit.record(by, "awayrequest.hand-over", held, data={"kind": kind})
    if stay.state == _S.HANDBACK and is_whole(held) and clocks.is_running("away.handover", held):
        back = held.handback
        if not back.missing:
            _to_the_hosts(held, by=by)
    return row


@transaction.atomic
def add_missing(request: AwayRequest, *, by: Person) -> AwayHandback:
    """The guests say that what the hosts asked for is there now: the hosts' time begins, and they ask no more."""
    policies.require(by, "away.hand-over", request)
    held, _ = _handing(request, _S.HANDBACK)
    if not clocks.is_running("away.handover", held):
        raise Refused("away-handback-not-yours", f"{held.host.name} is awaited now. You have done your part.")
    if not is_whole(held):
        raise Refused("away-handback-not-whole", f"Still missing: {', '.join(missing(held))}.")
    _to_the_hosts(held, by=by)
    return held.handback


@transaction.atomic
def ask_missing(request: AwayRequest, *, by: Person, missing: str) -> AwayHandback:
    """The hosts ask for what is missing, once. The guests have their time again. Refuses a second time."""
    policies.require(by, "away.take-back", request)
    words = said(missing, "missing")
    held, _ = _handing(request, _S.HANDBACK)
    back = held.handback
    if back.missing:
        raise Refused("away-missing-asked", "You have asked once already. Take it back, or do the rest yourselves.")
    if not clocks.is_running("away.handback", held):
        raise Refused("away-handback-not-yet", f"{held.guest.name} still puts it together. You are asked when it is.")
    back.missing, back.missing_by, back.missing_at = words, by, timezone.now()
    back.save(update_fields=["missing", "missing_by", "missing_at"])
    audit.record(by, "awayrequest.ask-missing", held, data={})
    clocks.meet("away.handback", held)
    waiting_after.await_handover(held)
    waiting.tell_guest(held, f"asks for what is missing in the handback of {held}: {words[:120]}", by=by)
    return back


@transaction.atomic
def take_back(request: AwayRequest, *, by: Person) -> AwayStay:
    """The hosts take it back. Refuses while nobody is named who keeps it (F30)."""
    policies.require(by, "away.take-back", request)
    held, stay = _handing(request, _S.HANDBACK)
    if ways_of(held).has("F30") and not AwayKeeper.objects.filter(request=held).exists():
        raise Refused("away-nobody-keeps-it", "Write first who keeps it from now on: one of you, or of the guests.")
    _taken(held, stay, by=by)
    return stay


@transaction.atomic
def take_back_silently(request_id: int) -> None:
    """The hosts were silent: it counts as taken back, kept as the charter says. Nothing when they were not."""
    request, stay = locked(request_id), held_stay(request_id)
    if stay.state != _S.HANDBACK or clocks.is_running("away.handover", request):
        return
    _taken(request, stay, by=None)


@transaction.atomic
def miss_handover(request_id: int) -> None:
    """The guests' time is over: it counts as late, and the hosts are asked to take what is there."""
    request, stay = locked(request_id), held_stay(request_id)
    if stay.state != _S.HANDBACK or clocks.is_running("away.handback", request):
        return
    AwayHandback.objects.filter(request=request, late_at=None).update(late_at=timezone.now())
    audit.record(None, "awayrequest.hand-over-late", request, data={"missing": missing(request)})
    waiting_after.await_taking_back(request)
    text = f"{request.guest.name} has not handed back {request} in time: {request.host.name} is asked to take it"
    waiting.tell_sides(request, text, by=None)


@transaction.atomic
def name_keeper(
    request: AwayRequest, *, by: Person, side: str, person: Person, until: date | None = None
) -> AwayKeeper:
    """Write who keeps it after the warranty: one of the hosts, or one of the guests as trusted committer until a day.

    Refuses before the work has begun, when it is over, and somebody of neither side.
    """
    policies.require(by, "away.keep", request)
    held, _ = _handing(request, *AwayStay.BUILDING, _S.RELEASED, _S.WARRANTY, _S.HANDBACK, _S.CLOSING)
    if side not in {"host", "guest"}:
        raise Invalid("away-side-unknown", "Choose one of: host, guest.", side="Unknown.")
    team = held.host if side == "host" else held.guest
    if not works_in(person, team):
        text = f"{person.name} is not in {team.name}. Name one of its members."
        raise Invalid("away-person-elsewhere", text, person="In another team.")
    last = None
    if side == "guest":
        if until is None:
            raise Invalid("away-keeper-until", "Say until when, a guest does not keep it for ever.", until="Which day?")
        last = day_given(until, "until")
    keeper = _keep(held, by=by, side=side, person=person, until=last)
    text = f"writes that {person.name} of {team.name} keeps {held}, {held.title}"
    waiting.tell_sides(held, text, by=by)
    return keeper


def keep_as_signed(request: AwayRequest, stay: AwayStay) -> None:
    """Nobody wrote who keeps it: then it is as both signed, the hosts' lead or the guests' lead for a year (F30)."""
    if not ways_of(request).has("F30") or AwayKeeper.objects.filter(request=request).exists():
        return
    if stay.charter.keeper == "guest":
        until = timezone.now().date() + KEPT_BY_GUESTS
        _keep(request, by=None, side="guest", person=stay.charter.guest_lead, until=until)
    else:
        _keep(request, by=None, side="host", person=request.host.lead, until=None)


def is_whole(request: AwayRequest) -> bool:
    """Whether all four things are there."""
    return not missing(request)


def missing(request: AwayRequest) -> list[str]:
    """The labels of what is not handed over yet."""
    there = set(request.handovers.values_list("kind", flat=True))
    return [one.label.lower() for one in AwayHandover.Kind if one not in there]


def _keep(request: AwayRequest, *, by: Person | None, side: str, person: Person, until: date | None) -> AwayKeeper:
    facts = {"side": side, "person": person, "until": until, "written_by": by, "written_at": timezone.now()}
    keeper, _ = AwayKeeper.objects.update_or_create(request=request, defaults=facts)
    TrustedCommitter.objects.filter(request=request).delete()
    if until is not None:
        since = timezone.now().date()
        row = {"service": request.service, "person": person, "since": since, "until": until}
        TrustedCommitter.objects.create(request=request, **row)
    audit.record(by, "awayrequest.keep", request, data={"side": side, "person": person.pk, "until": str(until or "")})
    return keeper


def _to_the_hosts(request: AwayRequest, *, by: Person) -> None:
    clocks.meet("away.handover", request)
    AwayHandback.objects.filter(request=request).update(added_at=timezone.now())
    waiting_after.await_taking_back(request)
    waiting.tell_host(request, f"has handed back {request}, {request.title}: take it, or say what is missing", by=by)


def _taken(request: AwayRequest, stay: AwayStay, *, by: Person | None) -> None:
    keep_as_signed(request, stay)
    AwayHandback.objects.filter(request=request).update(taken_at=timezone.now(), taken_by=by)
    after.begin_closing(request, stay, by=by)
    text = f"takes back {request}, {request.title}" if by else f"{request} counts as taken back: nobody said otherwise"
    waiting.tell_sides(request, text, by=by)


def _handing(request: AwayRequest, *states: str) -> tuple[AwayRequest, AwayStay]:
    """The request and its stay, both held, in one of these states; refused otherwise."""
    held = locked(request.pk)
    if held.told_stay is None or held.told_stay.state not in states:
        now = held.told_stay.get_state_display().lower() if held.told_stay else held.get_state_display().lower()
        raise Refused("away-handback-not-now", f"{held} is now: {now}. This step is not open then. Look at it again.")
    return held, held_stay(held.pk)
