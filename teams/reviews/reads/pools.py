"""The pools: who is certified for a topic, from where, until when, and what is wrong with that."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Min, Q
from django.utils import timezone

from teams.people.models import Membership, Person
from teams.reviews.models import BarRaiser, Certification, Pool, PoolAlarm, Topic
from teams.reviews.numbers import months_after
from teams.reviews.reads.ways import Ways

State = Certification.State
type Row = tuple[str, int, date, date]
"""Topic, person, last day of the certificate, since when they lead."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Who is in a pool today, as ids and days."""

    topic: str
    people: frozenset[int] = frozenset()
    divisions: frozenset[int] = frozenset()
    largest: int = 0
    """How many of them the one team has that has most."""
    largest_name: str = ""
    ending: int = 0
    """How many certificates or turns as lead end within the days that the guild looks ahead."""


@dataclass(frozen=True, slots=True)
class Need:
    """One thing that is wrong with a pool."""

    kind: str
    value: int
    bound: int
    text: str


@dataclass(frozen=True, slots=True)
class PoolLine:
    """A pool as its page shows it."""

    topic: Topic
    lead: Person | None
    certified: int
    renewing: int
    training: int
    resting: int
    away: int
    next_end: date | None
    alarms: list[PoolAlarm] = field(default_factory=list)


def standings(rules: Ways) -> list[Standing]:
    """Every pool as it is today: two queries. Paused people are in it, since their time goes on; resting ones not."""
    today = timezone.now().date()
    rows = Certification.objects.valid(today).filter(person__is_active=True)
    held: list[Row] = [
        (topic, person, until, since)
        for topic, person, until, since in rows.values_list("topic", "person", "until", "lead_since")
        if until is not None and since is not None  # the database's own constraint
    ]
    teams: dict[int, list[tuple[int, str, int]]] = {}
    members = Membership.objects.filter(person__in={row[1] for row in held}, until=None).order_by("since", "pk")
    for person, team, name, division in members.values_list("person", "team", "team__name", "team__division"):
        teams.setdefault(person, []).append((team, name, division))
    return [_standing(topic, [row for row in held if row[0] == topic], teams, today, rules) for topic in Topic.values]


def _standing(
    topic: str,
    held: list[Row],
    teams: dict[int, list[tuple[int, str, int]]],
    today: date,
    rules: Ways,
) -> Standing:
    people = {row[1] for row in held}
    of_team = Counter(team for person in people for team, _, _ in teams.get(person, []))
    names = {team: name for rows in teams.values() for team, name, _ in rows}
    largest = max(of_team.items(), key=lambda one: (one[1], -one[0]), default=(0, 0))
    ahead = today + timedelta(days=rules.number("ending_days"))
    return Standing(
        topic=topic,
        people=frozenset(people),
        divisions=frozenset(division for person in people for _, _, division in teams.get(person, [])),
        largest=largest[1],
        largest_name=names.get(largest[0], ""),
        ending=sum(_ends(row, ahead, rules) for row in held),
    )


def _ends(row: Row, ahead: date, rules: Ways) -> bool:
    months = rules.number("rotation_months")
    return row[2] <= ahead or bool(months and months_after(row[3], months) <= ahead)


def needs(pool: Standing, rules: Ways) -> list[Need]:
    """What is wrong with it. A pool that nobody was ever in is only too small."""
    kind, size = PoolAlarm.Kind, len(pool.people)
    found = []
    if size < (least := rules.number("pool_least")):
        found.append(Need(kind.SMALL, size, least, f"{_many(size)} certified, at least {least} should be."))
    if not size:
        return found
    if len(pool.divisions) < (least := rules.number("divisions_least")):
        many = len(pool.divisions)
        text = f"They come from {many} division{'s' * (many != 1)}, at least {least} it should be."
        found.append(Need(kind.DIVISIONS, many, least, text))
    share = pool.largest * 100 // size
    if pool.largest > 1 and share > (most := rules.number("team_percent")):
        text = f"{share} % of them are in {pool.largest_name}, at most {most} % should be."
        found.append(Need(kind.TEAM, share, most, text[:300]))
    share = pool.ending * 100 // size
    if share > (most := rules.number("ending_percent")):
        text = (
            f"{pool.ending} of {size} end or rest within {rules.number('ending_days')} days, at most {most} % should."
        )
        found.append(Need(kind.ENDING, share, most, text))
    return found


def _many(size: int) -> str:
    return {0: "Nobody is", 1: "One is"}.get(size, f"{size} are")


def pools(topics: Iterable[str] = Topic.values) -> list[PoolLine]:
    """Every pool with its lead, who is in it and its alarms: three queries."""
    counted = {row["topic"]: row for row in _counts()}
    leads = {pool.topic: pool.lead for pool in Pool.objects.select_related("lead")}
    alarms: dict[str, list[PoolAlarm]] = {}
    for alarm in PoolAlarm.objects.standing():
        alarms.setdefault(alarm.topic, []).append(alarm)
    return [
        PoolLine(Topic(topic), leads.get(topic), **_figures(counted.get(topic)), alarms=alarms.get(topic, []))
        for topic in topics
    ]


def _counts() -> Iterable[Any]:
    here = Q(state__in=Certification.CERTIFIED, until__gte=timezone.now().date())
    rows = Certification.objects.open().filter(person__is_active=True).order_by().values("topic")
    return rows.annotate(
        certified=Count("pk", filter=here),
        renewing=Count("pk", filter=Q(state=State.RENEWAL) & here),
        training=Count("pk", filter=Q(state__in=Certification.TRAINING)),
        resting=Count("pk", filter=Q(state=State.RESTING)),
        away=Count("pk", filter=here & Q(person__bar_raiser__state=BarRaiser.State.PAUSED)),
        next_end=Min("until", filter=here),
    )


def _figures(row: dict[str, Any] | None) -> dict[str, Any]:
    names = ("certified", "renewing", "training", "resting", "away")
    return {name: (row or {}).get(name, 0) for name in names} | {"next_end": (row or {}).get("next_end")}
