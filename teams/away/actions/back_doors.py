"""A back door in a change (F25): either side says so, both leads may want it until a day, and it is taken away."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from portal.kit import clocks, policies
from portal.kit.refusals import Refused
from portal.kit.times import end_of_day
from teams.away import states
from teams.away.actions import waiting
from teams.away.actions.change_steps import Said, held_change, note_step, refuse_over
from teams.away.actions.given import day_given, said
from teams.away.models import AwayBreach, AwayChange
from teams.away.policies import signs_for
from teams.away.reads.ways import ways_of
from teams.people.models import Person
from teams.people.reads.calendars import hours_of


@transaction.atomic
def say_back_door(change: AwayChange, *, by: Person, adds: bool, words: str = "", field: str = "words") -> AwayChange:
    """Either side, or whoever reviews, says whether it reads a store past its contract. Who says yes says what.

    ``field`` is what these words are called where they are typed. A yes stands until whoever said it, or a lead of the
    other side, says no with a word.
    """
    change = held_change(change)
    policies.require(by, "away.back-door", change)
    given = said(words, field) if adds or change.back_door else ""
    refuse_over(change)
    facts = {"back_door": adds, "back_door_says": given if adds else "", "back_door_by": by}
    if change.back_door and not adds and by.pk != change.back_door_by_id and not signs_for(by, change.request):
        who = change.back_door_by.name if change.back_door_by else "somebody"
        raise Refused("away-back-door-said", f"{who} says it has one. They, or a lead, can say that it has none.")
    AwayChange.objects.filter(pk=change.pk).update(**facts)
    for name, value in facts.items():
        setattr(change, name, value)
    note_step(change, "back-door" if adds else "no-back-door", Said(by), words=given)
    if adds:
        waiting.tell_sides(change.request, f"says that {change} reads a store past its contract: {given[:100]}", by=by)
    return change


@transaction.atomic
def ask_override(change: AwayChange, *, by: Person, reason: str, ends_on: date) -> AwayBreach:
    """One lead wants it merged all the same, until a day; the other has three working days. Silence does not agree."""
    change = held_change(change)
    policies.require(by, "away.sign", change.request)
    words = said(reason, "reason")
    if not change.is_open or not change.back_door:
        raise Refused("away-no-back-door", f"Nobody says that {change} has a back door: there is nothing to allow.")
    standing = change.breaches.exclude(state__in=[AwayBreach.State.REFUSED, AwayBreach.State.ENDED])
    if standing.exists():
        raise Refused("away-override-asked", "It is asked already. The other lead answers it.")
    breach = AwayBreach.objects.create(
        change=change, service=change.request.service, what=change.back_door_says, reason=words,
        ends_on=day_given(ends_on, "ends_on"), asked_by=by,
    )  # fmt: skip
    note_step(change, "ask-override", Said(by), words=words)
    other = _other_lead(change, by)
    clocks.start(
        "away.override",
        change,
        person=other,
        asked_by=by,
        title=f"Allow a back door until {breach.ends_on:%-d %B %Y}, or refuse it: {change.title}",
        silence="It counts as refused, and the change is not merged.",
        url=change.get_absolute_url(),
        days=ways_of(change.request).number("override_days"),
        hours=hours_of(other),
    )
    return breach


@transaction.atomic
def answer_override(change: AwayChange, *, by: Person, agrees: bool, words: str = "") -> AwayBreach:
    """The other lead agrees, or refuses with a word. Refuses whoever asked: it takes two."""
    change = held_change(change)
    policies.require(by, "away.sign", change.request)
    breach = _asked(change)
    if breach is None:
        raise Refused("away-override-not-asked", "Nobody asks for it now. Look at the change again.")
    sides, asked = signs_for(by, change.request), signs_for(breach.asked_by, change.request) if breach.asked_by else []
    if breach.asked_by_id == by.pk or set(sides) == set(asked):
        raise Refused("away-override-takes-two", "You asked for it. The lead of the other side agrees or refuses.")
    given = said(words, "words") if not agrees else words
    _close(change, breach, "agree" if agrees else "refuse", Said(by), given)
    if agrees and breach.ends_on is not None:
        _await_end(change, breach)
    return breach


@transaction.atomic
def refuse_override_silently(change_id: int) -> None:
    """The other lead was silent: it is refused, and stays so. Nothing when it was answered meanwhile."""
    change = held_change(AwayChange.objects.get(pk=change_id))
    breach = _asked(change)
    if breach is not None:
        _close(change, breach, "refuse", Said(None), "Nobody answered in time.")


@transaction.atomic
def end_back_door(change: AwayChange, *, by: Person, words: str) -> AwayBreach:
    """It is taken away again: members of either side say so, with a word."""
    change = held_change(change)
    policies.require(by, "away.merge", change.request)
    given = said(words, "words")
    breach = change.breaches.filter(state__in=AwayBreach.STANDING).first()
    if breach is None:
        raise Refused("away-no-back-door", f"{change} has no back door that stands.")
    _close(change, breach, "end", Said(by), given)
    clocks.meet("away.back-door", breach)
    return breach


def record_found(change: AwayChange) -> None:
    """The forge tells of a merge with a back door that nobody allowed: it is on record as found."""
    if change.back_door and not change.breaches.filter(state__in=AwayBreach.STANDING).exists():
        breach = _asked(change)
        if breach is not None:
            clocks.withdraw("away.override", change)
            states.BREACH.move(breach, "find", by=None)
        else:
            facts = {"what": change.back_door_says, "state": AwayBreach.State.FOUND}
            breach = AwayBreach.objects.create(change=change, service=change.request.service, **facts)
        note_step(change, "found", Said(None), words=change.back_door_says)


def _asked(change: AwayChange) -> AwayBreach | None:
    return change.breaches.select_related("asked_by").filter(state=AwayBreach.State.ASKED).first()


def _close(change: AwayChange, breach: AwayBreach, verb: str, word: Said, words: str) -> None:
    now = timezone.now()
    what = "ended" if verb == "end" else "answered"
    facts: dict[str, Any] = {f"{what}_by": word.by, f"{what}_at": now}
    states.BREACH.move(breach, verb, by=word.by, **facts)
    note_step(change, f"{verb}-override" if verb != "end" else "end-back-door", word, words=words)
    clocks.meet("away.override", change)
    said_ = {"agree": "is allowed", "refuse": "is refused", "end": "is taken away"}[verb]
    waiting.tell_sides(change.request, f"The back door of {change} {said_}", by=word.by)


def _other_lead(change: AwayChange, by: Person) -> Person:
    request = change.request
    return request.host.lead if by.pk == request.guest.lead_id else request.guest.lead


def _await_end(change: AwayChange, breach: AwayBreach) -> None:
    if breach.ends_on is None:
        return
    clocks.start(
        "away.back-door",
        breach,
        team=change.request.guest,
        asked_by=change.request.host.lead_id,
        title=f"Take the back door of {change} away: {breach.what[:120]}",
        silence="It stays open, and is shown on the service as late.",
        url=change.get_absolute_url(),
        due_at=end_of_day(breach.ends_on),
    )
