"""A mediator decides what two sides go round and round about: merge it, one last change, or close it."""

from collections.abc import Collection

from django.db import transaction
from django.utils import timezone

from portal.kit import notices, policies
from portal.kit.refusals import Invalid
from portal.kit.text import storable
from teams.away.actions import change_clocks as waits
from teams.away.actions import waiting
from teams.away.actions.change_steps import Said, held_change, stop_clocks, take_step
from teams.away.actions.given import LONGEST, said
from teams.away.actions.silence import MOST_LEVELS, head_above
from teams.away.models import AwayChange, AwayRequest
from teams.people.models import Division, Person
from teams.people.reads.calendars import absent

GREEN = "Nobody decided in time and the gates are green: it counts as approved."
NOT_GREEN = "Nobody decided in time. One thing is left: show that the gates are green."


def mediator_of(request: AwayRequest) -> Person | None:
    """Who decides between the two sides: whoever leads the nearest division above both, else above the host.

    Neither side's lead, and of several the first who is not away. None where nobody leads any of these divisions.
    """
    passed = {request.guest.lead_id, request.host.lead_id}
    found: list[Person] = []
    for _ in range(MOST_LEVELS):
        head = head_of_both(request, but=passed) or head_above(request.host.division, but=passed)
        if head is None:
            break
        found.append(head)
        passed.add(head.pk)
    away = absent(found)
    return next((one for one in found if one.pk not in away), found[0] if found else None)


def head_of_both(request: AwayRequest, but: Collection[int] = ()) -> Person | None:
    """Whoever leads the nearest division above both sides; neither side's lead, nor one of ``but``."""
    guests = {one.pk for one in _upwards(request.guest.division)}
    common = next((one for one in _upwards(request.host.division) if one.pk in guests), None)
    leads = {request.guest.lead_id, request.host.lead_id, *but}
    return head_above(common, but=leads) if common is not None else None


def _upwards(division: Division | None) -> list[Division]:
    found: list[Division] = []
    while division is not None and len(found) < MOST_LEVELS:
        found.append(division)
        division = division.parent
    return found


def ask_mediator(change: AwayChange, by_whom: Said, why: str) -> None:
    """Put the change before the mediator, in the caller's transaction. Where there is none, silence decides at once."""
    request, ways = change.request, waits.ways_for(change)
    mediator = mediator_of(request)
    stop_clocks(change, met=False)
    take_step(change, "mediate", by_whom, words=why, mediator=mediator)
    if mediator is None:
        decide_by_silence(change)
        return
    waits.await_ruling(change, mediator, ways)
    text = f"Decide about {change}: {why}"
    notices.tell([mediator], text, about=request, url=change.get_absolute_url())
    waiting.tell_sides(request, f"{mediator.name} decides about {change}: {why}", by=by_whom.by)


@transaction.atomic
def decide_change(change: AwayChange, *, by: Person, ruling: str, words: str = "") -> AwayChange:
    """The mediator decides, and that binds the clock (F18): merge it as it is, one named last change, or close it.

    Refuses a last change that is not named, and closing without a word.
    """
    change = held_change(change)
    policies.require(by, "away.rule", change)
    if ruling not in AwayChange.Ruling.values:
        known = ", ".join(AwayChange.Ruling.values)
        raise Invalid("away-ruling-unknown", f"Choose one of: {known}.", ruling="Unknown.")
    given = storable(words.strip(), LONGEST) if ruling == AwayChange.Ruling.MERGE else said(words, "words")
    facts = {"ruling": ruling, "ruling_words": given}
    over = {"over_at": timezone.now()} if ruling == AwayChange.Ruling.CLOSE else {}
    take_step(change, f"rule-{ruling}", Said(by), words=given, **facts, **over)
    stop_clocks(change)
    _go_on(change)
    label = change.get_ruling_display().lower()
    waiting.tell_sides(change.request, f"decides about {change}: {label}", by=by)
    return change


def decide_by_silence(change: AwayChange) -> None:
    """Nobody decides: approved when the gates are green, else it goes back for showing that they are. On record."""
    green = change.gates == AwayChange.Gates.GREEN
    words = GREEN if green else NOT_GREEN
    facts = {"ruling": AwayChange.Ruling.MERGE if green else AwayChange.Ruling.LAST_CHANGE, "ruling_words": words}
    take_step(change, f"rule-{facts['ruling']}", Said(None), words=words, **facts)
    stop_clocks(change)
    _go_on(change)
    waiting.tell_sides(change.request, f"Nobody decided about {change} in time. {words}", by=None)


def _go_on(change: AwayChange) -> None:
    """What is awaited after a decision."""
    ways = waits.ways_for(change)
    if change.state == AwayChange.State.APPROVED:
        waits.await_merge(change, ways)
    elif change.state == AwayChange.State.CHANGES_ASKED:
        waits.await_rework(change, ways)
