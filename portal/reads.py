"""What a person's own pages show: what waits, by when and for whom; what changed around their services."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils import timezone

from portal.kit import clocks, notices
from portal.kit.paging import Page
from portal.models import Clock, Job
from portal.templatetags.figures import read_clock
from portal.templatetags.words import clock_look
from services.models import Consumer, Revision, Service
from services.reads.catalog import ContractLine, contract_lines, deeds
from teams.people.models import Person

MOST_WAITING = 500
LEVELS_BELOW = 6
WHEN = {"late": "Late", "soon": "Soon", "run": "Later"}


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a filter, with how many it would show."""

    value: str
    word: str
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Waiting:
    """A list of clocks, due first, as somebody asked to see it."""

    page: Page
    whens: list[Choice]
    kinds: list[Choice]
    teams: list[Choice]
    total: int


def waiting(rows: Iterable[Clock], *, when: str, kind: str, team: str, at: int, size: int = 25) -> Waiting:
    """Filter and page what waits. All of it was loaded in one query: nobody has more than a few hundred."""
    every = list(rows)
    now = timezone.now()
    facts = {clock.pk: (read_clock(clock, now).state, clock.kind, _team(clock)) for clock in every}

    def chosen(clock: Clock, *wanted: str) -> bool:
        return all(not one or one == fact for one, fact in zip(wanted, facts[clock.pk], strict=True))

    def counted(place: int, *wanted: str) -> Counter[str]:
        return Counter(facts[clock.pk][place] for clock in every if chosen(clock, *wanted))

    times, sorts, owners = counted(0, "", kind, team), counted(1, when, "", team), counted(2, when, kind, "")
    names = {_team(clock): clock.awaited_team.name for clock in every if clock.awaited_team}
    shown = [clock for clock in every if chosen(clock, when, kind, team)]
    last = max(1, -(-len(shown) // size))
    at = min(at, last)
    return Waiting(
        page=Page(shown[(at - 1) * size : at * size], at, size, len(shown)),
        whens=[Choice(code, word, times[code], code == when) for code, word in WHEN.items()],
        kinds=_choices({code: clock_look(code).word for code in sorts}, sorts, kind),
        teams=_choices({code: names.get(code, "Me alone") for code in owners}, owners, team),
        total=len(every),
    )


def _team(clock: Clock) -> str:
    return clock.awaited_team.slug if clock.awaited_team else "-"


def _choices(words: dict[str, str], counts: Counter[str], chosen: str) -> list[Choice]:
    return [
        Choice(code, word, counts[code], code == chosen)
        for code, word in sorted(words.items(), key=lambda pair: pair[1].lower())
    ]


def asked_elsewhere(person: Person, mine: Iterable[Clock]) -> list[Clock]:
    """What this person waits for, without what waits for themselves."""
    own = {clock.pk for clock in mine}
    return [clock for clock in clocks.asked_by(person)[:MOST_WAITING] if clock.pk not in own]


def late_below(person: Person, most: int = MOST_WAITING) -> list[Clock] | None:
    """What is late with the people below this one, and with the teams they lead; None for who manages nobody."""
    if not person.reports.exists():
        return None
    below = Q()
    for level in range(LEVELS_BELOW):
        above = "manager__" * level + "manager"
        below |= Q(**{f"awaited_person__{above}": person}) | Q(**{f"awaited_team__lead__{above}": person})
    rows = Clock.objects.filter(below, state=Clock.State.OPEN, due_at__lte=timezone.now())
    return list(rows.select_related("awaited_team__lead", "awaited_person", "asked_by").order_by("due_at", "pk")[:most])


def failed_jobs(person: Person) -> int:
    """How many jobs ended without their effect; only a steward needs to know."""
    return Job.objects.filter(state=Job.State.FAILED).count() if person.is_steward else 0


@dataclass(frozen=True, slots=True)
class Trust:
    """How far strangers can trust my teams' contracts: checks passed of all, and contracts by their findings."""

    passed: int
    checks: int
    clean: int
    findings: int
    unchecked: int

    @property
    def percent(self) -> float:
        return round(100 * self.passed / self.checks, 1) if self.checks else 0.0

    @property
    def parts(self) -> list[tuple[str, float, float]]:
        """The bar: class, where each part begins, how wide it is, of 254."""
        whole = max(1, self.clean + self.findings + self.unchecked)
        drawn, at = [], 0.0
        for name, count in (("one", self.clean), ("two", self.findings), ("four", self.unchecked)):
            wide = 254 * count / whole
            if count:
                drawn.append((name, round(at, 1), round(max(wide - 2, 1), 1)))
            at += wide
        return drawn


def trust(lines: Sequence[ContractLine]) -> Trust:
    """Summed from rows that are loaded already. What was not checked counts for nothing and is said."""
    judged = [line.shown for line in lines if line.shown is not None and line.shown.checked and line.shown.score]
    scores = [one.score or {} for one in judged]
    clean = sum(not (one.errors or one.warnings or one.hints) for one in judged)
    return Trust(
        passed=sum(score["passed"] for score in scores),
        checks=sum(score["passed"] + score["failed"] + score["unchecked"] for score in scores),
        clean=clean,
        findings=len(judged) - clean,
        unchecked=len(lines) - len(judged),
    )


@dataclass(frozen=True, slots=True)
class Event:
    """A line of "what changed": a deed or a notice, in the shape the timeline draws."""

    who: str
    words: str
    verb: str
    note: str
    url: str
    icon: str
    tone: str
    at: datetime


def around(person: Person, own: Sequence[ContractLine], most: int = 8) -> list[Event]:
    """What happened to my teams' services and to the contracts they use, and what I was told: seven queries."""
    mine = Q(team__memberships__person=person, team__memberships__until=None)
    services = list(Service.objects.filter(mine).living().distinct())
    uses = Consumer.objects.filter(service__in=services, ended_at=None)
    used = contract_lines(person, Q(pk__in=uses.values("contract")))
    lines = {line.contract.pk: line for line in (*own, *used)}.values()
    revisions: list[Revision] = [one for line in lines for one in (line.shown, line.draft) if one is not None]
    done = deeds([*services, *(line.contract for line in lines), *dict.fromkeys(revisions)], most=most)
    events = []
    for told in notices.of(person)[:most]:
        who = told.by.name if told.by else ""  # what Homeport itself tells is a whole sentence
        events.append(Event(who, told.text, "", "", told.url, "bell", "" if told.read_at else "accent", told.at))
    said = {(event.who, event.url, event.at.date()) for event in events}  # the same deed is told once
    for one in done:
        if (one.who, one.url, one.at.date()) not in said:
            events.append(Event(one.who, "", one.verb, one.note, one.url, one.icon, one.tone, one.at))
    return sorted(events, key=lambda event: event.at, reverse=True)[:most]
