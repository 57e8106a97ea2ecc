"""A request as an action has it before it: asked by nearly every action and clock of an away team."""

from portal.kit.composed import Rows, number
from teams.away.models import AwayRequest

_WITH_TEAMS = Rows(lambda: AwayRequest.objects.with_teams().filter(pk=number("pk")).order_by())


def request_with_teams(request_id: int) -> AwayRequest:
    """With its service, both teams and its stay: one query. Raises AwayRequest.DoesNotExist without such a row."""
    found: AwayRequest = _WITH_TEAMS.one(pk=request_id)
    return found
