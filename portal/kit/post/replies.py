"""Links in a mail that answer without a log-in: signed, for one person and one clock, and good for some days.

Opening one only shows what it would do, because programs open links, too; the answer is a button on that page. What
goes beyond "I have seen it" is answered by whoever registered it for a kind of clock, under the person's own rights.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from portal.kit import audit
from portal.kit.clocks import waiting_for
from portal.kit.refusals import Refused
from portal.models import Clock

SALT = "portal.reply"
GOOD_FOR = 14 * 24 * 3600
"""Seconds."""
SEEN = "seen"


@dataclass(frozen=True, slots=True)
class Reply:
    """A safe answer: what the button says, and what is done with the subject's id in the person's name."""

    label: str
    act: Callable[[int, Any], object]


_replies: dict[str, Mapping[str, Reply]] = {}


def replies_for(kind: str, answers: Mapping[str, Reply]) -> None:
    """Register the safe answers to a kind of clock, by their codes."""
    _replies[kind] = answers


def answers(clock: Clock) -> dict[str, str]:
    """The codes and words of what a mail may offer."""
    seen = {} if clock.seen_at else {SEEN: "I have seen it"}
    return {**{code: one.label for code, one in _replies.get(clock.kind, {}).items()}, **seen}


def address(clock: Clock, person: Any, code: str) -> str:
    """Where this answer is given, without the host."""
    return reverse("reply", args=[signing.dumps([clock.pk, person.pk, code], salt=SALT)])


@dataclass(frozen=True, slots=True)
class Asked:
    """What a link is about, as its page shows it."""

    clock: Clock
    person: Any
    code: str
    label: str


def read(token: str, people: Any) -> Asked:
    """What the link says. Refuses one that is changed, too old, or about something that waits for them no longer."""
    try:
        pk, person_pk, code = signing.loads(token, salt=SALT, max_age=GOOD_FOR)
    except signing.SignatureExpired:
        raise Refused("reply-too-old", "This link is too old. Log in and answer in your inbox.") from None
    except (signing.BadSignature, ValueError, TypeError):
        raise Refused("reply-unreadable", "This link is not whole. Copy it wholly, or answer in your inbox.") from None
    person = people.filter(pk=person_pk, is_active=True).first()
    clock = waiting_for(person).filter(pk=pk).first() if person is not None else None
    if clock is None:
        raise Refused("reply-not-awaited", "This waits for you no longer: it was answered, or its time has run out.")
    label = answers(clock).get(code) or ("You have seen it" if code == SEEN else "")
    if not label:
        raise Refused("reply-not-awaited", "This answer is not among those it can have now. Log in to see it.")
    return Asked(clock, person, code, label)


def click(pk: int, person: Any, code: str) -> Asked:
    """The same answer, given in the inbox. Refuses what waits for them no longer, or cannot be answered so."""
    clock = waiting_for(person).filter(pk=pk).first()
    label = answers(clock).get(code) if clock is not None else None
    if clock is None or not label:
        raise Refused("reply-not-awaited", "This waits for you no longer, or cannot be answered so. Look at it again.")
    return Asked(clock, person, code, label)


@transaction.atomic
def give(asked: Asked) -> None:
    """Do what the link says, in the person's name."""
    clock = asked.clock
    if asked.code == SEEN:
        mine = Clock.objects.filter(pk=clock.pk, state=Clock.State.OPEN, seen_at=None)
        if mine.update(seen_by=asked.person, seen_at=timezone.now()):
            audit.record(asked.person, "clock.see", clock)
        return
    _replies[clock.kind][asked.code].act(int(clock.subject.rpartition(":")[2]), asked.person)
