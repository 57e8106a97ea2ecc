"""How much of what was merged into a team's services came from its guests: told by their forges, or not at all."""

from datetime import datetime

from services.forge.models import Fact
from services.forge.repositories import names_of
from services.models import Service
from teams.away.models import AwayChange
from teams.people.models import Team


def work_by_guests(team: Team, begins: datetime, ends: datetime) -> tuple[float | None, int]:
    """Percent of all merged changes, and how many there were. None while nothing but guests' changes is known.

    What was said by hand is left out: without a forge only guests' changes are said, and would always be the whole.
    """
    sources = Service.objects.filter(team=team).exclude(source_url="").values_list("source_url", flat=True)
    merged = Fact.objects.filter(
        repository__in=names_of(sources), kind=Fact.Kind.CHANGE_MERGED, at__gte=begins, at__lt=ends
    ).exclude(forge="")
    every = merged.values("repository", "number").distinct().count()
    if not every:
        return None, 0
    guests = AwayChange.objects.filter(
        request__service__team=team, state=AwayChange.State.MERGED, over_at__gte=begins, over_at__lt=ends
    ).count()
    return min(100.0, guests / every * 100), every
