"""One step of a change at a time: taken by hand or as a fact of the forge tells, in order, and each fact once."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from portal.kit import audit, clocks
from portal.kit.refusals import Refused
from teams.away import states
from teams.away.actions.signs import see_sign
from teams.away.actions.silence import locked
from teams.away.models import AwayBreach, AwayChange, AwayRequest, ChangeStep
from teams.people.models import Person

OF_GUESTS = ("open", "reopen", "ask", "touch", "push")
"""Steps by which one sees that the guests are at work (F20)."""
BESIDE = ("away.advice", "away.override")
"""What goes on beside the rounds of review."""


@dataclass(frozen=True, slots=True)
class Said:
    """Who says it happened, and when: a person, a fact of the forge (``source``), or Homeport itself (neither)."""

    by: Person | None
    source: str = ""
    at: datetime | None = None

    @property
    def is_fact(self) -> bool:
        return bool(self.source)

    @property
    def when(self) -> datetime:
        """The moment of the act; a forge whose clock runs ahead does not reach into the future."""
        now = timezone.now()
        return min(self.at or now, now)


def held_change(change: AwayChange) -> AwayChange:
    """The change with its request, both held until the transaction ends."""
    request = locked(change.request_id)
    found = AwayChange.objects.get(pk=change.pk)
    found.request = request
    return found


def refuse_over(change: AwayChange) -> None:
    """What a person says of a change that is merged or closed comes too late."""
    if not change.is_open:
        raise Refused("away-change-over", f"{change} is {change.get_state_display().lower()}. Say it of a new one.")


def is_old_news(change: AwayChange, said: Said, verb: str) -> bool:
    """Whether a fact was told already, or is older than what the change has become since: then it changes nothing."""
    if not said.is_fact:
        return False
    if change.steps.filter(source=said.source, verb=verb).exists():
        return True
    if said.when < change.since:
        audit.record(said.by, "awaychange.pass-over", change, data={"number": change.number, "fact": said.source})
        return True
    return False


def take_step(
    change: AwayChange, verb: str, said: Said, *, words: str = "", worked: Any = None, **changes: Any
) -> None:
    """Make the move with its audit entry and its step. Refuses like every move when somebody was first."""
    data = {"number": change.number, **({"fact": said.source} if said.source else {})}
    states.CHANGE.move(change, verb, by=said.by, data=data, since=said.when, **changes)
    note_step(change, verb, said, words=words, worked=worked)


def note_step(change: AwayChange, verb: str, said: Said, *, words: str = "", worked: Any = None) -> None:
    """What happened and moved nothing, or has moved it just now."""
    ChangeStep.objects.create(
        change=change, verb=verb, state=change.state, at=said.when, by=said.by, source=said.source, words=words,
        worked=worked,
    )  # fmt: skip
    if verb in OF_GUESTS:
        see_sign(change.request)


def stop_clocks(change: AwayChange, *, met: bool = True) -> None:
    """What was awaited of its review is awaited no more; once it is over, nothing of it at all."""
    clocks.close_all(change, met=met, but=BESIDE if change.is_open else ())
    if not change.is_open:
        for breach in change.breaches.filter(state=AwayBreach.State.ASKED):
            states.BREACH.move(breach, "refuse", by=None, answered_at=timezone.now())


def close_open_changes(request: AwayRequest, *, by: Person | None) -> None:
    """The stay is over: what is not merged is closed here, and stays where the forge keeps it."""
    for change in request.changes.exclude(state__in=AwayChange.OVER):
        take_step(change, "close", Said(by), words="The stay is over.", over_at=timezone.now())
        stop_clocks(change, met=False)
