"""What the pages of teams and people show."""

from dataclasses import dataclass

from django.db.models import Count, Q

from portal.kit import audit
from portal.kit.paging import Page, paged
from portal.models import AuditEntry
from teams.people.models import Membership, Person, Team


def teams(person: Person, text: str, page: int, size: int = 50) -> Page:
    """A page of all standing teams with their size and number of services."""
    rows = Team.objects.visible_to(person).standing().select_related("division", "lead")
    if text:
        rows = rows.filter(
            Q(name__icontains=text)
            | Q(slug__icontains=text)
            | Q(mission__icontains=text)
            | Q(division__name__icontains=text)
        )
    present = Count("memberships", filter=Q(memberships__until=None), distinct=True)
    return paged(rows.annotate(size=present, owned=Count("services", distinct=True)).order_by("name"), page, size)


@dataclass(frozen=True, slots=True)
class TeamPage:
    """A team with its present members and what happened to it."""

    team: Team
    members: list[Membership]
    history: list[AuditEntry]

    @property
    def over_by(self) -> int:
        """How many people above the two-pizza limit."""
        return max(0, len(self.members) - self.team.size_limit)


def team_page(team: Team) -> TeamPage:
    """Two queries beside the team's own."""
    members = team.memberships.filter(until=None).select_related("person").order_by("since", "pk")
    return TeamPage(team, list(members), list(audit.history(team, most=12)))


@dataclass(frozen=True, slots=True)
class PersonPage:
    """A person with the teams they are in and were in."""

    person: Person
    memberships: list[Membership]
    chain: list[Person]


def person_page(person: Person) -> PersonPage:
    """The management chain is walked upwards, at most twelve steps: a loop in the data ends there."""
    chain: list[Person] = []
    above = person.manager
    while above is not None and above not in chain and len(chain) < 12:
        chain.append(above)
        above = above.manager
    memberships = person.memberships.select_related("team__division").order_by("until", "-since")
    return PersonPage(person, list(memberships), chain)
