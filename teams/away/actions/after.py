"""From the release to the last word, each step in its time. What a division does without is left out (F27 to F34)."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from portal.kit import clocks
from teams.away.actions import waiting, waiting_after
from teams.away.actions.finding import index_request
from teams.away.actions.silence import locked
from teams.away.actions.stays import held_stay, move_stay
from teams.away.models import AwayHandback, AwayHandover, AwayRequest, AwayStay
from teams.away.reads.ways import Ways, ways_of
from teams.people.models import Person

_S = AwayStay.State


def begin_window(request: AwayRequest, stay: AwayStay) -> None:
    """Released: the warranty runs from here (F28), and the guests stand by for some days of it (F27)."""
    ways = ways_of(request)
    if ways.has("F28"):
        until = (stay.released_at or timezone.now()) + timedelta(days=stay.charter.warranty_days)
        waiting_after.await_warranty(request, until)
    if ways.has("F27"):
        waiting_after.await_window(request)
        index_request(request)
    else:
        _begin_warranty(request, stay)


@transaction.atomic
def end_window(request_id: int) -> None:
    """The days of standing by are over. Nothing when it went on meanwhile."""
    request, stay = locked(request_id), held_stay(request_id)
    if stay.state == _S.RELEASED:
        _begin_warranty(request, stay)


@transaction.atomic
def end_warranty(request_id: int) -> None:
    """The warranty is over, by the clock alone. Nothing when it went on meanwhile."""
    request, stay = locked(request_id), held_stay(request_id)
    if stay.state in {_S.RELEASED, _S.WARRANTY}:
        _begin_handback(request, stay)


def begin_closing(request: AwayRequest, stay: AwayStay, *, by: Person | None) -> None:
    """The hosts have it back: what came of it is measured, both look back, and those who did it are thanked."""
    ways = ways_of(request)
    clocks.close_all(request, met=by is not None)
    move_stay(stay, "close", by=by)
    waiting_after.await_measure(request)
    if looks_back(stay, ways):
        for side in ("guest", "host"):
            waiting_after.await_look_back(request, side)
    if ways.has("F35"):
        waiting_after.await_credit(request)
    index_request(request)


def looks_back(stay: AwayStay, ways: Ways) -> bool:
    """Whether both sides look back (F34); after too many demands they do in any case (F19)."""
    return ways.has("F34") or stay.look_back_at is not None


def what_is_left(request: AwayRequest, stay: AwayStay) -> list[str]:
    """What has to happen before it can be finished, in sentences; nothing where all of it is switched off."""
    ways = ways_of(request)
    steps = [
        (_S.RELEASED, "It is released.", ways.has("F28") or ways.has("F29") or looks_back(stay, ways)),
        (_S.WARRANTY, f"Its warranty of {stay.charter.warranty_days} days ends.", ways.has("F28")),
        (_S.HANDBACK, f"{request.host.name} takes it back.", ways.has("F29")),
        (_S.CLOSING, "Both sides look back.", looks_back(stay, ways)),
    ]
    order = [*AwayStay.State]
    reached = order.index(_S(stay.state)) if stay.state not in AwayStay.BUILDING else order.index(_S.ACTIVE)
    return [sentence for state, sentence, on in steps if on and order.index(state) > reached]


def _begin_warranty(request: AwayRequest, stay: AwayStay) -> None:
    if not clocks.is_running("away.warranty", request):
        _begin_handback(request, stay)
        return
    clocks.close_all(request, met=True, but=("away.warranty",))
    move_stay(stay, "warrant", by=None)
    index_request(request)


def _begin_handback(request: AwayRequest, stay: AwayStay) -> None:
    ways = ways_of(request)
    if not ways.has("F29") and not ways.has("F30"):
        begin_closing(request, stay, by=None)
        return
    clocks.close_all(request, met=True)
    move_stay(stay, "hand-back", by=None)
    AwayHandback.objects.get_or_create(request=request)
    if ways.has("F29") and request.handovers.count() < len(AwayHandover.Kind.values):
        waiting_after.await_handover(request)
        waiting.tell_guest(request, f"The warranty of {request}, {request.title}, is over: hand it back", by=None)
    else:
        waiting_after.await_taking_back(request)
    index_request(request)
