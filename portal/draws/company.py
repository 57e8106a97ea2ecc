"""A company made up for draws: rows in a database of their own, as a real one would have them."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from services.models import Consumer, Contract, Service
from teams.people.models import Division, Membership, Person, Team
from teams.reviews.models import BarRaiser, Certification, Tie, Wish

TEAMS_A_DIVISION = 10
CERTIFIED = 0.4
TOPICS = {
    "contract": 34, "design": 20, "operations": 14, "data": 11, "customer": 9, "security": 7, "collaboration": 5,
}  # fmt: skip
"""How much of all reviews each topic is."""
ZONES = (
    "Africa/Lagos", "Asia/Dubai", "Asia/Kolkata", "Asia/Singapore", "Asia/Tokyo", "America/Bogota",
    "America/Sao_Paulo", "Africa/Johannesburg", "Africa/Nairobi", "UTC",
)  # fmt: skip
"""Places without summer time: their clocks need not be followed."""
CERTIFICATE = timedelta(days=548)


@dataclass
class Company:
    """Who is there and what they own."""

    teams: list[Team] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)
    members: dict[int, list[int]] = field(default_factory=dict)
    services: list[Service] = field(default_factory=list)
    certified: dict[int, list[str]] = field(default_factory=dict)
    trainees: dict[int, str] = field(default_factory=dict)
    mentored: dict[int, tuple[str, int]] = field(default_factory=dict)


def found(people: int, teams: int, chance: Random, at: datetime) -> Company:
    """So many people in so many teams under divisions of ten; two of five are certified, some are on their way."""
    company = Company()
    divisions = _divisions(-(-teams // TEAMS_A_DIVISION), chance, at)
    leads = _people(teams, [divisions[place // TEAMS_A_DIVISION].head for place in range(teams)], "lead", chance, at)
    company.teams = Team.objects.bulk_create(
        Team(
            slug=f"draws-team-{place}", name=f"Team {place}", lead=leads[place], time_zone=leads[place].time_zone,
            division=divisions[place // TEAMS_A_DIVISION], created_at=at,
        )
        for place in range(teams)
    )  # fmt: skip
    others = people - teams - len(divisions) - 1
    homes = [chance.randrange(teams) for _ in range(others)]
    members = _people(others, [leads[home] for home in homes], "member", chance, at)
    pairs = [
        *zip(company.teams, leads, strict=True),
        *((company.teams[home], one) for home, one in zip(homes, members, strict=True)),
    ]
    Membership.objects.bulk_create(Membership(team=team, person=person, since=at) for team, person in pairs)
    for team, person in pairs:
        company.members.setdefault(team.pk, []).append(person.pk)
    company.people = [*leads, *members]
    _own(company, chance, at)
    _guild(company, int(people * CERTIFIED), chance, at)
    return company


def _divisions(number: int, chance: Random, at: datetime) -> list[Division]:
    (chief,) = _people(1, [None], "chief", chance, at)
    heads = _people(number, [chief] * number, "head", chance, at)
    top = Division.objects.create(slug="draws-company", name="The company", head=chief)
    return Division.objects.bulk_create(
        Division(slug=f"draws-division-{place}", name=f"Division {place}", parent=top, head=head)
        for place, head in enumerate(heads)
    )


def _people(number: int, managers: list[Person | None], what: str, chance: Random, at: datetime) -> list[Person]:
    made: list[Person] = Person.objects.bulk_create(
        Person(
            login=f"draws-{what}-{place}", name=f"{what.capitalize()} {place}", manager=managers[place],
            time_zone=chance.choice(ZONES), joined_at=at, password="!",  # noqa: S106 - nobody can log in with it
        )
        for place in range(number)
    )  # fmt: skip
    return made


def _own(company: Company, chance: Random, at: datetime) -> None:
    """Two services a team, a contract each, and some that use it."""
    company.services = Service.objects.bulk_create(
        Service(
            slug=f"draws-service-{place}", name=f"Service {place}", team=team, created_at=at,
            lifecycle="production", criticality=chance.choices(Service.Criticality.values, (2, 3, 3, 2))[0],
        )
        for place, team in enumerate(team for team in company.teams for _ in range(2))
    )  # fmt: skip
    contracts = Contract.objects.bulk_create(
        Contract(service=service, slug="api", technology=chance.choice(["openapi", "avro", "proto"]), created_at=at)
        for service in company.services
    )
    Consumer.objects.bulk_create(
        Consumer(service=user, contract=contract, declared_by_id=company.people[0].pk, declared_at=at)
        for contract in contracts
        for user in chance.sample(company.services, min(chance.choice((0, 1, 1, 2, 3, 6)), len(company.services)))
        if user.pk != contract.service_id
    )


def _guild(company: Company, certified: int, chance: Random, at: datetime) -> None:
    """The certified with two to four topics, one in ten of them again as trainees, one in twenty with a mentor."""
    chosen = chance.sample([one.pk for one in company.people], min(len(company.people), certified + certified // 6))
    masters, learners = chosen[:certified], chosen[certified:]
    # The guild trains where it is needed, but not wholly: rare topics have more people than their part of reviews.
    weights = {topic: weight**0.7 for topic, weight in TOPICS.items()}
    for person in masters:
        company.certified[person] = _some(weights, chance.choice((2, 3, 3, 4)), chance)
    for place, person in enumerate(learners):
        topic = chance.choices(list(weights), list(weights.values()))[0]
        mentors = [one for one in masters if topic in company.certified[one]]
        if place % 3 == 0 and mentors:
            company.mentored[person] = (topic, chance.choice(mentors))
        else:
            company.trainees[person] = topic
    BarRaiser.objects.bulk_create(
        BarRaiser(
            person_id=person,
            limit=chance.choice((3, 4, 4, 5)),
            since=at - timedelta(days=800),
            appointed_by_id=masters[0],
        )
        for person in chosen
    )
    Tie.objects.bulk_create(
        Tie(person_id=person, team=chance.choice(company.teams), since=at)
        for person in chance.sample(chosen, len(chosen) // 3)
    )
    Wish.objects.bulk_create(
        Wish(person_id=person, topic=chance.choice(list(TOPICS)), since=at)
        for person in chance.sample(chosen, len(chosen) // 4)
    )
    _certify(company, chance, at)


def _some(weights: dict[str, float], number: int, chance: Random) -> list[str]:
    left, found = dict(weights), []
    for _ in range(number):
        found.append(chance.choices(list(left), list(left.values()))[0])
        del left[found[-1]]
    return sorted(found)


def _certify(company: Company, chance: Random, at: datetime) -> None:
    today = at.date()
    rows = []
    for person, topics in company.certified.items():
        for topic in topics:
            since = today - timedelta(days=chance.randrange(400))
            rows.append(
                Certification(
                    person_id=person, topic=topic, state="certified", since=at, nominated_by_id=person,
                    certified_on=since, until=since + CERTIFICATE, lead_since=since, why="Knows it.",
                )
            )  # fmt: skip
    due = today + timedelta(days=36_500)
    for person, topic in company.trainees.items():
        rows.append(
            Certification(
                person_id=person, topic=topic, state="shadowing", since=at, due_on=due, nominated_by_id=person, why="-"
            )
        )
    for person, (topic, mentor) in company.mentored.items():
        rows.append(
            Certification(
                person_id=person, topic=topic, state="leading", since=at, due_on=due, mentor_id=mentor,
                nominated_by_id=person, why="-",
            )
        )  # fmt: skip
    Certification.objects.bulk_create(rows)
