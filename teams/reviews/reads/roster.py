"""The guild as a draw needs it: who is certified for what until when, who trains, who stays away from which team."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from teams.people.models import Person
from teams.people.reads.calendars import absent
from teams.reviews.models import BarRaiser, Certification, Tie, Wish


@dataclass(frozen=True, slots=True)
class Enrolled:
    """One person of the guild. All of it is of the moment it was asked; freeze what a draw depended on."""

    person: Person
    limit: int
    state: str
    """standing, paused or ended."""
    paused_until: date | None
    absent_until: date | None
    certified: dict[str, date] = field(default_factory=dict)
    """Topic -> last day of the certificate: they lead such a review. Those at rest or lapsed are not in it."""
    lead_since: dict[str, date] = field(default_factory=dict)
    """Topic -> since when they lead in it without a rest."""
    mentored: dict[str, int | None] = field(default_factory=dict)
    """Topic -> mentor (a person's id), for who leads with one; None: nobody has been found to stand by yet."""
    trainee: dict[str, datetime] = field(default_factory=dict)
    """Topic -> since when they wait for a review to shadow."""
    resting: dict[str, date] = field(default_factory=dict)
    """Topic -> last day of the rest after a rotation."""
    ties: frozenset[int] = frozenset()
    """Teams whose things they must not look at. Why is theirs alone."""
    wished_topics: frozenset[str] = frozenset()
    wished_teams: frozenset[int] = frozenset()

    @property
    def present(self) -> bool:
        """Whether they take new reviews today: neither paused, ended, gone nor absent."""
        return self.state == BarRaiser.State.STANDING and self.person.is_active and self.absent_until is None


def roster(people: Collection[int] | None = None, *, lock: bool = False) -> list[Enrolled]:
    """Everybody who was ever in the guild, or these people of it, by their place in it: five queries.

    With ``lock`` their places are locked, so that two draws at once cannot both give somebody the last review they
    take; then it has to be called in a transaction.
    """
    rows = BarRaiser.objects.select_related("person").order_by("pk")
    if people is not None:
        rows = rows.filter(person__in=people)
    if lock:
        rows = rows.select_for_update(of=("self",))
    raisers = list(rows)
    ids = [one.person_id for one in raisers]
    held = _certifications(ids)
    ties, topics, teams = defaultdict(set), defaultdict(set), defaultdict(set)
    for person, team in Tie.objects.standing().filter(person__in=ids).values_list("person", "team"):
        ties[person].add(team)
    for person, topic, team in Wish.objects.standing().filter(person__in=ids).values_list("person", "topic", "team"):
        (topics[person].add(topic) if topic else teams[person].add(team))
    away = absent(one.person for one in raisers)
    today = timezone.now().date()
    return [
        Enrolled(
            person=one.person,
            limit=one.limit,
            state=one.state if one.state != BarRaiser.State.PAUSED or one.is_paused else BarRaiser.State.STANDING,
            paused_until=one.paused_until,
            absent_until=away[one.person_id].last_day if one.person_id in away else None,
            ties=frozenset(ties[one.person_id]),
            wished_topics=frozenset(topics[one.person_id]),
            wished_teams=frozenset(teams[one.person_id]),
            **_standing(held[one.person_id], today),
        )
        for one in raisers
    ]


def _certifications(people: list[int]) -> dict[int, list[Certification]]:
    found: dict[int, list[Certification]] = defaultdict(list)
    for one in Certification.objects.filter(person__in=people).open().order_by("pk"):
        found[one.person_id].append(one)
    return found


def _standing(held: list[Certification], today: date) -> dict[str, Any]:
    state = Certification.State
    return {
        "certified": {one.topic: one.until for one in held if one.is_valid},
        "lead_since": {one.topic: one.lead_since for one in held if one.is_valid},
        "mentored": {one.topic: one.mentor_id for one in held if one.state == state.LEADING},
        "trainee": {one.topic: one.since for one in held if one.state == state.SHADOWING},
        "resting": {one.topic: one.due_on for one in held if one.state == state.RESTING},
    }
