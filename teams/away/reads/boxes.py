"""How long a stay may last (F23): days of the guests' working time, from the second signature or from now."""

from datetime import date, timedelta

from django.utils import timezone

from teams.away.models import AwayRequest
from teams.away.reads.ways import ways_of
from teams.people.reads.calendars import hours_of


def last_day(request: AwayRequest, days: int) -> date:
    """The last of so many working days of the guests."""
    hours = hours_of(request.guest)
    begins = request.signed_at or timezone.now()
    return (hours.after(begins, hours.day * days) - timedelta(seconds=1)).astimezone(hours.zone).date()


def usual_end(request: AwayRequest) -> date:
    """The day the guests mean to be done, but at most the time box (F23)."""
    ways = ways_of(request)
    if not ways.has("F23"):
        return request.wanted_by
    return min(request.wanted_by, last_day(request, ways.number("box_days")))
