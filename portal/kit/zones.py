"""Times are shown in the zone of whoever looks; they are stored and sent in UTC."""

from collections.abc import Callable
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.http import HttpRequest, HttpResponse
from django.utils import timezone


class TimeZoneMiddleware:
    """Activates the person's time zone for the request. The API speaks UTC: its rooms never ask for local time."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        zone = getattr(request.user, "time_zone", "") if not request.path.startswith("/api/") else ""
        if not zone:
            return self.get_response(request)
        try:
            theirs = ZoneInfo(zone)
        except (ZoneInfoNotFoundError, ValueError):  # a zone that this machine's database does not know
            return self.get_response(request)
        with timezone.override(theirs):
            return self.get_response(request)


def zone_of(name: str) -> ZoneInfo:
    """The zone of this name; UTC for one that this machine's database does not know."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")
