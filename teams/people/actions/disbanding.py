"""A team ends: its people leave it, and what it owned or had promised is for others to take."""

from django.db import transaction
from django.utils import timezone

from portal.kit import audit, jobs, policies
from portal.kit.refusals import Invalid, Refused
from portal.kit.text import storable
from teams.people.actions.finding import index_team
from teams.people.actions.teams import tell_other_rooms
from teams.people.models import Membership, Person, Team

LONGEST_WHY = 500


@transaction.atomic
def disband_team(team: Team, *, by: Person, why: str) -> Team:
    """The team is no more: its members become former members. Whoever leads above it may, with a reason.

    Other rooms hear of it by name: away teams end in order or wait for the next owner of a service (F40); what
    waited for its lead waits for whoever leads above it.
    """
    policies.require(by, "team.disband", team)
    words = storable(why.strip())
    if not 1 <= len(words) <= LONGEST_WHY:
        raise Invalid("team-disband-why", f"Say why, in at most {LONGEST_WHY} characters.", why="Others will ask.")
    now = timezone.now()
    if not Team.objects.standing().filter(pk=team.pk).update(retired_at=now):
        raise Refused("team-ended-already", f"{team.name} has ended already.")
    team.retired_at = now
    Membership.objects.filter(team=team, until=None).update(until=now)
    audit.record(by, "team.disband", team, before="standing", after="ended", data={"why": words})
    index_team(team)
    jobs.enqueue("away.follow_team", team.pk)
    tell_other_rooms(team)
    return team
