"""What silence does to a review: the reviewer is reminded, the deputy asked, anybody may, a mediator (F17)."""

from django.db import transaction

from portal.kit import notices, outside
from teams.away.actions import change_clocks as waits
from teams.away.actions import waiting
from teams.away.actions.change_steps import Said, held_change, note_step, stop_clocks, take_step
from teams.away.actions.mediating import ask_mediator, decide_by_silence
from teams.away.models import AwayChange, AwayCharter
from teams.away.reads.merging import brake_of
from teams.away.reads.ways import Ways
from teams.people.models import Person
from teams.people.reads.calendars import absent

_S = AwayChange.State
BY_RULING = "The mediator had decided, and nobody said that the last change is missing."


def _in_review(change_id: int) -> AwayChange | None:
    """The change, held, while a review is awaited; None when somebody has answered meanwhile."""
    change = held_change(AwayChange.objects.get(pk=change_id))
    return change if change.state == _S.IN_REVIEW else None


def _is_critical(change: AwayChange, ways: Ways) -> bool:
    """A path that only those both signed for may approve."""
    return brake_of(change, ways) is not None


def begin_review(change: AwayChange, ways: Ways, charter: AwayCharter) -> None:
    """A round begins, in the caller's transaction: the reviewer is asked, or at once the deputy while they are away."""
    if _is_here(charter.reviewer):
        waits.await_reviewer(change, charter, ways)
    else:
        _pass_on(change, ways, charter)


def _is_here(person: Person) -> bool:
    """Not gone, and not away today: a clock in the calendar of somebody absent would wait for weeks."""
    return person.is_active and person.pk not in absent([person])


@transaction.atomic
def remind_reviewer(change_id: int) -> None:
    """The first working day is over: the reviewer and the host's lead hear of it."""
    change = _in_review(change_id)
    if change is None:
        return
    ways, charter = waits.ways_for(change), waits.charter_of(change)
    note_step(change, "remind", Said(None), words=charter.reviewer.name)
    waits.await_reviewer_more(change, charter, ways)
    text = f"{change} waits for {charter.reviewer.name}: the agreed time is over"
    _tell([charter.reviewer, change.request.host.lead], text, change)


@transaction.atomic
def ask_deputy(change_id: int) -> None:
    """The second day is over: the deputy is asked."""
    change = _in_review(change_id)
    if change is None:
        return
    _pass_on(change, waits.ways_for(change), waits.charter_of(change))


def _pass_on(change: AwayChange, ways: Ways, charter: AwayCharter) -> None:
    """To the deputy; where there is none, or they are away, the next step comes at once."""
    deputy = waits.deputy_of(change, charter)
    if deputy is None or not _is_here(deputy):
        _open_further(change, ways, charter)
        return
    _set_stage(change, AwayChange.Stage.DEPUTY)
    note_step(change, "ask-deputy", Said(None), words=deputy.name)
    waits.await_deputy(change, deputy, ways, critical=_is_critical(change, ways))
    _tell([deputy], f"Review {change} instead of {charter.reviewer.name}, who is silent or away", change)
    waiting.tell_guest(change.request, f"{deputy.name} is asked to review {change} now", by=None)


@transaction.atomic
def open_review(change_id: int) -> None:
    """The third day is over: any member of the host may approve, and somebody neutral; of a critical path nobody."""
    change = _in_review(change_id)
    if change is not None:
        _open_further(change, waits.ways_for(change), waits.charter_of(change))


def _open_further(change: AwayChange, ways: Ways, charter: AwayCharter) -> None:
    if _is_critical(change, ways):
        ask_mediator(change, Said(None), f"{charter.reviewer.name} and the deputy were silent about a critical path")
        return
    neutral: Person | None = outside.somebody_outside((change.request.guest_id, change.request.host_id))
    AwayChange.objects.filter(pk=change.pk).update(neutral=neutral)
    change.neutral = neutral
    _set_stage(change, AwayChange.Stage.ANYBODY)
    note_step(change, "open-review", Said(None), words=neutral.name if neutral else "")
    waits.await_anybody(change, ways)
    whom = f", and {neutral.name} from outside" if neutral else ""
    waiting.tell_host(
        change.request, f"Any of you may approve {change} now{whom}: its reviewers were silent or away", by=None
    )
    waiting.tell_guest(change.request, f"Any of {change.request.host.name} may approve {change} now{whom}", by=None)
    if neutral is not None:
        _tell([neutral], f"Would you look at {change}? You are of neither team, and its reviewers are silent", change)


@transaction.atomic
def give_up_review(change_id: int) -> None:
    """Nobody at all has looked: a mediator decides."""
    change = _in_review(change_id)
    if change is not None:
        ask_mediator(change, Said(None), "nobody reviewed it")


@transaction.atomic
def rule_silently(change_id: int) -> None:
    """The mediator was silent: approved when the gates are green (F18). Nothing when they have decided."""
    change = held_change(AwayChange.objects.get(pk=change_id))
    if change.state == _S.WITH_MEDIATOR:
        decide_by_silence(change)


@transaction.atomic
def approve_silently(change_id: int) -> None:
    """The one last change was shown and nobody says that it is missing: the mediator's decision stands."""
    change = _in_review(change_id)
    if change is None or not change.ruling:
        return
    take_step(change, "approve", Said(None), words=BY_RULING)
    stop_clocks(change)
    waits.await_merge(change, waits.ways_for(change))
    waiting.tell_sides(change.request, f"{change} is approved: {BY_RULING}", by=None)


def _set_stage(change: AwayChange, stage: AwayChange.Stage) -> None:
    AwayChange.objects.filter(pk=change.pk).update(stage=stage)
    change.stage = stage


def _tell(people: list[Person], text: str, change: AwayChange) -> None:
    present = [person for person in people if person.is_active]
    notices.tell(present, text, about=change.request, url=change.get_absolute_url())
