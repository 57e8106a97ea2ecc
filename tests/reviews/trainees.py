"""Certifications in every state, each reached by the actions that people use."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from teams.people.models import Person
from teams.reviews.actions import certificates, training
from teams.reviews.actions.guild_ways import set_guild_ways
from teams.reviews.models import Certification, Review
from teams.reviews.numbers import NUMBERS
from tests import make

WHY = "They found three of our outages before they happened."
WORDS = "Look at what the callers do, not only at the text."
NOTHING = {"read_reviews": 0, "shadow_reviews": 0, "lead_reviews": 0}
State = Certification.State


def by_numbers(**numbers: int) -> None:
    """The guild goes by these numbers from now on."""
    set_guild_ways(by=make.steward(), why="So that a test does not take a year.", numbers=numbers)


def closed(**facts: Any) -> Review:
    """A closed review of somebody else's contract."""
    return make.advised(count=0, **facts)


def learned(number: int) -> str:
    return f"Whoever retries needs a key, as case {number} shows."


def nominated(person: Person | None = None, topic: str = "contract") -> Certification:
    who = person or make.person()
    if not who.memberships.exists():
        make.team(who)
    return training.nominate(who, by=who, topic=topic, why=WHY)


def reading(person: Person | None = None, topic: str = "contract") -> Certification:
    return training.accept(nominated(person, topic), by=make.steward())


def in_state(state: str, person: Person | None = None) -> Certification:
    """One row in this state. What has to be read, shadowed and led is nothing where the way goes by it."""
    if state == State.NOMINATED:
        return nominated(person)
    if state == State.DECLINED:
        return training.decline(nominated(person), by=make.steward(), words=WORDS)
    if state == State.READING:
        return reading(person)
    if state in (State.SHADOWING, State.LEADING, State.ASSESSMENT):
        need = {State.SHADOWING: {"read_reviews": 0}, State.LEADING: {"read_reviews": 0, "shadow_reviews": 0}}
        by_numbers(**need.get(State(state), NOTHING))
        found = reading(person)
        by_numbers(**{name: NUMBERS[name].default for name in need.get(State(state), NOTHING)})
        return found
    certified = training.certify(in_state(State.ASSESSMENT, person), by=make.steward())
    if state == State.CERTIFIED:
        return certified
    if state == State.ENDED:
        return training.leave_topic(certified, by=certified.person)
    today = timezone.now().date()
    if state == State.RESTING:
        Certification.objects.filter(pk=certified.pk).update(lead_since=today - timedelta(days=800))
    else:
        Certification.objects.filter(pk=certified.pk).update(until=today + timedelta(days=30))
    certificates.watch_guild()
    found = again(certified)
    if state == State.LAPSED:
        certificates.lapse(found, "Not renewed.")
    return found


def again(one: Certification) -> Certification:
    """The same as the database has it now."""
    return Certification.objects.select_related("person", "mentor", "nominated_by").get(pk=one.pk)
