"""What the page shows of the work: how it stands, what it cost whom, and what was written."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from teams.away.models import AwayDesign, AwayExtension, AwayRequest, AwaySkeleton, AwayStatus, AwayStay, AwayStop
from teams.away.reads.ways import Ways
from teams.people.reads.calendars import hours_of

MOST_STATUSES = 12


@dataclass(frozen=True, slots=True)
class Work:
    """The stay with its stops and everything that was written in it."""

    stay: AwayStay
    stops: list[AwayStop]
    skeleton: AwaySkeleton | None
    designs: list[AwayDesign]
    statuses: list[AwayStatus]
    extension: AwayExtension | None
    lost: dict[str, float]
    ways: Ways

    @property
    def stop(self) -> AwayStop | None:
        """What it stands still for now."""
        return next((stop for stop in self.stops if stop.ended_at is None), None)

    @property
    def may_reclaim(self) -> bool:
        """Whether the guests' time to go on is over (F20)."""
        stop = self.stop
        return stop is not None and stop.side == AwayStop.Side.GUEST and stop.ran_out_at is not None

    @property
    def is_flagged(self) -> bool:
        """So many statuses in a row did not come (F22)."""
        most = self.ways.number("status_missed")
        return (
            self.ways.has("F22") and len(self.statuses) >= most and not any(one.words for one in self.statuses[:most])
        )

    @property
    def has_skeleton(self) -> bool:
        """Whether a first change that does nothing is asked for (F15), or was."""
        return self.ways.has("F15") or self.skeleton is not None

    @property
    def moved_by(self) -> int:
        """Days by which the last day has moved from the one both signed."""
        return (self.stay.ends_on - self.stay.charter.ends_on).days


def work_of(request: AwayRequest, ways: Ways) -> Work | None:
    """Seven queries; None where the work has not begun."""
    stay = request.told_stay
    if stay is None or stay.began_at is None:
        return None
    stay = AwayStay.objects.select_related("charter", "why_by").get(pk=stay.pk)
    stops = list(stay.stops.select_related("said_by"))
    return Work(
        stay=stay,
        stops=stops,
        skeleton=AwaySkeleton.objects.filter(stay=stay).select_related("shown_by").first(),
        designs=list(stay.designs.select_related("written_by", "answered_by", "adviser", "advised_by")),
        statuses=list(stay.statuses.select_related("by")[:MOST_STATUSES]),
        extension=AwayExtension.objects.filter(stay=stay).select_related("asked_by", "answered_by").first(),
        lost=_lost(request, stops),
        ways=ways,
    )


def _lost(request: AwayRequest, stops: list[AwayStop]) -> dict[str, float]:
    """Working days lost to each side so far, in the hosts' calendar."""
    if not stops:
        return {}
    hours, sums = hours_of(request.host), {side: timedelta() for side in AwayStop.Side.values}
    for stop in stops:
        sums[stop.side] += stop.work if stop.work is not None else hours.between(stop.began_at, timezone.now())
    return {side: round(work / hours.day, 1) for side, work in sums.items()}
