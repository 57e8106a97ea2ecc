"""The clock of a step of a certification: whom it waits for, until when, and what silence means."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from portal.kit import clocks
from portal.kit.times import end_of_day
from teams.people.models import Person
from teams.people.reads.calendars import hours_of
from teams.reviews.models import BarRaiser, Certification
from teams.reviews.reads.keepers import keeper_of
from teams.reviews.reads.ways import Ways, ways

State = Certification.State
KINDS = {
    State.NOMINATED: "reviews.nomination",
    State.READING: "reviews.reading",
    State.SHADOWING: "reviews.shadowing",
    State.LEADING: "reviews.leading",
    State.ASSESSMENT: "reviews.assessment",
    State.RENEWAL: "reviews.renewal",
}
"""The states in which somebody is waited for. The others end on a day that the hourly look at the guild reads."""
LASTING = {
    State.READING: "reading_days",
    State.SHADOWING: "shadowing_days",
    State.LEADING: "leading_days",
}


def close_clocks(certification: Certification) -> None:
    """Whatever is waited for in this step is waited for no more."""
    clocks.close_all(certification, met=False)


def last_day(state: str, rules: Ways | None = None) -> dict[str, Any]:
    """The end of a step of training that begins now, as the fields of a move: its last day, and that it is fresh."""
    days = (rules or ways()).number(LASTING[State(state)])
    return {
        "since": timezone.now(),
        "due_on": timezone.now().date() + timedelta(days=days),
        "extended": False,
    }


def run_again(certification: Certification) -> None:
    """Start the clock of a step where it is missing and its person is not away on a pause."""
    kind = KINDS.get(State(certification.state))
    if kind is not None and not clocks.is_running(kind, certification):
        start_clock(certification)


def start_clock(certification: Certification) -> None:
    """Start the clock of the step the certification is in. Nobody is waited for during a pause."""
    state, person = State(certification.state), certification.person
    kind = KINDS.get(state)
    paused = BarRaiser.objects.filter(person=person, state=BarRaiser.State.PAUSED).exists()
    if kind is None or (paused and state != State.NOMINATED):
        return
    topic, rules = certification.get_topic_display().lower(), ways()
    title, silence = _words(certification, topic)
    whom: dict[str, Any] = {"asked_by": certification.nominated_by, "url": certification.get_absolute_url()}
    match state:
        case State.NOMINATED:
            keeper = keeper_of(certification.topic, but=person) or person
            _in_working_days(certification, keeper, rules.number("nomination_days"), title, silence)
        case State.ASSESSMENT:
            mentor = certification.mentor or keeper_of(certification.topic, but=person) or person
            _in_working_days(certification, mentor, rules.number("assess_days"), title, silence)
        case _:
            day = certification.until if state == State.RENEWAL else certification.due_on
            due_at = end_of_day(day) if day is not None else None  # the database's constraint: there is one
            clocks.start(kind, certification, person=person, title=title, silence=silence, due_at=due_at, **whom)


def _in_working_days(certification: Certification, whom: Person, days: int, title: str, silence: str) -> None:
    clocks.start(
        KINDS[State(certification.state)],
        certification,
        person=whom,
        asked_by=certification.nominated_by,
        title=title,
        silence=silence,
        url=certification.get_absolute_url(),
        days=days,
        hours=hours_of(whom),
    )


def _words(certification: Certification, topic: str) -> tuple[str, str]:
    """What is waited for, and what silence means."""
    name = certification.person.name
    said = {
        State.NOMINATED: (
            f"{name} is nominated for {topic}: accept, or say why not",
            "They are accepted, and begin to read.",
        ),
        State.READING: (
            f"Read closed reviews for {topic}, and say what each taught you",
            "The training ends. What you have read stays yours, and you may be nominated again at any time.",
        ),
        State.SHADOWING: (
            f"Shadow reviews for {topic}: write your own advice first",
            "If you were given too few to shadow, you get the same time once more; else the training ends.",
        ),
        State.LEADING: (
            f"Lead reviews for {topic} with your mentor",
            "If you were given too few to lead, you get the same time once more; else the training ends.",
        ),
        State.ASSESSMENT: (
            f"{name} has led what they had to for {topic}: certify them, or say what is missing",
            "They are certified.",
        ),
        State.RENEWAL: (
            f"Renew your certificate for {topic}",
            "It lapses: no review for it is given to you any more, and you may be nominated again at any time.",
        ),
    }
    return said[State(certification.state)]
