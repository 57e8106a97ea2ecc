"""Services whose team has ended, and what waits for their next owner: the orphan queue of a division (F40)."""

from collections.abc import Iterable

from django.db.models import Count, Q

from services.models import Service
from teams.away.models import AwayRequest


def orphans_below(divisions: Iterable[int], most: int) -> list[Service]:
    """Living services of ended teams of these divisions, each with how many requests wait (``waiting``): one query."""
    waits = Count("away_requests", filter=Q(away_requests__state__in=AwayRequest.OPEN))
    rows = Service.objects.living().filter(team__division__in=list(divisions), team__retired_at__isnull=False)
    return list(rows.select_related("team").annotate(waiting=waits).order_by("-waiting", "slug")[:most])
