"""A stop: since when the work stands still, for whom, and what that does to its last day (F21)."""

from datetime import date, timedelta

from django.utils import timezone

from portal.kit import audit, clocks
from portal.kit.hours import Hours
from portal.kit.times import end_of_day
from teams.away.actions import waiting
from teams.away.actions.access import ask_access, go_on_writing
from teams.away.models import AwayRequest, AwayStay, AwayStop
from teams.away.reads.loading import request_with_teams
from teams.away.reads.ways import ways_of
from teams.people.models import Person
from teams.people.reads.calendars import hours_of

OF_A_STOP = ("away.unblock", "away.unblock-head", "away.reclaim", "away.take-back", "away.pause")


def open_stop(stay: AwayStay, side: str, *, by: Person | None, why: str) -> AwayStop:
    """From now on it stands still, for this side."""
    return AwayStop.objects.create(stay=stay, side=side, why=why, said_by=by)


def close_stop(stay: AwayStay) -> None:
    """It goes on, or is over: what the hosts cost is added to the last day (F21). Nothing where nothing stood still."""
    stop = next(iter(AwayStop.objects.filter(stay=stay, ended_at=None).order_by()[:1]), None)
    if stop is None:
        return
    request = request_with_teams(stay.request_id)
    hours = hours_of(request.host)
    stop.ended_at = timezone.now()
    stop.work = hours.between(stop.began_at, stop.ended_at)
    stop.save(update_fields=["ended_at", "work"])
    clocks.meet(OF_A_STOP, request)
    if stop.side == AwayStop.Side.HOST and ways_of(request).has("F21") and stop.work:
        move_last_day(request, stay, later_by(stay.ends_on, stop.work, hours), why="host")


def move_last_day(request: AwayRequest, stay: AwayStay, day: date, *, why: str, by: Person | None = None) -> None:
    """The work may last until this day from now on, and where its time was over, it goes on.

    A day that is over by now changes nothing of what is waited for: the work is late as it was.
    """
    if day == stay.ends_on:
        return
    before, stay.ends_on = stay.ends_on, day
    AwayStay.objects.filter(pk=stay.pk).update(ends_on=day)
    audit.record(by, "awayrequest.last-day", request, data={"from": str(before), "until": str(day), "why": why})
    if end_of_day(day) <= timezone.now():
        return
    was_late = clocks.is_late("away.finish", request)
    if clocks.withdraw("away.finish", request):
        waiting.await_finish(request, day)
    if was_late:
        clocks.withdraw("away.over", request)
        go_on_writing(request, stay)
        if stay.state != AwayStay.State.PREFLIGHT:
            ask_access(request, stay)


def later_by(day: date, work: timedelta, hours: Hours) -> date:
    """So much working time after the end of this day; a day begun counts as a day."""
    return (hours.after(end_of_day(day), work) - timedelta(seconds=1)).astimezone(hours.zone).date()
