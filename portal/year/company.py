"""A company made for a year that is played: divisions, teams in many zones, services, people of every temper."""

from dataclasses import dataclass, field
from datetime import time, timedelta
from random import Random

from django.utils import timezone

from services.actions.catalog import close_source, register_service
from services.models import Contract, Service
from teams.people.actions.calendars import set_calendar
from teams.people.actions.people import add_person
from teams.people.actions.teams import create_division, create_team, join_team
from teams.people.models import Division, Person, Team, WorkWeek

PLACES = (
    ("Europe/London", "GB"), ("Europe/Berlin", "DE"), ("Asia/Kolkata", "IN"), ("America/New_York", "US"),
    ("America/Sao_Paulo", "BR"), ("Asia/Tokyo", "JP"), ("Africa/Lagos", "NG"), ("Australia/Sydney", "AU"),
)  # fmt: skip
TEAM_OF, TEAMS_A_DIVISION = 5, 10


@dataclass(frozen=True, slots=True)
class Temper:
    """How somebody treats what waits for them: the part of the time they take, and how often they let it lie."""

    name: str
    middle: float
    silent: float


PROMPT, USUAL, SLOW = Temper("prompt", 0.25, 0.01), Temper("usual", 0.55, 0.06), Temper("slow", 0.95, 0.3)


@dataclass
class Company:
    """Who is there. ``tempers`` is by team: a slow host is slow as a team."""

    steward: Person
    divisions: list[Division] = field(default_factory=list)
    teams: list[Team] = field(default_factory=list)
    members: dict[int, list[Person]] = field(default_factory=dict)
    services: list[Service] = field(default_factory=list)
    tempers: dict[int, Temper] = field(default_factory=dict)
    agents: dict[int, Person] = field(default_factory=dict)


def found(teams: int, chance: Random) -> Company:
    """So many teams of five under divisions of ten, one service each and here and there a second one."""
    chief = add_person("year-chief", by=None, name="Chief", is_steward=True)
    company = Company(steward=chief)
    top = create_division("year-company", by=chief, name="Company", head=chief)
    for number in range(1, (teams - 1) // TEAMS_A_DIVISION + 2):
        head = add_person(f"year-head-{number}", by=None, name=f"Head {number}", manager=chief)
        company.divisions.append(
            create_division(f"year-division-{number}", by=chief, name=f"Division {number}", parent=top, head=head)
        )
    for number in range(1, teams + 1):
        _team(company, number, chance)
    return company


def _team(company: Company, number: int, chance: Random) -> None:
    division = company.divisions[(number - 1) // TEAMS_A_DIVISION]
    zone, country = chance.choice(PLACES)
    lead = add_person(
        f"year-{number}-1", by=None, name=f"Lead {number}", manager=division.head, time_zone=zone
    )  # every name of this company begins alike, so that it can be told from a real one
    team = create_team(
        f"year-team-{number}",
        by=company.steward,
        name=f"Team {number}",
        division=division,
        lead=lead,
        time_zone=zone,
        openness=Team.Openness.CLOSED if number % 17 == 0 else Team.Openness.WELCOME,
    )
    set_calendar(team, by=lead, week=WorkWeek.values[0], opens=time(9), closes=time(17), country=country)
    members = [lead]
    for place in range(2, TEAM_OF + 1):
        person = add_person(
            f"year-{number}-{place}", by=None, name=f"Person {number}.{place}", manager=lead, time_zone=zone
        )
        join_team(team, person, by=lead)
        members.append(person)
    company.teams.append(team)
    company.members[team.pk] = members
    company.tempers[team.pk] = chance.choices((PROMPT, USUAL, SLOW), (3, 5, 2))[0]
    for place in range(1, 3 if number % 3 == 0 else 2):
        service = register_service(
            team, f"year-service-{number}-{place}", by=lead, criticality=chance.choice(Service.Criticality.values)
        )
        Contract.objects.create(service=service, slug="api", audience=Contract.Audience.COMPANY)
        company.services.append(service)
    if number % 13 == 0:
        until = (timezone.now() + timedelta(days=300)).date()
        head = division.head or company.steward
        close_source(service, by=lead, reason="An audit.", approver=head, until=until)
    if number % 7 == 0:
        agent = add_person(f"year-{number}-agent", by=None, name=f"Agent {number}", manager=lead, kind="machine")
        join_team(team, agent, by=lead)
        company.agents[team.pk] = agent
