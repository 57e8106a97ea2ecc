"""Whose turn it was: how long a request has waited for guest, host and those above, from clocks, stops and reviews.

At each moment it is one side's turn: what stands still for somebody goes first, then who decides above, then the host,
then the guest, who works when nobody else is awaited. How long it took is working time in that side's own calendar.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from django.utils import timezone

from portal.kit.hours import Hours
from portal.models import Clock
from teams.away.models import AwayChange, AwayRequest, AwayStop, ChangeStep
from teams.people.reads.calendars import hours_of

GUEST, HOST, ABOVE, NOBODY = "guest", "host", "above", "nobody"
RANK = {NOBODY: 3, ABOVE: 2, HOST: 1, GUEST: 0}
STOP = 10
"""Above every clock: what stands still."""
SHORTEST = timedelta(minutes=1)
"""What passes in less was nobody's turn."""
NOT_A_TURN = (
    "away.review-neutral", "away.finish", "away.back-door", "away.stall", "away.status", "away.skeleton", "away.pause",
    "away.design", "away.design-advice", "away.extend", "away.react-host", "away.react-guest",
)  # fmt: skip
"""What is awaited while the work goes on."""
_C = AwayChange.State
OF_CHANGE = {_C.IN_REVIEW: (HOST, "reviews"), _C.WITH_MEDIATOR: (ABOVE, "decides about"),
             _C.CHANGES_ASKED: (GUEST, "works on"), _C.APPROVED: (GUEST, "merges")}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Turn:
    """One stretch in which one side was awaited, why, and how much working time of theirs it took."""

    side: str
    why: str
    began_at: datetime
    ended_at: datetime
    work: timedelta

    @property
    def hours(self) -> float:
        return round(self.work.total_seconds() / 3600, 1)


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of the bar, of 1000."""

    side: str
    start: str
    width: str


@dataclass(frozen=True, slots=True)
class Turns:
    """All turns in order of time, and what each side cost together, in hours of its own working time."""

    turns: list[Turn]

    @property
    def totals(self) -> dict[str, float]:
        sums = dict.fromkeys((GUEST, HOST, ABOVE, NOBODY), 0.0)
        for turn in self.turns:
            sums[turn.side] += turn.work.total_seconds() / 3600
        return {side: round(hours, 1) for side, hours in sums.items()}

    @property
    def bar(self) -> list[Piece]:
        whole = sum(turn.work.total_seconds() for turn in self.turns) or 1.0
        pieces, start = [], 0.0
        for turn in self.turns:
            width = turn.work.total_seconds() / whole * 1000
            if width > 0:
                pieces.append(Piece(turn.side, f"{start:.1f}", f"{width:.1f}"))
            start += width
        return pieces


@dataclass(frozen=True, slots=True)
class _Claim:
    """Somebody is awaited from here to there; of two at once the higher rank counts."""

    side: str
    why: str
    start: datetime
    end: datetime
    rank: int


def turns_of(request: AwayRequest, clocks: Iterable[Clock], now: datetime | None = None) -> Turns:
    """``clocks``: all of the request itself. Two queries, and those of two calendars."""
    now = now or timezone.now()
    until = request.closed_at or now
    claims = [*_of_clocks(request, clocks, until), *_of_changes(request, until), *_of_stops(request, until)]
    stay = request.told_stay
    if request.signed_at is not None:
        released = stay.released_at if stay is not None else None
        claims.append(_Claim(GUEST, "at work", request.signed_at, min(released or until, until), -1))
    hours = {GUEST: hours_of(request.guest), HOST: hours_of(request.host)}
    return Turns(_swept(claims, hours))


def _of_clocks(request: AwayRequest, clocks: Iterable[Clock], until: datetime) -> Iterable[_Claim]:
    for clock in clocks:
        if clock.kind in NOT_A_TURN or (clock.work is None and clock.kind != "away.promise"):
            continue
        side = _side_of(request, clock)
        why = clock.title.removesuffix(f": {request.title}")
        yield _Claim(side, why, clock.started_at, min(clock.closed_at or until, until), RANK[side])


def _side_of(request: AwayRequest, clock: Clock) -> str:
    if clock.awaited_team_id is not None:
        return HOST if clock.awaited_team_id == request.host_id else GUEST
    if clock.awaited_person_id == request.guest.lead_id or clock.kind == "away.sponsor":
        return GUEST  # its own manager: the host has not heard of it yet
    stay = request.told_stay
    charter = stay.charter if stay is not None else None
    of_host = {request.host.lead_id, request.contact_id}
    if charter is not None:
        of_host |= {charter.reviewer_id, charter.deputy_id}
    return HOST if clock.awaited_person_id in of_host else ABOVE


def _of_changes(request: AwayRequest, until: datetime) -> Iterable[_Claim]:
    """What each change waited for between two of its steps."""
    steps = ChangeStep.objects.filter(change__request=request).select_related("change").order_by("change", "at", "pk")
    for step, after in pairwise([*steps, None]):
        if step is None or step.state not in OF_CHANGE:
            continue
        side, verb = OF_CHANGE[_C(step.state)]
        end = after.at if after is not None and after.change_id == step.change_id else until
        yield _Claim(side, f"{verb} change {step.change.number}", step.at, min(end, until), RANK[side])


def _of_stops(request: AwayRequest, until: datetime) -> Iterable[_Claim]:
    stay = request.told_stay
    if stay is None:
        return
    for stop in stay.stops.all():
        side = NOBODY if stop.side == AwayStop.Side.BOTH else str(stop.side)
        yield _Claim(side, stop.why or "stood still", stop.began_at, min(stop.ended_at or until, until), STOP)


def _swept(claims: Sequence[_Claim], hours: dict[str, Hours]) -> list[Turn]:
    """One side at each moment; neighbours of one side and reason are one turn."""
    real = [one for one in claims if one.start < one.end]
    moments = sorted({moment for one in real for moment in (one.start, one.end)})
    found: list[tuple[_Claim, datetime, datetime]] = []
    for start, end in pairwise(moments):
        here = [one for one in real if one.start <= start and end <= one.end]
        if not here:
            continue
        first = max(here, key=lambda one: (one.rank, one.start))
        if found and found[-1][2] == start and (found[-1][0].side, found[-1][0].why) == (first.side, first.why):
            found[-1] = (found[-1][0], found[-1][1], end)
        else:
            found.append((first, start, end))
    return [
        Turn(one.side, one.why, start, end, hours.get(one.side, hours[HOST]).between(start, end))
        for one, start, end in found
        if end - start >= SHORTEST or (one, start, end) == found[-1]  # the last is the one that goes on
    ]
