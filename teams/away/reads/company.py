"""With whom a team has worked in away teams: whoever came to its services, and whose services its people went to."""

from datetime import datetime

from django.db.models import F, Q

from portal.kit.company import Kept, company
from teams.away.models import AwayMember, AwayRequest


@company
def away_company(team: int, since: datetime) -> Kept:
    """Of the work that both sides signed and that was not over at this moment: two queries."""
    stayed = Q(signed_at__isnull=False) & (Q(closed_at=None) | Q(closed_at__gte=since))
    came = AwayRequest.objects.filter(stayed, Q(host=team) | Q(service__team=team))
    people = AwayMember.objects.filter(request__in=came.values("pk")).values_list("person", flat=True)
    went = AwayRequest.objects.filter(stayed, guest=team)
    teams = {at for both in went.values_list("host", F("service__team")) for at in both}
    return Kept(frozenset(people), frozenset(teams))
