"""What a change waits for at each step. Its clocks run on the change, because several may be in review at once."""

from typing import Any

from portal.kit import clocks
from teams.away.models import AwayChange, AwayCharter
from teams.away.reads.agents import most_lines
from teams.away.reads.ways import Ways, ways_of
from teams.people.models import Person, Team
from teams.people.reads.calendars import absent, hours_of

MOST_TIMES = 10
SPLIT = "too large to hold the clock, split it"


def times(change: AwayChange, ways: Ways) -> int:
    """How many times the agreed size it has: a review has as many times as long (F17)."""
    most = most_lines(change, ways)
    return min(MOST_TIMES, -(-(change.lines or 0) // most)) or 1


def is_too_large(change: AwayChange, ways: Ways) -> bool:
    """Whether it is larger than both sides agreed a change to be. It is not refused: the forge has it already."""
    return times(change, ways) > 1


def charter_of(change: AwayChange) -> AwayCharter:
    """What both have signed."""
    return AwayCharter.objects.get(pk=change.request.stay.charter_id)


def deputy_of(change: AwayChange, charter: AwayCharter) -> Person | None:
    """The deputy both signed, else the host's lead; None when that is the reviewer."""
    deputy = charter.deputy or change.request.host.lead
    return deputy if deputy.is_active and deputy.pk != charter.reviewer_id else None


def await_reviewer(change: AwayChange, charter: AwayCharter, ways: Ways) -> None:
    """The reviewer's first look, in one working day of their own calendar (F17)."""
    days, silence = ways.number("review_days") * times(change, ways), "They are reminded."
    _start("away.review", change, charter.reviewer, days=days, silence=silence, what="Review", note=_note(change, ways))


def await_reviewer_more(change: AwayChange, charter: AwayCharter, ways: Ways) -> None:
    """The reviewer was reminded: until the deputy is asked."""
    days = (ways.number("review_deputy_days") - ways.number("review_days")) * times(change, ways)
    silence, what = "The deputy is asked instead.", "Late: review"
    _start("away.review-late", change, charter.reviewer, days=days, silence=silence, what=what)


def await_deputy(change: AwayChange, deputy: Person, ways: Ways, *, critical: bool) -> None:
    """The deputy was asked: until anybody may, or of a critical path until somebody decides."""
    days = (ways.number("review_pool_days") - ways.number("review_deputy_days")) * times(change, ways)
    silence = "A mediator decides." if critical else "Any member of the hosts may approve, and somebody neutral."
    what = "Instead of the reviewer, review"
    _start("away.review-deputy", change, deputy, days=days, silence=silence, what=what)


def await_anybody(change: AwayChange, ways: Ways) -> None:
    """Any member of the host, and somebody of neither team if anybody is there."""
    days, silence = ways.number("review_days") * times(change, ways), "A mediator decides."
    what = "Any of you may approve"
    _start("away.review-open", change, change.request.host, days=days, silence=silence, what=what)
    if change.neutral is not None:
        silence, what = "Nothing: the hosts are asked as well, and then a mediator decides.", "From outside, review"
        _start("away.review-neutral", change, change.neutral, days=days, silence=silence, what=what)


def await_last_look(change: AwayChange, charter: AwayCharter, ways: Ways) -> None:
    """The mediator has named one last change; the reviewer, or the deputy while they are away, looks if it is there."""
    days, silence = ways.number("review_days"), "It counts as approved: the mediator has decided."
    deputy = deputy_of(change, charter)
    away = absent([one for one in (charter.reviewer, deputy) if one is not None])
    looks = deputy if deputy is not None and charter.reviewer_id in away and deputy.pk not in away else charter.reviewer
    _start("away.last-look", change, looks, days=days, silence=silence, what="Is the last change there:")


def await_ruling(change: AwayChange, mediator: Person, ways: Ways) -> None:
    """The mediator decides in two working days (F18)."""
    days, silence = ways.number("mediator_days"), "It is approved if the gates are green, else it goes back."
    _start("away.ruling", change, mediator, days=days, silence=silence, what="Decide about")


def await_rework(change: AwayChange, ways: Ways) -> None:
    """The guests work on what was asked for. Their time, and nothing happens when it is over but that it shows."""
    days, silence = ways.number("stall_days"), "It stays open and is shown as late; it is the guests' own time."
    _start("away.rework", change, change.request.guest, days=days, silence=silence, what="Work on")


def await_merge(change: AwayChange, ways: Ways) -> None:
    """It is approved: somebody merges it."""
    days, silence = ways.number("stall_days"), "It stays approved and is shown as late."
    _start("away.merge", change, change.request.guest, days=days, silence=silence, what="Merge")


def await_advice(change: AwayChange, ways: Ways) -> None:
    """Somebody from outside looks at what the contract would be; the guests need not wait longer than this (F24)."""
    days, silence = ways.number("advice_days"), "It may be merged without advice, and that is on record."
    _start("away.advice", change, change.request.guest, days=days, silence=silence, what="Read the advice on")


def ways_for(change: AwayChange) -> Ways:
    """By which rules the host's division has its changes reviewed."""
    return ways_of(change.request)


def _note(change: AwayChange, ways: Ways) -> str:
    return f" ({change.lines} lines: {SPLIT})" if is_too_large(change, ways) else ""


def _start(
    kind: str, change: AwayChange, whom: Person | Team, *, days: int, silence: str, what: str, note: str = ""
) -> None:
    awaited: dict[str, Any] = {"person": whom} if isinstance(whom, Person) else {"team": whom}
    clocks.start(
        kind,
        change,
        asked_by=change.author_id or change.request.asked_by_id,
        title=f"{what} change {change.number} of {change.request.guest.name}: {change.title}{note}",
        silence=silence,
        url=change.get_absolute_url(),
        days=days,
        hours=hours_of(whom),
        **awaited,
    )
