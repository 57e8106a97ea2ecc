"""The tree of divisions with what several rooms know of its teams: people, services, errors, what is late."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from portal.models import Clock
from services.reads.browse import standings
from teams.people.models import Division, Membership, Person, Team
from teams.people.reads import divisions
from teams.people.reads.divisions import Branch

MOST_LATE = 30


@dataclass(frozen=True, slots=True)
class Figures:
    """What is counted of a team, or of all teams of a branch. Somebody in two teams counts in both.

    What is late is kept by its ids: what waits for somebody in two teams is late in both, and once above them.
    """

    teams: int = 0
    people: int = 0
    services: int = 0
    errors: int = 0
    unchecked: int = 0
    overdue: frozenset[int] = field(default=frozenset())

    @property
    def late(self) -> int:
        """How much that waits for the team, or for its members, is past its time."""
        return len(self.overdue)

    def __add__(self, other: "Figures") -> "Figures":
        return Figures(
            self.teams + other.teams,
            self.people + other.people,
            self.services + other.services,
            self.errors + other.errors,
            self.unchecked + other.unchecked,
            self.overdue | other.overdue,
        )


@dataclass(frozen=True, slots=True)
class TeamLine:
    """A team of a division; its numbers open on its own page."""

    team: Team
    figures: Figures

    @property
    def services_url(self) -> str:
        return f"{self.team.get_absolute_url()}#services"

    @property
    def errors_url(self) -> str:
        return self.services_url

    @property
    def late_url(self) -> str:
        return f"{self.team.get_absolute_url()}#waits"


@dataclass(frozen=True, slots=True)
class Twig:
    """A branch with its figures: its own teams, the branches below, everything together."""

    division: Division
    teams: list[TeamLine]
    branches: list["Twig"]
    figures: Figures
    services_url: str

    @property
    def errors_url(self) -> str:
        return f"{self.services_url}&state=errors"

    def all_divisions(self) -> list[int]:
        """The ids of this one and of all below it."""
        return [self.division.pk, *(pk for twig in self.branches for pk in twig.all_divisions())]

    @property
    def late_url(self) -> str:
        return f"{self.division.get_absolute_url()}#late"


@dataclass(frozen=True, slots=True)
class DivisionPage:
    """A division with what is below it, the way down to it, and what is late in it."""

    twig: Twig
    above: list[Division]
    late: list[Clock]


def tree(person: Person) -> list[Twig]:
    """The whole organisation: divisions, teams, people, services, clocks: six queries."""
    figures = _figures(person)
    return [_twig(branch, figures) for branch in divisions.tree(person).tops]


def division_page(person: Person, slug: str) -> DivisionPage | None:
    """One branch: seven queries. None when there is no such division."""
    found = divisions.tree(person)
    branch = found.by_slug.get(slug)
    if branch is None:
        return None
    twig = _twig(branch, _figures(person))
    late = (
        Clock.objects.filter(pk__in=twig.figures.overdue)
        .select_related("awaited_team", "awaited_person", "asked_by")
        .order_by("due_at", "pk")
    )
    return DivisionPage(twig, found.above(branch), list(late[:MOST_LATE]))


def _figures(person: Person) -> dict[int, Figures]:
    """Of each team by its id: four queries."""
    sizes = dict(Membership.objects.filter(until=None).values_list("team").annotate(found=Count("pk")))
    overdue = Clock.objects.filter(state=Clock.State.OPEN, due_at__lte=timezone.now())
    late: dict[int, set[int]] = defaultdict(set)
    for team, pk in overdue.filter(awaited_team__isnull=False).values_list("awaited_team", "pk"):
        late[team].add(pk)
    members = overdue.filter(awaited_person__memberships__until=None, awaited_person__memberships__isnull=False)
    for team, pk in members.values_list("awaited_person__memberships__team", "pk"):
        late[team].add(pk)
    services = standings(person)
    return {
        pk: Figures(
            teams=1,
            people=sizes.get(pk, 0),
            services=sum(services.get(pk, {}).values()),
            errors=services.get(pk, {}).get("errors", 0),
            unchecked=services.get(pk, {}).get("not-checked", 0),
            overdue=frozenset(late.get(pk, ())),
        )
        for pk in {*sizes, *services, *late}
    }


def _twig(branch: Branch, figures: dict[int, Figures]) -> Twig:
    teams = [TeamLine(team, figures.get(team.pk, Figures(teams=1))) for team in branch.teams]
    branches = [_twig(below, figures) for below in branch.branches]
    query = urlencode([("division", each.division.slug) for each in branch.all_branches()])
    url = f"{reverse('services:service-list')}?{query}"
    together = _sum([line.figures for line in teams] + [twig.figures for twig in branches])
    return Twig(branch.division, teams, branches, together, url)


def _sum(several: Iterable[Figures]) -> Figures:
    return sum(several, Figures())
