"""What silence does in the guild, called by the clocks' jobs. An answer that came before the worker stands."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from portal.kit import audit
from teams.reviews.actions.certificates import lapse
from teams.reviews.actions.steps import LASTING, close_clocks, start_clock
from teams.reviews.actions.training import advance, begin, certify_now, locked, tell
from teams.reviews.models import Certification
from teams.reviews.reads.keepers import keeper_of
from teams.reviews.reads.practice import practice
from teams.reviews.reads.ways import ways

State = Certification.State


@transaction.atomic
def accept_silently(pk: int) -> None:
    """Nobody said a word about the nomination: they are accepted."""
    one = locked(pk)
    if one.state == State.NOMINATED and one.person.is_active:
        begin(one, by=None)


@transaction.atomic
def remind_trainee(pk: int) -> None:
    """Half of the time of a step is over."""
    one = locked(pk)
    if one.state not in (*LASTING, State.RENEWAL):
        return
    until = one.until if one.state == State.RENEWAL else one.due_on
    so_far, topic = practice(one, ways()), one.get_topic_display().lower()
    done = f"{so_far.done} of {so_far.needed} done, " if so_far is not None else ""
    tell(one, {one.person}, f"Half of the time for {topic} ({one.get_state_display()}) is over: {done}until {until}")


@transaction.atomic
def end_training(pk: int) -> None:
    """The time of a step is over. Who was given too little to do gets it once more; else it ends without blame."""
    one = locked(pk)
    today = timezone.now().date()
    if one.state not in LASTING or one.due_on is None or one.due_on >= today or advance(one).state not in LASTING:
        return
    if one.due_on >= today:  # what was done was enough for the next step
        return
    rules = ways()
    so_far = practice(one, rules)
    if so_far is None:
        return
    topic = one.get_topic_display().lower()
    lacked = one.state != State.READING and so_far.given < so_far.needed
    if lacked and not one.extended:
        one.extended = True
        one.due_on = today + timedelta(days=rules.number(LASTING[State(one.state)]))
        one.save(update_fields=["extended", "due_on"])
        audit.record(None, "certification.extend", one, after=one.state, data={"given": so_far.given})
        close_clocks(one)
        start_clock(one)
        text = f"{one.person.name} was given {so_far.given} of {so_far.needed} reviews for {topic}: the same time again"
        keeper = keeper_of(one.topic, but=one.person)
        tell(one, {one.person} | ({keeper} if keeper is not None else set()), text)
        return
    words = f"{so_far.done} of {so_far.needed} in time."
    lapse(one, words)
    tell(one, {one.person}, f"Your training for {topic} has ended: {words} You may be nominated again at any time")


@transaction.atomic
def certify_silently(pk: int) -> None:
    """The mentor said nothing: who led what they had to is certified."""
    one = locked(pk)
    if one.state == State.ASSESSMENT:
        certify_now(one, by=None)


@transaction.atomic
def lapse_certificate(pk: int) -> None:
    """Nobody renewed it."""
    one = locked(pk)
    if one.state != State.RENEWAL or one.until is None or one.until >= timezone.now().date():
        return
    lapse(one, f"Not renewed by {one.until:%-d %B %Y}.")
    topic = one.get_topic_display().lower()
    tell(one, {one.person}, f"Your certificate for {topic} has lapsed. You may be nominated again at any time")
