"""How often a service, or the services of a team, were wanted while they were not open (F39): the openness ledger."""

from datetime import timedelta

from django.utils import timezone

from services.models import Service
from teams.away.models import AwayRequest
from teams.people.models import Team

YEAR = timedelta(days=365)


def wanted_while_closed(*, service: Service | None = None, team: Team | None = None) -> int:
    """Requests of the last year that were answered with "not open": one query."""
    rows = AwayRequest.objects.filter(state=AwayRequest.State.NOT_OPEN, asked_at__gte=timezone.now() - YEAR)
    if service is not None:
        rows = rows.filter(service=service)
    return (rows.filter(host=team) if team is not None else rows).count()
