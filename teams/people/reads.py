"""What the pages of teams and people show."""

from dataclasses import dataclass
from typing import Any

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
    history: list[dict[str, Any]]

    @property
    def over_by(self) -> int:
        """How many people above the two-pizza limit."""
        return max(0, len(self.members) - self.team.size_limit)


def team_page(team: Team) -> TeamPage:
    """Three queries beside the team's own."""
    members = team.memberships.filter(until=None).select_related("person").order_by("since", "pk")
    return TeamPage(team, list(members), _told(list(audit.history(team, most=12))))


def _told(entries: list[AuditEntry]) -> list[dict[str, Any]]:
    """What happened to a team, with the names of those it happened to: who acts is not who joins."""
    people = {entry.data["person"] for entry in entries if "person" in entry.data}
    names = dict(Person.objects.filter(pk__in=people).values_list("pk", "name"))
    told = []
    for entry in entries:
        other = names.get(entry.data.get("person"), "")
        words = {"team.join": f"added {other}", "team.leave": f"took {other} out"}.get(entry.verb, "") if other else ""
        who = entry.actor.name if entry.actor is not None else "Homeport"
        icon = {"team.create": "plus", "team.join": "person", "team.leave": "void"}.get(entry.verb, "dot")
        told.append({"who": who, "words": words, "verb": entry.verb, "icon": icon, "at": entry.at})
    return told


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
