"""What the page of a person shows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F
from django.utils import timezone

from portal.kit.clocks import waiting_for
from portal.kit.composed import Rows, RowsIn, number
from portal.models import Clock
from teams.people.models import Absence, Division, Membership, Person, Team
from teams.people.reads import calendars, divisions

_MEMBERS = RowsIn(
    lambda teams: Membership.objects.filter(team__pk__in=teams, until=None).order_by().values_list("person", flat=True)
)
_HERE = RowsIn(
    lambda people: Person.objects.filter(pk__in=people, is_active=True).order_by().values_list("pk", flat=True)
)
_IS_IN = Rows(
    lambda: (
        Membership.objects.filter(person=number("person"), team=number("team"), until=None)
        .order_by()
        .values_list("pk", flat=True)[:1]
    )
)
MOST_REPORTS = 200
MOST_WAITING, MOST_COUNTED = 20, 500


@dataclass(frozen=True, slots=True)
class PersonPage:
    """A person with their teams, what they head, those above, those who report to them, and what waits, due first."""

    person: Person
    present: list[Membership]
    past: list[Membership]
    chain: list[Person]
    reports: list[Person]
    heads: list[Division]
    clocks: list[Clock]
    waiting: int
    late: int
    now: datetime
    absences: list[Absence]

    @property
    def away(self) -> Absence | None:
        """The absence in which they are today."""
        today = self.now.date()
        return next((one for one in self.absences if one.first_day <= today), None)

    @property
    def leads(self) -> list[Membership]:
        """The teams this person leads."""
        return [member for member in self.present if member.team.lead_id == self.person.pk]


def present(teams: Iterable[Team], others: Iterable[int]) -> set[int]:
    """Who is here of the members of these teams and of these people, by their keys: two queries."""
    return set(_HERE([*_MEMBERS(team.pk for team in teams), *others]))


def is_in(person: Person, team: Team) -> bool:
    """Whether they are a member of this team now: one query."""
    return bool(_IS_IN(person=person.pk, team=team.pk))


def memberships(person: Person) -> list[Membership]:
    """The teams a person is in, then those they were in, the newest first: one query."""
    rows = person.memberships.select_related("team__division")
    return list(rows.order_by(F("until").desc(nulls_first=True), "-since", "-pk"))


def person_page(person: Person) -> PersonPage:
    """The management chain is walked upwards, at most twelve steps: a loop in the data ends there."""
    chain: list[Person] = []
    above = person.manager
    while above is not None and above not in chain and len(chain) < 12:
        chain.append(above)
        above = Person.objects.filter(pk=above.manager_id).first() if above.manager_id else None
    members = memberships(person)
    waits = list(waiting_for(person)[:MOST_COUNTED])
    now = timezone.now()
    return PersonPage(
        person=person,
        present=[member for member in members if member.until is None],
        past=[member for member in members if member.until is not None],
        chain=chain,
        reports=list(Person.objects.present().filter(manager=person).order_by("name")[:MOST_REPORTS]),
        heads=divisions.headed_by(person),
        clocks=waits[:MOST_WAITING],
        waiting=len(waits),
        late=sum(clock.due_at <= now for clock in waits),
        now=now,
        absences=calendars.absences(person),
    )
